// @ts-check
// Buttons of the app, with their spinner while the app answers and a warning where it didn't.

import { h } from "../dom.js";
import { click, confirmed, keyOf } from "../acting.js";
import { icon } from "../icons.js";
import { ui } from "../state.js";
import { plain } from "../text/emoji.js";

/** @typedef {import("../types.js").Spot} Spot */

/** @param {Spot} spot */
export function button(spot) {
  const { element } = spot;
  const key = keyOf(spot);
  const isBusy = ui.busy.has(key);
  const style = element.style ? ` button-${element.style}` : "";
  return h(
    "button",
    {
      key: `${element.action_id}`,
      class: `button${style}${isBusy ? " is-busy" : ""}`,
      type: "button",
      "data-spot": key,
      "aria-busy": isBusy ? "true" : null,
      "aria-label": element.accessibility_label ?? null,
      title: element.accessibility_label ?? null,
      onclick: () => press(spot),
    },
    h("span", { class: "button-text" }, plain(element.text)),
    element.url && icon("out", "opens a page"),
    ui.failed.has(key) && h("span", { class: "button-warning", role: "img", "aria-label": "failed" }, "⚠"),
  );
}

/** @param {Spot} spot */
function press(spot) {
  confirmed(spot.element.confirm, () => {
    const { url } = spot.element;
    if (url && /^https?:/i.test(url)) window.open(url, "_blank", "noopener,noreferrer");
    click(spot);
  });
}
