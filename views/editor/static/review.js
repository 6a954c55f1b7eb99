// @ts-check
// What a reviewer is told of an answer: whose it is, what has changed, what others said.

import { ask, counted } from "./dialog.js";
import { $, h, say } from "./dom.js";
import { ticks } from "./editor.js";
import { onTop } from "./paint.js";
import { isSame } from "./saving.js";

/** @typedef {import("./types.js").Item} Item */
/** @typedef {import("./types.js").GivenAnswer} GivenAnswer */
/** @typedef {import("./main.js").Desk} Desk */

const DASHES = [[], [8, 4], [2, 3], [10, 3, 2, 3], [14, 6]];
/** Other answers than the one that is worked on, one over the other: each with its own dashes. @type {Array<{shapes: import("./types.js").Shape[], dash: number[]}>} */
let overlays = [];

/** @param {Desk} desk */
export function install(desk) {
  const { ed, painter } = desk;
  ed.on((what) => (what === "shapes" || what === "item") && mended(desk));
  onTop.push((c) => {
    c.lineWidth = 2;
    for (const { shapes, dash } of ed.isBlank ? [] : overlays) {
      c.setLineDash(dash);
      for (const one of shapes) painter.stroke(c, one, false);
    }
    c.setLineDash([]);
  });
}

/** @param {Desk} desk @param {Item} item */
export function show(desk, item) {
  const review = /** @type {import("./types.js").Review} */ (item.review);
  const changes = review.changes.map(({ at, by, words }) => h("li", null, h("time", { datetime: at }, when(at)), ` ${by} ${words}`));
  const approved = review.approved_by.length ? h("p", null, `Approved before by ${review.approved_by.join(", ")}`) : null;
  overlays = [];
  $("review").hidden = false;
  $("review-words").replaceChildren(
    h("p", null, "Labeled by ", h("strong", null, review.labeler), ` · ${when(review.submitted_at)}`),
    ...(approved ? [approved] : []),
    ...(changes.length ? [h("ul", { class: "changes" }, ...changes)] : []),
    ...(review.answers ? [answers(desk, item, review.answers)] : []),
    h("p", { id: "mended", role: "status" }),
  );
}

/** @param {Desk} desk */
function mended({ ed }) {
  if (!$("mended")) return;
  const given = new Map(ed.item?.shapes.map((one) => [one.key, one]));
  const fresh = ed.shapes.filter((one) => !given.has(one.key)).length;
  const changed = ed.shapes.filter((one) => given.has(one.key) && !isSame([one], [/** @type {any} */ (given.get(one.key))])).length;
  const gone = given.size - (ed.shapes.length - fresh);
  const parts = [fresh && `${fresh} added`, changed && `${changed} changed`, gone && `${gone} deleted`].filter(Boolean);
  $("mended").textContent = parts.length ? `Your changes: ${parts.join(", ")}. Approve takes them along.` : "";
}

/** All answers, one over the other, and one of them to work on. @param {Desk} desk @param {Item} item @param {GivenAnswer[]} given */
function answers(desk, item, given) {
  const { ed, flow } = desk;
  for (const one of given) if (one.answer) one.shapes = ticks(item, one.answer.concepts);
  const worked = given.map(({ shapes }) => shapes);
  let current = -1;
  /** Each with what was changed in it before. @param {number} at */
  const choose = (at) => {
    if (current >= 0) worked[current] = ed.shapes;
    current = at;
    const { assignment, revision, shapes } = given[at];
    flow.target = { assignment, revision };
    overlays = given.flatMap((one, i) => (i === at ? [] : [{ shapes: one.shapes, dash: DASHES[i % DASHES.length] }]));
    item.shapes = shapes;
    Object.assign(flow.saver ?? {}, { saved: shapes, shapes, revision, chosen: assignment });
    ed.open(item);
    if (worked[at] !== shapes) ed.commit(worked[at], null);
  };
  const options = given.map((one, at) =>
    h(
      "label",
      { class: "switch" },
      h("input", { type: "radio", name: "answer", id: `answer-${one.assignment}`, checked: at === 0, onchange: () => choose(at) }),
      h("span", { class: `dash dash-${at % DASHES.length}` }),
      `${one.labeler}: ${one.answer ? named(item, one.answer) : counted(one.shapes.length, "shape")}`,
    ),
  );
  choose(0);
  return h("fieldset", null, h("legend", null, "They did not agree. Whose answer do you approve?"), ...options);
}

/** @param {Item} item @param {import("./types.js").Answer} answer */
function named(item, { concepts }) {
  return concepts.map((id) => item.concepts.find((one) => one.id === id)?.name ?? "?").join(", ") || "None of these";
}

/** @param {string} at */
const when = (at) => new Date(at).toLocaleString(undefined, { dateStyle: "medium", timeStyle: "short" });

/** Whether the reviewer has changed something. @param {import("./flow.js").Flow} flow */
const isMended = ({ ed, saver }) => !isSame(ed.shapes, saver?.saved ?? []);

/** What goes with a decision; null where it was thought better of. @param {import("./flow.js").Flow} flow @param {string} verb @param {object} answer */
export async function decision(flow, verb, answer) {
  if (verb === "approve") return isMended(flow) ? answer : {};
  const isReject = verb === "reject";
  const field = h("textarea", { name: "reason", required: true, maxlength: 1000, rows: 4, autofocus: true });
  const label = isReject ? "Reject" : "Request changes";
  const lost = isMended(flow) && h("p", null, "Your own changes don’t go along: the labeler gets their answer as it was.");
  const words = isReject ? "Rejecting is final." : `${flow.ed.item?.review?.labeler} gets it back with these words.`;
  const content = [h("p", null, words), ...(lost ? [lost] : []), h("label", null, "Reason", field)];
  const choice = await ask(label, content, [["", "Cancel"], ["go", label]]);
  const reason = field.value.trim();
  if (choice && !reason) say("A reason is needed.");
  return choice && reason ? { reason } : null;
}
