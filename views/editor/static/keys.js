// @ts-check
// Which key does what. Single letters, digits and signs can be switched off; the others work always.

import { $, kept } from "./dom.js";

/** @typedef {import("./main.js").Desk} Desk */

/** Each single key and its act; help.js has the words. */
export const KEYS =
  "b box p polygon v select / find a accept A accept-all ] next-shape [ previous-shape . next-point , previous-point i insert " +
  "d repeat h hide H hide-all + zoom-in = zoom-in - zoom-out 0 fit n none s skip f flag r request-changes x reject e reopen ? help";
const acted = new Map(KEYS.split(/\s(?=\S\s)/).map((one) => [one[0], one.slice(2)]));
const COMMANDS = /** @type {Record<string, string>} */ ({ z: "undo", y: "redo", c: "copy", v: "paste", enter: "submit" });
const OTHERS = /** @type {Record<string, string>} */ ({ Delete: "delete", Backspace: "delete", PageDown: "next-item", PageUp: "previous-item" });
const ARROWS = /** @type {Record<string, [number, number]>} */ ({
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
});
const FIELDS = "input:not([type=range],[type=checkbox]), textarea, select, video";
const SWITCH = "labelbot single keys";

export const areOn = () => kept[SWITCH] !== "off";
/** @param {boolean} on */
export const turn = (on) => (kept[SWITCH] = on ? "on" : "off");

/** @param {Desk} desk */
export function listen(desk) {
  addEventListener("keydown", (event) => {
    const target = /** @type {HTMLElement} */ (event.target);
    if (event.defaultPrevented || event.isComposing) return;
    // Nor does a button, here or in a window, answer for as long as Enter is held.
    if (event.repeat && event.key === "Enter" && !target.matches(FIELDS)) return event.preventDefault();
    if (document.querySelector("dialog[open]")) return;
    // Some keyboards type brackets with AltGr, which a browser calls Ctrl and Alt.
    const isSign = event.getModifierState("AltGraph");
    const isCommand = (event.ctrlKey || event.metaKey) && !isSign;
    if (target.matches(FIELDS) && !(isCommand && event.key === "Enter")) return;
    const act = isCommand ? command(event) : plain(desk, event, target, event.altKey && !isSign);
    if (!act) return;
    event.preventDefault();
    if (act !== true) desk.run(act, event);
  });
  addEventListener("keyup", (event) => event.key === " " && (desk.pointer.isSpace = false));
}

/** @param {KeyboardEvent} event */
function command({ key, shiftKey }) {
  if (key === "c" && !getSelection()?.isCollapsed) return;
  return shiftKey && key.toLowerCase() === "z" ? "redo" : COMMANDS[key.toLowerCase()];
}

/** The act, or true where all is done. @param {Desk} desk @param {KeyboardEvent} event @param {HTMLElement} target @param {boolean} isAlt */
function plain(desk, event, target, isAlt) {
  const { key } = event;
  const isButton = target.matches("button, a, input");
  if (key === "Enter" && !isButton) return enter(desk);
  if (key === "Escape") return escape(desk);
  if (key === " " && !isButton) return (desk.pointer.isSpace = true);
  if (OTHERS[key]) return OTHERS[key];
  if (ARROWS[key] && target.matches("input, .text, .words")) return;
  if (ARROWS[key]) desk.run(desk.ed.isByKeys && desk.ed.tool === "polygon" ? "move-cross" : "move", event, ...ARROWS[key]);
  if (ARROWS[key]) return true;
  if (isAlt || !areOn()) return;
  return digit(desk, event) || acted.get(key);
}

/** Which sign a digit's key gives differs between keyboards, with Shift and without; its place doesn't. @param {Desk} desk @param {KeyboardEvent} event */
function digit({ panel }, event) {
  const { key, code, shiftKey, repeat } = event;
  const found = !event.getModifierState("AltGraph") && (/^(?:Digit|Numpad)([1-9])$/.exec(code) ?? /^([1-9])$/.exec(key));
  if (found && !repeat) panel.pick(Number(found[1]) - 1, shiftKey);
  return Boolean(found);
}

/** @param {Desk} desk */
function enter({ ed: { isByKeys, tool, draft } }) {
  if (isByKeys && tool !== "select") return tool === "box" ? "place-box" : "place-point";
  return draft ? "finish" : "submit";
}

/** @param {Desk} desk */
function escape({ ed, pointer }) {
  if (ed.draft || ed.live) {
    ed.drop();
    pointer.cancel();
  } else if (ed.selected === null) ed.use("select");
  else ed.select(null);
  $("stage").focus();
  return true;
}
