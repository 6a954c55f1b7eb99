// @ts-check
// A text object (plain_text or mrkdwn) as nodes.

import { h } from "../dom.js";
import { withEmoji } from "./emoji.js";
import { mrkdwn } from "./mrkdwn.js";

/** @param {import("../types.js").Json | null | undefined} text @returns {import("../types.js").Child[]} */
export function textOf(text) {
  if (!text) return [];
  if (text.type === "mrkdwn") return mrkdwn(text.text ?? "", { verbatim: text.verbatim });
  const shown = text.emoji === false ? text.text : withEmoji(text.text ?? "");
  return shown.split("\n").map((/** @type {string} */ row, /** @type {number} */ index) => [index > 0 && h("br"), row]);
}
