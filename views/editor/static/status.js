// @ts-check
// The words that say where what is drawn has got to.

import { $ } from "./dom.js";

const SAVED = /** @type {Record<string, string>} */ ({ saving: "Saving …", saved: "Saved", kept: "Kept here until you approve", sending: "Sending …", offline: "Offline:", refused: "Not saved:" });

/** @param {string} state @param {boolean} [isKept] in this browser */
export function showSaved(state, isKept = true) {
  const el = $("saved");
  const begun = SAVED[state] ?? "";
  const words = begun.endsWith(":") ? `${begun} ${isKept ? "kept in this browser" : "not kept, don’t close this page"}` : begun;
  el.dataset.state = state;
  if (el.textContent !== words) el.textContent = words;
}
