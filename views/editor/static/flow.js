// @ts-check
// From one item to the next: opening, submitting, deciding, and what happens when the server says no.

import { Refusal, call, isReview } from "./api.js";
import { $, notice, say } from "./dom.js";
import { fetchAhead } from "./picture.js";
import { Saver, copiesOf, isSame, wired } from "./saving.js";
import { Strip } from "./strip.js";

/** @typedef {import("./types.js").Item} Item */
/** @typedef {import("./types.js").Shape} Shape */

/** Buttons, and whether an item that may be edited has them. */
const BUTTONS = /** @type {Array<[string, (item: Item) => boolean]>} */ ([
  ["submit", ({ may_edit }) => may_edit && !isReview],
  ["none", ({ may_edit }) => may_edit && !isReview],
  ["skip", ({ may_edit }) => may_edit && !isReview],
  ["approve", ({ may_edit }) => may_edit && isReview],
  ["request-changes", ({ may_edit }) => may_edit && isReview],
  ["reject", ({ may_edit }) => may_edit && isReview],
  ["reopen", ({ may_reopen }) => may_reopen],
  ["next", ({ may_edit }) => !may_edit],
]);
/** What the page needs to know before it asks the server. */
const DRAW_FIRST = "Draw a shape first, or press “Nothing here”.";

export class Flow {
  /** @type {Saver | null} */ saver = null;
  /** Whose answer is worked on: of several, the chosen one. */ target = { assignment: 0, revision: 0 };
  /** Told when an item stands. @type {Array<() => void>} */ onShown = [];
  #isBusy = false;

  /** @param {import("./editor.js").Editor} ed @param {import("./panel.js").Panel} panel @param {(item: Item | null) => Promise<unknown>} stand @param {(name: string) => Promise<any>} need */
  constructor(ed, panel, stand, need) {
    this.ed = ed;
    this.panel = panel;
    this.stand = stand;
    this.need = need;
    this.strip = new Strip((assignment) => this.open(assignment));
    ed.on((what) => {
      if (what === "shapes" || what === "draft") this.saver?.changed();
    });
  }

  /** @param {string} asked the item that the page's address names */
  async start(asked) {
    const queue = await this.#queue(asked && `?around=${asked}`, () => this.start(asked));
    if (queue && (await this.#goTo(queue, Number(asked) || queue.at)) && queue.task.read_first) $("instructions").click();
  }

  /** What is to be done now, wherever somebody has been looking. */
  async next() {
    const queue = await this.#queue("", () => this.next());
    if (queue) await this.#goTo(queue, queue.at);
  }

  /** @param {string} where @param {() => unknown} again @returns {Promise<import("./types.js").Queue | null>} */
  async #queue(where, again) {
    const queue = await this.#ask("queue" + where, again);
    if (!queue) return null;
    $("instructions").hidden = !queue.task.has_instructions;
    this.strip.open(queue);
    this.#progress(queue.progress);
    return queue;
  }

  /** @param {import("./types.js").Queue} queue @param {number | null} at */
  async #goTo(queue, at) {
    if (at) await this.open(at);
    else await this.#finish(queue.done);
    return true;
  }

  /** @param {number} assignment */
  async open(assignment) {
    this.saver?.flush();
    const item = await this.#ask(`items/${assignment}`, () => this.open(assignment));
    if (item) await this.show(item);
  }

