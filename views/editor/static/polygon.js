// @ts-check
// Polygons: drawn point by point, bent at each point and between any two. Loaded right after the first picture.

import { say } from "./dom.js";
import { between, clamp, distance, inside, sides } from "./geometry.js";
import { DARK, dot, onTop } from "./paint.js";
import { choose, drawPolygons, isStill } from "./tools.js";

/** @typedef {import("./types.js").Point} Point */
/** @typedef {import("./types.js").Shape} Shape */
/** @typedef {import("./types.js").Spot} Spot */
/** @typedef {import("./editor.js").Editor} Editor */
/** @typedef {import("./main.js").Desk} Desk */

const MOST_POINTS = 2000;
const FULL = "A polygon can have 2,000 points.";
/** Beyond so many the points are drawn small. */
const DENSE = 100;
/** A side as long as this on the stage has a handle in its middle. */
const LONG = 32;
const QUICK = 400;
/** For keys: so near counts as the same place. */
const NEAR = 6;
let last = { at: 0, screen: /** @type {Point} */ ([0, 0]) };

/** @param {Desk} desk */
export function install({ ed, view, painter, acts }) {
  drawPolygons({ handleAt, bent: (shape, { at, isSide }, to) => shape.points.toSpliced(at + Number(isSide), isSide ? 0 : 1, to), draw }, ed);
  onTop.push((c) => paint(c, ed, view));
  ed.on((what) => {
    const { chosen } = ed;
    if (what === "shapes" && chosen?.kind === "polygon" && isCrossing(chosen.points)) say("This polygon crosses itself. Move a point, or undo.");
  });
  Object.assign(acts, {
    finish: () => close(ed),
    drop: () => ed.drop(),
    insert: () => insert(ed),
    "next-point": () => step(ed, 1),
    "previous-point": () => step(ed, -1),
    "place-point": () => place(ed, view),
    "move-cross": (/** @type {KeyboardEvent} */ event, dx = 0, dy = 0) => {
      const by = event.altKey ? 1 : (event.shiftKey ? 60 : 10) / view.k;
      const [x, y] = ed.cursor ?? view.middle;
      const [width, height] = ed.size;
      ed.cursor = [clamp(x + dx * by, 0, width), clamp(y + dy * by, 0, height)];
      painter.ask(false);
    },
  });
}

/** @param {Point[]} points */
const isFull = (points) => points.length >= MOST_POINTS;

/** @param {Shape} shape @param {Spot} spot */
function handleAt(shape, { at, slop }) {
  const near = shape.points.map((p) => distance(p, at));
  const best = near.indexOf(Math.min(...near));
  if (near[best] <= slop) return { at: best, isSide: false, cursor: "move" };
  const side = isFull(shape.points) ? -1 : sides(shape).findIndex(([a, b]) => distance(a, b) > slop * 3 && distance(at, between(a, b)) <= slop * 0.8);
  return side < 0 ? null : { at: side, isSide: true, cursor: "copy" };
}

/** A point where the pointer lets go; back at the first one, or twice in one place, it is closed. @param {Editor} ed @param {Spot} from */
function draw(ed, from) {
  return {
    move: (/** @type {Spot} */ { at }) => (ed.cursor = at),
    up: (/** @type {Spot} */ spot) => {
      const { draft } = ed;
      const isTwice = performance.now() - last.at < QUICK && distance(last.screen, spot.screen) < NEAR;
      last = { at: performance.now(), screen: spot.screen };
      if (draft && draft.length > 2 && (isTwice || distance(draft[0], spot.at) <= spot.slop)) close(ed);
      else if (!draft && spot.alt && isStill(from, spot)) choose(ed, spot);
      else if (draft || !isTwice) add(ed, spot.at);
    },
  };
}

/** @param {Editor} ed @param {Point} at */
function add(ed, at) {
  const point = inside(at, ...ed.size);
  const draft = ed.draft ?? [];
  if (isFull(draft)) return say(FULL);
  if (draft.length && distance(draft[draft.length - 1], point) === 0) return;
  ed.drawing([...draft, point]);
}

