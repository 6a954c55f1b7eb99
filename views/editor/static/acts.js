// @ts-check
// What can be done with what is chosen, whoever asks: a key, a button, a finger.

import { say } from "./dom.js";
import { accepted } from "./editor.js";
import { boundsOf, boxOf, inside, moved, sizeOf } from "./geometry.js";

/** @typedef {import("./types.js").Point} Point */
/** @typedef {import("./types.js").Shape} Shape */
/** @typedef {import("./editor.js").Editor} Editor */

const TOGETHER = 700;
let lastNudge = { key: "", at: 0 };

/** @param {Editor} ed */
export function remove(ed) {
  const { chosen, shapes } = ed;
  if (ed.draft) return ed.undo();
  if (!chosen || !ed.mayEdit) return;
  if (ed.isSuggestion(chosen.key)) return hide(ed);
  if (ed.vertex >= 0) {
    if (chosen.points.length <= 3) return say("A polygon needs at least three points. Escape, then Delete takes the whole away.");
    const points = chosen.points.toSpliced(ed.vertex, 1);
    return ed.change({ ...chosen, points }, Math.min(ed.vertex, points.length - 1));
  }
  const at = shapes.indexOf(chosen);
  const rest = shapes.toSpliced(at, 1);
  ed.commit(rest, (rest[at] ?? rest[at - 1])?.key ?? null);
}

/** Many presses of an arrow are one step back. @param {Editor} ed @param {number} dx @param {number} dy @param {boolean} isSize */
export function nudge(ed, dx, dy, isSize) {
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
export function stepShape(ed, by) {
  const all = [...ed.shapes, ...ed.suggestions];
  const at = all.findIndex((one) => one.key === ed.selected);
  if (all.length) ed.select(all[(at + by + all.length + Number(at < 0 && by < 0)) % all.length].key);
}

/** The chosen one, or the best; then down the list, one press each. @param {Editor} ed */
export function accept(ed) {
  const { suggestions, selected } = ed;
  const at = selected === null ? 0 : suggestions.findIndex((one) => one.key === selected);
  if (suggestions[at] && ed.change(suggestions[at]) && suggestions[at + 1]) ed.select(suggestions[at + 1].key);
}

/** All that are above the threshold. @param {Editor} ed */
export function acceptAll(ed) {
  if (ed.mayEdit && ed.suggestions.length) ed.commit([...ed.shapes, ...ed.suggestions.map(accepted)], null);
}

/** Or show again. @param {Editor} ed */
export function hide(ed, key = ed.selected) {
  if (key !== null && !ed.hidden.delete(key)) ed.hidden.add(key);
  ed.tell("filter");
}

/** Enter, after the key of the box: one in the middle of what is seen. @param {Editor} ed @param {import("./view.js").View} view */
export function placeBox(ed, view) {
  const [x, y] = view.middle;
  const half = Math.max(8, Math.min(view.width, view.height) / view.k / 8);
  const corners = [-half, half].map((d) => inside([x + d, y + d], ...ed.size));
  if (ed.add("box", boxOf(corners[0], corners[1]))) ed.use("select");
}
