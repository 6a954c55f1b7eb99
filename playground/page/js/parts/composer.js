// @ts-check
// Where people write: messages, slash commands with their hints, and global shortcuts behind the plus.

import { h } from "../dom.js";
import { openMenu } from "../elements/menu.js";
import { chip } from "../elements/chip.js";
import { icon } from "../icons.js";
import { act, upload } from "../server.js";
import { app, change, titleOf, ui } from "../state.js";
import { activeCommand, commandList, hint, matchingCommands } from "./commands.js";

/** @typedef {import("../types.js").Json} Json */
/** @typedef {{key: string, channel: import("../types.js").Channel, thread: string | null}} Desk */

/** @param {import("../types.js").Channel} channel @param {string | null} [thread] the ts of its first message */
export function composer(channel, thread = null) {
  const desk = { key: thread ?? channel.id, channel, thread };
  const draft = ui.drafts[desk.key] ?? "";
  const words = thread ? "Reply…" : `Message ${channel.other ? titleOf(channel) : `#${channel.name}`}`;
  const commands = matchingCommands(desk, draft);
  return h(
    "form",
    {
      class: "composer",
      key: `composer ${desk.key}`,
      onsubmit: (/** @type {Event} */ event) => (event.preventDefault(), send(desk)),
    },
    commands.length > 0 && commandList(commands, (command) => begin(desk, `${command.command} `)),
    h("textarea", {
      key: "text",
      class: "composer-text",
      rows: "1",
      placeholder: words,
      "aria-label": words,
      "aria-autocomplete": "list",
      "aria-haspopup": "listbox",
      "aria-controls": commands.length ? "command-list" : null,
      "aria-activedescendant": commands.length ? `command-${activeCommand(commands)}` : null,
      value: draft,
      onmount: grow,
      oninput: (/** @type {Event} */ event) => write(desk, /** @type {HTMLTextAreaElement} */ (event.target)),
      onkeydown: (/** @type {KeyboardEvent} */ event) => keys(event, desk, commands),
    }),
    chips(desk),
    bar(desk, draft),
  );
}

/** Files that go out with the next message. @param {Desk} desk */
function chips(desk) {
  const files = ui.attached[desk.key] ?? [];
  const drop = (/** @type {Json} */ gone) =>
    change(() => (ui.attached[desk.key] = files.filter((one) => one !== gone)));
  return (
    files.length > 0 &&
    h(
      "div",
      { class: "composer-files" },
      files.map((file) => chip(file.id, file.name, () => drop(file))),
    )
  );
}

/** @param {Desk} desk */
function pickFiles(desk) {
  const input = document.createElement("input");
  input.type = "file";
  input.multiple = true;
  input.onchange = async () => {
    try {
      const added = await Promise.all([...(input.files ?? [])].map(upload));
      change(() => (ui.attached[desk.key] = [...(ui.attached[desk.key] ?? []), ...added]));
    } catch (error) {
      note(desk, String(/** @type {Error} */ (error).message));
    }
  };
  input.click();
}

/** @param {Desk} desk @param {string} draft */
function bar(desk, draft) {
  const id = `shortcuts ${desk.key}`;
  const isReady = draft.trim() || ui.attached[desk.key]?.length;
  return h(
    "div",
    { class: "composer-bar" },
    !desk.thread &&
      h(
        "button",
        {
          class: "composer-plus",
          type: "button",
          "aria-label": "Shortcuts",
          title: "Shortcuts",
          "aria-haspopup": "menu",
          "data-anchor": id,
          onclick: () => openMenu(id, "Shortcuts", shortcuts(desk)),
        },
        icon("plus"),
      ),
    h(
      "button",
      {
        class: "composer-plus composer-clip",
        type: "button",
        "aria-label": "Attach files",
        title: "Attach files",
        onclick: () => pickFiles(desk),
      },
      icon("clip"),
    ),
    h("span", { class: "composer-hint" }, hint(draft) ?? ""),
    h(
      "button",
      {
        class: `composer-send${isReady ? " is-ready" : ""}`,
        type: "submit",
        "aria-label": "Send now",
        "aria-disabled": isReady ? null : "true",
      },
      icon("send"),
    ),
  );
}

/** @param {Desk} desk */
function shortcuts(desk) {
  const listed = (app.bot.shortcuts ?? []).map((/** @type {Json} */ one) => ({
    label: one.name,
    note: one.description,
    mark: icon("bolt"),
    run: () => runShortcut(one, desk),
  }));
  const commands = (app.bot.commands ?? []).map((/** @type {Json} */ one) => ({
    label: one.command,
    note: one.description,
    mark: icon("right"),
    run: () => begin(desk, `${one.command} `),
  }));
  if (listed[0]) listed[0].heading = "Shortcuts";
  if (commands[0]) commands[0].heading = "Commands";
  const attach = { label: "Upload from your computer", mark: icon("file"), run: () => pickFiles(desk) };
  return [attach, ...listed, ...commands];
}

