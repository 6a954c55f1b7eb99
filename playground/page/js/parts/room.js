// @ts-check
// The middle column: a channel or the app with its tabs, its messages, and the composer.

import { h } from "../dom.js";
import { icon } from "../icons.js";
import { app, change, channelOf, nameOf, titleOf, ui } from "../state.js";
import { dayOf } from "../text/date.js";
import { mrkdwn } from "../text/mrkdwn.js";
import { avatar } from "./avatar.js";
import { beginnings, composer } from "./composer.js";
import { about, home } from "./home.js";
import { messageItem, placesInUse, threadsIn } from "./message.js";
import { goTo, showList } from "./navigate.js";
import { unreadBadge } from "./unread.js";

/** @typedef {import("../types.js").Channel} Channel */
/** @typedef {import("../types.js").Message} Message */

export function room() {
  const channel = channelOf(ui.at.channel);
  if (!channel) return h("main", { class: "room" }, h("p", { class: "empty" }, "Choose a channel."));
  return h(
    "main",
    { class: "room", "aria-label": titleOf(channel) },
    h("div", { class: "room-head" }, backButton(), title(channel)),
    channel.is_app && tabs(channel),
    body(channel),
  );
}

function backButton() {
  const waiting = app.channels.filter((one) => one.unread && one.id !== ui.at.channel).length;
  return h(
    "button",
    {
      class: "back",
      type: "button",
      "aria-label": waiting ? `Back to all channels, ${waiting} unread` : "Back to all channels",
      onclick: showList,
    },
    icon("back"),
    waiting > 0 && h("span", { class: "back-dot" }),
  );
}

/** @param {Channel} channel */
function title(channel) {
  const people = channel.members.length;
  return [
    h(
      "h2",
      { class: "room-title" },
      channel.other ? avatar(channel.other, "avatar-medium") : icon("hash"),
      h("span", { class: "room-name" }, titleOf(channel)),
      channel.is_app && h("span", { class: "badge" }, "APP"),
    ),
    !channel.other &&
      h(
        "span",
        { class: "room-people", title: channel.members.map(nameOf).join(", ") },
        icon("people"),
        String(people),
        h("span", { class: "unseen" }, people === 1 ? " member" : " members"),
      ),
  ];
}

/** @param {Channel} channel */
function tabs(channel) {
  const shown = [app.bot.home_tab && "home", app.bot.messages_tab && "messages", "about"].filter(Boolean);
  const words = { home: "Home", messages: "Messages", about: "About" };
  return h(
    "div",
    {
      class: "tabs",
      role: "tablist",
      "aria-label": "Parts of the app",
      onkeydown: (/** @type {KeyboardEvent} */ event) => tabKeys(event, shown, channel),
    },
    shown.map((tab) =>
      h(
        "button",
        {
          class: "tab",
          type: "button",
          role: "tab",
          id: `tab-${tab}`,
          "aria-selected": String(ui.at.tab === tab),
          "aria-controls": "tab-panel",
          tabindex: ui.at.tab === tab ? "0" : "-1",
          onclick: () => goTo(channel.id, tab),
        },
        words[/** @type {keyof words} */ (tab)],
        tab === "messages" && ui.at.tab !== tab && channel.unread > 0 && unreadBadge(channel.unread),
      ),
    ),
  );
}

/** @param {KeyboardEvent} event @param {string[]} shown @param {Channel} channel */
function tabKeys(event, shown, channel) {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const next = shown[(shown.indexOf(ui.at.tab) + step + shown.length) % shown.length];
  goTo(channel.id, next);
  requestAnimationFrame(() => document.getElementById(`tab-${next}`)?.focus());
}

/** @param {Channel} channel */
function body(channel) {
  const panel = channel.is_app ? { role: "tabpanel", id: "tab-panel", "aria-labelledby": `tab-${ui.at.tab}` } : {};
  if (ui.at.tab === "home") return h("div", { key: "home", class: "room-body", ...panel }, home());
  if (ui.at.tab === "about") return h("div", { key: "about", class: "room-body", ...panel }, about());
  const isMute = channel.is_app && app.bot.read_only;
  return h(
    "div",
    { key: "messages", class: "room-body", ...panel },
    messageList(channel),
    isMute ? h("p", { class: "composer-off" }, "Sending messages to this app has been turned off.") : composer(channel),
  );
}

