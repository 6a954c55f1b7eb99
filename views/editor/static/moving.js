// @ts-check
// What keys do to shapes: place, move, stretch, go to the next one.

import { boundsOf, boxOf, inside, moved, sizeOf } from "./geometry.js";

/** @typedef {import("./types.js").Point} Point */
/** @typedef {import("./types.js").Shape} Shape */
/** @typedef {import("./editor.js").Editor} Editor */

const TOGETHER = 2000;
let lastNudge = { key: "", at: 0 };

/** @param {import("./main.js").Desk} desk */
export function install({ ed, view, acts }) {
  acts["place-box"] = () => placeBox(ed, view);
  acts["next-shape"] = () => stepShape(ed, 1);
  acts["previous-shape"] = () => stepShape(ed, -1);
  acts.move = ({ shiftKey, altKey }, dx, dy) => {
    const by = shiftKey ? Math.max(10, Math.round(10 / view.k)) : 1;
    if (nudge(ed, dx * by, dy * by, altKey)) return;
    view.pan(-dx * 60, -dy * 60);
    ed.tell("view");
  };
}

/** Many presses of an arrow are one step back. @param {Editor} ed @param {number} dx @param {number} dy @param {boolean} isSize */
function nudge(ed, dx, dy, isSize) {
  const { chosen, vertex } = ed;
  if (!chosen || !ed.mayEdit) return false;
  const isSame = lastNudge.key === `${ed.selected} ${vertex}` && performance.now() - lastNudge.at < TOGETHER;
  if (ed.change(nudged(ed, chosen, dx, dy, isSize), vertex) && isSame) ed.past.pop();
  lastNudge = { key: `${ed.selected} ${vertex}`, at: performance.now() };
  return true;
}

/** @param {Editor} ed @param {Shape} shape @param {number} dx @param {number} dy @param {boolean} isSize @returns {Shape} */
function nudged(ed, shape, dx, dy, isSize) {
  const [l, t] = boundsOf(shape);
  const [w, h] = sizeOf(shape);
  if (!isSize && ed.vertex < 0) return moved(shape, dx, dy, ...ed.size);
  /** @param {Point} p @param {number} i @returns {Point} */
  const next = ([x, y], i) => {
    if (ed.vertex >= 0) return i === ed.vertex ? [x + dx, y + dy] : [x, y];
    return [x + (dx * (x - l)) / w, y + (dy * (y - t)) / h];
  };
  return { ...shape, points: shape.points.map((p, i) => inside(next(p, i), ...ed.size)) };
}

/** The next or previous shape, in the list's order: shapes, then suggestions. @param {Editor} ed @param {number} by */
function stepShape(ed, by) {
  const all = [...ed.shapes, ...ed.suggestions];
  const at = all.findIndex((one) => one.key === ed.selected);
  if (all.length && ed.item?.draws.length) ed.select(all[(at + by + all.length + Number(at < 0 && by < 0)) % all.length].key);
}

/** Enter, after the key of the box: one in the middle of what is seen. @param {Editor} ed @param {import("./view.js").View} view */
function placeBox(ed, view) {
  const [x, y] = view.middle;
  const half = Math.max(8, Math.min(view.width, view.height) / view.k / 8);
  const corners = [-half, half].map((d) => inside([x + d, y + d], ...ed.size));
  if (ed.add("box", boxOf(corners[0], corners[1]))) ed.use("select");
}
