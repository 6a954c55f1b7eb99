// @ts-check
// Every kind of select as one combobox: a field to search in, chips for several, a list that opens under it.

import { h } from "../dom.js";
import { choose, keyOf, valueOf } from "../acting.js";
import { icon } from "../icons.js";
import { ui } from "../state.js";
import { plain } from "../text/emoji.js";
import { chip } from "./chip.js";
import { HELD_IN, heldEntries } from "./entries.js";
import { closeList, listKeys, openList, optionId, search } from "./listbox.js";
import { idOf } from "./ids.js";

/** @typedef {import("../types.js").Spot} Spot */
/** @typedef {import("./entries.js").Entry} Entry */

/** @param {Spot} spot */
export function select(spot) {
  const { element } = spot;
  const key = keyOf(spot);
  const isMulti = element.type.startsWith("multi_");
  const held = heldEntries(element, valueOf(spot));
  const isOpen = ui.popup?.id === key;
  const canClear = !isMulti && held.length > 0 && spot.isInput && spot.block.optional;
  return h(
    "div",
    {
      key: element.action_id,
      class: `select${isMulti ? " select-multi" : ""}${spot.isInput ? " select-wide" : ""}${ui.busy.has(key) ? " is-busy" : ""}`,
      "data-anchor": key,
      onclick: focusInside,
    },
    isMulti && held.map((entry) => chip(entry.id, entry.label, () => drop(spot, held, entry))),
    field(spot, held, isOpen),
    canClear &&
      h(
        "button",
        {
          class: "select-clear",
          type: "button",
          "aria-label": "Clear the choice",
          onclick: () => choose(spot, { [HELD_IN[element.type]]: null }),
        },
        icon("clear"),
      ),
    ui.failed.has(key)
      ? h("span", { class: "button-warning", role: "img", "aria-label": "failed" }, "⚠")
      : icon("down"),
  );
}

/** @param {Spot} spot @param {Entry[]} held @param {boolean} isOpen */
function field(spot, held, isOpen) {
  const key = keyOf(spot);
  const isMulti = spot.element.type.startsWith("multi_");
  const words = plain(spot.element.placeholder) || (isMulti ? "Select options" : "Select an option");
  const shown = !isMulti && held[0] ? held[0].label : "";
  return h("input", {
    key: "field",
    class: "select-field",
    type: "text",
    role: "combobox",
    id: idOf(key),
    "data-spot": key,
    "data-focus-on-load": spot.element.focus_on_load,
    autocomplete: "off",
    spellcheck: "false",
    "aria-expanded": String(isOpen),
    "aria-autocomplete": "list",
    "aria-controls": isOpen ? `${idOf(key)}-list` : null,
    "aria-activedescendant": isOpen ? optionId(key) : null,
    "aria-labelledby": spot.labelledBy,
    "aria-label": spot.labelledBy ? null : shown ? `${words}: ${shown}` : words,
    "aria-describedby": spot.describedBy,
    "aria-invalid": spot.invalid ? "true" : null,
    placeholder: isMulti && held.length ? "" : shown || words,
    value: isOpen ? ui.popup?.query : shown,
    onclick: () => isOpen || openList(spot, toggle(spot)),
    oninput: (/** @type {Event} */ event) =>
      search(spot, toggle(spot), /** @type {HTMLInputElement} */ (event.target).value),
    onblur: () => closeList(key),
    onkeydown: (/** @type {KeyboardEvent} */ event) => keys(event, spot, held),
  });
}

/** @param {KeyboardEvent} event @param {Spot} spot @param {Entry[]} held */
function keys(event, spot, held) {
  const isEmpty = !(/** @type {HTMLInputElement} */ (event.target).value);
  const isMulti = spot.element.type.startsWith("multi_");
  if (event.key === "Backspace" && isMulti && isEmpty && held.length) return put(spot, held.slice(0, -1));
  listKeys(event, spot, toggle(spot));
}

/** What choosing an entry does: set it, or add it to the several, or take it away again. @param {Spot} spot */
function toggle(spot) {
  return (/** @type {Entry} */ entry) => {
    if (!spot.element.type.startsWith("multi_")) return choose(spot, { [HELD_IN[spot.element.type]]: entry.raw });
    const held = heldEntries(spot.element, valueOf(spot));
    const without = held.filter((one) => one.id !== entry.id);
    const most = spot.element.max_selected_items ?? Infinity;
    if (without.length < held.length) put(spot, without);
    else if (held.length < most) put(spot, [...held, entry]);
  };
}

/** @param {Spot} spot @param {Entry[]} entries */
function put(spot, entries) {
  choose(spot, { [HELD_IN[spot.element.type]]: entries.map((entry) => entry.raw) });
}

/** @param {Spot} spot @param {Entry[]} held @param {Entry} gone */
function drop(spot, held, gone) {
  document.getElementById(idOf(keyOf(spot)))?.focus();
  const kept = held.filter((one) => one.id !== gone.id);
  put(spot, kept);
}

/** @param {MouseEvent} event */
function focusInside(event) {
  const box = /** @type {HTMLElement} */ (event.currentTarget);
  if (event.target !== box && !(event.target instanceof SVGElement && !event.target.closest("button"))) return;
  const input = box.querySelector("input");
  input?.focus();
  input?.click();
}
