// @ts-check
// The inspector's own fields: a choice, a number, a switch, a line of text.

import { h } from "../dom.js";

/** @param {string} words @param {string} value @param {string[][]} options @param {(value: string) => void} pick */
export function choice(words, value, options, pick) {
  return h(
    "label",
    { class: "faults-row" },
    h("span", {}, words),
    h(
      "select",
      {
        class: "field",
        value,
        onchange: (/** @type {Event} */ event) => pick(/** @type {HTMLSelectElement} */ (event.target).value),
      },
      options.map(([name, label]) => h("option", { value: name }, label)),
    ),
  );
}

/** @param {string} words @param {number} value @param {(value: number) => void} pick */
export function number(words, value, pick) {
  const change_ = (/** @type {Event} */ event) =>
    pick(Math.max(0, Number(/** @type {HTMLInputElement} */ (event.target).value) || 0));
  return h(
    "label",
    { class: "faults-row" },
    h("span", {}, words),
    h("input", { class: "field field-number", type: "number", min: "0", value: String(value), onchange: change_ }),
  );
}

/** @param {string} words @param {boolean} value @param {(value: boolean) => void} pick */
export function check(words, value, pick) {
  return h(
    "label",
    { class: "faults-row" },
    h("span", {}, words),
    h("input", { type: "checkbox", checked: value, onchange: () => pick(!value) }),
  );
}

/** @param {string} words @param {string} value @param {(value: string) => void} pick once it is left */
export function line(words, value, pick) {
  return h(
    "label",
    { class: "faults-row" },
    h("span", {}, words),
    h("input", {
      class: "field",
      type: "text",
      value,
      onchange: (/** @type {Event} */ event) => pick(/** @type {HTMLInputElement} */ (event.target).value),
    }),
  );
}
