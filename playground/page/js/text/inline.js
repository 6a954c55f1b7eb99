// @ts-check
// The things inside a line that all of Slack's texts share: people, channels, links, dates, styles.

import { h } from "../dom.js";
import { followPermalink } from "../parts/navigate.js";
import { app, channelOf, nameOf, titleOf } from "../state.js";
import { slackDate } from "./date.js";

/** @param {string} id @param {string} [fallback] */
export function mention(id, fallback) {
  const isMe = id === app.me;
  return h(
    "span",
    { class: isMe ? "mention mention-me" : "mention" },
    `@${app.people[id] ? nameOf(id) : fallback || id}`,
  );
}

/** @param {string} id @param {string} [fallback] */
export function channelMention(id, fallback) {
  const channel = channelOf(id);
  return h("span", { class: "mention" }, `#${channel ? titleOf(channel) : fallback || id}`);
}

/** @param {string} range here, channel or everyone */
export function broadcast(range) {
  return h("span", { class: "mention mention-me" }, `@${range}`);
}

/** A link that leaves the page; anything but the web and mail is shown as words. @param {string} url @param {import("../types.js").Child} [words] */
export function link(url, words) {
  if (!/^(https?:|mailto:|tel:)/i.test(url)) return h("span", {}, words ?? url);
  const isOurs = url.startsWith(`${location.origin}/archives/`);
  return h(
    "a",
    {
      href: url,
      onclick: isOurs && ((/** @type {Event} */ event) => (event.preventDefault(), followPermalink(url))),
      target: "_blank",
      rel: "noreferrer noopener",
      class: "link",
    },
    words ?? url.replace(/^mailto:/, ""),
  );
}

/** @param {number} seconds @param {string} format @param {string} [url] @param {string} [fallback] */
export function date(seconds, format, url, fallback) {
  const words = Number.isFinite(seconds) ? slackDate(seconds, format) : (fallback ?? "");
  return url ? link(url, words) : h("time", { class: "date" }, words);
}

/** @param {string} code @param {string} [extra] */
export function codeSpan(code, extra = "") {
  return h("code", { class: `code ${extra}`.trim() }, code);
}
