// @ts-check
// rich_text blocks: sections, lists, quotes, preformatted, and every element inside them.

import { h } from "../dom.js";
import { emoji } from "./emoji.js";
import { broadcast, channelMention, codeSpan, date, link, mention } from "./inline.js";
import { troubled } from "../blocks/trouble.js";

/** @typedef {import("../types.js").Json} Json */
/** @typedef {import("../types.js").Child} Child */

/** @type {Record<string, (part: Json) => Child>} */
const PARTS = {
  rich_text_section: (part) => h("div", { class: "rich" }, leaves(part)),
  rich_text_preformatted: (part) => h("pre", { class: "pre" }, leaves(part)),
  rich_text_quote: (part) => h("blockquote", { class: "quote" }, leaves(part)),
  rich_text_list: (part) => list(part),
};

/** @type {Record<string, (leaf: Json) => Child>} */
const LEAVES = {
  text: (leaf) => lineBreaks(leaf.text),
  link: (leaf) => link(leaf.url, leaf.text || undefined),
  user: (leaf) => mention(leaf.user_id),
  usergroup: (leaf) => h("span", { class: "mention" }, `@${leaf.usergroup_id}`),
  channel: (leaf) => channelMention(leaf.channel_id),
  broadcast: (leaf) => broadcast(leaf.range),
  emoji: (leaf) => emoji(leaf.name) ?? `:${leaf.name}:`,
  date: (leaf) => date(leaf.timestamp, leaf.format, leaf.url, leaf.fallback),
  color: (leaf) =>
    h("span", { class: "color" }, h("span", { class: "color-dot", style: { background: leaf.value } }), leaf.value),
};

/** @param {Json} block */
export function richText(block) {
  return (block.elements ?? []).map(
    (/** @type {Json} */ part) => PARTS[part.type]?.(part) ?? troubled("rich text element", part.type),
  );
}

/** @param {Json} part @returns {Child[]} */
function leaves(part) {
  return (part.elements ?? []).map((/** @type {Json} */ leaf) => {
    const shown = LEAVES[leaf.type]?.(leaf);
    return shown === undefined ? troubled("rich text element", leaf.type) : styled(shown, leaf.style ?? {}, leaf);
  });
}

/** @param {Json} part */
function list(part) {
  const tag = part.style === "ordered" ? "ol" : "ul";
  const items = (part.elements ?? []).map((/** @type {Json} */ item) =>
    h("li", {}, PARTS[item.type]?.(item) ?? troubled("rich text element", item.type)),
  );
  return h(tag, { class: `list list-${part.indent ?? 0}`, start: part.offset ? part.offset + 1 : null }, items);
}

/** @param {Child} shown @param {Json} style @param {Json} leaf @returns {Child} */
function styled(shown, style, leaf) {
  if (style.code && leaf.type === "text") shown = codeSpan(leaf.text);
  if (style.bold) shown = h("b", {}, shown);
  if (style.italic) shown = h("i", {}, shown);
  if (style.strike) shown = h("s", {}, shown);
  if (style.underline) shown = h("u", {}, shown);
  if (style.highlight || style.client_highlight) shown = h("mark", {}, shown);
  return shown;
}

/** @param {string} text */
function lineBreaks(text) {
  return text.split("\n").map((row, index) => [index > 0 && h("br"), row]);
}
