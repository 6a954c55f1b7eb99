// @ts-check
// Brightness and the like: of what is seen, never of the picture itself.

import { $, h } from "./dom.js";
import { filterPicture } from "./picture.js";

const SLIDERS = /** @type {Array<[string, string]>} */ ([["brightness", "Brightness"], ["contrast", "Contrast"], ["saturate", "Saturation"]]);
/** @type {any[]} */
const sliders = SLIDERS.map(([name, label]) => h("input", { type: "range", min: 0, max: 300, value: 100, name, "aria-label": label, oninput: apply }));
const invert = h("input", { type: "checkbox", onchange: apply });

function apply() {
  const isPlain = sliders.every((one) => one.value === "100") && !invert.checked;
  filterPicture(isPlain ? "" : `${sliders.map((one) => `${one.name}(${one.value}%)`).join(" ")}${invert.checked ? " invert(1)" : ""}`);
  $("adjust").classList.toggle("is-on", !isPlain);
}

function reset() {
  for (const one of sliders) one.value = "100";
  invert.checked = false;
  apply();
}

function close() {
  box.hidden = true;
  $("adjust").setAttribute("aria-expanded", "false");
}

const box = h(
  "div",
  { id: "adjusting", role: "group", "aria-label": "The picture’s looks", hidden: true },
  ...SLIDERS.map(([, label], at) => h("label", null, h("span", null, label), sliders[at])),
  h("label", { class: "switch" }, invert, "Invert"),
  h("div", { class: "choices" }, h("button", { onclick: reset }, "Reset"), h("button", { onclick: () => (close(), $("adjust").focus()) }, "Close")),
);
box.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
  if (event.key !== "Escape") return;
  close();
  $("adjust").focus();
  event.preventDefault();
});

function open() {
  if (!box.isConnected) $("stage").after(box);
  if (!box.hidden) return close();
  box.hidden = false;
  $("adjust").setAttribute("aria-expanded", "true");
  sliders[0].focus();
}

/** @param {import("./main.js").Desk} desk */
export const install = ({ acts }) => (acts.adjust = open);
