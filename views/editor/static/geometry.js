// @ts-check
// Points, boxes and outlines. Nothing here knows of a page.

/** @typedef {import("./types.js").Point} Point */
/** @typedef {import("./types.js").Shape} Shape */
/** @typedef {[number, number, number, number]} Bounds left, top, right, bottom */

/** Rounded down, as on cards: what is shown as 80 % is never below a threshold of 80 %. @param {number | null | undefined} score */
export const percent = (score) => `${Math.floor(Number(((score ?? 0) * 100).toFixed(6)))} %`;

export const SMALLEST = 3;
/** Shapes never change, so what was found out of one holds for good. @type {WeakMap<Shape, Bounds>} */
const known = new WeakMap();

/** @param {number} value @param {number} low @param {number} high */
export const clamp = (value, low, high) => Math.max(low, Math.min(high, value));

/** Rounded to 0.01, and not beyond the picture's edges. @param {Point} p @param {number} width @param {number} height @returns {Point} */
export const inside = ([x, y], width, height) => [clamp(Math.round(x * 100) / 100, 0, width), clamp(Math.round(y * 100) / 100, 0, height)];

/** @param {Point} a @param {Point} b @returns {Point[]} */
export const boxOf = ([a, b], [c, d]) => [
  [Math.min(a, c), Math.min(b, d)],
  [Math.max(a, c), Math.max(b, d)],
];

/** @param {Point} a @param {Point} b */
export const distance = (a, b) => Math.hypot(a[0] - b[0], a[1] - b[1]);

/** @param {Point} a @param {Point} b @returns {Point} */
export const between = (a, b) => [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];

/** @param {Shape} shape @returns {Bounds} */
export function boundsOf(shape) {
  const found = known.get(shape);
  if (found) return found;
  const [xs, ys] = [0, 1].map((axis) => shape.points.map((p) => p[axis]));
  const bounds = /** @type {Bounds} */ ([Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)]);
  known.set(shape, bounds);
  return bounds;
}

/** @param {Shape} shape */
export function sizeOf(shape) {
  const [l, t, r, b] = boundsOf(shape);
  return [r - l, b - t];
}

/** The corners, clockwise from the left upper one; of a polygon its points. @param {Shape} shape @returns {Point[]} */
export function outline({ kind, points }) {
  if (kind === "polygon") return points;
  const [[l, t], [r, b]] = points;
  return [[l, t], [r, t], [r, b], [l, b]];
}

/** Each side of an outline: its ends, and which one it is. @param {Shape} shape @returns {Array<[Point, Point, number]>} */
export const sides = (shape) => outline(shape).map((p, i, all) => [p, all[(i + 1) % all.length], i]);

/** How far from the line between two points. @param {Point} p @param {Point} a @param {Point} b */
export function fromLine(p, a, b) {
  const [dx, dy] = [b[0] - a[0], b[1] - a[1]];
  const along = clamp(((p[0] - a[0]) * dx + (p[1] - a[1]) * dy) / (dx * dx + dy * dy || 1), 0, 1);
  return distance(p, [a[0] + along * dx, a[1] + along * dy]);
}

/** Whether a pointer at `p` means this shape. @param {Shape} shape @param {Point} p @param {number} slop */
export function isHit(shape, p, slop) {
  const [l, t, r, b] = boundsOf(shape);
  const [x, y] = p;
  if (x < l - slop || x > r + slop || y < t - slop || y > b + slop) return false;
  let isWithin = false;
  for (const [u, v] of sides(shape)) {
    if (fromLine(p, u, v) <= slop) return true;
    if (u[1] > y !== v[1] > y && x < ((v[0] - u[0]) * (y - u[1])) / (v[1] - u[1]) + u[0]) isWithin = !isWithin;
  }
  return isWithin;
}

/** What is wrong with a shape, in words; "" where nothing is. @param {Shape} shape */
export function faultOf(shape) {
  const [width, height] = sizeOf(shape);
  if (shape.kind === "box") return width < SMALLEST || height < SMALLEST ? "A box is at least 3 pixels wide and high." : "";
  return shape.points.length < 3 || !(width && height) ? "A polygon needs at least three points, not all on one line." : "";
}

/** Moved as far as the picture's edges allow. @param {Shape} shape @param {number} dx @param {number} dy @param {number} width @param {number} height */
export function moved(shape, dx, dy, width, height) {
  const [l, t, r, b] = boundsOf(shape);
  const [x, y] = [clamp(dx, -l, width - r), clamp(dy, -t, height - b)];
  return { ...shape, points: shape.points.map((p) => inside([p[0] + x, p[1] + y], width, height)) };
}
