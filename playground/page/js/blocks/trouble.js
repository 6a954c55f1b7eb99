// @ts-check
// What can't be drawn is said in red, never skipped.

import { h } from "../dom.js";

/** @param {string} what "block" or "element" @param {string} type */
export function troubled(what, type) {
  return h(
    "div",
    { class: "trouble", role: "alert" },
    `The playground doesn't know the ${what} “${type ?? "without a type"}”.`,
  );
}
