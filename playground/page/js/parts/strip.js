// @ts-check
// The strip on top: says what this is, and holds the switches of the page itself.

import { h } from "../dom.js";
import { icon } from "../icons.js";
import { change, ui } from "../state.js";
import { toggleInspector } from "./navigate.js";

const THEMES = { system: "light", light: "dark", dark: "system" };

export function strip() {
  return h(
    "header",
    { class: "strip" },
    h(
      "h1",
      { class: "strip-words" },
      h("strong", {}, "Local playground"),
      h("span", { class: "strip-more" }, " – this is not Slack. Everything you see lives on this computer."),
    ),
    !ui.isConnected && h("span", { class: "strip-lost", role: "status" }, "Reconnecting…"),
    h(
      "button",
      {
        class: "strip-button",
        type: "button",
        "aria-label": `Colours: ${ui.theme}. Change`,
        title: `Colours: ${ui.theme}`,
        onclick: nextTheme,
      },
      icon("moon"),
      h("span", { class: "strip-label" }, themeWord()),
    ),
    h(
      "button",
      {
        class: "strip-button",
        type: "button",
        "aria-label": "Inspector",
        title: "Inspector",
        "aria-pressed": String(ui.pane === "inspector"),
        onclick: toggleInspector,
      },
      icon("pulse"),
      h("span", { class: "strip-label" }, "Inspector"),
    ),
  );
}

function themeWord() {
  return { system: "Auto", light: "Light", dark: "Dark" }[ui.theme] ?? "Auto";
}

function nextTheme() {
  change(() => (ui.theme = THEMES[/** @type {keyof THEMES} */ (ui.theme)] ?? "system"));
  localStorage.setItem("theme", ui.theme);
  applyTheme();
}

export function applyTheme() {
  if (ui.theme === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = ui.theme;
}
