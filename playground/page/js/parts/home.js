// @ts-check
// The app's Home and About tabs.

import { h } from "../dom.js";
import { drawBlocks } from "../blocks/block.js";
import { app, ui } from "../state.js";
import { withEmoji } from "../text/emoji.js";

/** @typedef {import("../types.js").Json} Json */

export function home() {
  const view = app.home;
  if (!view)
    return h(
      "div",
      { class: "home" },
      h(
        "p",
        { class: "empty" },
        h("strong", {}, "This is the app's Home."),
        h("span", {}, "The app hasn't put anything here yet."),
      ),
    );
  const key = `v:${view.id}`;
  const place = {
    key,
    surface: { view_id: view.id },
    kind: /** @type {const} */ ("home"),
    values: view.values,
    errors: view.errors,
  };
  return h(
    "div",
    { class: "home", "data-place": key, tabindex: "0", role: "region", "aria-label": "Home of the app" },
    h(
      "div",
      { class: "home-page blocks" },
      drawBlocks(view.blocks, place),
      ui.troubles[key] && h("div", { class: "message-trouble", role: "alert" }, `⚠ ${ui.troubles[key]}`),
    ),
  );
}

export function about() {
  const { bot } = app;
  return h(
    "div",
    { class: "home", tabindex: "0", role: "region", "aria-label": "About the app" },
    h(
      "div",
      { class: "home-page about" },
      h("h3", { class: "header" }, bot.name),
      h("p", {}, bot.description),
      bot.long_description && h("p", {}, withEmoji(bot.long_description)),
      listing("Commands", bot.commands, (one) => [`${one.command} ${one.usage_hint ?? ""}`, one.description]),
      listing("Shortcuts", [...(bot.shortcuts ?? []), ...(bot.message_shortcuts ?? [])], (one) => [
        one.name,
        one.description,
      ]),
      listing("May do", bot.scopes, (one) => [String(one), ""]),
    ),
  );
}

/** @param {string} title @param {any[] | undefined} entries @param {(one: any) => [string, string]} words */
function listing(title, entries, words) {
  if (!entries?.length) return null;
  return [
    h("h4", { class: "about-title" }, title),
    h(
      "ul",
      { class: "about-list" },
      entries.map((one) => h("li", {}, h("code", { class: "code" }, words(one)[0].trim()), " ", words(one)[1])),
    ),
  ];
}
