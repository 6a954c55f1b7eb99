// @ts-check
// Starts the page: who is looking, what there is to see, and one redraw for every change.

import { draw, h } from "./dom.js";
import { restoreFocus, traceFocus } from "./focus.js";
import { inspectorPane } from "./parts/inspector.js";
import { closeFront, dialog, modals } from "./parts/modal.js";
import { become, closePane, focusRoom, markRead, settle, showMessage } from "./parts/navigate.js";
import { placePopup, popups } from "./parts/popups.js";
import { room } from "./parts/room.js";
import { sidebar } from "./parts/sidebar.js";
import { applyTheme, strip } from "./parts/strip.js";
import { threadPane } from "./parts/thread.js";
import { connect, loadState } from "./server.js";
import { app, change, channelOf, onRedraw, titleOf, ui } from "./state.js";
import { loadEmoji } from "./text/emoji.js";

const root = /** @type {HTMLElement} */ (document.getElementById("root"));

function page() {
  const isCovered = app.views.length > 0 || ui.dialog !== null;
  const classes = ["app", ui.isListShown && "is-list-shown", ui.pane && "has-pane"].filter(Boolean).join(" ");
  return [
    h(
      "div",
      { key: "app", class: classes, inert: isCovered },
      strip(),
      h(
        "div",
        { class: "columns" },
        sidebar(),
        room(),
        ui.pane === "thread" && threadPane(),
        ui.pane === "inspector" && inspectorPane(),
      ),
    ),
    modals(),
    dialog(),
    popups(),
  ];
}

function redraw() {
  if (!app.loaded) return;
  const somebody = Object.values(app.people).find((person) => person.kind === "person" && !person.deleted);
  if (app.people[app.me]?.deleted && somebody) return void become(somebody.id);
  const trace = traceFocus();
  draw(root, page());
  placePopup();
  restoreFocus(trace);
  markRead();
  const unread = app.channels.reduce((sum, channel) => sum + channel.unread, 0);
  const here = channelOf(ui.at.channel);
  document.title = `${unread ? `(${unread}) ` : ""}${here ? titleOf(here) : app.team.name} – local playground`;
}

/** @param {KeyboardEvent} event */
function onEscape(event) {
  if (event.key !== "Escape" || event.defaultPrevented) return;
  if (app.views.length || ui.dialog) closeFront();
  else if (ui.pane) closePane();
}

async function start() {
  applyTheme();
  const wish = new URLSearchParams(location.hash.slice(1) || location.search.slice(1));
  app.me = wish.get("person") ?? (wish.has("message") ? (localStorage.person ?? "") : "");
  onRedraw(redraw);
  try {
    await Promise.all([loadEmoji("/page/static/emoji.json"), loadFirst()]);
  } catch (problem) {
    draw(root, h("p", { class: "empty", role: "alert" }, String(problem instanceof Error ? problem.message : problem)));
    return;
  }
  ui.isListShown = !wish.has("channel");
  settle(wish);
  connect();
  change();
  // After what was just asked for is drawn.
  queueMicrotask(() => (wish.has("message") ? showMessage(wish.get("message") ?? "", wish.get("thread")) : focusRoom()));
}

/** Whoever was remembered may be gone by now. */
async function loadFirst() {
  try {
    await loadState();
  } catch (problem) {
    if (!localStorage.person || app.me !== localStorage.person) throw problem;
    app.me = "";
    await loadState();
  }
}

addEventListener("keydown", onEscape);
addEventListener("resize", placePopup);
addEventListener("scroll", placePopup, { capture: true, passive: true });
addEventListener("visibilitychange", () => change());
start();
