// @ts-check
// Everybody's account, and the user groups: what an admin would change elsewhere.

import { h } from "../dom.js";
import { icon } from "../icons.js";
import { act } from "../server.js";
import { app, change, ui } from "../state.js";
import { avatar } from "./avatar.js";
import { check, choice, line } from "./switches.js";

/** @typedef {import("../types.js").Json} Json */
/** @typedef {import("../types.js").Person} Person */

const ROLES = [
  ["member", "Full member"],
  ["guest", "Guest of their channels"],
  ["single", "Guest of one channel"],
];
const ZONES = [
  "America/Los_Angeles",
  "America/New_York",
  "America/Sao_Paulo",
  "UTC",
  "Europe/London",
  "Europe/Amsterdam",
  "Africa/Lagos",
  "Asia/Kolkata",
  "Asia/Tokyo",
  "Australia/Sydney",
];

export function accounts() {
  const people = Object.values(app.people).filter((person) => person.kind === "person");
  return h(
    "div",
    { class: "faults" },
    ui.troubles.accounts && h("p", { class: "message-trouble", role: "alert" }, `⚠ ${ui.troubles.accounts}`),
    h("h3", { class: "about-title" }, "Accounts"),
    h("ul", { class: "accounts" }, people.map(account)),
    app.groups.map((group) => [
      h("h3", { key: `group ${group.id}`, class: "about-title" }, `User group @${group.handle}`),
      people.map((person) => membership(group, person)),
    ]),
  );
}

/** @param {Person} person */
function account(person) {
  const isOpen = ui.inspector.open.has(person.id);
  const toggle = () => change(() => (isOpen ? ui.inspector.open.delete(person.id) : ui.inspector.open.add(person.id)));
  const notes = [person.deleted && "deactivated", person.title, person.tz].filter(Boolean).join(" · ");
  return h(
    "li",
    { key: person.id, class: "account" },
    h(
      "button",
      { class: "account-head", type: "button", "aria-expanded": String(isOpen), onclick: toggle },
      avatar(person.id, "avatar-medium"),
      h(
        "span",
        { class: "account-words" },
        h("span", { class: "account-name" }, person.real_name),
        h("span", { class: "account-note" }, notes),
      ),
      icon("down"),
    ),
    isOpen && h("div", { class: "account-body" }, fields(person)),
  );
}

/** @param {Person} person */
function fields(person) {
  const zones = [...new Set([person.tz, ...ZONES])].map((zone) => [zone, zone]);
  const turn = { deleted: !person.deleted };
  return [
    line("Name", person.real_name, (value) => tell("change_person", person, { real_name: value })),
    choice("Time zone", person.tz, zones, (value) => tell("change_person", person, { tz: value })),
    person.role !== "external" &&
      choice("Role", person.role, ROLES, (value) => tell("change_role", person, { role: value })),
    h(
      "button",
      { class: "button", type: "button", onclick: () => tell("change_person", person, turn) },
      person.deleted ? "Reactivate the account" : "Deactivate the account",
    ),
  ];
}

/** @param {Json} group @param {Person} person */
function membership(group, person) {
  const isIn = group.users.includes(person.id);
  const words = person.deleted ? `${person.real_name} (deactivated)` : person.real_name;
  if (person.role === "external" || (person.deleted && !isIn)) return null;
  return check(words, isIn, (value) => tell("change_group", person, { group: group.id, is_in: value }));
}

/** @param {string} verb @param {Person} person @param {Json} changes */
async function tell(verb, person, changes) {
  const outcome = await act(verb, { who: person.id, ...changes });
  change(() => (ui.troubles.accounts = outcome.problem ?? ""));
}
