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
    delete ui.troubles.room;
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

function remember() {
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
