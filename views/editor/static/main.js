// @ts-check
// Puts the page's parts together, and its buttons and keys to work.

import { accept, acceptAll, hide, remove, stepShape } from "./acts.js";
import { isReview } from "./api.js";
import { $, h, say } from "./dom.js";
import { Editor } from "./editor.js";
import { Flow } from "./flow.js";
import { boundsOf } from "./geometry.js";
import { listen } from "./keys.js";
import { Painter } from "./paint.js";
import { Panel } from "./panel.js";
import { hidePicture, placePicture, showPicture } from "./picture.js";
import { Pointer } from "./pointer.js";
import { View } from "./view.js";

/** @typedef {import("./types.js").Item} Item */
/** @typedef {(event: any, ...more: any[]) => unknown} Act */
/** @typedef {typeof desk} Desk What keys and buttons work on. */

/** Acts that come with parts which most people never need, or only in some tasks; and the parts that items need. */
const PARTS = /** @type {Record<string, string>} */ ({ copy: "carry", paste: "carry", repeat: "carry", help: "help", adjust: "adjust", instructions: "instructions" });
/** @type {Set<string>} */
const loaded = new Set();
const stage = $("stage");
const ed = new Editor();
const view = new View();
const painter = new Painter(ed, view);
const pointer = new Pointer(stage, ed, view, painter);
const panel = new Panel(ed);
const flow = new Flow(ed, panel, stand, need);

/** @param {() => void} change */
const viewed = (change) => () => (change(), ed.tell("view"));

/** What can be done, by the names that buttons and keys have for it. @type {Record<string, Act>} */
const acts = {
  select: () => ed.use("select"),
  box: ({ type, detail }) => ed.use("box", type === "keydown" || !detail),
  polygon: ({ type, detail }) => ed.use("polygon", type === "keydown" || !detail),
  undo: () => ed.undo(),
  redo: () => ed.redo(),
  "zoom-in": viewed(() => view.zoom(1.25)),
  "zoom-out": viewed(() => view.zoom(0.8)),
  fit: viewed(() => view.fit()),
  hide: () => hide(ed),
  "hide-all": () => ((ed.isBlank = !ed.isBlank), ed.tell("filter")),
  delete: () => remove(ed),
  accept: () => accept(ed),
  "accept-all": () => acceptAll(ed),
  "next-shape": () => stepShape(ed, 1),
  "previous-shape": () => stepShape(ed, -1),
  "next-item": () => flow.go(1),
  "previous-item": () => flow.go(-1),
  find: () => panel.find(),
  submit: () => flow.act(isReview ? "approve" : "submit"),
  next: () => flow.next(),
  sheet: () => document.body.toggleAttribute("data-sheet"),
};

/** @param {string} name @param {any} event @param {...any} more */
async function run(name, event, ...more) {
  if (PARTS[name]) await need(PARTS[name]);
  if (acts[name]) acts[name](event, ...more);
  else if ($(name)?.dataset.do) flow.act(name);
}

const desk = { ed, view, painter, pointer, panel, flow, acts, run };

/** The looks of what comes with parts. */
const dressed = () =>
  new Promise((done) => document.head.append(h("link", { rel: "stylesheet", href: new URL("more.css", import.meta.url), onload: done, onerror: done })));

/** A part, loaded and put in its place once. @param {string} name */
async function need(name) {
  try {
    if (!loaded.size) await dressed();
    const part = await import(`./${name}.js`);
    if (!loaded.has(name)) part.install?.(desk);
    loaded.add(name);
    return part;
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    say("This part of the page can't be loaded now.");
    return null;
  }
}

/** Everything shows this item. @param {Item | null} item */
async function stand(item) {
  const isPicture = item?.input.kind === "image";
  const isFirst = !ed.item;
  [stage.hidden, $("reader").hidden, panel.onPick] = [!isPicture, !item || isPicture, null];
  if (!item) {
    ed.mayEdit = false;
    return hidePicture();
  }
  const { draws, input, review } = item;
  if (draws.includes("polygon")) await need("polygon");
  if (isPicture) {
    Object.assign(view, { across: input.width, down: input.height });
    layout();
    view.fit();
    showPicture(input).then(() => (document.body.dataset.shown = String(item.assignment)));
    stage.setAttribute("aria-label", `Picture ${input.name}`);
  }
  if (isFirst && !isReview) ed.tool = draws[0] ?? "select";
  ed.open(item);
  if (!draws.length) (await need("reader"))?.read(desk, item);
  if (review) (await need("review"))?.show(desk, item);
}

/** As large as its place allows. */
function layout() {
  const { clientWidth, clientHeight } = stage;
  pointer.measure();
  if (!clientWidth || (clientWidth === view.width && clientHeight === view.height)) return;
  view.resize(clientWidth, clientHeight);
  placePicture(view);
  painter.resize();
}

document.addEventListener("click", (event) => {
  const button = /** @type {Element} */ (event.target).closest("[data-do]");
  if (button instanceof HTMLElement) run(button.dataset.do ?? "", event);
});

ed.on((what) => {
  if (what === "selected" && ed.chosen) view.reveal(boundsOf(ed.chosen));
  if (what === "view" || what === "item" || what === "selected") placePicture(view);
  if (what === "view") return;
  const draws = ed.item?.draws ?? [];
  for (const tool of ["select", "box", "polygon"]) {
    $(tool).setAttribute("aria-pressed", String(ed.tool === tool));
    $(tool).hidden = tool === "select" ? !draws.length : !draws.some((one) => one === tool);
  }
  $("undo").setAttribute("aria-disabled", String(!ed.draft && !ed.past.length));
  $("redo").setAttribute("aria-disabled", String(!ed.undrawn.length && !ed.future.length));
  $("hide-all").setAttribute("aria-pressed", String(ed.isBlank));
});

function leave() {
  pointer.settle();
  flow.saver?.leave();
}

new ResizeObserver(layout).observe(stage);
listen(desk);
addEventListener("pagehide", leave);
document.addEventListener("visibilitychange", () => document.hidden && leave());
addEventListener("online", () => flow.saver?.flush());
flow.start(document.body.dataset.item ?? "");
