// @ts-check
// The task's instructions with their sample pictures.

import { call } from "./api.js";
import { ask } from "./dialog.js";
import { h, say } from "./dom.js";

const TAGS = new Set(["p", "h", "ul", "ol", "li", "quote", "pre", "code", "b", "i", "s", "br", "hr"]);
const HTML = /** @type {Record<string, string>} */ ({ h: "h3", quote: "blockquote", b: "strong", i: "em" });

/** A text, or [tag, ...nodes]; whatever is unknown is left out. @param {any} node @returns {Node | string} */
function element(node) {
  if (typeof node === "string") return node;
  const [tag, ...rest] = node;
  if (tag === "a") {
    const [href, ...words] = rest;
    const isSafe = /^(https?:\/\/|mailto:)/.test(href);
    return h("a", isSafe ? { href, target: "_blank", rel: "noreferrer" } : null, ...words.map(element));
  }
  return TAGS.has(tag) ? h(HTML[tag] ?? tag, null, ...rest.map(element)) : "";
}

async function open() {
  let found;
  try {
    found = await call("GET", "instructions");
  } catch (error) {
    return say(/** @type {Error} */ (error).message);
  }
  const samples = found.samples.map((/** @type {any} */ one) =>
    h(
      "figure",
      { class: "samples" },
      h("figcaption", null, one.concept),
      ...one.pictures.map((/** @type {any} */ picture) => h("img", { src: picture.src, alt: `${one.concept}: ${picture.name}`, loading: "lazy" })),
    ),
  );
  const words = h("div", { class: "words", tabindex: 0, role: "region", "aria-label": "Instructions" }, ...found.nodes.map(element), ...samples);
  await ask("Instructions", [words], [["", "Got it"]]);
}

/** @param {import("./main.js").Desk} desk */
export const install = ({ acts }) => (acts.instructions = open);
