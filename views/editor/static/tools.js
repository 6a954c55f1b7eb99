// @ts-check
// What a pointer does on the picture: draw, choose, move, reshape. Polygons have more of it (polygon.js).

import { boundsOf, boxOf, distance, fromLine, inside, isHit, moved, outline, sides, sizeOf } from "./geometry.js";

/** @typedef {import("./types.js").Point} Point */
/** @typedef {import("./types.js").Shape} Shape */
/** @typedef {import("./types.js").Spot} Spot */
/** @typedef {import("./editor.js").Editor} Editor */
/** Where a shape can be taken: which point or side of it. @typedef {{at: number, isSide: boolean, cursor: string}} Handle */
/** What goes on between a press and its release. @typedef {{move: (spot: Spot) => void, up: (spot: Spot) => void}} Drag */
/**
 * How polygons are drawn and bent; there once a task has any.
 * @typedef {object} Polygons
 * @property {(shape: Shape, spot: Spot) => Handle | null} handleAt
 * @property {(shape: Shape, handle: Handle, to: Point) => Point[]} bent
 * @property {(ed: Editor, spot: Spot) => Drag} draw
 */

const STILL = 3;
/** @type {Polygons | null} */
let polygons = null;

/** Where polygons were begun before that. @type {Array<[unknown, Spot]>} */
const early = [];

/** @param {Polygons} how @param {Editor} ed */
export function drawPolygons(how, ed) {
  polygons = how;
  for (const [item, spot] of early) if (item === ed.item) how.draw(ed, spot).up(spot);
}

/** Small boxes have small handles, so that they can still be moved. @param {Shape} shape @param {Spot} spot @returns {Handle | null} */
function handleAt(shape, spot) {
  if (shape.kind === "polygon") return polygons && polygons.handleAt(shape, spot);
  const { at, slop } = spot;
  const reach = Math.min(slop, Math.max(slop / 4, Math.min(...sizeOf(shape)) / 3));
  const corner = outline(shape).findIndex((p) => distance(p, at) <= reach);
  if (corner >= 0) return { at: corner, isSide: false, cursor: corner % 2 ? "nesw-resize" : "nwse-resize" };
  const side = sides(shape).findIndex(([a, b]) => fromLine(at, a, b) <= reach / 2);
  return side < 0 ? null : { at: side, isSide: true, cursor: side % 2 ? "ew-resize" : "ns-resize" };
}

/** Of the chosen shape, where it may be taken. @param {Editor} ed @param {Spot} spot */
function gripAt(ed, spot) {
  const { chosen } = ed;
  return chosen && ed.mayEdit && !ed.draft && ed.isShown(chosen) ? handleAt(chosen, spot) : null;
}

/** What lies under the pointer: the chosen one first, then the smallest. @param {Editor} ed @param {Spot} spot */
export function shapeAt(ed, { at, slop }) {
  let [found, smallest] = [/** @type {Shape | null} */ (null), Infinity];
  for (const shape of [...ed.suggestions, ...ed.shapes]) {
    if (!ed.isShown(shape) || !isHit(shape, at, slop / 2)) continue;
    const [w, h] = sizeOf(shape);
    const size = shape.key === ed.selected ? 0 : w * h;
    if (size <= smallest) [found, smallest] = [shape, size];
  }
  return found;
}

/** @param {Editor} ed @param {Spot} spot */
export function choose(ed, spot) {
  const shape = shapeAt(ed, spot);
  ed.select(shape && shape.key);
  return shape;
}

/** The drag that a press begins; null: the pointer moves the picture. @param {Editor} ed @param {Spot} spot @returns {Drag | null} */
export function begin(ed, spot) {
  ed.isByKeys = false;
  const handle = gripAt(ed, spot);
  if (ed.chosen && handle) return reshape(ed, ed.chosen, handle, spot);
  if (ed.tool === "box" && ed.mayEdit) return drawBox(ed, spot);
  if (ed.tool === "polygon" && ed.mayEdit)
    return polygons ? polygons.draw(ed, spot) : { move: () => {}, up: (last) => void early.push([ed.item, last]) };
  const shape = choose(ed, spot);
  return shape && ed.mayEdit ? held(ed, spot, (dx, dy) => moved(shape, dx, dy, ...ed.size)) : null;
}

/** A mouse stays where it is; fingers and pens never quite do. @param {Spot} a @param {Spot} b */
export const isStill = (a, b) => distance(a.screen, b.screen) < STILL * (b.type === "mouse" ? 1 : 2);

/** @param {Editor} ed @param {Spot} from @returns {Drag} */
function drawBox(ed, from) {
  /** @param {Spot} spot */
  const points = (spot) => boxOf(inside(from.at, ...ed.size), inside(spot.at, ...ed.size));
  ed.select(null);
  return {
    move: (spot) => (ed.live = { key: "live", concept: ed.concept, kind: "box", points: points(spot) }),
    up: (spot) => {
      ed.live = null;
      if (isStill(from, spot)) choose(ed, spot);
      else ed.add("box", points(spot));
    },
  };
}

/** What was taken stays as far from the pointer as it was. @param {Editor} ed @param {Spot} from @param {(dx: number, dy: number) => Shape} shape @returns {Drag} */
function held(ed, from, shape, vertex = -1, onStill = () => {}) {
  let hasMoved = false;
  /** @param {Spot} spot */
  const there = ({ at }) => shape(at[0] - from.at[0], at[1] - from.at[1]);
  return {
    move: (spot) => {
      hasMoved ||= !isStill(from, spot);
      if (hasMoved) ed.live = there(spot);
    },
    up: (spot) => (hasMoved ? ed.change(there(spot), vertex) : onStill()),
  };
}

/** @param {Editor} ed @param {Shape} shape @param {Handle} handle @param {Spot} from */
function reshape(ed, shape, handle, from) {
  const [a, b] = sides(shape)[handle.at];
  const [x, y] = handle.isSide ? [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2] : a;
  const isPolygon = shape.kind === "polygon";
  const vertex = isPolygon ? handle.at + Number(handle.isSide) : -1;
  const bend = isPolygon && polygons ? polygons.bent : stretched;
  if (vertex >= 0 && !handle.isSide) ed.select(shape.key, vertex);
  const onStill = () => {
    if (vertex >= 0 && from.alt && shape.points.length > 3) ed.change({ ...shape, points: shape.points.toSpliced(vertex, 1) });
  };
  return held(ed, from, (dx, dy) => ({ ...shape, points: bend(shape, handle, inside([x + dx, y + dy], ...ed.size)) }), vertex, onStill);
}

/** A box, with one corner or side elsewhere. @param {Shape} shape @param {Handle} handle @param {Point} to */
function stretched(shape, { at, isSide }, [x, y]) {
  const edges = [...boundsOf(shape)];
  // Sides are top, right, bottom, left; corners lie between their own and the one before.
  if (!isSide || at % 2) edges[isSide ? (at === 1 ? 2 : 0) : at === 1 || at === 2 ? 2 : 0] = x;
  if (!isSide || at % 2 === 0) edges[isSide ? (at ? 3 : 1) : at > 1 ? 3 : 1] = y;
  return boxOf([edges[0], edges[1]], [edges[2], edges[3]]);
}

/** What the pointer should look like there. @param {Editor} ed @param {Spot} spot */
export function cursorAt(ed, spot) {
  const handle = gripAt(ed, spot);
  if (handle) return handle.cursor;
  if (ed.tool !== "select" && ed.mayEdit) return "crosshair";
  return ed.hover === null ? "grab" : ed.mayEdit && ed.hover === ed.selected ? "move" : "pointer";
}
