// @ts-check
// The concepts, and what can be done with the chosen shape. The lists are in list.js and offers.js.

import { $, h, iconButton } from "./dom.js";
import { percent } from "./geometry.js";

/** @typedef {import("./types.js").Concept} Concept */
/** @typedef {import("./editor.js").Editor} Editor */

const FEW = 9;

export class Panel {
  /** In tasks where concepts alone are the answer. @type {((id: number) => void) | null} */ onPick = null;
  /** Whether a concept of that name is shown. @type {(name: string) => boolean} */ isFound = () => true;

  /** @param {Editor} ed */
  constructor(ed) {
    this.ed = ed;
    $("bar-concept").addEventListener("change", () => ed.setConcept(Number($("bar-concept").value), true));
    ed.on((what) => this.#follow(what));
  }

  /** @param {import("./editor.js").What} what */
  #follow(what) {
    if (what === "view") return;
    if (what !== "selected" && what !== "tool") this.concepts();
    this.#bar();
  }

  /** @returns {Concept[]} */
  get found() {
    return (this.ed.item?.concepts ?? []).filter(({ name }) => this.isFound(name));
  }

  concepts() {
    const { ed } = this;
    const all = ed.item?.concepts ?? [];
    $("filter").parentElement.hidden = all.length <= FEW;
    const counts = new Map();
    for (const { concept } of ed.shapes) counts.set(concept, (counts.get(concept) ?? 0) + 1);
    const rows = this.found.map((one) => this.#concept(one, all.indexOf(one), counts.get(one.id) ?? 0));
    const list = $("concepts");
    const at = [...list.children].findIndex((li) => li.contains(document.activeElement));
    const place = [...(list.children[at]?.children ?? [])].indexOf(/** @type {Element} */ (document.activeElement));
    list.replaceChildren(...rows);
    if (at >= 0) rows[at]?.children[place]?.focus();
  }

  /** @param {Concept} one @param {number} at @param {number} shown how often */
  #concept({ id, name, colour }, at, shown) {
    const { ed } = this;
    const isAnswer = !ed.item?.draws.length;
    const isOn = isAnswer ? shown > 0 : ed.concept === id;
    const count = isAnswer ? 0 : shown;
    const score = isAnswer ? ed.item?.suggestions.find((one) => one.concept === id)?.score : null;
    const key = at < FEW ? h("kbd", { "aria-hidden": "true" }, String(at + 1)) : null;
    const eye = ed.muted.has(id) ? "hidden" : "eye";
    return h(
      "li",
      null,
      h(
        "button",
        { class: "concept", "aria-pressed": String(isOn), onclick: (/** @type {MouseEvent} */ { detail }) => detail > 1 || this.choose(id) },
        h("span", { class: "swatch", style: { "--colour": colour } }),
        h("span", { class: "name" }, name),
        score ? h("span", { class: "facts" }, `AI ${percent(score)}`) : null,
        count ? h("span", { class: "facts" }, `${count}×`) : null,
        key,
      ),
      count || ed.muted.has(id) ? iconButton(eye, `${ed.muted.has(id) ? "Show" : "Hide"} all of ${name}`, () => this.#mute(id)) : null,
    );
  }

  /** @param {number} id */
  #mute(id) {
    const { muted } = this.ed;
    if (!muted.delete(id)) muted.add(id);
    this.ed.tell("filter");
  }

  /** @param {number} id */
  choose(id, isChange = this.ed.tool === "select") {
    if (this.onPick) this.onPick(id);
    else this.ed.setConcept(id, isChange);
  }

  /** The one of that key. @param {number} at @param {boolean} isChange */
  pick(at, isChange) {
    const one = this.ed.item?.concepts[at];
    if (one) this.choose(one.id, isChange || this.ed.tool === "select");
  }

  /** What the chosen shape, or the polygon on its way, can be told; for fingers above all. */
  #bar() {
    const { ed } = this;
    const shape = ed.chosen;
    $("bar").hidden = !ed.mayEdit || (!shape && !ed.draft);
    $("bar-draft").hidden = !ed.draft;
    $("bar-shape").hidden = !shape || ed.draft !== null;
    if (!shape) return;
    const isOffered = ed.isSuggestion(shape.key);
    $("bar-accept").hidden = !isOffered;
    $("bar-repeat").hidden = isOffered;
    $("bar-insert").hidden = shape.kind !== "polygon" || isOffered;
    $("bar-delete").setAttribute("aria-label", isOffered ? "Hide the suggestion" : ed.vertex >= 0 ? "Delete the point" : "Delete");
    const names = (ed.item?.concepts ?? []).map(({ id, name }) => h("option", { value: id, selected: id === shape.concept }, name));
    $("bar-concept").replaceChildren(...names);
  }
}
