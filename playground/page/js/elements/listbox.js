// @ts-check
// The list that opens under a select: searching, arrow keys, and asking the app for external options.

import { h } from "../dom.js";
import { flushInputs, keyOf, valueOf } from "../acting.js";
import { act } from "../server.js";
import { change, ui } from "../state.js";
import { heldEntries, matching, optionEntries, ownEntries } from "./entries.js";
import { idOf } from "./ids.js";

/** @typedef {import("../types.js").Json} Json */
/** @typedef {import("../types.js").Spot} Spot */
/** @typedef {import("./entries.js").Entry} Entry */
/** @typedef {(entry: Entry) => void} Chooser */

/** @param {Spot} spot @param {Chooser} pick */
export function openList(spot, pick) {
  search(spot, pick, "");
}

/** @param {Spot} spot @param {Chooser} pick @param {string} query */
export function search(spot, pick, query) {
  const id = keyOf(spot);
  const before = ui.popup?.id === id ? ui.popup : null;
  const isExternal = spot.element.type.endsWith("external_select");
  const known = isExternal ? (query ? (before?.entries ?? []) : []) : ownEntries(spot.element);
  const entries = matching(known, query);
  change(
    () =>
      (ui.popup = {
        id,
        kind: "list",
        spot,
        pick,
        query,
        entries,
        active: startAt(spot, entries, query),
        note: "",
        asked: before?.asked ?? 0,
      }),
  );
  if (isExternal) ask(spot, query, before ? 180 : 0);
}

/** The chosen one is where the arrows start; while searching it is the first. @param {Spot} spot @param {Entry[]} entries @param {string} query */
function startAt(spot, entries, query) {
  const held = heldEntries(spot.element, valueOf(spot));
  const at =
    query || spot.element.type.startsWith("multi_") ? 0 : entries.findIndex((entry) => entry.id === held[0]?.id);
  return Math.max(0, at);
}

/** Ask the app for options, once the typing pauses; only the newest question's answer counts. @param {Spot} spot @param {string} query @param {number} delay */
function ask(spot, query, delay) {
  const popup = /** @type {Json} */ (ui.popup);
  const least = spot.element.min_query_length ?? 3;
  if (query.length < least)
    return change(() =>
      Object.assign(popup, {
        entries: [],
        note: `Type at least ${least} ${least === 1 ? "letter" : "letters"} to search.`,
      }),
    );
  const number = ++popup.asked;
  popup.note = "Searching…";
  setTimeout(async () => {
    if (ui.popup?.id !== popup.id || ui.popup?.asked !== number) return;
    await flushInputs();
    const outcome = await act("suggest", {
      ...spot.place.surface,
      block_id: spot.block.block_id,
      action_id: spot.element.action_id,
      query,
    });
    if (ui.popup?.id !== popup.id || ui.popup?.asked !== number) return;
    const entries = outcome.ok ? optionEntries(outcome.answer ?? {}) : [];
    change(() =>
      Object.assign(/** @type {Json} */ (ui.popup), {
        entries,
        active: 0,
        note: outcome.ok ? "" : (outcome.problem ?? "That didn't work."),
      }),
    );
  }, delay);
}

/** @param {string} [key] */
export function closeList(key) {
  if (ui.popup?.kind === "list" && (!key || ui.popup.id === key)) change(() => (ui.popup = null));
}

/** @param {KeyboardEvent} event @param {Spot} spot @param {Chooser} pick */
export function listKeys(event, spot, pick) {
  const isOpen = ui.popup?.id === keyOf(spot);
  const steps = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 }[event.key];
  if (steps) {
    event.preventDefault();
    if (!isOpen) return openList(spot, pick);
    return change(() => move(/** @type {Json} */ (ui.popup), steps));
  }
  if (!isOpen) return;
  if (event.key === "Enter") {
    event.preventDefault();
    event.stopPropagation();
    const entry = ui.popup?.entries[ui.popup.active];
    if (entry) take(entry);
  } else if (event.key === "Escape") {
    event.preventDefault();
    event.stopPropagation();
    closeList();
  } else if (event.key === "Tab") closeList();
}

/** @param {Json} popup @param {number} steps */
function move(popup, steps) {
  const last = popup.entries.length - 1;
  const to = popup.active + steps;
  if (Math.abs(steps) > 1) popup.active = Math.min(last, Math.max(0, to));
  else popup.active = to > last ? 0 : to < 0 ? last : to;
  requestAnimationFrame(() => document.getElementById(`${optionId(popup.id)}`)?.scrollIntoView({ block: "nearest" }));
}

/** @param {Entry} entry */
function take(entry) {
  const popup = /** @type {Json} */ (ui.popup);
  popup.pick(entry);
  if (popup.spot.element.type.startsWith("multi_")) search(popup.spot, popup.pick, "");
  else change(() => (ui.popup = null));
}

/** The DOM id of the option that the arrows are at. @param {string} key @param {number} [at] */
export function optionId(key, at = ui.popup?.active ?? 0) {
  return `${idOf(key)}-${at}`;
}

/** @param {Json} popup */
export function list(popup) {
  const held = new Set(heldEntries(popup.spot.element, valueOf(popup.spot)).map((entry) => entry.id));
  const note = popup.note || (popup.entries.length ? "" : "No items");
  return h(
    "div",
    { class: "popup list-box", onmousedown: (/** @type {Event} */ event) => event.preventDefault() },
    h(
      "div",
      { role: "listbox", id: `${idOf(popup.id)}-list`, "aria-label": "Options", class: "list-options", tabindex: "-1" },
      popup.entries.map((/** @type {Entry} */ entry, /** @type {number} */ at) => [
        heading(popup.entries, at),
        option(popup, entry, at, held.has(entry.id)),
      ]),
    ),
    h("div", { class: "list-note", role: "status" }, note),
  );
}

/** @param {Entry[]} entries @param {number} at */
function heading(entries, at) {
  const { group } = entries[at];
  return group && group !== entries[at - 1]?.group && h("div", { class: "list-heading", role: "presentation" }, group);
}

/** @param {Json} popup @param {Entry} entry @param {number} at @param {boolean} isHeld */
function option(popup, entry, at, isHeld) {
  return h(
    "div",
    {
      class: `list-option${at === popup.active ? " is-active" : ""}`,
      role: "option",
      id: optionId(popup.id, at),
      "aria-selected": String(isHeld),
      onmousemove: () => at === popup.active || change(() => (popup.active = at)),
      onclick: () => take(entry),
    },
    h("span", { class: "list-label" }, entry.label),
    entry.note && h("span", { class: "list-words" }, entry.note),
    h("span", { class: "list-tick", "aria-hidden": "true" }, isHeld ? "✓" : ""),
  );
}
