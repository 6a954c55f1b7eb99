// @ts-check
// Where concepts alone are the answer: texts to read, videos to play, pictures to look at.

import { isReview } from "./api.js";
import { $, h } from "./dom.js";
import { ticks } from "./editor.js";

/** @typedef {import("./types.js").Item} Item */
/** @typedef {import("./main.js").Desk} Desk */

/** Where there is more of a text, the keys that would leave it show that first. @param {KeyboardEvent} event */
function readOn(event) {
  const { key, repeat, shiftKey, currentTarget } = event;
  const { scrollTop, scrollHeight, clientHeight } = /** @type {Element} */ (currentTarget);
  const isBack = key === "PageUp" || (key === " " && shiftKey);
  const rest = isBack ? scrollTop : scrollHeight - clientHeight - scrollTop;
  if ([" ", "PageUp", "PageDown"].includes(key) && (rest > 1 || repeat)) event.stopPropagation();
}

/** @param {Desk} desk @param {Item} item */
export function read({ panel, flow, ed }, item) {
  const { kind, name, text, src, poster } = item.input;
  if (kind === "text") $("reader").replaceChildren(h("div", { class: "text", tabindex: 0, role: "region", "aria-label": name, onkeydown: readOn }, text ?? ""));
  if (kind === "video") $("reader").replaceChildren(h("video", { controls: true, playsinline: true, preload: "metadata", src, poster, "aria-label": `Video ${name}` }));
  const isOne = item.labels === "one";
  panel.onPick = (id) => {
    if (!ed.mayEdit || flow.pace.isBusy) return;
    const had = ed.shapes.map(({ concept }) => concept);
    const others = isOne ? [] : had.filter((one) => one !== id);
    ed.commit(ticks(item, had.includes(id) ? others : [...others, id]), null);
    // One tap answers, where one concept is the answer; a reviewer approves by itself.
    if (isOne && !isReview && ed.shapes.length) flow.act("submit");
  };
  if (kind === "text") $("reader").firstElementChild.focus({ preventScroll: true });
}
