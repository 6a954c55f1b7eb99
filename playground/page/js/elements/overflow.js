// @ts-check
// The "…" menu of the app.

import { h } from "../dom.js";
import { click, confirmed, keyOf } from "../acting.js";
import { icon } from "../icons.js";
import { openMenu } from "./menu.js";
import { ui } from "../state.js";
import { plain } from "../text/emoji.js";

/** @typedef {import("../types.js").Json} Json */

/** @param {import("../types.js").Spot} spot */
export function overflow(spot) {
  const key = keyOf(spot);
  const choose = (/** @type {Json} */ option) => {
    if (option.url && /^https?:/i.test(option.url)) window.open(option.url, "_blank", "noopener,noreferrer");
    click(spot, { selected_option: option });
  };
  const items = spot.element.options.map((/** @type {Json} */ option) => ({
    label: plain(option.text),
    note: plain(option.description),
    run: () => confirmed(spot.element.confirm, () => choose(option)),
  }));
  return h(
    "button",
    {
      key: spot.element.action_id,
      class: `button button-overflow${ui.busy.has(key) ? " is-busy" : ""}`,
      type: "button",
      "data-spot": key,
      "data-anchor": key,
      "aria-label": "More actions",
      "aria-haspopup": "menu",
      "aria-expanded": String(ui.popup?.id === key),
      onclick: () => openMenu(key, "More actions", items),
    },
    ui.failed.has(key) ? "⚠" : icon("more"),
  );
}
