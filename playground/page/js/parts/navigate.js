// @ts-check
// Where this person is: channels, the app's tabs, threads, panes; and who they are.

import { act, connect, loadState } from "../server.js";
import { app, change, channelOf, isRoomCovered, ui } from "../state.js";

/** @param {string} id @param {string} [tab] */
export function goTo(id, tab) {
  const isApp = channelOf(id)?.is_app;
  const wanted = isApp ? (tab ?? (app.bot.home_tab ? "home" : "messages")) : "messages";
  change(() => {
    ui.at = { channel: id, tab: wanted };
    ui.isListShown = false;
    if (ui.pane === "thread") closePane();
  });
  remember();
  if (wanted === "messages") markRead();
  if (isApp && wanted !== "about") act("open_app_home", { tab: wanted });
  requestAnimationFrame(focusRoom);
}

/** Who has a keyboard writes at once; on a touch screen one would come up over what is to be read. */
export function focusRoom() {
  const wanted = matchMedia("(pointer: coarse)").matches ? ".messages" : ".composer textarea";
  /** @type {HTMLElement | null} */ (document.querySelector(wanted))?.focus({ preventScroll: true });
}

/** A link to a message, as chat.getPermalink gives it. @param {string} url */
export function followPermalink(url) {
  const { pathname, searchParams } = new URL(url);
  const [, channel, seconds, rest] = /^\/archives\/(\w+)\/p(\d+)(\d{6})$/.exec(pathname) ?? [];
  if (!channelOf(channel)) return change(() => (ui.notes[ui.at.channel] = ["You are not in the channel of that message."]));
  if (ui.at.channel !== channel || ui.at.tab !== "messages") goTo(channel, "messages");
  showMessage(`${seconds}.${rest}`, searchParams.get("thread_ts"));
}

/** Bring a message before the eyes, its thread too where it is a reply. @param {string} ts @param {string | null} [thread] */
export function showMessage(ts, thread) {
  if (thread) change(() => Object.assign(ui, { pane: "thread", thread }));
  const selector = `${thread ? ".pane" : ".room"} [data-ts="${CSS.escape(ts)}"]`;
  // A fresh list scrolls to its end at the end of its first frame.
  requestAnimationFrame(() => requestAnimationFrame(() => pointAt(document.querySelector(selector))));
}

/** @param {Element | null} item */
function pointAt(item) {
  if (!(item instanceof HTMLElement)) return;
  item.tabIndex = -1;
  item.focus({ preventScroll: true });
  item.scrollIntoView({ block: "center" });
  const colour = getComputedStyle(item).getPropertyValue("--mention-bg");
  item.animate([{ backgroundColor: colour }, { backgroundColor: colour, offset: 0.6 }, {}], 2500);
}

function remember() {
  localStorage.person = app.me;
  history.replaceState(null, "", `#${new URLSearchParams({ person: app.me, channel: ui.at.channel, tab: ui.at.tab })}`);
}

/** What was seen is read; unread marks of other windows of the same person go as well. */
export function markRead() {
  const channel = channelOf(ui.at.channel);
  const isSeen = ui.at.tab === "messages" && document.visibilityState === "visible" && !isRoomCovered();
  if (channel?.unread && isSeen) {
    channel.unread = 0;
    act("read", { channel: channel.id });
  }
}

export function showList() {
  change(() => (ui.isListShown = true));
  requestAnimationFrame(() => /** @type {HTMLElement | null} */ (document.querySelector(".sidebar .is-here"))?.focus());
}

/** @param {import("../types.js").Message} message */
export function openThread(message) {
  change(() => {
    ui.pane = "thread";
    ui.thread = message.thread_ts ?? message.ts;
  });
  requestAnimationFrame(() => /** @type {HTMLElement | null} */ (document.querySelector(".pane textarea"))?.focus());
}

export function closePane() {
  change(() => {
    ui.pane = null;
    ui.thread = null;
  });
}

export function toggleInspector() {
  change(() => (ui.pane = ui.pane === "inspector" ? null : "inspector"));
}

/** Look through another person's eyes. @param {string} id */
export async function become(id) {
  const before = app.me;
  app.me = id;
  app.loaded = false; // nothing is drawn of one person's with the other's name
  try {
    await loadState(arrive);
  } catch {
    return change(() => Object.assign(app, { me: before, loaded: true })); // the strip says that nobody answers
  }
  connect();
  remember();
}

/** Nothing of the person before stays. */
function arrive() {
  for (const kept of [ui.values, ui.errors, ui.troubles, ui.drafts, ui.notes, ui.attached])
    for (const key in kept) delete kept[key];
  for (const kept of [ui.busy, ui.failed]) kept.clear();
  Object.assign(ui, { popup: null, dialog: null, pane: ui.pane === "inspector" ? "inspector" : null });
  settle();
}

/** Stand somewhere that exists: where the address says, else in the app's messages. @param {URLSearchParams} [wish] */
export function settle(wish) {
  const here = channelOf(wish?.get("channel") ?? ui.at.channel);
  const appChannel = app.channels.find((channel) => channel.is_app);
  const wasWithApp = !here && ui.at.channel !== "";
  const place = here ?? appChannel ?? app.channels[0];
  ui.at = {
    channel: place?.id ?? "",
    tab: place?.is_app ? (wish?.get("tab") ?? (wasWithApp ? ui.at.tab : "messages")) : "messages",
  };
  if (place?.is_app && ui.at.tab !== "about" && !isRoomCovered()) act("open_app_home", { tab: ui.at.tab });
}
