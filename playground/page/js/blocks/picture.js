// @ts-check
// Pictures: public ones by address, private ones through the page's own file route; never a silent gap.

import { h } from "../dom.js";
import { address } from "../server.js";

/** @typedef {import("../types.js").Json} Json */

/** Where the picture's bytes are; a file is named by id or by its address in the workspace. @param {Json} image */
export function pictureUrl(image) {
  if (image.image_url) return image.image_url;
  const id = image.slack_file?.id ?? /\/(F[A-Z0-9]+)\//.exec(image.slack_file?.url ?? "")?.[1] ?? "";
  return address(`/page/file/${id}`);
}

/** @param {Json} image @param {string} style */
export function picture(image, style) {
  const src = pictureUrl(image);
  return h(
    "span",
    { key: `picture ${src}`, class: `picture ${style} is-loading`, onmount: watch },
    h("img", { class: "picture-image", src, alt: image.alt_text ?? "" }),
    h("span", { class: "picture-missing", role: "note" }, "This picture can't be shown to you."),
  );
}

/** How large the last picture was: the next one gets that room while it loads, so that buttons don't jump. */
let lastSize = { width: "", height: "" };

/** The state of loading lives on the node, which stays for as long as the picture does. @param {HTMLElement} frame */
function watch(frame) {
  const image = /** @type {HTMLImageElement} */ (frame.querySelector("img"));
  const isBlock = frame.classList.contains("picture-block");
  if (isBlock) Object.assign(frame.style, { minWidth: lastSize.width, minHeight: lastSize.height });
  const settled = () => {
    frame.classList.remove("is-loading");
    Object.assign(frame.style, { minWidth: "", minHeight: "" });
  };
  const done = () => {
    settled();
    if (isBlock) lastSize = { width: `${image.offsetWidth}px`, height: `${image.offsetHeight}px` };
  };
  const failed = () => {
    settled();
    frame.classList.add("is-missing");
  };
  image.addEventListener("load", done);
  image.addEventListener("error", failed);
  if (image.complete && image.naturalWidth) done();
}
