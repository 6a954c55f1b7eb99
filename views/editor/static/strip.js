// @ts-check
// My queue as a strip of small pictures, and the way back to earlier ones.

import { call } from "./api.js";
import { $, h, icon } from "./dom.js";

/** @typedef {import("./types.js").Row} Row */

const STATES = /** @type {Record<string, [string, string]>} */ ({
  open: ["", "to do"],
  skipped: ["redo", "skipped"],
  changes: ["undo", "changes requested"],
  submitted: ["check", "submitted"],
  approved: ["check", "approved"],
  rejected: ["close", "rejected"],
  settled: ["check", "done"],
});

/** @typedef {import("./flow.js").Flow} Flow */

let isAsking = false;

/** @param {import("./main.js").Desk} desk */
export function install({ flow }) {
  const strip = $("strip");
  flow.onRows = () => draw(flow);
  strip.addEventListener("scroll", () => nearEnd(flow, strip), { passive: true });
  strip.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
    const li = /** @type {Element} */ (event.target).parentElement;
    const next = event.key === "ArrowRight" ? li?.nextElementSibling : event.key === "ArrowLeft" && li?.previousElementSibling;
    if (!next) return;
    event.preventDefault();
    /** @type {HTMLElement} */ (next.firstElementChild).focus();
  });
  draw(flow);
}

/** @param {Flow} flow */
function draw(flow) {
  const strip = $("strip");
  const hadFocus = strip.contains(document.activeElement);
  strip.replaceChildren(...flow.rows.map((row) => drawn(row, flow)));
  const current = strip.querySelector("[aria-current]");
  current?.scrollIntoView({ block: "nearest", inline: "center" });
  if (hadFocus) current?.focus();
  if (flow.rows.slice(-6).some((row) => row.assignment === flow.target.assignment)) more("after", flow);
}

/** @param {Row} row @param {Flow} flow */
function drawn({ assignment, name, state, is_flagged, thumb, kind }, flow) {
  const [sign, words] = STATES[state] ?? STATES.open;
  const isCurrent = assignment === flow.target.assignment;
  const label = `${name}, ${words}${is_flagged ? ", flagged" : ""}`;
  const about = { "aria-label": label, title: label, "aria-current": isCurrent && "true", tabindex: isCurrent ? 0 : -1 };
  const button = h(
    "button",
    { ...about, onclick: () => flow.open(assignment) },
    thumb ? h("img", { src: thumb, alt: "", loading: "lazy" }) : h("span", { class: "name" }, kind === "text" ? "Aa" : "▶"),
    sign && h("span", { class: `sign is-${state}` }, icon(sign)),
    is_flagged && h("span", { class: "sign is-flagged" }, icon("flag")),
  );
  return h("li", null, button);
}

/** @param {Flow} flow @param {Element} strip */
function nearEnd(flow, { scrollLeft, scrollWidth, clientWidth }) {
  if (scrollLeft < clientWidth / 2) more("before", flow);
  else if (scrollWidth - scrollLeft - clientWidth < clientWidth / 2) more("after", flow);
}

/** @param {"before" | "after"} where @param {Flow} flow */
async function more(where, flow) {
  const end = where === "before" ? "earlier" : "later";
  const edge = flow.rows.at(where === "before" ? 0 : -1);
  if (!flow.ends[end] || isAsking || !edge) return;
  isAsking = true;
  try {
    const queue = await call("GET", `queue?${where}=${edge.assignment}`);
    flow.ends[end] = queue[end];
    const known = new Set(flow.rows.map((row) => row.assignment));
    const fresh = queue.items.filter((/** @type {Row} */ row) => !known.has(row.assignment));
    flow.rows = where === "before" ? [...fresh, ...flow.rows] : [...flow.rows, ...fresh];
    draw(flow);
  } catch {
    // It is asked again when somebody scrolls again.
  }
  isAsking = false;
}