/** @param {Editor} ed */
function close(ed) {
  const points = ed.draft;
  if (!points) return;
  if (points.length < 3) return say("A polygon needs at least three points.");
  // From here on it is one step, whatever its points were before; unless it can't be one.
  const { past } = ed;
  const before = past.findLastIndex(({ draft }) => !draft);
  Object.assign(ed, { past: past.slice(0, before), draft: null });
  if (!ed.add("polygon", points)) Object.assign(ed, { past, draft: points });
}

/** By the keys: a point at the cross; at the first or the last one again it is closed. @param {Editor} ed @param {import("./view.js").View} view */
function place(ed, view) {
  const at = (ed.cursor ??= view.middle);
  const draft = ed.draft ?? [];
  const isBack = [draft[0], draft[draft.length - 1]].some((p) => p && distance(p, at) * view.k < NEAR);
  if (isBack && draft.length > 2) close(ed);
  else add(ed, at);
}

/** Halfway to the next point. @param {Editor} ed */
function insert(ed) {
  const { chosen } = ed;
  if (chosen?.kind !== "polygon") return;
  if (isFull(chosen.points)) return say(FULL);
  const at = Math.max(ed.vertex, 0);
  const [a, b] = sides(chosen)[at];
  ed.change({ ...chosen, points: chosen.points.toSpliced(at + 1, 0, inside(between(a, b), ...ed.size)) }, at + 1);
}

/** @param {Editor} ed @param {number} by */
function step(ed, by) {
  const { chosen } = ed;
  const count = chosen?.points.length ?? 0;
  if (chosen?.kind === "polygon") ed.select(chosen.key, (ed.vertex + by + count + Number(ed.vertex < 0 && by < 0)) % count);
}

/** @param {CanvasRenderingContext2D} c @param {Editor} ed @param {import("./view.js").View} view */
function paint(c, ed, view) {
  const shape = ed.live ?? ed.chosen;
  const colour = ed.conceptOf(shape?.concept ?? ed.concept)?.colour ?? "#fff";
  if (ed.draft) return paintDraft(c, ed.draft.map((p) => view.toStage(p)), ed.cursor && view.toStage(ed.cursor), colour);
  if (shape?.kind !== "polygon" || !ed.isShown(shape) || !ed.mayEdit) return;
  for (const [p, q, i] of sides(shape)) {
    const [a, b] = [view.toStage(p), view.toStage(q)];
    if (distance(a, b) > LONG) dot(c, between(a, b), 3, "#fffb");
    if (i === ed.vertex) dot(c, a, 7, colour);
    else dot(c, a, shape.points.length > DENSE ? 2.5 : 5, "#fff");
  }
}

/** @param {CanvasRenderingContext2D} c @param {Point[]} points @param {Point | null} next @param {string} colour */
function paintDraft(c, points, next, colour) {
  for (const [strokeStyle, lineWidth] of /** @type {Array<[string, number]>} */ ([[DARK, 4], [colour, 2]])) {
    Object.assign(c, { strokeStyle, lineWidth });
    c.beginPath();
    for (const p of next ? [...points, next] : points) c.lineTo(...p);
    c.stroke();
  }
  points.forEach((p, i) => dot(c, p, i ? 4 : 7, i ? "#fff" : colour));
}

/** @param {Point} a @param {Point} b @param {Point} c */
const turn = (a, b, c) => Math.sign((b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]));

/** Whether the line of a polygon crosses itself. @param {Point[]} points */
export function isCrossing(points) {
  const n = points.length;
  for (let i = 0; i < n; i++)
    for (let j = i + 2; j < n - Number(i === 0); j++) {
      const [a, b, c, d] = [points[i], points[i + 1], points[j], points[(j + 1) % n]];
      if (turn(a, b, c) * turn(a, b, d) < 0 && turn(c, d, a) * turn(c, d, b) < 0) return true;
    }
  return false;
}
