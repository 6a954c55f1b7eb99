// @ts-check
// My queue as a strip of small pictures, and the way back to earlier ones.

import { call } from "./api.js";
import { $, h, icon } from "./dom.js";

/** @typedef {import("./types.js").Row} Row */

const STATES = /** @type {Record<string, [string, string]>} */ ({
  open: ["", "to do"],
  skipped: ["skip", "skipped"],
  changes: ["back", "changes requested"],
  submitted: ["check", "submitted"],
  approved: ["check", "approved"],
  rejected: ["close", "rejected"],
  settled: ["check", "done"],
});

export class Strip {
  /** @type {Row[]} */ rows = [];
  #at = 0;
  #more = { before: false, after: false };
  #isAsking = false;

  /** @param {(assignment: number) => void} onChoose */
  constructor(onChoose) {
    this.onChoose = onChoose;
    $("strip").addEventListener("scroll", () => this.#nearEnd(), { passive: true });
    $("strip").addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
      const li = /** @type {Element} */ (event.target).parentElement;
      const next = event.key === "ArrowRight" ? li?.nextElementSibling : event.key === "ArrowLeft" && li?.previousElementSibling;
      if (!next) return;
      event.preventDefault();
      /** @type {HTMLElement} */ (next.firstElementChild).focus();
    });
  }

  /** @param {import("./types.js").Queue} queue */
  open(queue) {
    this.rows = queue.items;
    this.#more = { before: queue.earlier, after: queue.later };
    this.draw();
  }

  /** @param {Row[]} changed */
  change(changed) {
    const by = new Map(changed.map((row) => [row.assignment, row]));
    this.rows = this.rows.map((row) => by.get(row.assignment) ?? row);
    this.rows.push(...changed.filter((row) => !this.rows.some((one) => one.assignment === row.assignment)));
    this.draw();
  }

  /** @param {number} assignment */
  mark(assignment) {
    this.#at = assignment;
    this.draw();
    if (this.rows.slice(-6).some((row) => row.assignment === assignment)) this.#ask("after");
  }

  /** The one before or after. @param {number} by */
  beside(by) {
    return this.rows[this.rows.findIndex((row) => row.assignment === this.#at) + by]?.assignment;
  }

  draw() {
    const list = $("strip");
    const hadFocus = list.contains(document.activeElement);
    list.replaceChildren(...this.rows.map((row) => this.#row(row)));
    const current = list.querySelector("[aria-current]");
    current?.scrollIntoView({ block: "nearest", inline: "center" });
    if (hadFocus) current?.focus();
  }

  /** @param {Row} row */
  #row({ assignment, name, state, is_flagged, thumb, kind }) {
    const [sign, words] = STATES[state] ?? STATES.open;
    const isCurrent = assignment === this.#at;
    const label = `${name}, ${words}${is_flagged ? ", flagged" : ""}`;
    const button = h(
      "button",
      { type: "button", "aria-label": label, title: label, "aria-current": isCurrent && "true", tabindex: isCurrent ? 0 : -1, onclick: () => this.onChoose(assignment) },
      thumb ? h("img", { src: thumb, alt: "", loading: "lazy" }) : h("span", { class: "name" }, kind === "text" ? "Aa" : "▶"),
      sign && h("span", { class: `sign is-${state}` }, icon(sign)),
      is_flagged && h("span", { class: "sign is-flagged" }, icon("flag")),
    );
    return h("li", null, button);
  }

  #nearEnd() {
    const { scrollLeft, scrollWidth, clientWidth } = $("strip");
    if (scrollLeft < clientWidth / 2) this.#ask("before");
    else if (scrollWidth - scrollLeft - clientWidth < clientWidth / 2) this.#ask("after");
  }

  /** @param {"before" | "after"} where */
  async #ask(where) {
    const edge = where === "before" ? this.rows[0] : this.rows.at(-1);
    if (!this.#more[where] || this.#isAsking || !edge) return;
    this.#isAsking = true;
    try {
      const queue = await call("GET", `queue?${where}=${edge.assignment}`);
      this.#more[where] = where === "before" ? queue.earlier : queue.later;
      const known = new Set(this.rows.map((row) => row.assignment));
      const fresh = queue.items.filter((/** @type {Row} */ row) => !known.has(row.assignment));
      this.rows = where === "before" ? [...fresh, ...this.rows] : [...this.rows, ...fresh];
      this.draw();
    } catch {
      // It is asked again when somebody scrolls again.
    }
    this.#isAsking = false;
  }
}