/** @param {Channel} channel */
function messageList(channel) {
  const inUse = placesInUse();
  const threads = threadsIn(channel.id);
  const messages = (app.messages[channel.id] ?? []).filter(
    (message) => !message.thread_ts || message.thread_ts === message.ts || message.is_broadcast,
  );
  return h(
    "div",
    {
      key: `messages ${channel.id}`,
      class: "messages",
      role: "log",
      "aria-label": `Messages with ${titleOf(channel)}`,
      tabindex: "0",
      onmount: stayAtEnd,
    },
    h(
      "ol",
      { class: "message-list" },
      !messages.length && opening(channel),
      messages.map((message, at) => [
        dayLine(messages, at),
        messageItem(message, {
          isFollowing: follows(messages[at - 1], message),
          inThread: false,
          inUse,
          replies: threads.get(message.ts) ?? [],
        }),
      ]),
      notes(channel.id),
    ),
  );
}

/** @param {Message | undefined} before @param {Message} message */
function follows(before, message) {
  if (!before || message.is_broadcast || before.user !== message.user || before.ephemeral || message.ephemeral) return false;
  return Number(message.ts) - Number(before.ts) < 300 && !message.is_app && dayOf(before.ts) === dayOf(message.ts);
}

/** @param {Message[]} messages @param {number} at */
function dayLine(messages, at) {
  const day = dayOf(messages[at].ts);
  if (at > 0 && dayOf(messages[at - 1].ts) === day) return null;
  return h("li", { key: `day ${day}`, class: "day" }, h("span", { class: "day-word" }, day));
}

/** The first thing that a newcomer sees: what can be done here. @param {Channel} channel */
function opening(channel) {
  const title = channel.other
    ? `This is between you and ${titleOf(channel)}.`
    : `This is the beginning of #${channel.name}.`;
  const words = channel.is_app ? app.bot.description : "Nothing has been written here yet.";
  return h(
    "li",
    { key: "opening", class: "empty" },
    h("strong", {}, title),
    h("span", {}, words),
    channel.is_app && h("div", { class: "actions opening-actions" }, beginnings(channel)),
  );
}

/** What the playground itself says there. @param {string} desk a channel's id, or the ts of a thread */
export function notes(desk) {
  return (ui.notes[desk] ?? []).map((words, at) =>
    h(
      "li",
      { key: `note ${at}`, class: "message is-ephemeral is-note" },
      h("div", { class: "only-you" }, icon("eye"), "Only visible to you"),
      h("div", { class: "message-gutter" }, h("span", { class: "avatar avatar-app", "aria-hidden": "true" }, "!")),
      h(
        "div",
        { class: "message-main" },
        h("div", { class: "byline" }, h("span", { class: "byline-name" }, "Playground")),
        h("div", { class: "message-text" }, mrkdwn(words)),
        h(
          "button",
          {
            class: "dismiss link",
            type: "button",
            onclick: () =>
              change(() => (ui.notes[desk] = (ui.notes[desk] ?? []).filter((_, other) => other !== at))),
          },
          "Dismiss message",
        ),
      ),
    ),
  );
}

/** Whoever reads the newest message goes on seeing the newest, also when pictures arrive late. @param {HTMLElement} box */
export function stayAtEnd(box) {
  let isAtEnd = true;
  let height = 0;
  const toEnd = () => {
    height = box.scrollHeight;
    if (isAtEnd) box.scrollTop = height;
  };
  const watch = new ResizeObserver(toEnd);
  box.addEventListener("scroll", () => {
    if (box.scrollHeight === height) isAtEnd = height - box.scrollTop - box.clientHeight < 60;
  });
  watch.observe(box);
  if (box.firstElementChild) watch.observe(box.firstElementChild);
  toEnd();
  return () => watch.disconnect();
}
