// @ts-check
// Inputs that are typed into: text (one line or several), numbers, mail and web addresses.

import { h } from "../dom.js";
import { click, keep, keyOf, valueOf } from "../acting.js";
import { plain } from "../text/emoji.js";
import { idOf } from "./ids.js";

/** @typedef {import("../types.js").Json} Json */
/** @typedef {import("../types.js").Spot} Spot */

const MODES = { number_input: "decimal", email_text_input: "email", url_text_input: "url" };

/** @param {Spot} spot */
export function typed(spot) {
  const { element } = spot;
  const key = keyOf(spot);
  const value = textIn(valueOf(spot));
  const isMultiline = isTall(element);
  return h(
    "div",
    { key: element.action_id, class: "typed" },
    h(isMultiline ? "textarea" : "input", {
      key: "field",
      class: `field${isMultiline ? " field-tall" : ""}`,
      type: isMultiline ? null : "text",
      rows: isMultiline ? "4" : null,
      inputmode: MODES[/** @type {keyof MODES} */ (element.type)] ?? null,
      id: idOf(key),
      "data-spot": key,
      "data-focus-on-load": element.focus_on_load,
      placeholder: plain(element.placeholder) || null,
      value,
      autocomplete: "off",
      "aria-labelledby": spot.labelledBy,
      "aria-label": spot.labelledBy ? null : "Text",
      "aria-describedby": spot.describedBy,
      "aria-invalid": spot.invalid ? "true" : null,
      "aria-required": spot.isInput && !spot.block.optional ? "true" : null,
      oninput: (/** @type {Event} */ event) => type(spot, /** @type {HTMLInputElement} */ (event.target).value),
      onkeydown: (/** @type {KeyboardEvent} */ event) => enter(event, spot),
    }),
    counter(spot, value),
  );
}

/** @param {Json} element */
function isTall(element) {
  return Boolean(element.multiline) || element.type === "rich_text_input";
}

/** @param {Json} value @returns {string} */
function textIn(value) {
  const parts = value.rich_text_value?.elements ?? [];
  const leaves = parts.flatMap((/** @type {Json} */ part) => part.elements ?? []);
  return value.value ?? leaves.map((/** @type {Json} */ leaf) => leaf.text ?? "").join("");
}

/** Rich text is written here as plain words: one section of them. @param {Json} element @param {string} text */
function asState(element, text) {
  if (element.type !== "rich_text_input") return { value: text || null };
  const section = { type: "rich_text_section", elements: [{ type: "text", text }] };
  return { rich_text_value: text ? { type: "rich_text", elements: [section] } : null };
}

/** @param {Spot} spot @param {string} text */
function type(spot, text) {
  keep(spot, asState(spot.element, text), 150);
  if (dispatchesOn(spot, "on_character_entered")) click(spot, asState(spot.element, text));
}

/** Enter tells the app where it asked for that; a single line else lets the form submit. @param {KeyboardEvent} event @param {Spot} spot */
function enter(event, spot) {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  const field = /** @type {HTMLInputElement} */ (event.target);
  if (isTall(spot.element)) {
    if (event.metaKey || event.ctrlKey) field.form?.requestSubmit();
  } else if (dispatchesOn(spot, "on_enter_pressed")) {
    event.preventDefault();
    click(spot, asState(spot.element, field.value));
  }
}

/** @param {Spot} spot @param {string} trigger */
function dispatchesOn(spot, trigger) {
  const triggers = spot.element.dispatch_action_config?.trigger_actions_on ?? ["on_enter_pressed"];
  return Boolean(spot.block.dispatch_action) && triggers.includes(trigger);
}

/** Slack counts down near the end. @param {Spot} spot @param {string} value */
function counter(spot, value) {
  const { max_length: most } = spot.element;
  const left = most - [...value].length;
  if (!most || left > Math.max(20, most / 5)) return null;
  return h("span", { class: left < 0 ? "counter counter-over" : "counter", "aria-live": "polite" }, String(left));
}
