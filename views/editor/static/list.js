// @ts-check
// A list of shapes, or of suggestions, in the document: for keyboards and screen readers as for everyone. Only rows that differ are touched.

import { hide, remove } from "./acts.js";
import { isReview } from "./api.js";
import { $, h, iconButton } from "./dom.js";
import { percent, sizeOf } from "./geometry.js";

/** @typedef {import("./types.js").Shape} Shape */
/** @typedef {import("./editor.js").Editor} Editor */
/** @typedef {{el: any, shape: Shape, isHidden: boolean}} Row */

const AT_ONCE = 300;
const SOURCES = /** @type {Record<string, string>} */ ({ accepted: "AI", edited: "AI, changed", auto: "AI alone" });

export class List {
  /** @type {Map<string, Row>} */ #rows = new Map();
  #later = 0;

  /** @param {any} el @param {Editor} ed @param {() => Shape[]} shapes */
  constructor(el, ed, shapes) {
    this.el = el;
    this.ed = ed;
    this.shapes = shapes;
    el.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => this.#step(event));
  }

  /** The rows become those of the shapes; many new ones in portions, so that the page never stands still. */
  sync() {
    clearTimeout(this.#later);
    const shapes = this.shapes();
    const keys = new Set(shapes.map((one) => one.key));
    for (const [key, { el }] of this.#rows) if (!keys.has(key)) (el.remove(), this.#rows.delete(key));
    let made = 0;
    let cursor = this.el.firstElementChild;
    for (const shape of shapes) {
      let row = this.#rows.get(shape.key);
      if (!row && made++ >= AT_ONCE) {
        this.#later = window.setTimeout(() => this.sync(), 0);
        break;
      }
      if (!row || row.shape !== shape || row.isHidden !== this.ed.hidden.has(shape.key)) row = this.#draw(shape, row);
      if (row.el === cursor) cursor = cursor.nextElementSibling;
      else this.el.insertBefore(row.el, cursor);
    }
    this.mark();
  }

  /** @param {Shape} shape @param {Row} [row] @returns {Row} */
  #draw(shape, row) {
    const { ed } = this;
    const { key } = shape;
    const concept = ed.conceptOf(shape.concept);
    const isHidden = ed.hidden.has(key);
    const el = row?.el ?? h("li");
    const hadFocus = el.contains(document.activeElement);
    const name = concept?.name ?? "?";
    const button = h(
      "button",
      { class: "row", tabindex: -1, onclick: () => ed.select(key), onpointerenter: () => this.#hover(key) },
      h("span", { class: `swatch ${shape.kind}`, style: { "--colour": concept?.colour ?? "#888" } }),
      h("span", { class: "name" }, name),
      h("span", { class: "facts" }, facts(shape)),
    );
    const isOffered = ed.isSuggestion(key);
    const eye = iconButton(isHidden ? "hidden" : "eye", `${isHidden ? "Show" : "Hide"} ${name}`, () => hide(ed, key), { tabindex: -1 });
    const bin = iconButton("bin", `Delete ${name}`, () => (ed.select(key), remove(ed)), { tabindex: -1 });
    el.className = isHidden ? "is-hidden" : "";
    el.replaceChildren(button, eye, ...(ed.mayEdit && !isOffered ? [bin] : []));
    if (hadFocus) button.focus();
    const drawn = { el, shape, isHidden };
    this.#rows.set(key, drawn);
    return drawn;
  }

  /** @param {string} key */
  #hover(key) {
    this.ed.hover = key;
    this.ed.tell("view");
  }

  /** The chosen one is marked, and the one that Tab comes to. */
  mark() {
    const { selected } = this.ed;
    const row = this.#rows.get(selected ?? "") ?? this.#rows.get(this.shapes()[0]?.key);
    const before = this.el.querySelector("[tabindex='0']");
    before?.setAttribute("tabindex", "-1");
    before?.removeAttribute("aria-current");
    if (!row) return;
    const button = row.el.firstElementChild;
    button.tabIndex = 0;
    if (row.shape.key !== selected) return;
    button.setAttribute("aria-current", "true");
    button.scrollIntoView({ block: "nearest" });
  }

  /** @param {KeyboardEvent} event */
  #step(event) {
    const li = /** @type {Element} */ (event.target).parentElement;
    const next = event.key === "ArrowDown" ? li?.nextElementSibling : event.key === "ArrowUp" && li?.previousElementSibling;
    if (!next) return;
    event.preventDefault();
    const button = /** @type {HTMLElement} */ (next.firstElementChild);
    button.click();
    button.focus();
  }
}

/** The list of what is drawn. @param {import("./main.js").Desk} desk */
export function install({ ed, acts }) {
  const list = new List($("shapes"), ed, () => (ed.item?.draws.length ? ed.shapes : []));
  /** @param {import("./editor.js").What} what */
  const follow = (what) => {
    if (what === "selected") return list.mark();
    if (what === "view" || what === "tool" || what === "concept") return;
    list.sync();
    const count = list.shapes().length;
    $("drawn").hidden = !ed.item?.draws.length;
    $("sheet").hidden = $("drawn").hidden && !isReview;
    $("no-shapes").hidden = count > 0;
    for (const id of ["shapes-count", "sheet-count"]) $(id).textContent = String(count);
  };
  Object.assign(acts, { hide: () => hide(ed), delete: () => remove(ed) });
  ed.on(follow);
  follow("item");
}

/** Where it comes from, if that is a model; else how large it is. @param {Shape} shape */
function facts(shape) {
  const { kind, points, source = "", score, labels } = shape;
  const learned = labels ? `, learned from ${labels} ${labels === 1 ? "label" : "labels"}` : "";
  if (SOURCES[source] || (!source && score)) return `${SOURCES[source] ?? "AI"} ${percent(score)}${learned}`;
  const [w, h] = sizeOf(shape).map(Math.round);
  return kind === "box" ? `${w} × ${h}` : `${points.length} points`;
}
