// @ts-check
// Slack's mrkdwn as nodes: *bold* _italic_ ~strike~ `code` ```pre``` > quotes, lists, <links>, <@people>, :emoji:.

import { h } from "../dom.js";
import { withEmoji } from "./emoji.js";
import { broadcast, channelMention, codeSpan, date, link, mention } from "./inline.js";

/** @typedef {import("../types.js").Child} Child */

/** @param {string} text @param {{verbatim?: boolean}} [how] @returns {Child[]} */
export function mrkdwn(text, { verbatim = false } = {}) {
  return text.split(/(```[\s\S]*?```)/).flatMap((part) => {
    if (part.startsWith("```") && part.length >= 6)
      return [h("pre", { class: "pre" }, unescape(plainAngles(part.slice(3, -3).replace(/^\n/, ""))))];
    return lines(part, verbatim);
  });
}

/** @param {string} part @param {boolean} verbatim @returns {Child[]} */
function lines(part, verbatim) {
  /** @type {Child[]} */
  const out = [];
  /** @type {string[]} */
  let quote = [];
  const endQuote = () => {
    if (quote.length) out.push(h("blockquote", { class: "quote" }, withBreaks(quote, verbatim)));
    quote = [];
  };
  const rows = part.replace(/^\n|\n$/g, "").split("\n");
  rows.forEach((row, index) => {
    const quoted = /^(?:&gt;|>) ?(.*)$/.exec(row);
    if (quoted) return void quote.push(quoted[1]);
    const wasBlock = quote.length > 0 || isItem(rows[index - 1] ?? "");
    endQuote();
    if (isItem(row)) out.push(item(row, verbatim));
    else out.push(index > 0 && !wasBlock ? h("br") : null, inline(row, verbatim));
  });
  endQuote();
  return out;
}

/** @param {string[]} rows @param {boolean} verbatim @returns {Child[]} */
function withBreaks(rows, verbatim) {
  return rows.map((row, index) => [index > 0 && h("br"), inline(row, verbatim)]);
}

const ITEM = /^(\s*)([•◦▪-]|\d+\.)\s+(.*)$/;

/** @param {string} row */
function isItem(row) {
  return ITEM.test(row);
}

/** Slack has no lists in mrkdwn, but people write them: the second line hangs under the first. @param {string} row @param {boolean} verbatim */
function item(row, verbatim) {
  const [, space, mark, words] = /** @type {RegExpExecArray} */ (ITEM.exec(row));
  const depth = Math.min(4, Math.floor(space.length / 2));
  return h(
    "span",
    { class: `item item-${depth}` },
    h("span", { class: "item-mark" }, mark === "-" ? "•" : mark),
    h("span", {}, inline(words, verbatim)),
  );
}

const BEFORE = "(?<![\\p{L}\\p{N}])";
const AFTER = "(?![\\p{L}\\p{N}])";
const INLINE = new RegExp(
  [
    "`(?<code>[^`\\n]+)`",
    "<(?<angle>[^<>\\n]+)>",
    `${BEFORE}\\*(?<bold>[^\\s*](?:[^*\\n]*[^\\s*])?)\\*${AFTER}`,
    `${BEFORE}_(?<italic>[^\\s_](?:[^_\\n]*[^\\s_])?)_${AFTER}`,
    `${BEFORE}~(?<strike>[^\\s~](?:[^~\\n]*[^\\s~])?)~${AFTER}`,
    "(?<url>https?://[^\\s<>|*]+[^\\s<>|*.,;:!?)'\"])",
  ].join("|"),
  "gu",
);
const TAGS = { bold: "b", italic: "i", strike: "s" };

/** @param {string} text @param {boolean} [verbatim] leave bare addresses alone @returns {Child[]} */
export function inline(text, verbatim = false) {
  /** @type {Child[]} */
  const out = [];
  let at = 0;
  for (const found of text.matchAll(INLINE)) {
    out.push(words(text.slice(at, found.index)), piece(found, verbatim));
    at = found.index + found[0].length;
  }
  out.push(words(text.slice(at)));
  return out;
}

/** @param {RegExpMatchArray} found @param {boolean} verbatim @returns {Child} */
function piece(found, verbatim) {
  const groups = found.groups ?? {};
  if (groups.code) return codeSpan(unescape(plainAngles(groups.code)));
  if (groups.angle) return angle(groups.angle);
  if (groups.url) return verbatim ? words(groups.url) : link(unescape(groups.url));
  for (const [name, tag] of Object.entries(TAGS)) if (groups[name]) return h(tag, {}, inline(groups[name], verbatim));
  return found[0];
}

/** What stands between < and >. @param {string} inner @returns {Child} */
function angle(inner) {
  const [target, ...rest] = inner.split("|");
  const label = rest.join("|");
  if (target.startsWith("@")) return mention(target.slice(1), label);
  if (target.startsWith("#")) return channelMention(target.slice(1), label);
  const moment = /^!date\^(\d+)\^([^^]+)(?:\^(.+))?$/.exec(target);
  if (moment) return date(Number(moment[1]), moment[2], moment[3], label);
  if (target.startsWith("!subteam^")) return h("span", { class: "mention" }, label || `@${target.slice(9)}`);
  if (target.startsWith("!")) return broadcast(target.slice(1));
  return link(unescape(target), label ? words(label) : undefined);
}

/** @param {string} text */
function words(text) {
  return withEmoji(unescape(text));
}

/** Inside code Slack shows a link's address. @param {string} text */
function plainAngles(text) {
  return text.replace(/<([^<>|\n]+)(?:\|([^<>\n]*))?>/g, (_, target, label) => label || target);
}

/** @param {string} text */
export function unescape(text) {
  return text.replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&amp;/g, "&");
}