  /** Null where it was refused, and said. @param {string} path @param {() => unknown} again */
  async #ask(path, again) {
    this.#busy(true);
    try {
      return await call("GET", path);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      notice(error.message, ["Try again", again], ["Close", () => {}]);
    } finally {
      this.#busy(false);
    }
  }

  /** @param {number} by */
  go(by) {
    const beside = this.strip.beside(by);
    if (beside) this.open(beside);
  }

  /** @param {Item} item */
  async show(item) {
    const { assignment, input, reason, is_flagged } = item;
    notice(null);
    $("finished").hidden = true;
    document.body.dataset.kind = input.kind;
    this.target = { assignment, revision: item.revision };
    this.saver = new Saver(this.ed, item, (error, saver) => this.#refused(error, saver));
    history.replaceState(null, "", `?item=${assignment}${isReview ? "&as=review" : ""}`);
    $("item-name").textContent = document.title = input.name;
    $("flag").setAttribute("aria-pressed", String(is_flagged));
    $("reason").hidden = !reason;
    $("reason").textContent = reason && `${reason.by} asked for changes: ${reason.words}`;
    $("none").textContent = item.draws.length ? "Nothing here" : "None of these";
    for (const [id, isFor] of BUTTONS) $(id).hidden = !isFor(item);
    this.strip.mark(assignment);
    await this.stand(item);
    const copies = copiesOf(assignment);
    if (copies.length) await (await this.need("conflict"))?.restore(this, item, copies);
    for (const tell of this.onShown) tell();
    fetchAhead(item.ahead);
  }

  /** The reviewer has changed something. */
  get isMended() {
    const { item, shapes } = this.ed;
    if (item?.draws.length) return !isSame(shapes, this.saver?.saved ?? []);
    return String([...this.panel.answer].sort()) !== String((item?.answer?.concepts ?? []).toSorted());
  }

  /** @param {string} verb */
  async act(verb) {
    const { ed, panel } = this;
    const { item } = ed;
    if (!item || this.#isBusy || $(verb).hidden) return;
    const isFlag = verb === "flag";
    if (ed.draft && !isFlag) return say("Finish the polygon first, or drop it with Escape.");
    const isDrawn = item.draws.length > 0;
    if (verb === "submit" && !(isDrawn ? ed.shapes.length : panel.answer.size)) return say(isDrawn ? DRAW_FIRST : "Choose a concept first.");
    const answer = isDrawn ? { shapes: wired(ed.shapes) } : { concepts: [...panel.answer] };
    const isSent = verb === "submit" || (verb === "skip" && isDrawn) || (verb === "approve" && this.isMended);
    /** @type {object} */ let body = isSent ? answer : {};
    if (verb === "reject" || verb === "request-changes") {
      const reason = await (await this.need("review"))?.askReason(verb, item, this.isMended);
      if (!reason) return;
      body = { reason };
    }
    await this.#post(isFlag && item.is_flagged ? "unflag" : verb, body);
  }

  /** @param {string} verb @param {object} body */
  async #post(verb, body) {
    const saver = /** @type {Saver} */ (this.saver);
    this.#busy(true);
    await saver.stop();
    const { assignment, revision } = isReview ? this.target : { ...this.target, revision: saver.revision };
    try {
      const outcome = await call("POST", `items/${assignment}/${verb}`, { revision, ...body });
      this.#progress(outcome.progress);
      this.strip.change(outcome.items);
      if (verb.endsWith("flag")) return this.#flagged(outcome.item, saver);
      saver.done();
      if (outcome.item) await this.show(outcome.item);
      else await this.#finish(outcome.done);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      saver.goOn();
      if (error.status === 409) return this.#refused(error, saver);
      notice(error.message + (error.isTrouble ? " Nothing is lost." : ""), ["Try again", () => this.act(verb)], ["Close", () => {}]);
      if (error.body.shape) this.ed.select(error.body.shape);
    } finally {
      this.#busy(false);
    }
  }

  /** @param {Item} item @param {Saver} saver */
  #flagged({ is_flagged, revision }, saver) {
    Object.assign(/** @type {Item} */ (this.ed.item), { is_flagged });
    saver.revision = this.target.revision = revision;
    $("flag").setAttribute("aria-pressed", String(is_flagged));
    say(is_flagged ? "Flagged: the leads see it." : "The flag is gone.");
    saver.goOn();
  }

  /** @param {Refusal} error @param {Saver} saver */
  async #refused(error, saver) {
    const { theirs, state } = error.body;
    const { assignment, input } = saver.item;
    // Of an item that is looked at no longer the copy stays, and is found when it is opened again.
    if (saver !== this.saver) return say(`${input.name}: ${error.message}`);
    const part = theirs && (await this.need("conflict"));
    if (part) return part.merge(this, saver, theirs);
    if (state) this.ed.mayEdit = false;
    notice(error.message, ["Show what is there now", () => this.open(assignment)], ["Go on", () => this.next()]);
  }

  /** @param {import("./types.js").Progress} progress */
  #progress({ done, of }) {
    $("progress").textContent = `${done} of ${of}`;
    $("progress-bar").value = done / (of || 1);
  }

  /** @param {import("./types.js").Done | null} done */
  async #finish(done) {
    this.saver = null;
    notice(null);
    for (const [id] of BUTTONS) $(id).hidden = true;
    $("finished").hidden = false;
    $("finished-words").textContent = done?.words ?? "";
    $("look-again").hidden = !done?.more;
    await this.stand(null);
  }

  /** @param {boolean} is */
  #busy(is) {
    this.#isBusy = is;
    document.body.toggleAttribute("data-busy", is);
  }
}
