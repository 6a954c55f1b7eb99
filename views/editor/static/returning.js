// @ts-check
// Who comes back to this page: what was left behind here before, and what has become of the item meanwhile.

import { call, isReview } from "./api.js";
import { standing } from "./conflict.js";
import { counted } from "./dialog.js";
import { $, notice, say } from "./dom.js";
import { copiesOf, forget, ours } from "./saving.js";

/** @typedef {import("./flow.js").Flow} Flow */
/** @typedef {import("./types.js").Item} Item */

/** @param {import("./main.js").Desk} desk */
export function install({ flow, ed }) {
  let isAsking = false;
  const look = async () => {
    if (isAsking || document.hidden) return;
    isAsking = true;
    await see(flow, ed).catch(() => {});
    isAsking = false;
  };
  addEventListener("focus", look);
  document.addEventListener("visibilitychange", look);
  remind(flow);
}

/** Slack, another window or somebody else may have gone on with it. @param {Flow} flow @param {import("./editor.js").Editor} ed */
async function see(flow, ed) {
  const { saver } = flow;
  if (isBusy()) return;
  if (!saver) return $("finished").hidden || flow.start("");
  if (!ed.mayEdit) return;
  /** @type {Item} */
  const now = await call("GET", `items/${saver.item.assignment}`);
  const { assignment, revision } = flow.target;
  const theirs = now.review?.answers?.find((one) => one.assignment === assignment)?.revision ?? now.revision;
  if (saver !== flow.saver || isBusy() || (now.may_edit && theirs <= (isReview ? revision : saver.revision))) return;
  const isClean = !saver.isDirty && !ed.draft;
  if (isClean) {
    await flow.show(now);
    return say(now.may_edit ? "This was changed meanwhile. Here it is as it is now." : `This is ${standing(now)} by now.`);
  }
  // What a labeler has changed goes its own way: the server says what there is.
  if (!isReview && now.may_edit) return;
  ed.mayEdit = now.may_edit;
  const words = now.may_edit ? "The answer was changed since you opened it." : `This is ${standing(now)} by now, without your changes.`;
  notice(`${words} They are kept in this browser.`, ["Show what is there now", () => flow.open(saver.item.assignment)], ["Go on", () => flow.start("")]);
}

const isBusy = () => document.body.hasAttribute("data-busy");

/** Of other items. @param {Flow} flow */
function remind(flow) {
  const here = `${ours}${flow.saver?.item.assignment} `;
  const left = copiesOf("").filter(({ id }) => !id.startsWith(here));
  if (!left.length || !$("notice").hidden) return;
  const items = [...new Set(left.map(({ id }) => Number(id.slice(ours.length).split(" ")[0])))];
  const words = `What you changed in ${counted(items.length, "other item")} here was not ${isReview ? "approved" : "sent"}, and is kept in this browser.`;
  notice(words, ["Show it", () => flow.open(items[0])], ["Throw it away", () => left.forEach(({ id }) => forget(id))], ["Later", () => {}]);
}
