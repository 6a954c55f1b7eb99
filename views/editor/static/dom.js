// @ts-check
// Elements: found, made and filled. No markup from strings anywhere, so what people wrote can't become any.

/** @typedef {[string, () => unknown]} Choice */

/** @param {string} id @returns {any} */
export const $ = (id) => document.getElementById(id);

/** Whether a button counts as pressed. @param {string} id @param {boolean} is */
export const press = (id, is) => $(id).setAttribute("aria-pressed", String(is));

/** What this browser keeps for us: some throw at the very name. @type {Record<string, string>} */
export let kept = {};
try {
  kept = localStorage;
} catch {
  // Then there is only the server.
}

const SVG = "http://www.w3.org/2000/svg";

/**
 * `on…` listens, `style` is set rule by rule (as the CSP allows), everything else is an attribute: true sets it, false and null don't.
 * @param {string} tag @param {Record<string, any> | null} [props] @param {...(Node | string | null | undefined | false)} children
 * @returns {any}
 */
export function h(tag, props, ...children) {
  const el = document.createElement(tag);
  for (const [name, value] of Object.entries(props ?? {})) {
    if (name.startsWith("on")) el.addEventListener(name.slice(2), value);
    else if (name === "style") for (const rule in value) el.style.setProperty(rule, value[rule]);
    else if (value !== null && value !== false && value !== undefined) el.setAttribute(name, value === true ? "" : value);
  }
  for (const child of children) if (child || child === "") el.append(child);
  return el;
}

/** One of the page's own pictures. @param {string} name */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  const use = document.createElementNS(SVG, "use");
  svg.setAttribute("aria-hidden", "true");
  use.setAttribute("href", `#i-${name}`);
  svg.append(use);
  return svg;
}

/** A button that shows a picture only. @param {string} name @param {string} label @param {() => void} act @param {object} [more] */
export function iconButton(name, label, act, more) {
  return h("button", { class: "icon", "aria-label": label, title: label, onclick: act, ...more }, icon(name));
}

let fading = 0;

/** Says something in passing, to eyes and screen readers. @param {string} words */
export function say(words) {
  const toast = $("toast");
  toast.textContent = words;
  toast.classList.add("shown");
  clearTimeout(fading);
  fading = window.setTimeout(() => toast.classList.remove("shown"), 4000);
}

/**
 * What has to be read, above the picture, until it is settled; null takes it away.
 * @param {string | null} words @param {...Choice} choices
 */
export function notice(words, ...choices) {
  const box = $("notice");
  box.hidden = words === null;
  box.replaceChildren(
    h("p", null, words ?? ""),
    ...choices.map(([label, act]) => h("button", { onclick: () => (notice(null), act()) }, label)),
  );
}
