// @ts-check
// The inspector: what went between the app and the workspace, the switches that make things go wrong, and accounts.

import { h } from "../dom.js";
import { icon } from "../icons.js";
import { app, change, ui } from "../state.js";
import { accounts } from "./accounts.js";
import { faults } from "./faults.js";
import { closePane } from "./navigate.js";

/** @typedef {import("../types.js").Json} Json */

export function inspectorPane() {
  const { tab } = ui.inspector;
  const tabButton = (/** @type {string} */ name, /** @type {string} */ words) =>
    h(
      "button",
      {
        class: "tab",
        type: "button",
        role: "tab",
        id: `inspect-${name}`,
        "aria-selected": String(tab === name),
        "aria-controls": "inspector-panel",
        onclick: () => change(() => (ui.inspector.tab = name)),
      },
      words,
    );
  return h(
    "aside",
    { class: "pane pane-inspector", key: "inspector", "aria-label": "Inspector" },
    h(
      "div",
      { class: "pane-head" },
      h("h2", { class: "pane-title" }, "Inspector"),
      h(
        "button",
        { class: "tool pane-close", type: "button", "aria-label": "Close the inspector", onclick: closePane },
        icon("close"),
      ),
    ),
    h(
      "div",
      { class: "tabs", role: "tablist", "aria-label": "Parts of the inspector" },
      tabButton("traffic", "Traffic"),
      tabButton("faults", "Faults"),
      tabButton("accounts", "People"),
    ),
    h(
      "div",
      {
        class: "pane-body",
        role: "tabpanel",
        id: "inspector-panel",
        "aria-labelledby": `inspect-${tab}`,
        tabindex: "0",
      },
      { faults, accounts }[/** @type {"faults" | "accounts"} */ (tab)]?.() ?? traffic(),
    ),
  );
}

function traffic() {
  const { filter } = ui.inspector;
  const wanted = filter.trim().toLowerCase();
  const shown = app.exchanges.filter(
    (one) => !wanted || `${one.kind} ${one.error} ${one.direction}`.toLowerCase().includes(wanted),
  );
  const type = (/** @type {Event} */ event) =>
    change(() => (ui.inspector.filter = /** @type {HTMLInputElement} */ (event.target).value));
  return [
    h(
      "div",
      { class: "traffic-bar" },
      h("input", {
        class: "field",
        type: "text",
        placeholder: "Filter, e.g. chat.update",
        "aria-label": "Filter the traffic",
        value: filter,
        oninput: type,
      }),
      h("button", { class: "button", type: "button", onclick: () => change(() => (app.exchanges = [])) }, "Clear"),
    ),
    shown.length
      ? h("ol", { class: "traffic" }, shown.slice(-200).reverse().map(row))
      : h("p", { class: "empty" }, "Nothing yet. Press a button or type a command."),
  ];
}

const ARROWS = { call: "→", upload: "→", response_url: "→", delivery: "←" };
const WORDS = {
  call: "the app calls",
  upload: "the app uploads",
  response_url: "the app answers by response_url",
  delivery: "delivered to the app",
};

/** @param {Json} one */
function row(one) {
  const isOpen = ui.inspector.open.has(one.id);
  const direction = /** @type {keyof ARROWS} */ (one.direction);
  const toggle = () => change(() => (isOpen ? ui.inspector.open.delete(one.id) : ui.inspector.open.add(one.id)));
  return h(
    "li",
    { key: String(one.id), class: `exchange exchange-${one.direction}${one.error ? " is-error" : ""}` },
    h(
      "button",
      { class: "exchange-head", type: "button", "aria-expanded": String(isOpen), onclick: toggle },
      h(
        "span",
        { class: "exchange-arrow", title: WORDS[direction], role: "img", "aria-label": WORDS[direction] },
        ARROWS[direction] ?? "·",
      ),
      h("span", { class: "exchange-kind" }, one.kind),
      h("time", { class: "exchange-ms" }, new Date(one.time * 1000).toLocaleTimeString("en", { hour12: false })),
      h("span", { class: "exchange-ms" }, `${one.ms < 10 ? one.ms.toFixed(1) : Math.round(one.ms)} ms`),
      one.error && h("span", { class: "exchange-error" }, one.error),
    ),
    isOpen &&
      h(
        "div",
        { class: "exchange-body" },
        json("Request", one.request),
        json(one.direction === "delivery" ? "The app's answer" : "Answer", one.response),
      ),
  );
}

/** @param {string} title @param {Json} value */
function json(title, value) {
  const words = JSON.stringify(value, null, 2);
  return [
    h(
      "div",
      { class: "json-head" },
      h("span", {}, title),
      h("button", { class: "link", type: "button", onclick: () => navigator.clipboard?.writeText(words) }, "Copy"),
    ),
    h("pre", { class: "pre json", tabindex: "0", "aria-label": title, role: "region" }, words),
  ];
}