/** The app's shortcuts and commands as buttons. @param {import("../types.js").Channel} channel */
export function beginnings(channel) {
  const desk = { key: channel.id, channel, thread: null };
  const offer = (/** @type {string} */ words, /** @type {() => void} */ run) =>
    h("button", { class: "button", type: "button", onclick: run }, words);
  return [
    ...(app.bot.shortcuts ?? []).map((/** @type {Json} */ one) => offer(one.name, () => runShortcut(one, desk))),
    ...(app.bot.commands ?? []).map((/** @type {Json} */ one) =>
      offer(`Type ${one.command}`, () => begin(desk, `${one.command} `)),
    ),
  ];
}

/** @param {Json} shortcut @param {Desk} desk */
async function runShortcut(shortcut, desk) {
  const outcome = await act("shortcut", { callback_id: shortcut.callback_id });
  if (!outcome.ok) note(desk, outcome.problem);
}

/** @param {Desk} desk @param {string} text */
function begin(desk, text) {
  change(() => (ui.drafts[desk.key] = text));
  requestAnimationFrame(() => /** @type {HTMLElement | null} */ (document.querySelector(".composer-text"))?.focus());
}

/** @param {Desk} desk @param {HTMLTextAreaElement} area */
function write(desk, area) {
  change(() => {
    ui.drafts[desk.key] = area.value;
    if (!area.value.startsWith("/")) ui.folded.delete(`commands ${desk.key}`);
  });
  grow(area);
}

/** @param {HTMLTextAreaElement} area */
function grow(area) {
  area.style.height = "auto";
  area.style.height = `${Math.min(240, area.scrollHeight)}px`;
}

/** @param {KeyboardEvent} event @param {Desk} desk @param {Json[]} commands */
function keys(event, desk, commands) {
  if (event.isComposing) return;
  const draft = ui.drafts[desk.key] ?? "";
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const isExact = commands.some((one) => one.command === draft);
  if (commands.length && step) {
    event.preventDefault();
    change(
      () =>
        (ui.popup = {
          id: "",
          kind: "commands",
          active: (activeCommand(commands) + step + commands.length) % commands.length,
        }),
    );
  } else if (commands.length && (event.key === "Tab" || (event.key === "Enter" && !isExact))) {
    event.preventDefault();
    begin(desk, `${commands[activeCommand(commands)].command} `);
  } else if (commands.length && event.key === "Escape") {
    event.stopPropagation();
    change(() => ui.folded.add(`commands ${desk.key}`));
  } else if (event.key === "Enter" && !event.shiftKey) {
    event.preventDefault();
    send(desk);
  }
}

/** @param {Desk} desk */
async function send(desk) {
  const text = (ui.drafts[desk.key] ?? "").trim();
  const attached = ui.attached[desk.key] ?? [];
  const files = attached.map((file) => file.id);
  if (!text && !files.length) return;
  const isCommand = text.startsWith("/");
  change(() => {
    ui.drafts[desk.key] = "";
    if (!isCommand) delete ui.attached[desk.key];
    delete ui.notes[desk.key];
  });
  requestAnimationFrame(() =>
    document.querySelectorAll(".composer-text").forEach((area) => grow(/** @type {HTMLTextAreaElement} */ (area))),
  );
  if (isCommand && desk.thread) {
    giveBack(desk, text, attached);
    return note(desk, `${text.split(/\s/)[0]} is not supported in threads. Sorry!`);
  }
  const outcome = isCommand
    ? await act("command", { channel: desk.channel.id, text })
    : await act("post_message", { channel: desk.channel.id, text, files, thread_ts: desk.thread });
  if (outcome.ok) return;
  if (!isCommand) giveBack(desk, text, attached);
  note(desk, outcome.problem);
}

/** What could not be sent stands there again, unless something new does by now. @param {Desk} desk @param {string} text @param {Json[]} files */
function giveBack(desk, text, files) {
  change(() => {
    if (!ui.drafts[desk.key]) ui.drafts[desk.key] = text;
    if (files.length && !ui.attached[desk.key]?.length) ui.attached[desk.key] = files;
  });
}

/** Words that only this window shows, as Slackbot's. @param {Desk} desk @param {string | null} words */
function note(desk, words) {
  change(() => (ui.notes[desk.key] = [...(ui.notes[desk.key] ?? []), words ?? "That didn't work."]));
}
