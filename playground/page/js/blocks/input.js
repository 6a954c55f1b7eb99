// @ts-check
// The input block: label, element, hint, and what is wrong with it.

import { h } from "../dom.js";
import { keyOf } from "../acting.js";
import { drawElement } from "../elements/element.js";
import { idOf } from "../elements/ids.js";
import { ui } from "../state.js";
import { plain } from "../text/emoji.js";
import { textOf } from "../text/text.js";

/** @param {import("../types.js").Json} block @param {import("../types.js").Place} place */
export function input(block, place) {
  const spot = { place, block, element: block.element, isInput: true };
  const id = idOf(keyOf(spot));
  const error = ui.errors[place.key]?.[block.block_id] ?? place.errors[block.block_id];
  const described = [error && `${id}-error`, block.hint && `${id}-hint`].filter(Boolean).join(" ") || undefined;
  return h(
    "div",
    { class: `input${error ? " input-wrong" : ""}`, "data-field": plain(block.label) },
    h(
      "label",
      { class: "input-label", id: `${id}-label`, for: id },
      textOf(block.label),
      block.optional && h("span", { class: "input-optional" }, " (optional)"),
    ),
    drawElement({ ...spot, labelledBy: `${id}-label`, describedBy: described, invalid: Boolean(error) }),
    error && h("div", { class: "input-error", id: `${id}-error`, role: "alert" }, error),
    block.hint && h("div", { class: "input-hint", id: `${id}-hint` }, textOf(block.hint)),
  );
}
