// @ts-check
// From one item to the next: opening, submitting, deciding, and what happens when the server says no.

import { Refusal, call, isReview } from "./api.js";
import { $, notice, press, say } from "./dom.js";
import { ticks } from "./editor.js";
import { Pace } from "./pace.js";
import { fetchAhead } from "./picture.js";
import { Saver, copiesOf, told } from "./saving.js";

/** @typedef {import("./types.js").Item} Item */
/** @typedef {import("./types.js").Row} Row */
/** @typedef {import("./types.js").Queue} Queue */
/** @typedef {import("./types.js").Done} Done */

const OF_LABELERS = ["submit", "none", "skip"];
const OF_REVIEWERS = ["approve", "request-changes", "reject"];
const OF_CLOSED = ["next", "reopen"];
const ANSWERS = [...OF_LABELERS, ...OF_REVIEWERS, ...OF_CLOSED];
/** What the server is told by buttons of these names. */
export const VERBS = [...ANSWERS, "flag"];

export class Flow {
  /** @type {Saver | null} */ saver = null;
  /** Whose answer is worked on: of several, the chosen one. */ target = { assignment: 0, revision: 0 };
  /** What is known of the queue. @type {Row[]} */ rows = [];
  /** Whether there is more of it. */ ends = { earlier: false, later: false };
  /** Told when an item stands. @type {Array<() => void>} */ onShown = [];
  /** Told when the rows have changed, or another one is looked at. */ onRows = () => {};
  pace = new Pace();
  /** What was asked for last. */ #wanted = 0;
  /** A decision that is not answered yet. @type {Promise<any> | null} */ #posted = null;

  /**
   * @param {import("./editor.js").Editor} ed
   * @param {(item: Item | null) => Promise<unknown>} stand @param {(name: string) => Promise<any>} need
   */
  constructor(ed, stand, need) {
    this.ed = ed;
    this.stand = stand;
    this.need = need;
    ed.on((what) => what === "shapes" && this.saver?.changed());
  }

  /** @param {string} asked the item that the page's address names, or "": what is to be done now */
  async start(asked) {
    /** @type {Queue | null} */
    const queue = await this.#ask("queue" + (asked && "?around=") + asked, () => this.start(asked));
    if (!queue) return;
    const { task, items, earlier, later, at, done } = queue;
    $("instructions").hidden = !task.has_instructions;
    Object.assign(this, { rows: items, ends: { earlier, later } });
    this.#progress(queue.progress);
    if (!asked && !at) return this.#finish(done);
    await this.open(Number(asked) || at);
    // What was asked for can't be had: then there is the queue, and what comes next.
    if (!this.saver) {
      this.#offer(["next"]);
      await this.stand(null);
    }
    if (task.read_first) $("instructions").click();
  }

  /** @param {number | null | undefined} assignment */
  async open(assignment) {
    try {
      await this.#posted;
    } catch {
      return; // It was refused, and that is said.
    }
    this.saver?.flush();
    if (!assignment) return;
    this.#wanted = assignment;
    const item = await this.#ask(`items/${assignment}`, () => this.open(assignment));
    if (item && assignment === this.#wanted) await this.show(item);
  }

  /** Null where it was refused, and said. @param {string} path @param {() => unknown} again */
  async #ask(path, again) {
    this.pace.busy(1);
    try {
      return await call("GET", path);
    } catch (error) {
      this.#trouble(error, again);
    } finally {
      this.pace.busy(-1);
    }
  }

