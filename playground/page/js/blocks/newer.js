// @ts-check
// Blocks that came in 2025 and 2026: cards, carousels, containers, actions in the context, data tables.

import { h } from "../dom.js";
import { drawElement } from "../elements/element.js";
import { plain } from "../text/emoji.js";
import { richText } from "../text/richtext.js";
import { textOf } from "../text/text.js";
import { picture } from "./picture.js";
import { table } from "./table.js";

/** @typedef {import("../types.js").Json} Json */
/** @typedef {import("../types.js").Place} Place */

/** @param {Json} block @param {Place} place */
export function card(block, place) {
  return h(
    "article",
    { class: "card" },
    block.hero_image && picture(block.hero_image, "picture-block"),
    h(
      "div",
      { class: "card-head" },
      block.icon && picture(block.icon, "picture-icon"),
      h(
        "div",
        {},
        block.title && h("div", { class: "card-title" }, textOf(block.title)),
        block.subtitle && h("div", { class: "card-note" }, textOf(block.subtitle)),
      ),
    ),
    block.body && h("div", {}, textOf(block.body)),
    block.subtext && h("div", { class: "card-note" }, textOf(block.subtext)),
    block.actions && h("div", { class: "actions" }, elements(block.actions, block, place)),
  );
}

/** @param {Json} block @param {Place} place */
export function carousel(block, place) {
  const cards = block.elements.map((/** @type {Json} */ one) => card(one, place));
  return h("div", { class: "carousel", tabindex: "0", role: "group", "aria-label": "Cards" }, cards);
}

/** @param {Json[]} list @param {Json} block @param {Place} place */
function elements(list, block, place) {
  return list.map((element) => drawElement({ place, block, element, isInput: false }));
}

/** @param {Json} block @param {Place} place @param {(blocks: Json[], place: Place) => import("../types.js").Child} drawBlocks */
export function container(block, place, drawBlocks) {
  const title = block.rich_text_title ? richText(block.rich_text_title) : plain(block.title);
  const head = [title, block.subtitle && h("div", { class: "card-note" }, textOf(block.subtitle))];
  const inside = drawBlocks(block.child_blocks, place);
  if (!block.is_collapsible) return h("section", { class: "card" }, h("div", { class: "card-title" }, head), inside);
  return h(
    "details",
    { class: "card", onmount: (/** @type {HTMLDetailsElement} */ el) => void (el.open = !block.default_collapsed) },
    h("summary", { class: "card-title" }, head),
    inside,
  );
}

/** @param {Json} block */
export function dataTable(block) {
  return [h("div", { class: "card-note" }, block.caption), table(block)];
}
