// @ts-check
// Draws the shapes on two canvases as large as the stage: all of them beneath, what is being worked on above.

import { $ } from "./dom.js";
import { boundsOf, outline, percent } from "./geometry.js";

/** @typedef {import("./types.js").Point} Point */
/** @typedef {import("./types.js").Shape} Shape */
/** @typedef {import("./editor.js").Editor} Editor */
/** @typedef {import("./view.js").View} View */

/** Shapes on the stage from which on each is a hairline; and up to which they are filled and outlined in dark, and named. */
const MANY = 800;
const FINE = 300;
const NAMED = 60;
export const DARK = "#0009";

/** Who else paints on the upper canvas. @type {Array<(c: CanvasRenderingContext2D) => void>} */
export const onTop = [];

export class Painter {
  #all = $("all").getContext("2d");
  #top = $("top").getContext("2d");
  #ratio = 1;
  #frame = 0;
  #isAll = true;
  /** @type {Map<number, string>} */ #colours = new Map();
  /** @type {Map<string, number>} */ #widths = new Map();

  /** @param {Editor} ed @param {View} view */
  constructor(ed, view) {
    this.ed = ed;
    this.view = view;
    ed.on((what) => {
      if (what === "item") this.#colours = new Map(ed.item?.concepts.map((one) => [one.id, one.colour]));
      this.ask();
    });
  }

