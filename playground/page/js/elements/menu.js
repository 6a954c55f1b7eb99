// @ts-check
// Menus of commands: they take the focus, arrow keys walk them, Esc gives it back.

import { h } from "../dom.js";
import { unreadBadge } from "../parts/unread.js";
import { change, ui } from "../state.js";

/** @typedef {import("../types.js").Json} Json */
/** @typedef {{label: string, note?: string, mark?: import("../types.js").Child, isChosen?: boolean, count?: number, heading?: string, run: () => void}} Item */

/** @param {string} id of its anchor @param {string} label @param {Item[]} items */
export function openMenu(id, label, items) {
  if (ui.popup?.id === id) return change(() => (ui.popup = null));
  const back = document.activeElement;
  change(() => (ui.popup = { id, kind: "menu", label, items, back }));
}

/** @param {Json} popup */
export function menu(popup) {
  return h(
    "div",
    { class: "popup menu", role: "menu", "aria-label": popup.label, onkeydown: keys, onmount: focusFirst },
    popup.items.length ? popup.items.map(item) : h("div", { class: "list-note" }, "Nothing here."),
  );
}

/** @param {Item} one @param {number} at */
function item(one, at) {
  const role = one.isChosen === undefined ? "menuitem" : "menuitemradio";
  return [
    one.heading && h("div", { class: "list-heading", role: "presentation" }, one.heading),
    h(
      "button",
      {
        key: `${at}`,
        class: "menu-item",
        type: "button",
        role,
        "aria-checked": one.isChosen === undefined ? null : String(one.isChosen),
        tabindex: "-1",
        onclick: () => runItem(one),
      },
      one.mark,
      h(
        "span",
        { class: "menu-words" },
        h("span", { class: "menu-label" }, one.label),
        one.note && h("span", { class: "menu-note" }, one.note),
      ),
      one.count ? unreadBadge(one.count) : null,
      one.isChosen && h("span", { class: "list-tick", "aria-hidden": "true" }, "✓"),
    ),
  ];
}

/** @param {HTMLElement} el */
function focusFirst(el) {
  const first = el.querySelector("[aria-checked=true]") ?? el.querySelector("button");
  /** @type {HTMLElement | null} */ (first)?.focus();
}

/** @param {Item} one */
function runItem(one) {
  closeMenu();
  one.run();
}

/** Close it, and put the focus where it came from. */
export function closeMenu() {
  const back = ui.popup?.back;
  change(() => (ui.popup = null));
  if (back?.isConnected) back.focus();
}

/** @param {KeyboardEvent} event */
function keys(event) {
  const items = [.../** @type {HTMLElement} */ (event.currentTarget).querySelectorAll("button")];
  const at = items.indexOf(/** @type {HTMLButtonElement} */ (document.activeElement));
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key];
  if (event.key === "Escape" || event.key === "Tab") {
    event.preventDefault();
    event.stopPropagation();
    closeMenu();
  } else if (to !== undefined) {
    event.preventDefault();
    items[(to + items.length) % items.length]?.focus();
  } else if (event.key.length === 1 && event.key !== " ") {
    const next = [...items.slice(at + 1), ...items].find((one) =>
      one.textContent?.trim().toLowerCase().startsWith(event.key.toLowerCase()),
    );
    next?.focus();
  }
}
