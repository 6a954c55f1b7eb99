// @ts-check
// Keeps the focus where the person's hands are when the app repaints what they were using.

import { app } from "./state.js";

/** @typedef {{spot: string, place: string, action: string, words: string, at: number}} Trace */

/** Where the focus stood before each open modal came in front. @type {Array<Trace | null>} */
const under = [];
let modalsBefore = 0;

/** What has the focus, so that it or its successor can be found again. @returns {Trace | null} */
export function traceFocus() {
  const active = document.activeElement;
  if (!(active instanceof HTMLElement) || active === document.body) return null;
  const place = active.closest("[data-place]");
  const spot = active.dataset.spot ?? "";
  return {
    spot,
    place: place?.getAttribute("data-place") ?? "",
    action: actionOf(spot),
    words: active.textContent?.trim() ?? "",
    at: place ? spots(place).indexOf(active) : -1,
  };
}

/** The part of a spot that stays when block_ids change: "place/block/action[/value]". @param {string} spot */
function actionOf(spot) {
  return spot.split("/").slice(2).join("/");
}

/** @param {Element} place @returns {HTMLElement[]} */
function spots(place) {
  return [...place.querySelectorAll("[data-spot]")].map((el) => /** @type {HTMLElement} */ (el));
}

/** @param {Trace | null} trace */
export function restoreFocus(trace) {
  const isClosing = app.views.length < modalsBefore;
  if (app.views.length > modalsBefore) under[modalsBefore] = trace;
  modalsBefore = app.views.length;
  const wanted = isClosing ? under[app.views.length] : trace;
  if (!wanted || (document.activeElement !== document.body && !isClosing)) return;
  successor(wanted)?.focus({ preventScroll: true });
}

/**
 * The same element, else the same action, else the same words, else the same position; where a submit turned the window
 * into another one, that window itself, so that its title is read.
 * @param {Trace} trace
 */
function successor(trace) {
  const place = document.querySelector(`[data-place="${CSS.escape(trace.place)}"]`);
  if (!place) return frontOrComposer();
  const all = spots(place);
  const shortAction = trace.action.split("/")[0];
  return (
    all.find((el) => el.dataset.spot === trace.spot) ??
    all.find((el) => trace.action && actionOf(el.dataset.spot ?? "") === trace.action) ??
    all.find((el) => trace.words && el.textContent?.trim() === trace.words) ??
    all.find((el) => shortAction && actionOf(el.dataset.spot ?? "").split("/")[0] === shortAction) ??
    (trace.spot === `${trace.place}/submit` ? /** @type {HTMLElement} */ (place) : null) ??
    all[Math.min(trace.at, all.length - 1)] ??
    frontOrComposer()
  );
}

/** A view in which nothing can be done is left by its button. @returns {HTMLElement | null} */
function frontOrComposer() {
  const front = document.querySelector(".shade:not(.is-under) .modal");
  if (!front) return document.querySelector(".composer textarea");
  return front.querySelector(".modal-foot button") ?? /** @type {HTMLElement} */ (front);
}
