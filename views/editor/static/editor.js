// @ts-check
// What is on the stage: the shapes and their past, what is chosen, what is being drawn. It tells whoever listens.

import { say } from "./dom.js";
import { faultOf } from "./geometry.js";

/** @typedef {import("./types.js").Point} Point */
/** @typedef {import("./types.js").Shape} Shape */
/** @typedef {import("./types.js").Item} Item */
/** @typedef {"select" | "box" | "polygon"} Tool */
/** @typedef {"item" | "shapes" | "selected" | "concept" | "tool" | "filter" | "view"} What */
/** @typedef {{shapes: Shape[], selected: string | null, draft: Point[] | null}} Moment */

const MOST_SHAPES = 5000;
const REMEMBERED = 300;

export class Editor {
  /** @type {Item | null} */ item = null;
  /** Never changed in place. @type {Shape[]} */ shapes = [];
  /** @type {Moment[]} */ past = [];
  /** @type {Moment[]} */ future = [];
  /** The key of a shape or a suggestion. @type {string | null} */ selected = null;
  /** Which of its points. */ vertex = -1;
  /** @type {Tool} */ tool = "select";
  /** What is drawn next. */ concept = 0;
  /** A polygon on its way. @type {Point[] | null} */ draft = null;
  /** What the pointer holds, until it lets go. @type {Shape | null} */ live = null;
  /** @type {string | null} */ hover = null;
  /** Where the pointer is on the picture, or the cross that the keys move. @type {Point | null} */ cursor = null;
  /** A drawing tool was chosen by key: Enter draws, and the arrows move the cross. */ isByKeys = false;
  /** @type {Set<string>} */ hidden = new Set();
  /** Concepts whose shapes are hidden. @type {Set<number>} */ muted = new Set();
  isBlank = false;
  threshold = 0;
  mayEdit = false;
  /** @type {Array<(what: What) => unknown>} */ #listeners = [];
  /** @type {Shape[] | null} */ #offered = null;

  /** @param {(what: What) => unknown} listener */
  on(listener) {
    this.#listeners.push(listener);
  }

  /** @param {What} what */
  tell(what) {
    if (what !== "view") this.#offered = null;
    for (const listener of this.#listeners) listener(what);
  }

  /** @param {Item} item */
  open(item) {
    Object.assign(this, { item, shapes: item.shapes, past: [], future: [], selected: null, vertex: -1, draft: null, live: null });
    Object.assign(this, { hover: null, cursor: null, isByKeys: false, mayEdit: item.may_edit });
    this.hidden.clear();
    if (!this.conceptOf(this.concept)) this.concept = item.concepts[0]?.id;
    if (this.tool !== "select" && !item.draws.includes(this.tool)) this.tool = item.draws[0] ?? "select";
    this.tell("item");
  }

  /** Of the picture. @returns {[number, number]} */
  get size() {
    const { width, height } = /** @type {Item} */ (this.item).input;
    return [width, height];
  }

  /** @param {number} id */
  conceptOf(id) {
    return this.item?.concepts.find((one) => one.id === id);
  }

  /** What is suggested, scores enough and was not taken. */
  get suggestions() {
    if (!this.#offered) {
      const taken = new Set(this.shapes.map(({ from }) => from));
      const all = this.item?.draws.length ? this.item.suggestions : [];
      this.#offered = all.filter(({ key, score }) => !taken.has(key) && !this.hidden.has(key) && (score ?? 0) >= this.threshold);
    }
    return this.#offered;
  }

  /** @param {Shape} shape */
  isShown({ key, concept }) {
    return !this.isBlank && !this.hidden.has(key) && !this.muted.has(concept);
  }

  /** @param {string | null} key */
  isSuggestion(key) {
    return this.suggestions.some((one) => one.key === key);
  }

  /** @param {string | null} key @returns {Shape | undefined} */
  find(key) {
    return [this.shapes, this.suggestions].flatMap((all) => all.find((one) => one.key === key) ?? [])[0];
  }

  get chosen() {
    return this.selected === null ? undefined : this.find(this.selected);
  }

  /** @param {string | null} selected */
  select(selected, vertex = -1) {
    if (selected === this.selected && vertex === this.vertex) return;
    Object.assign(this, { selected, vertex });
    this.tell("selected");
  }

  /** One step that can be undone: other shapes, or one more point. @param {Shape[]} shapes @param {string | null} selected @param {Point[] | null} draft */
  commit(shapes, selected = this.selected, vertex = -1, draft = null) {
    const fault = this.mayEdit ? shapes.length > MOST_SHAPES && "A picture can have 5,000 shapes." : "These shapes can't be changed now.";
    if (fault) return say(fault), false;
    this.past = [...this.past.slice(-REMEMBERED), this.#moment];
    this.future = [];
    this.#become({ shapes, selected, draft }, vertex);
    return true;
  }

  /** @returns {Moment} */
  get #moment() {
    const { shapes, selected, draft } = this;
    return { shapes, selected, draft };
  }

  /** @param {Moment} moment */
  #become(moment, vertex = -1) {
    Object.assign(this, moment, { live: null, vertex });
    this.tell("shapes");
    if (!this.chosen) this.selected = null;
    this.tell("selected");
  }

