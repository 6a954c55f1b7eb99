// @ts-check
// Switches for what goes wrong in a real workspace now and then.

import { h } from "../dom.js";
import { act } from "../server.js";
import { app, change, ui } from "../state.js";
import { check, choice, number } from "./switches.js";

/** @typedef {import("../types.js").Json} Json */

const KINDS = [
  ["rate_limit", "429 rate limited"],
  ["server_error", "500 server error"],
  ["reset", "connection reset"],
  ["answer_lost", "done, but the answer is lost"],
  ["slow", "slow answer"],
];
const METHODS = [
  "*",
  "chat.postMessage",
  "chat.update",
  "chat.postEphemeral",
  "views.open",
  "views.update",
  "views.push",
  "views.publish",
  "files.info",
  "files.completeUploadExternal",
  "upload",
  "response_url",
];

export function faults() {
  const form = (ui.inspector.strike ??= { kind: "rate_limit", method: "*", count: 1, seconds: 5 });
  const set = (/** @type {string} */ name, /** @type {any} */ value) => change(() => (form[name] = value));
  return h(
    "div",
    { class: "faults" },
    h("h3", { class: "about-title" }, "The app's next calls fail"),
    choice("What", form.kind, KINDS, (value) => set("kind", value)),
    choice(
      "Which call",
      form.method,
      METHODS.map((name) => [name, name === "*" ? "any call" : name]),
      (value) => set("method", value),
    ),
    number("How many", form.count, (value) => set("count", value)),
    number("Seconds (Retry-After, or how slow)", form.seconds, (value) => set("seconds", value)),
    h(
      "button",
      { class: "button button-primary", type: "button", onclick: () => act("strike", { ...form }) },
      "Let it happen",
    ),
    waiting(),
    h("h3", { class: "about-title" }, "Deliveries and files"),
    number("Deliver the next ones twice", app.faults.duplicate ?? 0, (value) => act("fault", { duplicate: value })),
    number("Deliver the next ones out of order", app.faults.reorder ?? 0, (value) => act("fault", { reorder: value })),
    number("Seconds that a file's scan takes", app.faults.scan_seconds ?? 0, (value) =>
      act("fault", { scan_seconds: value }),
    ),
    check("Recipients can't see files that are in no channel", Boolean(app.faults.channelless_files_hidden), (value) =>
      act("fault", { channelless_files_hidden: value }),
    ),
    check("Rate limits are enforced", Boolean(app.faults.rates_enforced), (value) =>
      act("fault", { rates_enforced: value }),
    ),
    h(
      "div",
      { class: "faults-row" },
      app.faults.has_socket &&
        h("button", { class: "button", type: "button", onclick: () => act("lose_socket") }, "Cut the socket"),
      h("button", { class: "button", type: "button", onclick: () => act("clear_faults") }, "All well again"),
    ),
  );
}

function waiting() {
  const calls = app.faults.calls ?? [];
  return (
    calls.length > 0 &&
    h(
      "ul",
      { class: "about-list" },
      calls.map((/** @type {Json} */ one) =>
        h(
          "li",
          {},
          h("code", { class: "code" }, `${one.kind} × ${one.count}`),
          ` on ${one.method === "*" ? "any call" : one.method}`,
        ),
      ),
    )
  );
}
