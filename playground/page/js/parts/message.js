// @ts-check
// One message: who and when, its blocks or text, files, thread, and what only this person sees.

import { h } from "../dom.js";
import { drawBlocks } from "../blocks/block.js";
import { picture } from "../blocks/picture.js";
import { openMenu } from "../elements/menu.js";
import { icon } from "../icons.js";
import { act, address } from "../server.js";
import { app, change, nameOf, ui } from "../state.js";
import { clock } from "../text/date.js";
import { mrkdwn } from "../text/mrkdwn.js";
import { avatar } from "./avatar.js";
import { openThread } from "./navigate.js";

/** @typedef {import("../types.js").Message} Message */
/** @typedef {import("../types.js").Json} Json */

/**
 * `isFollowing`: right after another one of the same person; `inUse`: places that somebody is doing something with.
 * @typedef {{isFollowing: boolean, inThread: boolean, inUse: Set<string>, replies: Message[]}} How
 */
/** @type {WeakMap<Message, import("../types.js").Json>} */
const drawnBefore = new WeakMap();

/**
 * A message looks the same until it, its thread or the people change; only those in use are drawn anew each time.
 * @param {Message} message @param {How} how
 */
export function messageItem(message, how) {
  const key = `${how.inThread ? "t" : "m"}:${message.channel}:${message.ts}`;
  const looks = [how.isFollowing, how.inThread, how.replies.length, how.inUse.has(key)].join();
  const before = drawnBefore.get(message);
  if (before?.looks === looks && before.people === app.people && !how.inUse.has(key)) return before.item;
  const item = draw(message, key, how);
  drawnBefore.set(message, { looks, item, people: app.people });
  return item;
}

/** Where something is being chosen, waited for or wrong just now. @returns {Set<string>} */
export function placesInUse() {
  const keys = [...ui.busy, ...ui.failed, ...Object.keys(ui.values), ...Object.keys(ui.troubles), ui.popup?.id ?? ""];
  return new Set(keys.map((key) => key.split("/")[0].replace(/^tools /, "")));
}

/** @param {Message} message @param {string} key @param {How} how */
function draw(message, key, { isFollowing, inThread, replies }) {
  const classes = ["message", isFollowing && "is-following", message.ephemeral && "is-ephemeral"]
    .filter(Boolean)
    .join(" ");
  return h(
    "li",
    { key, class: classes, "data-ts": message.ts, "data-place": key },
    message.ephemeral && h("div", { class: "only-you" }, icon("eye"), "Only visible to you"),
    h(
      "div",
      { class: "message-gutter" },
      isFollowing ? h("time", { class: "message-clock" }, clock(message.ts)) : avatar(message.user),
    ),
    h(
      "div",
      { class: "message-main" },
      !isFollowing && byline(message),
      message.is_broadcast && !inThread && broadcastLine(message),
      content(message, key),
      trouble(key),
      replies.length > 0 && thread(message, replies),
      message.ephemeral && dismiss(message),
    ),
    tools(message, key, inThread),
  );
}

/** @param {Message} message */
function byline(message) {
  return h(
    "div",
    { class: "byline" },
    h("span", { class: "byline-name" }, message.name || nameOf(message.user)),
    message.is_app && h("span", { class: "badge" }, "APP"),
    h("time", { class: "byline-time" }, clock(message.ts)),
  );
}

/** A reply that was sent to the channel too. @param {Message} message */
function broadcastLine(message) {
  const first = app.messages[message.channel]?.find((one) => one.ts === message.thread_ts);
  const words = first?.text.slice(0, 60) || "a message";
  return h(
    "button",
    { class: "link broadcast-line", type: "button", onclick: () => openThread(message) },
    `replied to a thread: ${words}`,
  );
}

/** @param {Message} message @param {string} key */
function content(message, key) {
  const place = {
    key,
    surface: { channel: message.channel, ts: message.ts },
    kind: /** @type {const} */ ("message"),
    values: message.values,
    errors: {},
  };
  return [
    message.blocks.length
      ? h("div", { class: "blocks" }, drawBlocks(message.blocks, place))
      : message.text && h("div", { class: "message-text" }, mrkdwn(message.text)),
    message.attachments.map((one) => attachment(one, place)),
    message.edited && h("span", { class: "edited" }, "(edited)"),
    message.files.length > 0 && h("div", { class: "attached" }, message.files.map(attached)),
  ];
}

/** The older way to put things under a message. @param {Json} one @param {import("../types.js").Place} place */
function attachment(one, place) {
  const words = one.text || one.fallback;
  return h(
    "div",
    { class: "attachment" },
    one.pretext && h("div", {}, mrkdwn(one.pretext)),
    one.title && h("b", {}, one.title),
    one.blocks ? drawBlocks(one.blocks, place) : words && h("div", {}, mrkdwn(words)),
  );
}

