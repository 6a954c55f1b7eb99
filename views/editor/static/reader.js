// @ts-check
// Where concepts alone are the answer: texts to read, videos to play, pictures to look at.

import { isReview } from "./api.js";
import { $, h } from "./dom.js";

/** @typedef {import("./types.js").Item} Item */
/** @typedef {import("./main.js").Desk} Desk */

/** @param {Desk} desk @param {Item} item */
export function read({ panel, flow, ed }, item) {
  const { kind, name, text, src, poster } = item.input;
  if (kind === "text") $("reader").replaceChildren(h("div", { class: "text", tabindex: 0, role: "region", "aria-label": name }, text ?? ""));
  if (kind === "video") $("reader").replaceChildren(h("video", { controls: true, playsinline: true, preload: "metadata", src, poster, "aria-label": `Video ${name}` }));
  panel.answer = new Set(item.answer?.concepts);
  panel.onPick = (id) => {
    if (!ed.mayEdit) return;
    const isOn = panel.answer.has(id);
    if (item.labels === "one") panel.answer.clear();
    if (!isOn) panel.answer.add(id);
    else panel.answer.delete(id);
    panel.concepts();
    // One tap answers, where one concept is the answer; a reviewer approves by itself.
    if (item.labels === "one" && !isReview && panel.answer.size) flow.act("submit");
  };
  panel.concepts();
  if (kind === "text") $("reader").firstElementChild.focus({ preventScroll: true });
}
