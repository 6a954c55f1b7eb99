// @ts-check
// The markdown block: the part of Markdown that Slack draws (headings, emphasis, code, lists, quotes, links, rules).

import { h } from "../dom.js";
import { withEmoji } from "./emoji.js";
import { codeSpan, link } from "./inline.js";

/** @typedef {import("../types.js").Child} Child */

/** @param {string} text @returns {Child[]} */
export function markdown(text) {
  /** @type {Child[]} */
  const out = [];
  const rows = text.split("\n");
  while (rows.length) out.push(nextBlock(rows));
  return out;
}

/** Takes the rows of one block off the front. @param {string[]} rows @returns {Child} */
function nextBlock(rows) {
  const row = rows[0];
  if (!row.trim()) return void rows.shift();
  if (/^```/.test(row)) return fence(rows);
  const heading = /^(#{1,6})\s+(.*)$/.exec(row);
  if (heading) return (rows.shift(), h("p", { class: "md-heading" }, inline(heading[2])));
  if (/^ {0,3}([-*_])( *\1){2,}\s*$/.test(row)) return (rows.shift(), h("hr", { class: "divider" }));
  if (/^>/.test(row)) return h("blockquote", { class: "quote" }, markdown(take(rows, /^> ?(.*)$/).join("\n")));
  if (/^\s*[-*+]\s/.test(row)) return list("ul", take(rows, /^\s*[-*+]\s+(.*)$/));
  if (/^\s*\d+[.)]\s/.test(row)) return list("ol", take(rows, /^\s*\d+[.)]\s+(.*)$/));
  return h(
    "p",
    { class: "md-paragraph" },
    take(rows, /^(?!\s*$|```|#{1,6}\s|>|\s*[-*+]\s|\s*\d+[.)]\s)(.*)$/).map((line, index) => [
      index > 0 && h("br"),
      inline(line),
    ]),
  );
}

/** @param {string[]} rows @param {RegExp} pattern @returns {string[]} */
function take(rows, pattern) {
  const taken = [];
  for (let found = pattern.exec(rows[0] ?? "\0"); rows.length && found; found = pattern.exec(rows[0] ?? "")) {
    taken.push(found[1]);
    rows.shift();
    if (!rows.length) break;
  }
  return taken.length ? taken : [rows.shift() ?? ""];
}

/** @param {string[]} rows */
function fence(rows) {
  rows.shift();
  const end = rows.findIndex((row) => /^```/.test(row));
  const code = rows.splice(0, end < 0 ? rows.length : end);
  rows.shift();
  return h("pre", { class: "pre" }, code.join("\n"));
}

/** @param {"ul" | "ol"} tag @param {string[]} items */
function list(tag, items) {
  return h(
    tag,
    { class: "list" },
    items.map((item) => h("li", {}, inline(item.replace(/^\[ \] /, "☐ ").replace(/^\[x\] /i, "☑ ")))),
  );
}

const INLINE =
  /`(?<code>[^`]+)`|!?\[(?<label>[^\]]*)\]\((?<href>[^)\s]+)\)|<(?<auto>https?:[^>\s]+)>|\*\*(?<bold>.+?)\*\*|__(?<bold2>.+?)__|~~(?<strike>.+?)~~|(?<![\p{L}\p{N}*])\*(?<italic>[^*\s][^*]*?)\*|(?<![\p{L}\p{N}_])_(?<italic2>[^_\s][^_]*?)_(?![\p{L}\p{N}])|(?<url>https?:\/\/[^\s<>)]+)/gu;

/** @param {string} text @returns {Child[]} */
function inline(text) {
  /** @type {Child[]} */
  const out = [];
  let at = 0;
  for (const found of text.matchAll(INLINE)) {
    out.push(withEmoji(text.slice(at, found.index)), piece(found.groups ?? {}));
    at = found.index + found[0].length;
  }
  out.push(withEmoji(text.slice(at)));
  return out;
}

/** @param {Record<string, string>} groups @returns {Child} */
function piece(groups) {
  if (groups.code) return codeSpan(groups.code);
  if (groups.href) return link(groups.href, groups.label || undefined);
  if (groups.auto ?? groups.url) return link(groups.auto ?? groups.url);
  if (groups.bold ?? groups.bold2) return h("b", {}, inline(groups.bold ?? groups.bold2));
  if (groups.strike) return h("s", {}, inline(groups.strike));
  return h("i", {}, inline(groups.italic ?? groups.italic2));
}
