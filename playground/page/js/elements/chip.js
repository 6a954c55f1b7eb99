// @ts-check
// Something chosen, with a way to drop it again.

import { h } from "../dom.js";
import { icon } from "../icons.js";

/** @param {string} id @param {string} words @param {(event: Event) => void} drop */
export function chip(id, words, drop) {
  return h(
    "span",
    { key: `chip ${id}`, class: "chip" },
    h("span", { class: "chip-text" }, words),
    h("button", { class: "chip-drop", type: "button", "aria-label": `Remove ${words}`, onclick: drop }, icon("clear")),
  );
}
