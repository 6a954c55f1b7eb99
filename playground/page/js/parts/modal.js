// @ts-check
// Modals: a stack of at most three views, of which the last is in front; and the dialogs that ask "really?".

import { flushInputs } from "../acting.js";
import { drawBlocks } from "../blocks/block.js";
import { h } from "../dom.js";
import { icon } from "../icons.js";
import { act } from "../server.js";
import { app, change, ui } from "../state.js";
import { plain } from "../text/emoji.js";
import { textOf } from "../text/text.js";

/** @typedef {import("../types.js").View} View */

export function modals() {
  return app.views.map((view, at) => modal(view, at === app.views.length - 1));
}

/** @param {View} view @param {boolean} isTop */
function modal(view, isTop) {
  const key = `v:${view.id}`;
  const place = {
    key,
    surface: { view_id: view.id },
    kind: /** @type {const} */ ("modal"),
    values: view.values,
    errors: view.errors,
  };
  const isUnder = !isTop || ui.dialog !== null;
  return h(
    "div",
    { key, class: isTop ? "shade" : "shade is-under", inert: isUnder },
    h(
      "div",
      {
        class: "modal",
        role: "dialog",
        "aria-modal": "true",
        "aria-labelledby": `${key}-title`,
        "data-place": key,
        tabindex: "-1",
        onmount: focusFirst,
      },
      head(view, key),
      h(
        "form",
        {
          class: "modal-form",
          novalidate: true,
          onsubmit: (/** @type {Event} */ event) => (event.preventDefault(), submit(view)),
        },
        h(
          "div",
          { class: "modal-body blocks", tabindex: "0", role: "group", "aria-labelledby": `${key}-title` },
          trouble(key),
          drawBlocks(view.blocks, place),
        ),
        foot(view, key),
      ),
    ),
  );
}

/** @param {View} view @param {string} key */
function head(view, key) {
  const isPushed = app.views.length > 1;
  return h(
    "div",
    { class: "modal-head" },
    isPushed &&
      h("button", { class: "tool", type: "button", "aria-label": "Back", onclick: () => close(view) }, icon("back")),
    h("h2", { class: "modal-title", id: `${key}-title` }, plain(view.title)),
    h(
      "button",
      { class: "tool", type: "button", "aria-label": "Close", onclick: () => close(view, true) },
      icon("close"),
    ),
  );
}

/** @param {View} view @param {string} key */
function foot(view, key) {
  const isBusy = ui.busy.has(`${key}/submit`);
  return h(
    "div",
    { class: "modal-foot" },
    (view.close || view.submit) &&
      h("button", { class: "button", type: "button", onclick: () => close(view) }, plain(view.close) || "Cancel"),
    view.submit &&
      h(
        "button",
        {
          class: `button button-primary${isBusy ? " is-busy" : ""}`,
          type: "submit",
          "data-spot": `${key}/submit`,
          "aria-busy": isBusy ? "true" : null,
        },
        h("span", { class: "button-text" }, plain(view.submit)),
      ),
  );
}

/** @param {string} key */
function trouble(key) {
  return (
    ui.troubles[key] && h("div", { key: "trouble", class: "modal-trouble", role: "alert" }, `⚠ ${ui.troubles[key]}`)
  );
}

/** @param {View} view */
async function submit(view) {
  const key = `v:${view.id}`;
  const wait = `${key}/submit`;
  if (!view.submit || ui.busy.has(wait)) return;
  change(() => {
    ui.busy.add(wait);
    delete ui.troubles[key];
    delete ui.errors[key];
  });
  await flushInputs();
  const outcome = await act("submit", { view_id: view.id });
  change(() => {
    ui.busy.delete(wait);
    const { errors } = outcome;
    if (errors && Object.keys(errors).length) ui.errors[key] = errors;
    else if (!outcome.ok) ui.troubles[key] = outcome.problem ?? "We had some trouble connecting. Try again?";
  });
  requestAnimationFrame(showFirstError);
}

function showFirstError() {
  const wrong = document.querySelector(".shade:not(.is-under) .input-wrong, .shade:not(.is-under) .modal-trouble");
  wrong?.scrollIntoView({ block: "nearest" });
  /** @type {HTMLElement | null | undefined} */ (wrong?.querySelector("input, textarea, select"))?.focus();
}

/** @param {View} view @param {boolean} [wholeStack] */
async function close(view, wholeStack = false) {
  await flushInputs();
  const outcome = await act("close", { view_id: view.id, whole_stack: wholeStack });
  if (!outcome.ok) change(() => (ui.troubles[`v:${view.id}`] = outcome.problem ?? "That didn't work."));
}

/** Esc: the dialog or the view in front goes. */
export function closeFront() {
  const view = app.views[app.views.length - 1];
  if (ui.dialog) answer(false);
  else if (view) close(view);
  return Boolean(view);
}

const FIRST = [
  "[data-focus-on-load]",
  ".modal-body :is(input, textarea):not([type=file])",
  ".modal-body button",
  ".modal-foot [type=submit]",
  ".modal-head button:last-child",
];

/** Fields first, then buttons; the one that the app wished for before all. @param {HTMLElement} el */
function focusFirst(el) {
  const first = FIRST.map((one) => el.querySelector(one)).find(Boolean);
  /** @type {HTMLElement} */ (first ?? el).focus({ preventScroll: true });
}

/** "Really?", as the app worded it. */
export function dialog() {
  if (!ui.dialog) return null;
  const { confirm } = ui.dialog;
  const style = confirm.style === "danger" ? "button-danger" : "button-primary";
  return h(
    "div",
    { key: "dialog", class: "shade shade-dialog" },
    h(
      "div",
      {
        class: "modal dialog",
        role: "alertdialog",
        "aria-modal": "true",
        "aria-labelledby": "dialog-title",
        "aria-describedby": "dialog-text",
        onmount: (/** @type {HTMLElement} */ el) =>
          void (/** @type {HTMLElement | null} */ (el.querySelector(".modal-foot button:last-child"))?.focus()),
      },
      h("div", { class: "modal-head" }, h("h2", { class: "modal-title", id: "dialog-title" }, plain(confirm.title))),
      h("div", { class: "modal-body", id: "dialog-text" }, textOf(confirm.text)),
      h(
        "div",
        { class: "modal-foot" },
        h("button", { class: "button", type: "button", onclick: () => answer(false) }, plain(confirm.deny) || "Cancel"),
        h(
          "button",
          { class: `button ${style}`, type: "button", onclick: () => answer(true) },
          plain(confirm.confirm) || "Yes",
        ),
      ),
    ),
  );
}

/** @param {boolean} isYes */
function answer(isYes) {
  const { then, back } = /** @type {import("../types.js").Json} */ (ui.dialog);
  change(() => (ui.dialog = null));
  if (isYes) then();
  requestAnimationFrame(() => back?.isConnected && back.focus());
}
