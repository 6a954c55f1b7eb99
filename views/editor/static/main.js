// @ts-check
// Puts the page's parts together, and its buttons and keys to work.

import { isReview } from "./api.js";
import { $, h, press, say } from "./dom.js";
import { Editor } from "./editor.js";
import { Flow, VERBS } from "./flow.js";
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

/** Parts, and what can be done once they are there. The first picture comes before them. @type {Record<string, string[]>} */
const PARTS = {
  polygon: ["finish", "drop", "insert", "next-point", "previous-point", "place-point", "move-cross"],
  list: ["hide", "delete"],
  offers: ["accept", "accept-all"],
  find: ["find"],
  moving: ["move", "place-box", "next-shape", "previous-shape"],
  carry: ["copy", "paste", "repeat"],
  help: ["help"],
  adjust: ["adjust"],
  instructions: ["instructions"],
  conflict: [],
  strip: [],
  wheel: [],
  returning: [],
};
/** @type {Record<string, Promise<any>>} */
const parts = {};
/** @type {Promise<unknown> | undefined} */
let dressed;
const stage = $("stage");
const ed = new Editor();
const view = new View();
const painter = new Painter(ed, view);
const pointer = new Pointer(stage, ed, view, painter);
const panel = new Panel(ed);
const flow = new Flow(ed, stand, need);

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
  "hide-all": () => ((ed.isBlank = !ed.isBlank), ed.tell("filter")),
  "next-item": () => flow.go(1),
  "previous-item": () => flow.go(-1),
  submit: () => flow.act(isReview ? "approve" : "submit"),
  next: () => flow.start(""),
  sheet: () => document.body.toggleAttribute("data-sheet"),
};

/** @param {string} name @param {any} event @param {...any} more */
async function run(name, event, ...more) {
  const isVerb = VERBS.includes(name);
  // Who holds a key, or clicks twice, has seen one picture.
  if (isVerb && (event.repeat || event.detail > 1)) return;
  if (isVerb) pointer.settle();
  for (const [part, names] of Object.entries(PARTS)) if (names.includes(name)) await need(part);
  if (acts[name]) acts[name](event, ...more);
  else if (isVerb) flow.act(name);
}

const desk = { ed, view, painter, pointer, panel, flow, acts, run };

/** The looks of what comes with parts. */
const dress = () =>
  new Promise((done) => document.head.append(h("link", { rel: "stylesheet", href: new URL("more.css", import.meta.url), onload: done, onerror: done })));

/** A part, loaded and put in its place once; null where it can't be had now. @param {string} name */
function need(name) {
  dressed ??= dress();
  const part = (parts[name] ??= Promise.all([import(`./${name}.js`), name === "polygon" || dressed]).then(([found]) => {
    found.install?.(desk);
    return found;
  }));
  return part.catch(() => {
    delete parts[name];
    say("This part of the page can't be loaded now.");
    return null;
  });
}

/** Everything shows this item. @param {Item | null} item */
async function stand(item) {
  const isPicture = item?.input.kind === "image";
  const isFirst = !ed.item;
  [stage.hidden, $("reader").hidden, panel.onPick] = [!isPicture, !item || isPicture, null];
  if (!item) {
    ed.mayEdit = false;
    delete document.body.dataset.shown;
    loadParts();
    return hidePicture();
  }
  const { draws, input, review } = item;
  const shown = () => (document.body.dataset.shown = String(item.assignment));
  /** @param {string} name */
  const its = async (name) => [await need(name)].find(() => ed.item === item);
  if (isPicture) {
    Object.assign(view, { across: input.width, down: input.height });
    layout();
    view.fit();
    stage.setAttribute("aria-label", `Picture ${input.name}`);
  }
  if (isFirst && !isReview) ed.tool = draws[0] ?? "select";
  ed.open(item);
  if (isPicture) await showPicture(input, shown);
  if (!draws.length) (await its("reader"))?.read(desk, item);
  if (!isPicture) shown();
  loadParts();
  if (review) (await its("review"))?.show(desk, item);
}

/** Everything else, as long as there is a network to bring it. */
const loadParts = () => setTimeout(() => Object.keys(PARTS).map(need));

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
  const button = /** @type {Element} */ (event.target).closest("button");
  if (button) run(button.dataset.do ?? button.id, event);
});

ed.on((what) => {
  if (what === "selected" && ed.chosen) view.reveal(boundsOf(ed.chosen));
  if (what === "view" || what === "item" || what === "selected") placePicture(view);
  if (what === "view") return;
  const draws = ed.item?.draws ?? [];
  for (const tool of ["select", "box", "polygon"]) {
    press(tool, ed.tool === tool);
    $(tool).hidden = tool === "select" ? !draws.length : !draws.some((one) => one === tool);
  }
  $("undo").setAttribute("aria-disabled", String(!ed.past.length));
  $("redo").setAttribute("aria-disabled", String(!ed.future.length));
  press("hide-all", ed.isBlank);
});

function leave() {
  pointer.settle();
  flow.saver?.leave();
}

for (const button of document.querySelectorAll("button")) button.title = button.ariaLabel ?? "";
new ResizeObserver(layout).observe(stage);
listen(desk);
addEventListener("pagehide", leave);
document.addEventListener("visibilitychange", () => document.hidden && leave());
addEventListener("online", () => flow.saver?.flush());
flow.start(document.body.dataset.item ?? "");
