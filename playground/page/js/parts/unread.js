// @ts-check
// How much is unread, as a badge.

import { h } from "../dom.js";

/** @param {number} count */
export function unreadBadge(count) {
  return h("span", { class: "unread" }, count > 99 ? "99+" : String(count), h("span", { class: "unseen" }, " unread"));
}
