// @ts-check
// The right pane with one thread.

import { h } from "../dom.js";
import { icon } from "../icons.js";
import { app, channelOf, titleOf, ui } from "../state.js";
import { composer } from "./composer.js";
import { messageItem, placesInUse, threadsIn } from "./message.js";
import { closePane } from "./navigate.js";
import { notes, stayAtEnd } from "./room.js";

export function threadPane() {
  const channel = channelOf(ui.at.channel);
  const first = (app.messages[ui.at.channel] ?? []).find((message) => message.ts === ui.thread);
  if (!channel || !first) return null;
  const replies = threadsIn(channel.id).get(first.ts) ?? [];
  const how = { isFollowing: false, inThread: true, inUse: placesInUse(), replies: [] };
  return h(
    "aside",
    { class: "pane", key: "thread", "aria-label": "Thread" },
    h(
      "div",
      { class: "pane-head" },
      h("h2", { class: "pane-title" }, "Thread"),
      h("span", { class: "pane-note" }, titleOf(channel)),
      h(
        "button",
        { class: "tool pane-close", type: "button", "aria-label": "Close the thread", onclick: closePane },
        icon("close"),
      ),
    ),
    h(
      "div",
      {
        key: `thread ${first.ts}`,
        class: "messages",
        role: "log",
        "aria-label": "Replies",
        tabindex: "0",
        onmount: stayAtEnd,
      },
      h(
        "ol",
        { class: "message-list" },
        messageItem(first, how),
        h(
          "li",
          { key: "count", class: "day" },
          h("span", { class: "day-word" }, replies.length === 1 ? "1 reply" : `${replies.length} replies`),
        ),
        replies.map((reply) => messageItem(reply, how)),
        notes(first.ts),
      ),
    ),
    composer(channel, first.ts),
  );
}
