// @ts-check
// file_input: files from this computer, as chips with a way to drop them again.

import { h } from "../dom.js";
import { choose, keyOf, valueOf } from "../acting.js";
import { upload } from "../server.js";
import { change, ui } from "../state.js";
import { chip } from "./chip.js";
import { idOf } from "./ids.js";

/** @typedef {import("../types.js").Json} Json */
/** @typedef {import("../types.js").Spot} Spot */

/** @param {Spot} spot */
export function fileInput(spot) {
  const key = keyOf(spot);
  const held = valueOf(spot).files ?? [];
  const types = (spot.element.filetypes ?? []).map((/** @type {string} */ type) => `.${type}`).join(",");
  const isFull = held.length >= (spot.element.max_files ?? 10);
  return h(
    "div",
    { key: spot.element.action_id, class: "files" },
    held.map((/** @type {Json} */ file) =>
      chip(file.id, file.name, () =>
        choose(spot, { files: held.filter((/** @type {Json} */ one) => one.id !== file.id) }),
      ),
    ),
    !isFull &&
      h(
        "label",
        { class: `button file-button${ui.busy.has(key) ? " is-busy" : ""}` },
        "Choose files…",
        h("input", {
          type: "file",
          class: "file-field",
          id: idOf(key),
          "data-spot": key,
          multiple: true,
          accept: types || null,
          "aria-describedby": spot.describedBy,
          onchange: (/** @type {Event} */ event) => add(spot, held, /** @type {HTMLInputElement} */ (event.target)),
        }),
      ),
  );
}

/** @param {Spot} spot @param {Json[]} held @param {HTMLInputElement} input */
async function add(spot, held, input) {
  const picked = [...(input.files ?? [])].slice(0, (spot.element.max_files ?? 10) - held.length);
  input.value = "";
  change(() => ui.busy.add(keyOf(spot)));
  try {
    choose(spot, { files: [...held, ...(await Promise.all(picked.map(upload)))] });
  } catch (error) {
    change(() => (ui.troubles[spot.place.key] = String(/** @type {Error} */ (error).message)));
  }
  change(() => ui.busy.delete(keyOf(spot)));
}