  /** Backing stores as fine as the screen, up to twice: beyond that nobody sees a difference, but every frame pays. */
  resize() {
    this.#ratio = Math.min(devicePixelRatio, 2);
    for (const { canvas } of [this.#all, this.#top]) {
      canvas.width = Math.round(this.view.width * this.#ratio);
      canvas.height = Math.round(this.view.height * this.#ratio);
    }
    this.#isAll = true;
    this.#paint();
  }

  /** To be painted with the next frame; without `isAll` only what is being worked on. */
  ask(isAll = true) {
    this.#isAll ||= isAll;
    this.#frame ||= requestAnimationFrame(() => this.#paint());
  }

  #paint() {
    if (this.#isAll) this.#paintAll(this.#clear(this.#all));
    this.#paintTop(this.#clear(this.#top));
    [this.#frame, this.#isAll] = [0, false];
  }

  /** @param {CanvasRenderingContext2D} c */
  #clear(c) {
    c.setTransform(this.#ratio, 0, 0, this.#ratio, 0, 0);
    c.clearRect(0, 0, this.view.width, this.view.height);
    return c;
  }

  /** @param {Shape} shape */
  #colour({ concept }) {
    return this.#colours.get(concept) ?? "#ffffff";
  }

  /** @param {CanvasRenderingContext2D} c */
  #paintAll(c) {
    const { ed } = this;
    const { k, x, y, width, height } = this.view;
    /** @param {Shape} one */
    const isSeen = (one) => {
      const [l, t, r, b] = boundsOf(one);
      return r * k + x >= 0 && b * k + y >= 0 && l * k + x <= width && t * k + y <= height && one.key !== ed.live?.key && ed.isShown(one);
    };
    const [shapes, offered] = [ed.shapes.filter(isSeen), ed.suggestions.filter(isSeen)];
    const count = shapes.length + offered.length;
    c.lineWidth = count > MANY ? 1 : 2;
    for (const one of shapes) this.stroke(c, one, count <= FINE);
    if (count <= MANY) c.setLineDash([6, 4]);
    for (const one of offered) this.stroke(c, one, count <= FINE);
    c.setLineDash([]);
    if (count > NAMED) return;
    for (const one of offered) this.#name(c, one, ` ${percent(one.score)}`);
    for (const one of shapes) this.#name(c, one);
  }

  /** @param {CanvasRenderingContext2D} c @param {Shape} shape @param {boolean} isFine @param {number} fill */
  stroke(c, shape, isFine, fill = shape.kind === "polygon" ? 0.2 : 0) {
    const { k, x, y } = this.view;
    const colour = this.#colour(shape);
    const [[l, t], [r, b]] = shape.points;
    const isBox = shape.kind === "box";
    if (!isFine) c.strokeStyle = colour;
    if (isBox && !isFine) return c.strokeRect(l * k + x, t * k + y, (r - l) * k, (b - t) * k);
    c.beginPath();
    if (isBox) c.rect(l * k + x, t * k + y, (r - l) * k, (b - t) * k);
    else for (const p of shape.points) c.lineTo(p[0] * k + x, p[1] * k + y);
    c.closePath();
    if (isFine) {
      c.globalAlpha = fill;
      c.fillStyle = colour;
      if (fill) c.fill();
      c.globalAlpha = 1;
      c.lineWidth += 2;
      c.strokeStyle = DARK;
      c.stroke();
      c.lineWidth -= 2;
      c.strokeStyle = colour;
    }
    c.stroke();
  }

  /** A flag at the left upper corner: colour is never the only sign. @param {CanvasRenderingContext2D} c @param {Shape} shape */
  #name(c, shape, more = "") {
    const words = (this.ed.conceptOf(shape.concept)?.name ?? "?") + more;
    const [l, t] = boundsOf(shape);
    const [x, y] = this.view.toStage([l, t]);
    c.font = "600 12px system-ui, sans-serif";
    const width = this.#widths.get(words) ?? c.measureText(words).width;
    this.#widths.set(words, width);
    const top = y > 20 ? y - 19 : y + 2;
    c.fillStyle = this.#colour(shape);
    c.fillRect(x - 1, top, width + 10, 17);
    c.fillStyle = inkOn(this.#colour(shape));
    c.fillText(words, x + 4, top + 13);
  }

  /** @param {CanvasRenderingContext2D} c */
  #paintTop(c) {
    const { ed, view } = this;
    const shape = ed.live ?? ed.chosen;
    const hovered = ed.live ? undefined : ed.find(ed.hover);
    if (ed.cursor && ed.tool !== "select" && ed.mayEdit) crosshair(c, view.toStage(ed.cursor), view);
    c.lineWidth = 2;
    if (hovered && hovered !== shape && ed.isShown(hovered)) this.stroke(c, hovered, true, 0.25);
    if (shape && ed.isShown(shape)) {
      c.lineWidth = 3;
      if (ed.isSuggestion(shape.key)) c.setLineDash([8, 5]);
      this.stroke(c, shape, true, 0.15);
      c.setLineDash([]);
      this.#name(c, shape);
      if (ed.mayEdit && shape.kind === "box") for (const p of outline(shape)) dot(c, view.toStage(p), 5, "#fff");
    }
    for (const paint of onTop) paint(c);
  }
}

/** Where a drawing tool would begin: lines across the stage. @param {CanvasRenderingContext2D} c @param {Point} at @param {View} view */
function crosshair(c, [x, y], { width, height }) {
  for (const [strokeStyle, lineWidth] of [["#0007", 3], ["#fffe", 1]]) {
    Object.assign(c, { strokeStyle, lineWidth });
    c.beginPath();
    c.moveTo(x, 0);
    c.lineTo(x, height);
    c.moveTo(0, y);
    c.lineTo(width, y);
    c.stroke();
  }
}

/** @param {CanvasRenderingContext2D} c @param {Point} p @param {number} radius @param {string} fillStyle */
export function dot(c, [x, y], radius, fillStyle) {
  Object.assign(c, { fillStyle, strokeStyle: "#000", lineWidth: 1.5 });
  c.beginPath();
  c.arc(x, y, radius, 0, 7);
  c.fill();
  c.stroke();
}

/** Black or white, whichever reads better. @param {string} colour */
function inkOn(colour) {
  const [r, g, b] = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));
  return r * 3 + g * 6 + b > 1400 ? "#000" : "#fff";
}
