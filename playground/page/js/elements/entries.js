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
  const note = [person?.name, person?.kind === "app" && "app", person?.guest && "guest"].filter(Boolean).join(" · ");
  return { id, label: person?.real_name ?? id, note, group: "", raw: id };
}

/** @param {string} id @returns {Entry} */
function conversationEntry(id) {
  const channel = app.channels.find((one) => one.id === id);
  if (!channel) return { id, label: id, note: "", group: "", raw: id };
  return { id, label: channel.other ? titleOf(channel) : `# ${channel.name}`, note: "", group: "", raw: id };
}

/** Everything that can be offered without asking the app. @param {Json} element @returns {Entry[]} */
export function ownEntries(element) {
  if (element.type.endsWith("static_select")) return optionEntries(element);
  if (element.type.endsWith("users_select")) return people().map(({ id }) => personEntry(id));
  const wanted = element.type.endsWith("channels_select") ? ["public"] : element.filter?.include;
  return app.channels
    .filter((channel) => !wanted || wanted.includes(includeWord(channel.kind)))
    .map(({ id }) => conversationEntry(id));
}

function people() {
  return Object.values(app.people)
    .filter((person) => !person.deleted)
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
