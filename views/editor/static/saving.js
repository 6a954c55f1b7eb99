// @ts-check
// Nothing drawn is lost: each change is copied into this browser at once, sent a moment later, and sent again until it is taken.

import { Refusal, call, isReview } from "./api.js";
import { $, kept } from "./dom.js";

/** @typedef {import("./types.js").Shape} Shape */
/** @typedef {import("./types.js").Item} Item */
/** @typedef {import("./types.js").Copy} Copy */
/** @typedef {import("./editor.js").Editor} Editor */

const SOON = 500;
const LONGEST_PAUSE = 15_000;
/** What a browser still sends for a page that is gone. */
const MOST_KEPT_ALIVE = 60_000;
const { me, task } = document.body.dataset;
/** How the names of all copies of this task begin. */
export const ours = `labelbot ${isReview ? "review" : "label"} ${me} ${task} `;
/** Each open page has its own copies: two of them on one picture must not write over each other's. */
const page = Math.random().toString(36).slice(2);

/** As it travels: what the server found out is not sent back. @param {Shape[]} shapes */
export const wired = (shapes) => shapes.map(({ key, concept, kind, points, from }) => ({ key, concept, kind, points, from: from ?? null }));

/** What the server is told of them. @param {Item} item @param {Shape[]} shapes */
export const told = ({ draws }, shapes) => (draws.length ? { shapes: wired(shapes) } : { concepts: shapes.map(({ concept }) => concept) });

/** @param {Shape[]} a @param {Shape[]} b */
export const isSame = (a, b) => a === b || JSON.stringify(wired(a)) === JSON.stringify(wired(b));

/** What pages that are gone have left of an item, or of all, the oldest first. @param {number | string} assignment @returns {Copy[]} */
export function copiesOf(assignment) {
  const ids = Object.keys(kept).filter((id) => id.startsWith(assignment ? `${ours}${assignment} ` : ours));
  const found = ids.flatMap((id) => {
    try {
      return [{ ...JSON.parse(kept[id]), id }];
    } catch {
      return [];
    }
  });
  return found.sort((a, b) => a.at - b.at);
}

/** @param {string} id */
export const forget = (id) => delete kept[id];

export class Saver {
  revision;
  /** @type {Shape[]} */ saved;
  /** @type {import("./types.js").Point[] | null} */ draft = null;
  /** Of several answers, the one that a reviewer works on. */ chosen = 0;
  /** What was sent and may have arrived, though no answer came. @type {Shape[][]} */ unanswered = [];
  #isOver = false;
  #timer = 0;
  #pause = 1000;
  /** @type {Promise<void> | null} */ #sending = null;
  #wake = () => {};

  /** @param {Editor} ed @param {Item} item @param {(error: Refusal, saver: Saver) => void} onRefused */
  constructor(ed, item, onRefused) {
    this.ed = ed;
    this.item = item;
    this.onRefused = onRefused;
    this.revision = item.revision;
    this.saved = item.shapes;
    this.shapes = item.shapes;
    this.id = `${ours}${item.assignment} ${page}`;
    showSaved("");
  }

  get isDirty() {
    return this.shapes !== this.saved;
  }

  /** The shapes, or the polygon on its way, have changed. */
  changed() {
    if (this.#isOver || !this.ed.mayEdit) return;
    this.#look();
    if (isReview || !this.isDirty) return showSaved(this.isDirty ? "kept" : "");
    showSaved("saving");
    this.#timer ||= window.setTimeout(() => this.flush(), SOON);
  }

  #look() {
    [this.shapes, this.draft] = [this.ed.shapes, this.ed.draft];
    this.#keepCopy();
  }

  #keepCopy() {
    const { id, draft, revision, chosen } = this;
    if (!this.isDirty && !draft) return forget(id);
    try {
      kept[id] = JSON.stringify({ revision, shapes: wired(this.shapes), draft, chosen, at: Date.now() });
    } catch {
      // The browser has no room left or wants to keep nothing: then there is only the server.
    }
  }

  /** Send what is not sent; resolves when nothing is on its way any more. */
  flush() {
    clearTimeout(this.#timer);
    this.#timer = 0;
    this.#wake();
    if (!isReview) this.#sending ??= this.#send().finally(() => (this.#sending = null));
    return this.#sending ?? Promise.resolve();
  }

  async #send() {
    while (this.isDirty && !this.#isOver) {
      const shapes = this.shapes;
      try {
        await this.#put(shapes);
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        if (this.#isOver) return;
        if (!error.isTrouble) return this.#refused(error);
        this.unanswered.push(shapes);
        showSaved("offline");
        await this.#rest(error.wait * 1000 || this.#pause);
        this.#pause = Math.min(this.#pause * 2, LONGEST_PAUSE);
      }
    }
  }

  /** @param {Shape[]} shapes @param {RequestInit} [how] */
  async #put(shapes, how) {
    const body = told(this.item, shapes);
    const { revision } = await call("PUT", `items/${this.item.assignment}/${Object.keys(body)[0]}`, { revision: this.revision, ...body }, how);
    this.taken(revision, shapes);
  }

  /** @param {number} revision @param {Shape[]} shapes */
  taken(revision, shapes) {
    Object.assign(this, { revision, saved: shapes, unanswered: [] });
    this.#pause = 1000;
    if (!this.#isOver) this.#keepCopy();
    showSaved(this.isDirty ? "saving" : "saved");
  }

  /** @param {Refusal} error */
  #refused(error) {
    showSaved("refused");
    this.onRefused(error, this);
  }

  /** Until then, or until something gives reason to try again. @param {number} ms @returns {Promise<void>} */
  #rest(ms) {
    return new Promise((done) => {
      const timer = setTimeout(done, ms);
      this.#wake = () => (clearTimeout(timer), done());
    });
  }

  /** No more is sent by this one: the answer itself carries the shapes, or they are somebody else's now. */
  async stop() {
    this.#isOver = true;
    clearTimeout(this.#timer);
    this.#wake();
    await this.#sending;
  }

  /** What was not answered after all goes on being kept. */
  goOn() {
    this.#isOver = false;
    this.changed();
  }

  done() {
    this.#isOver = true;
    forget(this.id);
    showSaved("");
  }

  /** The page goes away: a last word, which the browser sends for it. */
  leave() {
    if (this.#isOver) return;
    this.#look();
    if (isReview || !this.isDirty || JSON.stringify(wired(this.shapes)).length > MOST_KEPT_ALIVE) return;
    this.#put(this.shapes, { keepalive: true, signal: null }).catch(() => {});
  }
}

const SAVED = /** @type {Record<string, string>} */ ({
  "": "",
  saving: "Saving …",
  saved: "Saved",
  kept: "Kept here until you approve",
  offline: "Offline: kept in this browser",
  refused: "Not saved: kept in this browser",
});

/** @param {string} state */
function showSaved(state) {
  const el = $("saved");
  if (el.dataset.state === state) return;
  el.dataset.state = state;
  el.textContent = SAVED[state];
}
