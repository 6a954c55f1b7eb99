// @ts-check
// Nothing drawn is lost: each change is copied into this browser at once, sent a moment later, and sent again until it is taken.

import { Refusal, call, isReview } from "./api.js";
import { kept } from "./dom.js";
import { showSaved } from "./status.js";

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
/** Each time that an item is opened has a copy of its own: none writes over, or forgets, what another has left. */
let opened = Math.random();

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
  /** Nothing is sent while somebody is asked whose shapes are to stay. */ isHeld = false;
  #isOver = false;
  #isKept = true;
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
    this.id = `${ours}${item.assignment} ${opened++}`;
    showSaved("");
  }

  get isDirty() {
    return this.shapes !== this.saved;
  }

  /** What is on the stage is this one's. */
  get isCurrent() {
    return this.ed.item === this.item;
  }

  /** The shapes, or the polygon on its way, have changed. */
  changed() {
    if (!this.#look()) return;
    const isLeft = this.isDirty || this.draft;
    if (isReview || !this.isDirty) return this.#show(!isLeft ? "" : !this.#isKept ? "refused" : this.isDirty ? "kept" : "");
    this.#show("saving");
    this.#timer ||= window.setTimeout(() => this.flush(), SOON);
  }

  /** False where nothing is to be sent. */
  #look() {
    if (this.isCurrent) {
      if (!this.ed.mayEdit) return false;
      [this.shapes, this.draft] = [this.ed.shapes, this.ed.draft];
      this.#keepCopy();
    }
    return !this.#isOver && !this.isHeld;
  }

  #keepCopy() {
    const { id, draft, revision, chosen } = this;
    // What some browsers have in its place is gone with the page.
    this.#isKept = kept instanceof Storage;
    if (!this.isDirty && !draft) return forget(id);
    try {
      kept[id] = JSON.stringify({ revision, shapes: wired(this.shapes), draft, chosen, at: Date.now() });
    } catch {
      // The browser has no room left or wants to keep nothing: then there is only the server.
      this.#isKept = false;
    }
  }

  /** Send what is not sent; resolves when nothing is on its way any more. */
  flush() {
    clearTimeout(this.#timer);
    this.#timer = 0;
    this.#wake();
    if (!isReview && !this.isHeld) this.#sending ??= this.#send().finally(() => (this.#sending = null));
    return this.#sending ?? Promise.resolve();
  }

  async #send() {
    while (this.isDirty && !this.#isOver) {
      const { revision } = this;
      try {
        await this.#put();
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        if (this.#isOver) return;
        // A last word was taken meanwhile, and the page is still there.
        if (this.revision !== revision) continue;
        if (!error.isTrouble) return this.#refused(error);
        this.#show("offline");
        await this.#rest(error.wait * 1000 || this.#pause);
        this.#pause = Math.min(this.#pause * 2, LONGEST_PAUSE);
      }
    }
  }

  /** @param {RequestInit} [how] */
  async #put(how) {
    const { shapes, revision } = this;
    const body = told(this.item, shapes);
    this.unanswered.push(shapes);
    const answer = await call("PUT", `items/${this.item.assignment}/${Object.keys(body)[0]}`, { revision, ...body }, how);
    this.taken(answer.revision, shapes);
  }

  /** @param {number} revision @param {Shape[]} shapes */
  taken(revision, shapes) {
    Object.assign(this, { revision, saved: shapes, unanswered: [] });
    this.#pause = 1000;
    if (!this.#isOver) this.#keepCopy();
    this.#show(this.isDirty ? "saving" : "saved");
  }

  /** @param {Refusal} error */
  #refused(error) {
    this.#show("refused");
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
    this.#show("sending");
    clearTimeout(this.#timer);
    this.#wake();
    await this.#sending;
  }

  /** What was not answered after all goes on being kept. */
  goOn() {
    this.#isOver = false;
    this.#show("");
    this.changed();
  }

  done() {
    this.#isOver = true;
    forget(this.id);
    this.#show("");
  }

  /** The page goes away: a last word, which the browser sends for it. */
  leave() {
    if (!this.#look() || isReview || !this.isDirty || JSON.stringify(wired(this.shapes)).length > MOST_KEPT_ALIVE) return;
    const sent = this.#put({ keepalive: true, signal: null }).catch(() => {});
    // Should the page stay after all, then what comes next waits for the answer, and for its revision.
    this.#sending ??= sent.finally(() => {
      this.#sending = null;
      this.flush();
    });
  }

  /** @param {string} state */
  #show(state) {
    if (this.isCurrent) showSaved(state, this.#isKept);
  }
}
