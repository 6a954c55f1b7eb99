// @ts-check
// Mouse, pen and fingers on the stage: one works with the tool, two always move and zoom the picture.

import { between, distance } from "./geometry.js";
import { begin, cursorAt, shapeAt } from "./tools.js";

/** @typedef {import("./types.js").Point} Point */
/** @typedef {import("./types.js").Spot} Spot */
/** @typedef {import("./editor.js").Editor} Editor */

const SLOP = /** @type {Record<string, number>} */ ({ mouse: 8, pen: 12, touch: 22 });

export class Pointer {
  /** @type {Map<number, Point>} */ #down = new Map();
  /** @type {import("./tools.js").Drag | null} */ #drag = null;
  #isPanning = false;
  #box = new DOMRect();
  isSpace = false;

  /** @param {HTMLElement} stage @param {Editor} ed @param {import("./view.js").View} view @param {import("./paint.js").Painter} painter */
  constructor(stage, ed, view, painter) {
    this.stage = stage;
    this.ed = ed;
    this.view = view;
    this.painter = painter;
    stage.addEventListener("pointerdown", (event) => this.#press(event));
    stage.addEventListener("pointermove", (event) => this.#move(event));
    stage.addEventListener("pointerup", (event) => this.#release(event));
    stage.addEventListener("pointercancel", (event) => this.#release(event, true));
    stage.addEventListener("pointerleave", () => this.#leave());
    stage.addEventListener("contextmenu", (event) => event.preventDefault());
  }

  /** Where the stage is on the page: asked when it changes and when something begins, not with each event. */
  measure() {
    this.#box = this.stage.getBoundingClientRect();
  }

  /** @param {MouseEvent} event @returns {Point} */
  screenOf(event) {
    return [event.clientX - this.#box.left, event.clientY - this.#box.top];
  }

  /** @param {PointerEvent} event @returns {Spot} */
  #spot(event) {
    const screen = this.screenOf(event);
    const type = event.pointerType;
    return { screen, at: this.view.toPicture(screen), slop: (SLOP[type] ?? 8) / this.view.k, type, alt: event.altKey };
  }

  /** What was begun is dropped; nothing of it is kept. */
  cancel() {
    this.#drag = null;
    this.ed.live = null;
    this.painter.ask();
  }

  /** The page goes away, or something else comes first: what is held is let go where it is. */
  settle() {
    const live = this.ed.live;
    this.#drag = null;
    if (live?.key === "live") this.ed.add("box", live.points);
    else if (live) this.ed.change(live);
  }

  /** @param {PointerEvent} event */
  #press(event) {
    if (event.button > 2 || this.ed.item === null) return;
    this.measure();
    this.stage.focus({ preventScroll: true });
    this.stage.setPointerCapture(event.pointerId);
    this.#down.set(event.pointerId, this.screenOf(event));
    if (this.#down.size > 1) {
      this.#isPanning = true;
      return this.cancel();
    }
    this.#isPanning = event.button > 0 || this.isSpace;
    if (!this.#isPanning) this.#drag = begin(this.ed, this.#spot(event));
    this.#isPanning ||= !this.#drag;
    this.painter.ask();
    if (this.#isPanning) this.stage.style.cursor = "grabbing";
  }

  /** @param {PointerEvent} event */
  #move(event) {
    const before = this.#down.get(event.pointerId);
    const spot = this.#spot(event);
    // A browser also tells of moves where only the page has changed beneath the pointer.
    if (!before && this.ed.isByKeys && !event.movementX && !event.movementY) return;
    if (!before) return this.#hover(spot);
    if (this.#isPanning) this.#carry(event.pointerId, before, spot.screen);
    else if (this.#drag) {
      const wasHeld = this.ed.live !== null;
      this.ed.cursor = spot.type === "touch" && this.ed.tool === "box" ? null : spot.at;
      this.#drag.move(spot);
      // The shape leaves the lower canvas once, when it is taken up.
      this.painter.ask(!wasHeld && this.ed.live !== null);
    }
    this.#down.set(event.pointerId, spot.screen);
  }

  /** One pointer moves the picture, two also zoom it. @param {number} id @param {Point} before @param {Point} now */
  #carry(id, before, now) {
    const other = [...this.#down].find(([one]) => one !== id)?.[1];
    if (other) {
      const [from, to] = [between(before, other), between(now, other)];
      this.view.pan(to[0] - from[0], to[1] - from[1]);
      this.view.zoom(distance(now, other) / Math.max(distance(before, other), 1), to[0], to[1]);
    } else this.view.pan(now[0] - before[0], now[1] - before[1]);
    this.ed.tell("view");
  }

  /** @param {PointerEvent} event */
  #release(event, isCancelled = false) {
    if (!this.#down.delete(event.pointerId)) return;
    const drag = this.#drag;
    this.#drag = null;
    if (drag && isCancelled) this.cancel();
    else drag?.up(this.#spot(event));
    if (event.pointerType === "touch") this.ed.cursor = null;
    // After two fingers the one that stays still moves the picture, and draws nothing.
    this.#isPanning = this.#down.size > 0;
    this.painter.ask();
    if (event.pointerType !== "touch") this.#hover(this.#spot(event));
  }

  #leave() {
    this.ed.hover = null;
    if (!this.ed.isByKeys && !this.ed.draft) this.ed.cursor = null;
    this.painter.ask(false);
  }

  /** @param {Spot} spot */
  #hover(spot) {
    const { ed } = this;
    ed.isByKeys = false;
    ed.cursor = spot.at;
    ed.hover = ed.tool === "select" ? (shapeAt(ed, spot)?.key ?? null) : null;
    this.stage.style.cursor = this.isSpace ? "grab" : cursorAt(ed, spot);
    this.painter.ask(false);
  }
}
