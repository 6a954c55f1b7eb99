// @ts-check
// Radio buttons and checkboxes.

import { h } from "../dom.js";
import { choose, keyOf, valueOf } from "../acting.js";
import { ui } from "../state.js";
import { textOf } from "../text/text.js";
import { idOf } from "./ids.js";

/** @typedef {import("../types.js").Json} Json */
/** @typedef {import("../types.js").Spot} Spot */

/** @param {Spot} spot */
export function radioButtons(spot) {
  const chosen = valueOf(spot).selected_option?.value;
  return group(
    spot,
    "radiogroup",
    "radio",
    (option) => option.value === chosen,
    (option) => choose(spot, { selected_option: option }),
  );
}

/** @param {Spot} spot */
export function checkboxes(spot) {
  const held = valueOf(spot).selected_options ?? [];
  const isOn = (/** @type {Json} */ option) => held.some((/** @type {Json} */ one) => one.value === option.value);
  return group(spot, "group", "checkbox", isOn, (option) => {
    const values = new Set(held.map((/** @type {Json} */ one) => one.value));
    if (!values.delete(option.value)) values.add(option.value);
    choose(spot, { selected_options: spot.element.options.filter((/** @type {Json} */ one) => values.has(one.value)) });
  });
}

/** @param {Spot} spot @param {string} role @param {string} type @param {(option: Json) => boolean} isOn @param {(option: Json) => void} pick */
function group(spot, role, type, isOn, pick) {
  const key = keyOf(spot);
  const first = Math.max(0, type === "radio" ? spot.element.options.findIndex(isOn) : 0);
  const described = {
    "aria-labelledby": spot.labelledBy,
    "aria-describedby": spot.describedBy,
    "aria-label": spot.labelledBy ? null : "Choices",
  };
  return h(
    "div",
    { key: spot.element.action_id, class: `choices${ui.busy.has(key) ? " is-busy" : ""}`, role, ...described },
    spot.element.options.map((/** @type {Json} */ option, /** @type {number} */ at) =>
      h(
        "div",
        { key: option.value, class: "choice" },
        h("input", {
          type,
          id: `${idOf(key)}-${at}`,
          name: idOf(key),
          "data-spot": `${key}/${option.value}`,
          "data-focus-on-load": spot.element.focus_on_load && at === first,
          checked: isOn(option),
          "aria-invalid": spot.invalid ? "true" : null,
          onchange: () => pick(option),
        }),
        h(
          "label",
          { for: `${idOf(key)}-${at}` },
          h("span", {}, textOf(option.text)),
          option.description && h("span", { class: "choice-note" }, textOf(option.description)),
        ),
      ),
    ),
  );
}
