// @ts-check
// Slash commands in the composer: the list while the first word is typed, and the hint after it.

import { h } from "../dom.js";
import { app, ui } from "../state.js";

/** @typedef {import("../types.js").Json} Json */
/** @typedef {import("./composer.js").Desk} Desk */

/** While the first word is still being typed. @param {Desk} desk @param {string} draft @returns {Json[]} */
export function matchingCommands(desk, draft) {
  if (!/^\/\S*$/.test(draft) || desk.thread || ui.folded.has(`commands ${desk.key}`)) return [];
  return (app.bot.commands ?? []).filter((/** @type {Json} */ one) => one.command.startsWith(draft));
}

/** @param {string} draft */
export function hint(draft) {
  const command = (app.bot.commands ?? []).find((/** @type {Json} */ one) => draft.startsWith(one.command));
  return command && `${command.command} ${command.usage_hint ?? ""}`;
}

/** @param {Json[]} commands */
export function activeCommand(commands) {
  return Math.min(ui.popup?.kind === "commands" ? ui.popup.active : 0, commands.length - 1);
}

/** @param {Json[]} commands @param {(command: Json) => void} pick */
export function commandList(commands, pick) {
  return h(
    "div",
    { class: "commands", role: "listbox", id: "command-list", "aria-label": "Commands" },
    commands.map((command, index) =>
      h(
        "div",
        {
          class: `command${index === activeCommand(commands) ? " is-active" : ""}`,
          role: "option",
          id: `command-${index}`,
          "aria-selected": String(index === activeCommand(commands)),
          onmousedown: (/** @type {Event} */ event) => (event.preventDefault(), pick(command)),
        },
        h(
          "span",
          { class: "command-name" },
          command.command,
          h("span", { class: "command-usage" }, ` ${command.usage_hint ?? ""}`),
        ),
        h("span", { class: "command-words" }, command.description),
      ),
    ),
  );
}
