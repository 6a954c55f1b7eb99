// @ts-check
// Concepts by a bit of their name. Shown where there are more of them than keys.

import { $ } from "./dom.js";

/** @param {import("./main.js").Desk} desk */
export function install({ ed, panel, acts }) {
  const field = $("filter");
  panel.isFound = (name) => name.toLowerCase().includes(field.value.trim().toLowerCase());
  acts.find = () => (field.parentElement.hidden ? $("concepts").querySelector("button") : field)?.focus();
  field.addEventListener("input", () => panel.concepts());
  field.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
    if (event.key !== "Enter" && event.key !== "Escape") return;
    const [first] = panel.found;
    field.value = "";
    panel.concepts();
    if (event.key === "Enter" && first) panel.choose(first.id);
    $("stage").focus();
    event.preventDefault();
  });
  ed.on((what) => {
    if (what !== "item") return;
    field.value = "";
    panel.concepts();
  });
}