  undo() {
    this.#travel(this.past, this.future);
  }

  redo() {
    this.#travel(this.future, this.past);
  }

  /** @param {Moment[]} from @param {Moment[]} to */
  #travel(from, to) {
    const moment = this.mayEdit && from.pop();
    if (!moment) return;
    to.push(this.#moment);
    this.#become(moment);
  }

  /** @param {Point[] | null} draft */
  drawing(draft) {
    this.commit(this.shapes, null, -1, draft);
  }

  /** What is on its way is gone, until it is undone. */
  drop() {
    this.live = null;
    if (this.draft) this.drawing(null);
  }

  /** @param {"box" | "polygon"} kind @param {Point[]} points */
  add(kind, points) {
    return this.#take({ key: newKey(), concept: this.concept, kind, points, from: null });
  }

  /** The shape of that key becomes this one; a suggestion is accepted by it. @param {Shape} shape */
  change(shape, vertex = -1) {
    return this.#take(this.isSuggestion(shape.key) ? accepted(shape) : shape, vertex);
  }

  /** False, and said, where it can't be. @param {Shape} shape */
  #take(shape, vertex = -1) {
    const fault = faultOf(shape);
    this.live = null;
    this.tell("view");
    if (fault) return say(fault), false;
    const isNew = !this.shapes.some(({ key }) => key === shape.key);
    return this.commit(isNew ? [...this.shapes, shape] : this.shapes.map((one) => (one.key === shape.key ? shape : one)), shape.key, vertex);
  }

  /** @param {Tool} tool */
  use(tool, isByKeys = false) {
    if (tool !== "select" && !(this.mayEdit && this.item?.draws.includes(tool))) return;
    if (this.draft && tool !== "polygon") this.drop();
    Object.assign(this, { tool, isByKeys: isByKeys && tool !== "select" });
    this.tell("tool");
  }

  /** The one that is drawn next; with the select tool (or `isChange`) the chosen shape's. @param {number} concept */
  setConcept(concept, isChange = this.tool === "select") {
    const { chosen } = this;
    this.concept = concept;
    this.tell("concept");
    if (chosen && isChange && this.mayEdit) this.change({ ...chosen, concept });
    else {
      this.select(null);
      // Who chooses what to draw wants to draw it.
      if (!chosen && this.tool === "select" && this.item?.draws.length) this.use(this.item.draws[0]);
    }
  }
}

export const newKey = () => Array.from(crypto.getRandomValues(new Uint32Array(3)), (n) => n.toString(36)).join("");

/**
 * Where concepts alone are the answer they are shapes that are nowhere: undone, kept and sent as what is drawn.
 * @param {Item} item @param {number[]} chosen @returns {Shape[]}
 */
export const ticks = ({ concepts }, chosen) =>
  concepts.filter(({ id }) => chosen.includes(id)).map(({ id }) => ({ key: `c${id}`, concept: id, kind: "box", points: [] }));

/** The shape that a suggestion becomes. @param {Shape} suggestion @returns {Shape} */
export const accepted = (suggestion) => ({ ...suggestion, key: newKey(), from: suggestion.key, source: "accepted" });
