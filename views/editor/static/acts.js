// @ts-check
// What can be done with what is chosen, whoever asks: a key, a button, a finger.

import { say } from "./dom.js";

/** @typedef {import("./editor.js").Editor} Editor */

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

/** Or show again. @param {Editor} ed */
export function hide(ed, key = ed.selected) {
  if (key !== null && !ed.hidden.delete(key)) ed.hidden.add(key);
  ed.tell("filter");
}
