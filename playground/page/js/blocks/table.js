// @ts-check
// The table block.

import { h } from "../dom.js";
import { richText } from "../text/richtext.js";

/** @typedef {import("../types.js").Json} Json */

/** @param {Json} block */
export function table(block) {
  const [head, ...rows] = block.rows;
  const cell = (/** @type {string} */ tag) => (/** @type {Json} */ one, /** @type {number} */ at) =>
    h(
      tag,
      { class: `align-${block.column_settings?.[at]?.align ?? "left"}`, scope: tag === "th" ? "col" : null },
      one.type === "rich_text" ? richText(one) : (one.text ?? ""),
    );
  return h(
    "div",
    { class: "table-box", tabindex: "0", role: "group", "aria-label": "Table" },
    h(
      "table",
      { class: "table" },
      h("thead", {}, h("tr", {}, head.map(cell("th")))),
      h(
        "tbody",
        {},
        rows.map((/** @type {Json[]} */ row) => h("tr", {}, row.map(cell("td")))),
      ),
    ),
  );
}
