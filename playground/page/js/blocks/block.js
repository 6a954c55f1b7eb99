// @ts-check
// Every block of Slack's that the playground draws, by its type.

import { h } from "../dom.js";
import { drawElement } from "../elements/element.js";
import { app } from "../state.js";
import { plain } from "../text/emoji.js";
import { markdown } from "../text/markdown.js";
import { richText } from "../text/richtext.js";
import { textOf } from "../text/text.js";
import { input } from "./input.js";
import { card, carousel, container, dataTable } from "./newer.js";
import { picture } from "./picture.js";
import { table } from "./table.js";
import { troubled } from "./trouble.js";

/** @typedef {import("../types.js").Json} Json */
/** @typedef {import("../types.js").Place} Place */

/** @type {Record<string, (block: Json, place: Place) => import("../types.js").Child>} */
const BLOCKS = {
  section,
  actions,
  header: (block) => h("h3", { class: "header" }, plain(block.text)),
  divider: () => h("hr", { class: "divider" }),
  context: (block) => h("div", { class: "context" }, block.elements.map(contextPart)),
  image: (block) =>
    h(
      "figure",
      { class: "image" },
      block.title && h("figcaption", { class: "image-title" }, textOf(block.title)),
      picture(block, "picture-block"),
    ),
  input,
  rich_text: richText,
  markdown: (block) => h("div", { class: "markdown" }, markdown(block.text)),
  table,
  data_table: dataTable,
  card,
  carousel,
  container: (block, place) => container(block, place, drawBlocks),
  context_actions: actions,
  alert: (block) => h("div", { class: `alert alert-${block.level ?? "default"}`, role: "note" }, textOf(block.text)),
  video: (block) =>
    h(
      "figure",
      { class: "image" },
      h("figcaption", { class: "image-title" }, plain(block.title)),
      picture({ image_url: block.thumbnail_url, alt_text: block.alt_text }, "picture-block"),
    ),
};

/**
 * Nodes stay with their picture and their kind, since apps give new block_ids on updates; only inputs stay with the block_id.
 * @param {Json[]} blocks @param {Place} place
 */
export function drawBlocks(blocks, place) {
  /** @type {Record<string, number>} */
  const seen = {};
  const keyOf = (/** @type {Json} */ block) => {
    const file = block.slack_file?.id ?? block.image_url ?? "";
    const key = block.type === "input" ? `input ${block.block_id}` : `${block.type} ${file}`;
    seen[key] = (seen[key] ?? 0) + 1;
    return `${key} ${seen[key]}`;
  };
  return blocks.map((block) =>
    h(
      "div",
      { key: keyOf(block), class: `block block-${block.type}`, "data-block": block.block_id },
      BLOCKS[block.type]?.(block, place) ?? troubled("block", block.type),
    ),
  );
}

/** @param {Json} block @param {Place} place */
function actions(block, place) {
  const shown = block.elements.filter(isForMe);
  return h(
    "div",
    { class: "actions" },
    shown.map((/** @type {Json} */ element) => drawElement({ place, block, element, isInput: false })),
  );
}

/** A button in a shared message may be for some people only. @param {Json} element */
function isForMe(element) {
  return !element.visible_to_user_ids || element.visible_to_user_ids.includes(app.me);
}

/** @param {Json} block @param {Place} place */
function section(block, place) {
  return h(
    "div",
    { class: "section" },
    h(
      "div",
      { class: "section-body" },
      block.text && h("div", { class: "section-text" }, textOf(block.text)),
      block.fields &&
        h(
          "div",
          { class: "fields" },
          block.fields.map((/** @type {Json} */ field) => h("div", { class: "fields-one" }, textOf(field))),
        ),
    ),
    block.accessory && isForMe(block.accessory) && h("div", { class: "accessory" }, accessory(block, place)),
  );
}

/** @param {Json} block @param {Place} place */
function accessory(block, place) {
  if (block.accessory.type === "image") return picture(block.accessory, "picture-accessory");
  return drawElement({ place, block, element: block.accessory, isInput: false });
}

/** @param {Json} element */
function contextPart(element) {
  if (element.type === "image") return picture(element, "picture-context");
  if (element.type === "mrkdwn" || element.type === "plain_text")
    return h("span", { class: "context-text" }, textOf(element));
  return troubled("context element", element.type);
}
