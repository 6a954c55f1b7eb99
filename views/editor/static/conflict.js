// @ts-check
// Two sets of shapes for one picture: both are shown, and neither is lost.

import { isReview } from "./api.js";
import { ask, counted } from "./dialog.js";
import { $, h, notice, say } from "./dom.js";
import { newKey } from "./editor.js";
import { outline } from "./geometry.js";
import { forget, isSame } from "./saving.js";

/** @typedef {import("./types.js").Shape} Shape */
/** @typedef {import("./types.js").Item} Item */
/** @typedef {import("./flow.js").Flow} Flow */
/** @typedef {import("./saving.js").Saver} Saver */

const ACROSS = 300;

/** The server does not take what was sent, and trying again would not help. @param {Flow} flow @param {import("./api.js").Refusal} error @param {Saver} saver @param {() => unknown} again */
export function refused(flow, { message, body }, saver, again) {
  const { theirs, state } = body;
  const { assignment, input } = saver.item;
  const own = theirs && saver.unanswered.find((shapes) => isSame(shapes, theirs.shapes));
  if (own) {
    saver.taken(theirs.revision, own);
    return again();
  }
  // Of an item that is looked at no longer the copy stays, and is found when it is opened again.
  if (saver !== flow.saver) return say(`${input.name}: ${message}`);
  if (theirs && !isReview) return merge(flow, saver, theirs);
  if (state) flow.ed.mayEdit = false;
  notice(message, ["Show what is there now", () => flow.open(assignment)], ["Go on", () => flow.start("")]);
}

/** Somebody saved others meanwhile. @param {Flow} flow @param {Saver} saver @param {{revision: number, shapes: Shape[], by: string | null}} theirs */
async function merge({ ed }, saver, { revision, shapes, by }) {
  saver.taken(revision, shapes);
  ed.commit(await settle(/** @type {Item} */ (ed.item), ed.shapes, shapes, by), null);
  if (isSame(ed.shapes, shapes)) saver.saved = ed.shapes;
  saver.changed();
}

/** What pages that are gone have left in this browser. @param {Flow} flow @param {Item} item @param {import("./types.js").Copy[]} copies */
export async function restore({ ed, saver }, item, copies) {
  for (const { id, shapes, draft, revision } of copies) {
    const isNew = !isSame(shapes, ed.shapes);
    if (isNew && !item.may_edit) {
      notice(`${counted(shapes.length, "shape")} that you drew here could not be saved, and nothing can be changed now.`, ["Throw them away", () => forget(id)]);
      continue;
    }
    if (isNew && revision === item.revision && ed.shapes === item.shapes) ed.commit(shapes, null);
    else if (isNew) ed.commit(await settle(item, shapes, ed.shapes, null), null);
    if (draft && item.may_edit) {
      ed.use("polygon");
      ed.drawing(draft);
    }
    if (id !== saver?.id) forget(id);
    if (isNew || draft) say("What you drew here before is back.");
  }
}

/** @param {Item} item @param {Shape[]} mine @param {Shape[]} theirs @param {string | null} by @returns {Promise<Shape[]>} */
async function settle(item, mine, theirs, by) {
  if (isSame(mine, theirs)) return theirs;
  const words = `${by ?? "Another window"} has saved other shapes for this picture than yours. Undo brings back what you don’t choose.`;
  const both = h("div", { class: "both" }, drawn(item, mine, "Yours"), drawn(item, theirs, "Saved"));
  const choice = await ask("Which shapes are to stay?", [h("p", null, words), both], [
    ["mine", "Yours"],
    ["theirs", "The saved ones"],
    ["both", "Both"],
  ]);
  return choice === "mine" ? mine : choice === "theirs" ? theirs : together(mine, theirs);
}

/** All of both; what differs under one key is there twice. @param {Shape[]} mine @param {Shape[]} theirs */
function together(mine, theirs) {
  const had = new Map(mine.map((shape) => [shape.key, shape]));
  const more = theirs.filter((shape) => {
    const same = had.get(shape.key);
    return !same || !isSame([same], [shape]);
  });
  return [...mine, ...more.map((shape) => (had.has(shape.key) ? { ...shape, key: newKey(), from: null } : shape))];
}

/** @param {Item} item @param {Shape[]} shapes @param {string} title */
function drawn({ input, concepts }, shapes, title) {
  const k = ACROSS / input.width;
  const words = `${title}: ${counted(shapes.length, "shape")}`;
  const canvas = h("canvas", { width: ACROSS, height: Math.round(input.height * k), role: "img", "aria-label": words });
  const c = canvas.getContext("2d");
  const picture = $("picture");
  if (picture.complete && picture.naturalWidth) c.drawImage(picture, 0, 0, canvas.width, canvas.height);
  c.lineWidth = 2;
  for (const shape of shapes) {
    c.beginPath();
    for (const [x, y] of outline(shape)) c.lineTo(x * k, y * k);
    c.closePath();
    c.strokeStyle = concepts.find((one) => one.id === shape.concept)?.colour ?? "#fff";
    c.stroke();
  }
  return h("figure", null, canvas, h("figcaption", null, words));
}
