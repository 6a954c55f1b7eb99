// @ts-check
// Which part of the picture the stage shows, and how large: stage = picture * k + (x, y).

import { clamp } from "./geometry.js";

/** @typedef {import("./types.js").Point} Point */

const LARGEST = 40;
const MARGIN = 16;
/** So much of the picture stays on the stage. */
const REST = 48;

export class View {
  k = 1;
  x = 0;
  y = 0;
  /** Of the stage. */
  width = 1;
  height = 1;
  /** Of the picture. */
  across = 1;
  down = 1;

  /** @param {Point} p @returns {Point} */
  toPicture([x, y]) {
    return [(x - this.x) / this.k, (y - this.y) / this.k];
  }

  /** @param {Point} p @returns {Point} */
  toStage([x, y]) {
    return [x * this.k + this.x, y * this.k + this.y];
  }

  /** Of what is seen, on the picture. */
  get middle() {
    return this.toPicture([this.width / 2, this.height / 2]);
  }

  get fitting() {
    return Math.max(0.001, Math.min((this.width - 2 * MARGIN) / this.across, (this.height - 2 * MARGIN) / this.down, 8));
  }

  /** The whole picture. */
  fit() {
    this.k = this.fitting;
    this.x = (this.width - this.across * this.k) / 2;
    this.y = (this.height - this.down * this.k) / 2;
  }

  /** What is at `x, y` of the stage stays there. @param {number} factor @param {number} x @param {number} y */
  zoom(factor, x = this.width / 2, y = this.height / 2) {
    const k = clamp(this.k * factor, Math.min(this.fitting, 1) / 2, LARGEST);
    this.x = x - ((x - this.x) * k) / this.k;
    this.y = y - ((y - this.y) * k) / this.k;
    this.k = k;
    this.pan(0, 0);
  }

  /** @param {number} dx @param {number} dy */
  pan(dx, dy) {
    this.x = clamp(this.x + dx, REST - this.across * this.k, this.width - REST);
    this.y = clamp(this.y + dy, REST - this.down * this.k, this.height - REST);
  }

  /** The middle of what is seen stays in the middle. @param {number} width @param {number} height */
  resize(width, height) {
    this.x += (width - this.width) / 2;
    this.y += (height - this.height) / 2;
    Object.assign(this, { width, height });
  }

  /** Bring a box (in picture pixels) onto the stage if nothing of it is there. @param {number[]} bounds */
  reveal([l, t, r, b]) {
    const [[x, y], [u, v]] = [this.toStage([l, t]), this.toStage([r, b])];
    if (u < 0 || v < 0 || x > this.width || y > this.height) this.pan(this.width / 2 - (x + u) / 2, this.height / 2 - (y + v) / 2);
  }
}
