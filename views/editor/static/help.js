// @ts-check
// The keys in words, and the switch for single ones.

import { ask } from "./dialog.js";
import { h } from "./dom.js";
import { areOn, turn } from "./keys.js";

/** @type {Array<[string, string]>} */
export const WORDS = [
  ["Enter", "Submit (or approve), and next"],
  ["B", "Box: draw with the pointer, or press Enter, then the arrows"],
  ["P", "Polygon: a click or Enter for each point; where it began closes it"],
  ["V", "Select: choose, move, reshape"],
  ["1 … 9", "Concept of the next shape; with Select, of the chosen one"],
  ["Shift 1 … 9", "Concept of the chosen shape"],
  ["/", "Find a concept"],
  ["Arrows", "Move the shape, point or cross; with Shift further, with Alt its size"],
  ["[  ]", "Previous, next shape"],
  [",  .", "Previous, next point of a polygon"],
  ["I", "Insert a point"],
  ["Delete", "Delete the shape or point"],
  ["Ctrl Z, Ctrl Y", "Undo, redo; in a polygon on its way the last point"],
  ["Ctrl C, Ctrl V", "Copy, paste the shape or all"],
  ["D", "Repeat the shape, or all, on the next picture"],
  ["A", "Accept the chosen or the best suggestion"],
  ["Shift A", "Accept all suggestions above the threshold"],
  ["H, Shift H", "Hide or show the shape, all shapes"],
  ["+  -  0", "Zoom in, out, fit the picture"],
  ["Space", "Hold and drag to move the picture"],
  ["N", "Nothing here"],
  ["S", "Skip"],
  ["F", "Flag for the leads"],
  ["E", "Change what is submitted"],
  ["R, X", "Review: request changes, reject"],
  ["Page Up, Page Down", "Previous, next of the queue"],
  ["Escape", "Drop what is being drawn, choose nothing"],
];

/** @param {import("./main.js").Desk} desk */
export function install({ acts }) {
  acts.help = () => {
    const rows = WORDS.map(([keys, words]) => h("div", null, h("dt", null, h("kbd", null, keys)), h("dd", null, words)));
    const toggle = h("input", { type: "checkbox", checked: areOn(), onchange: () => turn(toggle.checked) });
    const label = h("label", { class: "switch" }, toggle, "Single letters, digits and signs are keys");
    ask("Keys", [label, h("dl", { class: "keys" }, ...rows)], [["", "Close"]]);
  };
}
