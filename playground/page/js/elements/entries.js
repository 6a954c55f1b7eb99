// @ts-check
// What a select offers and holds, whatever its kind: options, people, channels, conversations.

import { app, titleOf } from "../state.js";
import { plain } from "../text/emoji.js";

/** @typedef {import("../types.js").Json} Json */
/** @typedef {{id: string, label: string, note: string, group: string, raw: any}} Entry */

/** Where each kind keeps its choice in Slack's state. @type {Record<string, string>} */
export const HELD_IN = {
  static_select: "selected_option",
  external_select: "selected_option",
  users_select: "selected_user",
  conversations_select: "selected_conversation",
  channels_select: "selected_channel",
  multi_static_select: "selected_options",
  multi_external_select: "selected_options",
  multi_users_select: "selected_users",
  multi_conversations_select: "selected_conversations",
  multi_channels_select: "selected_channels",
};

/** @param {Json} option @param {string} [group] @returns {Entry} */
export function optionEntry(option, group = "") {
  return { id: option.value, label: plain(option.text), note: plain(option.description), group, raw: option };
}

/** @param {Json} from an element, or an app's answer to a suggestion @returns {Entry[]} */
export function optionEntries(from) {
  const groups = from.option_groups ?? [];
  return groups.length
    ? groups.flatMap((/** @type {Json} */ group) =>
        group.options.map((/** @type {Json} */ option) => optionEntry(option, plain(group.label))),
      )
    : (from.options ?? []).map((/** @type {Json} */ option) => optionEntry(option));
}

/** @param {string} id @returns {Entry} */
function personEntry(id) {
  const person = app.people[id];
  const note = [person?.name, person?.kind === "app" && "app", person?.title].filter(Boolean).join(" · ");
  return { id, label: person?.real_name ?? id, note, group: "", raw: id };
}

/** @param {string} id @returns {Entry} */
function conversationEntry(id) {
  const place = app.places.find((one) => one.id === id);
  if (!place) return { id, label: id, note: "", group: "", raw: id };
  const mark = place.kind === "channel" ? "#" : "🔒";
  const label = place.other ? titleOf(/** @type {any} */ (place)) : `${mark} ${place.name}`;
  return { id, label, note: place.is_external ? "shared with another workspace" : "", group: "", raw: id };
}

/** Everything that can be offered without asking the app. @param {Json} element @returns {Entry[]} */
export function ownEntries(element) {
  if (element.type.endsWith("static_select")) return optionEntries(element);
  if (element.type.endsWith("users_select")) return people().map(({ id }) => personEntry(id));
  const filter = element.type.endsWith("channels_select") ? { include: ["public"] } : (element.filter ?? {});
  return app.places.filter((place) => passes(place, filter)).map(({ id }) => conversationEntry(id));
}

/** @param {Json} place @param {Json} filter as the element has it */
function passes(place, filter) {
  if (filter.include && !filter.include.includes(includeWord(place.kind))) return false;
  if (filter.exclude_external_shared_channels && place.is_external) return false;
  return !(filter.exclude_bot_users && place.other && app.people[place.other]?.kind === "app");
}

function people() {
  return Object.values(app.people)
    .filter((person) => person.is_offered)
    .sort((a, b) => a.real_name.localeCompare(b.real_name));
}

/** @param {string} kind */
function includeWord(kind) {
  return { channel: "public", group: "private" }[kind] ?? kind;
}

/** What stands in the element. @param {Json} element @param {Json} value @returns {Entry[]} */
export function heldEntries(element, value) {
  const held = value[HELD_IN[element.type]];
  const list = Array.isArray(held) ? held : held ? [held] : [];
  if (/static|external/.test(element.type)) return list.map((option) => optionEntry(option));
  return list.map(element.type.endsWith("users_select") ? personEntry : conversationEntry);
}

/** @param {Entry[]} entries @param {string} query */
export function matching(entries, query) {
  const words = query.trim().toLocaleLowerCase().split(/\s+/).filter(Boolean);
  return entries.filter((entry) =>
    words.every((word) => `${entry.label} ${entry.note}`.toLocaleLowerCase().includes(word)),
  );
}
