// @ts-check
// What a model suggests: its list, the lowest score that is shown, and taking what is right. Shown where anything is suggested.

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
  /** @param {import("./editor.js").What} what */
  const follow = (what) => {
    if (what === "selected") list.mark();
    if (!["item", "shapes", "filter"].includes(what)) return;
    const count = seen(ed).length;
    list.sync();
    $("offered").hidden = !ed.item?.draws.length || !ed.item.suggestions.length;
    $("offers-count").textContent = String(count);
    $("above").textContent = `${$("threshold").value} %`;
    $("accept-all").textContent = `Accept ${count === 1 ? "this one" : `these ${count}`}`;
    $("accept-all").hidden = !count || !ed.mayEdit;
  };
  ed.on(follow);
  follow("item");
}

/** Nothing is accepted that nobody can see. @param {Editor} ed */
const seen = (ed) => ed.suggestions.filter((one) => ed.isShown(one));

/** The chosen one, or the best; then down the list, one press each. @param {Editor} ed */
function accept(ed) {
  const { suggestions, selected } = ed;
  const chosen = suggestions.find((one) => one.key === selected);
  const all = chosen ? suggestions.filter((one) => one === chosen || ed.isShown(one)) : seen(ed);
  const at = chosen ? all.indexOf(chosen) : 0;
  if (all[at] && ed.change(all[at]) && all[at + 1]) ed.select(all[at + 1].key);
}

/** All that are above the threshold. @param {Editor} ed */
function acceptAll(ed) {
  if (seen(ed).length) ed.commit([...ed.shapes, ...seen(ed).map(accepted)], null);
}
