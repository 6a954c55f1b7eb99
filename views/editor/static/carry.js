// @ts-check
// Shapes that go along: by copy and paste, or onto the next picture.

import { counted } from "./dialog.js";
import { say } from "./dom.js";
import { newKey } from "./editor.js";
import { boundsOf, moved } from "./geometry.js";

/** @typedef {import("./types.js").Shape} Shape */
/** @typedef {import("./editor.js").Editor} Editor */

/** @type {Shape[]} */
let carried = [];
let isNext = false;

/** @param {import("./main.js").Desk} desk */
export function install({ ed, acts, flow }) {
  /** What is chosen, or all. */
  const take = () => {
    carried = ed.chosen ? [ed.chosen] : ed.item?.draws.length ? ed.shapes : [];
    return counted(carried.length, "shape");
  };
  acts.copy = () => say(`${take()} copied.`);
  acts.paste = () => put(ed, 10);
  acts.repeat = () => {
    const words = take();
    isNext = carried.length > 0;
    say(`${words} will be on the next picture, too.`);
  };
  flow.onShown.push(() => {
    if (isNext && ed.mayEdit && put(ed, 0)) say(`${counted(carried.length, "shape")} taken along. Undo removes them.`);
    isNext = false;
  });
}

/** @param {Editor} ed @param {number} beside */
function put(ed, beside) {
  const [width, height] = ed.size;
  const copies = carried
    .filter((one) => ed.item?.draws.includes(one.kind) && ed.conceptOf(one.concept) && boundsOf(one)[0] < width && boundsOf(one)[1] < height)
    .map(({ concept, kind, points }) => moved({ key: newKey(), concept, kind, points }, beside, beside, width, height));
  return copies.length && ed.commit([...ed.shapes, ...copies], copies[0].key);
}
