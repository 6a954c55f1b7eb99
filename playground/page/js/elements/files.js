// @ts-check
// file_input: files from this computer, as chips with a way to drop them again; what it doesn't take is said at once.

import { h } from "../dom.js";
import { choose, keyOf, valueOf } from "../acting.js";
import { upload } from "../server.js";
import { change, ui } from "../state.js";
import { chip } from "./chip.js";
import { idOf } from "./ids.js";

const MOST = 10;
const LARGEST = 10 * 1024 * 1024;

/** @typedef {import("../types.js").Json} Json */
/** @typedef {import("../types.js").Spot} Spot */

/** @param {Spot} spot */
export function fileInput(spot) {
  const key = keyOf(spot);
  const held = valueOf(spot).files ?? [];
  const types = (spot.element.filetypes ?? []).map((/** @type {string} */ type) => `.${type}`).join(",");
  const isFull = held.length >= (spot.element.max_files ?? MOST);
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
          multiple: (spot.element.max_files ?? MOST) > 1,
          accept: types || null,
          "aria-describedby": spot.describedBy,
          onchange: (/** @type {Event} */ event) => add(spot, held, /** @type {HTMLInputElement} */ (event.target)),
        }),
      ),
  );
}

/** @param {Spot} spot @param {Json[]} held @param {HTMLInputElement} input */
async function add(spot, held, input) {
  const all = [...(input.files ?? [])];
  const taken = all.filter((file) => !trouble(spot, file));
  const picked = taken.slice(0, (spot.element.max_files ?? MOST) - held.length);
  const words = all.map((file) => trouble(spot, file)).filter(Boolean);
  if (picked.length < taken.length) words.push(`At most ${spot.element.max_files ?? MOST} files can be added here.`);
  input.value = "";
  change(() => {
    if (words.length) ui.troubles[spot.place.key] = words.join(" ");
    else delete ui.troubles[spot.place.key];
  });
  if (!picked.length) return;
  change(() => ui.busy.add(keyOf(spot)));
  try {
    choose(spot, { files: [...held, ...(await Promise.all(picked.map(upload)))] });
  } catch (error) {
    change(() => (ui.troubles[spot.place.key] = String(/** @type {Error} */ (error).message)));
  }
  change(() => ui.busy.delete(keyOf(spot)));
}

/** Why a file isn't taken. @param {Spot} spot @param {File} file */
function trouble(spot, file) {
  const wanted = spot.element.filetypes ?? [];
  const ending = file.name.split(".").pop()?.toLowerCase();
  const isWanted = !wanted.length || wanted.some((/** @type {string} */ one) => one.toLowerCase() === ending);
  if (!isWanted) return `${file.name} can't be added: only ${wanted.join(", ")} files are taken here.`;
  return file.size > LARGEST ? `${file.name} can't be added: a file may have at most 10 MB here.` : "";
}
