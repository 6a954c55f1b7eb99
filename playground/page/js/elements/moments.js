// @ts-check
// Dates and times, in the browser's own pickers.

import { h } from "../dom.js";
import { choose, keyOf, valueOf } from "../acting.js";
import { plain } from "../text/emoji.js";
import { idOf } from "./ids.js";

/** @typedef {import("../types.js").Spot} Spot */

/** @param {Spot} spot */
export function datePicker(spot) {
  return picker(spot, "date", valueOf(spot).selected_date ?? "", (text) =>
    choose(spot, { selected_date: text || null }),
  );
}

/** Its time zone, where it has one, is told beside it. @param {Spot} spot */
export function timePicker(spot) {
  const field = picker(spot, "time", valueOf(spot).selected_time ?? "", (text) =>
    choose(spot, { selected_time: text || null }),
  );
  const { timezone } = spot.element;
  if (!timezone) return field;
  return h("span", { key: `${spot.element.action_id} zone`, class: "moment" }, field, h("span", {}, timezone));
}

/** Slack keeps a moment as seconds since 1970; people see their own time zone's clock. @param {Spot} spot */
export function dateTimePicker(spot) {
  const seconds = valueOf(spot).selected_date_time;
  const pick = (/** @type {string} */ text) =>
    choose(spot, { selected_date_time: text ? Math.floor(new Date(text).getTime() / 1000) : null });
  return picker(spot, "datetime-local", seconds ? localText(seconds) : "", pick);
}

/** @param {number} seconds */
function localText(seconds) {
  const day = new Date(seconds * 1000);
  return new Date(day.getTime() - day.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

/** @param {Spot} spot @param {string} type @param {string} value @param {(text: string) => void} pick */
function picker(spot, type, value, pick) {
  const key = keyOf(spot);
  return h("input", {
    key: spot.element.action_id,
    class: "field field-moment",
    type,
    id: idOf(key),
    "data-spot": key,
    "data-focus-on-load": spot.element.focus_on_load,
    value,
    "aria-labelledby": spot.labelledBy,
    "aria-label": spot.labelledBy ? null : plain(spot.element.placeholder) || "Pick a date",
    "aria-describedby": spot.describedBy,
    "aria-invalid": spot.invalid ? "true" : null,
    onchange: (/** @type {Event} */ event) => pick(/** @type {HTMLInputElement} */ (event.target).value),
  });
}