/** @param {Json} file */
function attached(file) {
  if (file.is_gone) return h("div", { class: "file" }, "This file was deleted.");
  if (file.mode === "hidden_by_limit")
    return h("div", { class: "file" }, "This file is hidden: the workspace is over its plan's limit.");
  if (file.mode === "external") return externalFile(file);
  const url = address(`/page/file/${file.id}`);
  if (file.mimetype.startsWith("image/")) {
    return h(
      "figure",
      { class: "image" },
      h("figcaption", { class: "image-title" }, file.title || file.name),
      picture({ slack_file: { id: file.id }, alt_text: file.alt_text || file.title || file.name }, "picture-block"),
    );
  }
  return h(
    "a",
    { class: "file", href: url, download: file.name },
    icon("file"),
    h(
      "span",
      { class: "file-words" },
      h("span", { class: "file-name" }, file.title || file.name),
      h("span", { class: "file-note" }, `${file.mimetype || "being scanned"} · ${size(file.length)}`),
    ),
  );
}

/** It lives elsewhere. @param {Json} file */
function externalFile(file) {
  return h(
    "a",
    { class: "file", href: file.url, target: "_blank", rel: "noreferrer noopener" },
    icon("out"),
    h(
      "span",
      { class: "file-words" },
      h("span", { class: "file-name" }, file.title || file.name),
      h("span", { class: "file-note" }, "Kept outside of Slack"),
    ),
  );
}

/** @param {number} bytes */
function size(bytes) {
  if (bytes < 1000) return `${bytes} bytes`;
  return bytes < 1_000_000 ? `${Math.round(bytes / 1000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}

/** @param {string} key */
function trouble(key) {
  const words = ui.troubles[key];
  return words && h("div", { class: "message-trouble", role: "alert" }, `⚠ ${words}`);
}

/** @param {Message} message @param {Message[]} replies */
function thread(message, replies) {
  const people = [...new Set(replies.map((reply) => reply.user))].slice(0, 4);
  return h(
    "button",
    { class: "replies", type: "button", onclick: () => openThread(message) },
    people.map((id) => avatar(id, "avatar-small")),
    h("span", { class: "replies-count" }, replies.length === 1 ? "1 reply" : `${replies.length} replies`),
    h("span", { class: "replies-last" }, `Last reply at ${clock(replies[replies.length - 1].ts)}`),
  );
}

/** The replies in a channel, by the ts of the message that they answer. @param {string} channel */
export function threadsIn(channel) {
  /** @type {Map<string, Message[]>} */
  const threads = new Map();
  for (const message of app.messages[channel] ?? []) {
    if (!message.thread_ts || message.thread_ts === message.ts) continue;
    threads.set(message.thread_ts, [...(threads.get(message.thread_ts) ?? []), message]);
  }
  return threads;
}

/** @param {Message} message */
function dismiss(message) {
  return h(
    "button",
    {
      class: "dismiss link",
      type: "button",
      onclick: () => act("dismiss", { channel: message.channel, ts: message.ts }),
    },
    "Dismiss message",
  );
}

/** What appears beside the message under the pointer or the focus. @param {Message} message @param {string} key @param {boolean} inThread */
function tools(message, key, inThread) {
  const shortcuts = message.ephemeral ? [] : (app.bot.message_shortcuts ?? []);
  if (message.ephemeral || (inThread && !shortcuts.length)) return null;
  const items = shortcuts.map((/** @type {Json} */ one) => ({
    label: one.name,
    note: app.bot.name,
    run: () => runShortcut(one, message, key),
  }));
  return h(
    "div",
    { class: "tools" },
    !inThread &&
      h(
        "button",
        {
          class: "tool",
          type: "button",
          "aria-label": "Reply in thread",
          title: "Reply in thread",
          onclick: () => openThread(message),
        },
        icon("reply"),
      ),
    shortcuts.length > 0 &&
      h(
        "button",
        {
          class: "tool",
          type: "button",
          "data-anchor": `tools ${key}`,
          "aria-label": "More message shortcuts",
          title: "More message shortcuts",
          "aria-haspopup": "menu",
          onclick: () => openMenu(`tools ${key}`, "Message shortcuts", items),
        },
        icon("more"),
      ),
  );
}

/** @param {Json} shortcut @param {Message} message @param {string} key */
async function runShortcut(shortcut, message, key) {
  const outcome = await act("message_shortcut", {
    callback_id: shortcut.callback_id,
    channel: message.channel,
    ts: message.ts,
  });
  if (!outcome.ok) change(() => (ui.troubles[key] = outcome.problem ?? "That didn't work."));
}
