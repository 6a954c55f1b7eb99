// @ts-check
// What floats over everything: open lists and menus, placed at their anchors.

import { h } from "../dom.js";
import { closeList, list } from "../elements/listbox.js";
import { closeMenu, menu } from "../elements/menu.js";
import { ui } from "../state.js";

const GAP = 4;
const EDGE = 8;

export function popups() {
  const { popup } = ui;
  if (popup?.kind === "list")
    return h("section", { key: `popup ${popup.id}`, class: "popup-layer", "aria-label": "Open list" }, list(popup));
  if (popup?.kind !== "menu") return null;
  return h(
    "section",
    { key: `popup ${popup.id}`, class: "popup-layer", "aria-label": "Open menu" },
    h("div", { class: "popup-back", onclick: closeMenu }),
    menu(popup),
  );
}

/** Under the anchor, or above it where there is more room. */
export function placePopup() {
  const box = /** @type {HTMLElement | null} */ (document.querySelector(".popup-layer .popup"));
  const id = ui.popup?.id;
  if (!box || !id) return;
  const anchor = document.querySelector(`[data-anchor="${CSS.escape(id)}"]`);
  if (!anchor) return ui.popup?.kind === "list" ? closeList() : closeMenu();
  const at = anchor.getBoundingClientRect();
  const below = innerHeight - at.bottom - GAP - EDGE;
  const above = at.top - GAP - EDGE;
  const isBelow = below >= Math.min(box.scrollHeight, 320) || below >= above;
  const room = Math.max(120, Math.min(360, isBelow ? below : above));
  box.style.maxHeight = `${room}px`;
  if (ui.popup?.kind === "list") box.style.width = `${Math.min(Math.max(at.width, 240), innerWidth - 2 * EDGE)}px`;
  const width = box.offsetWidth;
  const left = at.left + width > innerWidth - EDGE ? at.right - width : at.left;
  box.style.left = `${Math.max(EDGE, Math.min(left, innerWidth - width - EDGE))}px`;
  box.style.top = isBelow ? `${at.bottom + GAP}px` : `${Math.max(EDGE, at.top - GAP - box.offsetHeight)}px`;
}
