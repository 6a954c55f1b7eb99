// @ts-check
// The picture under the canvases: a preview first, then the whole one; the next one is fetched while this one is looked at.

import { $, notice } from "./dom.js";

/** @typedef {import("./types.js").Input} Input */

/** Pictures that are loaded, or on their way, by their address. @type {Map<string, {image: HTMLImageElement, ready: Promise<void>}>} */
const fetched = new Map();
const MOST_FETCHED = 4;
/** From this size on a picture's own pixels are shown. */
const SMOOTH = 6;
let current = "";

/** @param {string} src */
function load(src) {
  const found = fetched.get(src);
  if (found) return found;
  const image = Object.assign(new Image(), { src });
  const ready = image.decode();
  ready.catch(() => fetched.delete(src));
  fetched.set(src, { image, ready });
  if (fetched.size > MOST_FETCHED) fetched.delete(fetched.keys().next().value ?? "");
  return { image, ready };
}

/** @param {{preview: string, full: string} | null} ahead */
export const fetchAhead = (ahead) => ahead && load(ahead.preview).ready.then(() => load(ahead.full), () => {});

/** Until something of it is seen (which `onSeen` is told), or can't be. @param {Input} input @param {() => void} onSeen */
export async function showPicture(input, onSeen) {
  const { preview, full } = input;
  current = full;
  hidePicture();
  try {
    await put(input, preview);
  } catch {
    if (current === full) notice("The picture can't be loaded.", ["Try again", () => showPicture(input, onSeen)]);
    return;
  }
  if (current !== full) return;
  onSeen();
  if (full !== preview) put(input, full).catch(() => {});
}

/** @param {Input} input @param {string} url */
async function put({ full, width, height }, url) {
  const { image, ready } = load(url);
  await ready;
  if (current !== full) return;
  const old = $("picture");
  Object.assign(image, { id: "picture", alt: "", draggable: false, width, height, hidden: false });
  image.style.cssText = old.style.cssText;
  old.replaceWith(image);
}

export const hidePicture = () => ($("picture").hidden = true);

/** @param {import("./view.js").View} view */
export function placePicture({ x, y, k }) {
  const { style } = $("picture");
  style.transform = `translate(${x}px, ${y}px) scale(${k})`;
  style.imageRendering = k > SMOOTH ? "pixelated" : "auto";
}

/** @param {string} filter */
export const filterPicture = (filter) => ($("picture").style.filter = filter);