  /** @param {any} error @param {() => unknown} again */
  #trouble(error, again) {
    if (!(error instanceof Refusal)) throw error;
    const isGone = error.status === 404 && this.rows.length;
    notice(error.message, isGone ? ["Go on", () => this.start("")] : ["Try again", again], ["Close", () => {}]);
  }

  /** The one before or after in the queue. @param {number} by */
  go(by) {
    return this.open(this.rows[this.rows.findIndex((row) => row.assignment === this.target.assignment) + by]?.assignment);
  }

  /** @param {Item} item */
  async show(item) {
    const { assignment, revision, input, reason, may_edit, may_reopen, answer } = item;
    const copies = copiesOf(assignment);
    if (answer) item.shapes = ticks(item, answer.concepts);
    notice(null);
    $("finished").hidden = true;
    if (assignment !== this.target.assignment) this.pace.turn();
    document.body.dataset.kind = input.kind;
    this.target = { assignment, revision };
    this.saver = new Saver(this.ed, item, (error, saver) => this.#refused(error, saver, () => saver.changed()));
    history.replaceState(null, "", `?item=${assignment}${isReview ? "&as=review" : ""}`);
    $("item-name").textContent = document.title = input.name;
    $("reason").hidden = !reason;
    $("reason").textContent = reason && `${reason.by} asked for changes: ${reason.words}`;
    $("none").textContent = item.draws.length ? "Nothing here" : "None of these";
    this.#offer(may_edit ? (isReview ? OF_REVIEWERS : OF_LABELERS) : OF_CLOSED.slice(0, may_reopen ? 2 : 1));
    press("flag", item.is_flagged);
    await this.stand(item);
    if (this.ed.item !== item) return;
    this.pace.seen();
    if (copies.length) await (await this.need("conflict"))?.restore(this, item, copies);
    for (const tell of this.onShown) tell();
    this.onRows();
    fetchAhead(item.ahead);
  }

  /** @param {string[]} buttons */
  #offer(buttons) {
    for (const id of ANSWERS) $(id).hidden = !buttons.includes(id);
  }

  /** @param {string} verb @returns {Promise<void>} */
  async act(verb) {
    const { ed } = this;
    const { item, shapes } = ed;
    if (!item || this.pace.isBusy || $(verb).hidden) return;
    if (verb === "flag") return this.#post(item.is_flagged ? "unflag" : verb, {});
    if (ed.draft) return say("Finish the polygon first, or drop it with Escape.");
    if (verb === "submit" && !shapes.length)
      return say(item.draws.length ? "Draw a shape first, or press “Nothing here”." : "Choose a concept first.");
    if (verb === "none" && item.draws.length && shapes.length && !(await (await this.need("dialog"))?.mayGo(shapes.length))) return;
    const answer = told(item, shapes);
    const isSent = verb === "submit" || verb === "skip";
    const body = isReview ? await (await this.need("review"))?.decision(this, verb, answer) : isSent ? answer : {};
    if (body && item === ed.item && !this.pace.isBusy) await this.#post(verb, body);
  }

  /** @param {string} verb @param {object} body */
  async #post(verb, body) {
    const { ed } = this;
    const saver = /** @type {Saver} */ (this.saver);
    const isFlag = verb.endsWith("flag");
    const sent = async () => {
      await saver.stop();
      const { assignment, revision } = isReview ? this.target : { ...this.target, revision: saver.revision };
      return call("POST", `items/${assignment}/${verb}`, { revision, seen: saver.item.seen, ...body });
    };
    this.pace.busy(1);
    // What would be drawn now is not in the answer any more.
    if (!isFlag) ed.mayEdit = false;
    /** @type {import("./types.js").Outcome} */
    let outcome;
    try {
      outcome = await (this.#posted = sent());
    } catch (error) {
      if (saver.isCurrent) ed.mayEdit = saver.item.may_edit;
      saver.goOn();
      if (error instanceof Refusal && error.status === 409) return this.#refused(error, saver, () => this.act(verb));
      if (saver.isCurrent) this.#trouble(error, () => this.act(verb));
      if (error instanceof Refusal && error.body.shape) ed.select(error.body.shape);
      return;
    } finally {
      this.#posted = null;
      this.pace.busy(-1);
    }
    const { item, items, progress, done } = outcome;
    this.#progress(progress);
    this.rows = this.rows.map((row) => items.find((one) => one.assignment === row.assignment) ?? row);
    if (item && isFlag) return this.#flagged(item, saver);
    saver.done();
    await (item ? this.show(item) : this.#finish(done));
  }

  /** @param {Item} item @param {Saver} saver */
  #flagged({ is_flagged, revision }, saver) {
    Object.assign(this.ed.item ?? {}, { is_flagged });
    saver.revision = this.target.revision = revision;
    press("flag", is_flagged);
    saver.goOn();
    this.onRows();
  }

  /** @param {Refusal} error @param {Saver} saver @param {() => unknown} again */
  async #refused(error, saver, again) {
    (await this.need("conflict"))?.refused(this, error, saver, again);
  }

  /** @param {import("./types.js").Progress} progress */
  #progress({ done, of }) {
    $("progress").textContent = `${done} of ${of}`;
    $("progress-bar").value = done / (of || 1);
  }

  /** @param {Done | null} done */
  async #finish(done) {
    this.saver = null;
    notice(null);
    this.#offer([]);
    $("finished").hidden = false;
    $("finished-words").textContent = done && done.words;
    $("look-again").hidden = !done?.more;
    await this.stand(null);
  }
}
