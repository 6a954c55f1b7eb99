// @ts-check
// What a model suggests: its list, the lowest score that is shown, and taking what is right. Loaded where anything is suggested.

import { $ } from "./dom.js";
import { accepted } from "./editor.js";
import { List } from "./list.js";

/** @typedef {import("./editor.js").Editor} Editor */

/** @param {import("./main.js").Desk} desk */
export function install({ ed, acts }) {
  const list = new List($("offers"), ed, () => ed.suggestions);
  acts.accept = () => accept(ed);
  acts["accept-all"] = () => acceptAll(ed);
  $("threshold").addEventListener("input", () => {
    ed.threshold = $("threshold").value / 100;
    ed.tell("filter");
  });
  ed.on((what) => {
    if (what === "selected") list.mark();
    if (!["item", "shapes", "filter"].includes(what)) return;
    const count = ed.suggestions.length;
    list.sync();
    $("offered").hidden = !ed.item?.draws.length || !ed.item.suggestions.length;
    $("offers-count").textContent = String(count);
    $("above").textContent = `${$("threshold").value} %`;
    $("accept-all").textContent = `Accept ${count === 1 ? "this one" : `these ${count}`}`;
    $("accept-all").hidden = !count || !ed.mayEdit;
  });
}

/** The chosen one, or the best; then down the list, one press each. @param {Editor} ed */
function accept(ed) {
  const { suggestions, selected } = ed;
  const at = selected === null ? 0 : suggestions.findIndex((one) => one.key === selected);
  if (suggestions[at] && ed.change(suggestions[at]) && suggestions[at + 1]) ed.select(suggestions[at + 1].key);
}

/** All that are above the threshold. @param {Editor} ed */
function acceptAll(ed) {
  if (ed.mayEdit && ed.suggestions.length) ed.commit([...ed.shapes, ...ed.suggestions.map(accepted)], null);
}
