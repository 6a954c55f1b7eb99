// @ts-check
// Two sets of shapes for one picture: both are shown, and neither is lost.

import { isReview } from "./api.js";
import { ask, counted } from "./dialog.js";
import { $, h, kept, notice, say } from "./dom.js";
import { newKey, ticks } from "./editor.js";
import { outline } from "./geometry.js";
import { forget, isSame } from "./saving.js";

/** @typedef {import("./types.js").Shape} Shape */
/** @typedef {import("./types.js").Item} Item */
/** @typedef {import("./flow.js").Flow} Flow */
/** @typedef {import("./saving.js").Saver} Saver */

const ACROSS = 300;

/** Nobody comes back to what is older. */
const KEPT = 30 * 24 * 3600 * 1000;

export function install() {
  for (const id of Object.keys(kept).filter((one) => one.startsWith("labelbot ")))
    try {
      if (JSON.parse(kept[id]).at < Date.now() - KEPT) forget(id);
    } catch {
      // It is no copy.
    }
}

/** The server does not take what was sent, and trying again would not help. @param {Flow} flow @param {import("./api.js").Refusal} error @param {Saver} saver @param {() => unknown} again */
export function refused(flow, { message, body }, saver, again) {
  const { theirs, state } = body;
  const { assignment, input, draws } = saver.item;
  if (theirs && !draws.length) theirs.shapes = ticks(saver.item, theirs.concepts);
  const own = theirs && saver.unanswered.find((shapes) => isSame(shapes, theirs.shapes));
  if (own) saver.taken(theirs.revision, own);
  // Of an item that is looked at no longer the copy stays, and is found when it is opened again.
  if (saver !== flow.saver) return own ? saver.changed() : say(`${input.name}: ${message}`);
  if (own) return again();
  if (theirs && !isReview) return merge(flow, saver, theirs);
  if (state) flow.ed.mayEdit = false;
  notice(message, ["Show what is there now", () => flow.open(assignment)], ["Go on", () => flow.start("")]);
}

/** Somebody saved others meanwhile. @param {Flow} flow @param {Saver} saver @param {{revision: number, shapes: Shape[], by: string | null}} theirs */
async function merge({ ed }, saver, { revision, shapes, by }) {
  saver.isHeld = true;
  const chosen = await settle(saver.item, () => (saver.isCurrent ? ed.shapes : saver.shapes), shapes, by);
  saver.isHeld = false;
  saver.taken(revision, shapes);
  if (saver.isCurrent) ed.commit(chosen, null);
  else saver.shapes = chosen;
  if (isSame(chosen, shapes)) saver.saved = saver.shapes;
  saver.changed();
}

/** What pages that are gone have left in this browser. @param {Flow} flow @param {Item} item @param {import("./types.js").Copy[]} copies */
export async function restore(flow, item, copies) {
  const { ed } = flow;
  for (const { id, shapes, draft, revision, chosen } of copies) {
    if (ed.item !== item) return;
    if (chosen) $(`answer-${chosen}`)?.click();
    const isNew = !isSame(shapes, ed.shapes);
    if (isNew && !item.may_edit) {
      notice(`${late(item, shapes)} A lead can reopen it.`, ["Throw them away", () => forget(id)]);
      continue;
    }
    if (isNew && revision === flow.target.revision && ed.shapes === item.shapes) ed.commit(shapes, null);
    else if (isNew) {
      const settled = await settle(item, () => shapes, ed.shapes, null);
      if (ed.item !== item) return;
      ed.commit(settled, null);
    }
    if (draft && item.may_edit) {
      ed.use("polygon");
      ed.drawing(draft);
    }
    forget(id);
    if (isNew || draft) say(isReview ? "Your own changes are back. Approve takes them along." : "What you did here before is back.");
  }
}

/** What became of it, as the end of a sentence. @param {Item} item */
export const standing = ({ state }) => /** @type {Record<string, string>} */ ({ changes: "sent back", open: "closed", skipped: "closed" })[state] ?? state;

/** What was done here came too late. @param {Item} item @param {Shape[]} shapes */
function late(item, shapes) {
  const { draws } = item;
  if (isReview) return `This is ${standing(item)} by now, without the changes that you had made here.`;
  return `${counted(shapes.length, draws.length ? "shape" : "concept")} that you ${draws.length ? "drew" : "chose"} here could not be saved, and nothing can be changed now.`;
}

/** @param {Item} item @param {() => Shape[]} mine as they are when it is chosen @param {Shape[]} theirs @param {string | null} by @returns {Promise<Shape[]>} */
async function settle(item, mine, theirs, by) {
  if (isSame(mine(), theirs)) return theirs;
  const what = item.draws.length ? "shapes" : "concepts";
  const words = `${by ?? item.review?.labeler ?? "Another window"} has saved other ${what} here than yours. Undo brings back what you don’t choose.`;
  const both = h("div", { class: "both" }, drawn(item, mine(), "Yours"), drawn(item, theirs, "Saved"));
  const choice = await ask(`Which ${what} are to stay?`, [h("p", null, words), both], [
    ["mine", "Yours"],
    ["theirs", "The saved ones"],
    ["both", "Both"],
  ]);
  return choice === "mine" ? mine() : choice === "theirs" ? theirs : together(mine(), theirs);
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
function drawn({ input, concepts, draws }, shapes, title) {
  if (!draws.length) return h("p", null, `${title}: ${concepts.filter(({ id }) => shapes.some((one) => one.concept === id)).map(({ name }) => name).join(", ") || "none"}`);
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
