// @ts-check
// Talks to the playground's server: what this person sees, what they do, and what changes meanwhile.

import { app, change, ui } from "./state.js";

/** @typedef {import("./types.js").Json} Json */
/** @typedef {import("./types.js").Outcome} Outcome */

/** This window, also over a reload: modals open in it and in no other. */
const windowId = (sessionStorage.window ??= Math.random().toString(36).slice(2));

/** @param {string} path @param {Json} [query] */
export function address(path, query = {}) {
  return `${path}?${new URLSearchParams({ person: app.me, window: windowId, ...query })}`;
}

/** @param {string} verb @param {Json} [body] @returns {Promise<Outcome>} */
export async function act(verb, body = {}) {
  try {
    const response = await fetch(`/page/act/${verb}`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ person: app.me, window: windowId, ...body }),
    });
    return await response.json();
  } catch {
    return { ok: false, problem: "The playground doesn't answer. Is it still running?", answer: null, ms: 0 };
  }
}

/** The bytes of a file that this person picked, as a file of the workspace. @param {File} file @returns {Promise<Json>} */
export async function upload(file) {
  const response = await fetch(address("/page/upload", { name: file.name }), {
    method: "POST",
    headers: { "Content-Type": "application/octet-stream" },
    body: file,
  });
  if (response.status === 413) throw new Error(`${file.name} can't be uploaded: it has more than 100 MB.`);
  if (!response.ok) throw new Error(`${file.name} can't be uploaded: ${response.statusText}.`);
  return response.json();
}

/** @param {() => void} [also] what else changes with it */
export async function loadState(also) {
  const response = await fetch(address("/page/state"));
  if (!response.ok) throw new Error((await response.json()).problem ?? "The playground doesn't answer.");
  const state = await response.json();
  change(() => {
    Object.assign(app, state, { loaded: true });
    app.me = state.me;
    also?.();
  });
}

/** @type {WebSocket | null} */
let socket = null;
/** News that came while everything was being fetched: they may be newer than what is on its way. @type {Json[] | null} */
let held = null;

/** Listen to what changes. When the line drops, dial again; once it listens, everything is fetched anew, so that nothing is missed. */
export function connect() {
  const mine = new WebSocket(address(`ws://${location.host}/page/live`));
  const previous = socket;
  socket = mine;
  previous?.close();
  mine.onmessage = (event) => socket === mine && hear(JSON.parse(event.data));
  mine.onclose = () => {
    if (socket !== mine) return;
    change(() => (ui.isConnected = false));
    setTimeout(() => socket === mine && connect(), 1000);
  };
}

/** @param {Json} news */
function hear(news) {
  if (news.kind === "hello") refresh();
  else if (held) held.push(news);
  else change(() => take(news));
}

async function refresh() {
  held = [];
  try {
    await loadState();
    change(() => (ui.isConnected = true));
  } catch {
    socket?.close();
  }
  const missed = held;
  held = null;
  change(() => missed.forEach(take));
}

/** One piece of news. @param {Json} news */
function take(news) {
  if (news.kind === "message") return putMessage(news.message);
  if (news.kind === "gone") return dropMessage(news.channel, news.ts);
  if (news.kind === "exchange")
    app.exchanges = [...app.exchanges.filter((one) => one.id !== news.exchange.id), news.exchange].slice(-400);
  else Object.assign(app, news.changed);
  if (news.changed?.views) forgetClosedViews();
}

/** @param {import("./types.js").Message} message */
function putMessage(message) {
  const list = (app.messages[message.channel] ??= []);
  const at = list.findIndex((one) => one.ts === message.ts);
  if (at >= 0) list[at] = message;
  else list.splice(list.findLastIndex((one) => Number(one.ts) < Number(message.ts)) + 1, 0, message);
}

/** @param {string} channel @param {string} ts */
function dropMessage(channel, ts) {
  app.messages[channel] = (app.messages[channel] ?? []).filter((one) => one.ts !== ts);
}

/** What the server says of errors is newer than what this window remembers. */
function forgetClosedViews() {
  ui.errors = {};
  const open = new Set(app.views.map((view) => `v:${view.id}`));
  const isGone = (/** @type {string} */ key) =>
    key.startsWith("v:") && key !== `v:${app.home?.id}` && !open.has(key.split("/")[0]);
  for (const key of Object.keys(ui.values)) if (isGone(key)) delete ui.values[key];
  for (const key of [...ui.busy, ...ui.failed]) if (isGone(key)) (ui.busy.delete(key), ui.failed.delete(key));
  for (const key of Object.keys(ui.troubles)) if (isGone(key)) delete ui.troubles[key];
}
