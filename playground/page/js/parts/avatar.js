// @ts-check
// A person's square: initials on a colour of their own.

import { h } from "../dom.js";
import { app, nameOf } from "../state.js";

/** @param {string | null} id @param {string} [size] */
export function avatar(id, size = "") {
  const words = nameOf(id).split(/\s+/).filter(Boolean);
  const initials = words.length > 1 ? words[0][0] + words[words.length - 1][0] : (words[0]?.slice(0, 1) ?? "?");
  const isApp = id && app.people[id]?.kind === "app";
  return h(
    "span",
    { class: `avatar ${size} avatar-${isApp ? "app" : tint(id ?? "")}`, "aria-hidden": "true" },
    initials.toUpperCase(),
  );
}

/** Neighbours in the workspace get different colours. @param {string} id */
function tint(id) {
  return Math.max(0, Object.keys(app.people).indexOf(id)) % 6;
}
