// @ts-check
// The left column: the workspace, its channels, direct messages and the app, with unread marks.

import { h } from "../dom.js";
import { openMenu } from "../elements/menu.js";
import { icon } from "../icons.js";
import { app, isRoomCovered, nameOf, titleOf, ui } from "../state.js";
import { avatar } from "./avatar.js";
import { become, goTo } from "./navigate.js";
import { unreadBadge } from "./unread.js";

/** @typedef {import("../types.js").Channel} Channel */

export function sidebar() {
  const rooms = app.channels.filter((channel) => !channel.other);
  const directs = app.channels.filter((channel) => channel.other && !channel.is_app);
  const apps = app.channels.filter((channel) => channel.is_app);
  return h(
    "div",
    { class: "sidebar", role: isRoomCovered() ? "main" : null },
    h(
      "nav",
      { class: "sidebar-column", "aria-label": "Channels and direct messages" },
      h("div", { class: "sidebar-head" }, h("h2", { class: "sidebar-team" }, app.team.name)),
      h(
        "div",
        { class: "sidebar-scroll" },
        group("Channels", rooms, roomMark),
        group("Direct messages", directs, personMark),
        group("Apps", apps, personMark),
      ),
      h("div", { class: "sidebar-foot" }, switcher()),
    ),
  );
}

/** @param {string} title @param {Channel[]} channels @param {(channel: Channel) => import("../types.js").Child} mark */
function group(title, channels, mark) {
  if (!channels.length) return null;
  return h(
    "section",
    { class: "sidebar-group", "aria-label": title },
    h("h3", { class: "sidebar-title" }, title),
    h(
      "ul",
      { class: "sidebar-list" },
      channels.map((channel) => row(channel, mark(channel))),
    ),
  );
}

/** @param {Channel} channel */
function roomMark(channel) {
  return h("span", { class: "sidebar-mark" }, channel.kind === "channel" ? icon("hash") : "🔒");
}

/** @param {Channel} channel */
function personMark(channel) {
  return avatar(channel.other, "avatar-small");
}

/** @param {Channel} channel @param {import("../types.js").Child} mark */
function row(channel, mark) {
  const isHere = channel.id === ui.at.channel;
  const isSeen = isHere && ui.at.tab === "messages" && !isRoomCovered();
  const unread = isSeen ? 0 : channel.unread;
  const classes = ["sidebar-row", isHere && "is-here", unread && "is-unread"].filter(Boolean).join(" ");
  return h(
    "li",
    { key: channel.id },
    h(
      "button",
      {
        class: classes,
        type: "button",
        "aria-current": isHere ? "page" : null,
        onclick: () => goTo(channel.id, unread ? "messages" : isHere ? ui.at.tab : undefined),
      },
      mark,
      h("span", { class: "sidebar-name" }, titleOf(channel)),
      unread > 0 && unreadBadge(unread),
    ),
  );
}

/** "You are Ana": who this window looks at the workspace as. */
export function switcher() {
  const people = Object.values(app.people).filter((person) => person.kind === "person" && !person.deleted);
  const items = people.map((person) => ({
    label: person.real_name,
    note: [`@${person.name}`, person.title].filter(Boolean).join(" · "),
    mark: avatar(person.id, "avatar-medium"),
    count: person.id === app.me ? 0 : (app.waiting[person.id] ?? 0),
    isChosen: person.id === app.me,
    heading: person === people[0] ? "Look at the workspace as" : undefined,
    run: () => void (person.id !== app.me && become(person.id)),
  }));
  return h(
    "button",
    {
      class: "switcher",
      type: "button",
      "data-anchor": "switcher",
      "aria-haspopup": "menu",
      "aria-expanded": String(ui.popup?.id === "switcher"),
      onclick: () => openMenu("switcher", "Look at the workspace as", items),
    },
    avatar(app.me, "avatar-medium"),
    h(
      "span",
      { class: "switcher-words" },
      h("span", { class: "switcher-note" }, "You are"),
      h("span", { class: "switcher-name" }, nameOf(app.me)),
    ),
    items.some((item) => item.count > 0) &&
      h("span", { class: "switcher-dot", title: "Somebody else has something new" }),
    icon("down"),
  );
}
