// @ts-check
// Windows over the page, and other words that the first picture does without.

import { h } from "./dom.js";

/**
 * A window over the page; resolves with the chosen value, "" when it was closed without any.
 * @param {string} title @param {Node[]} content @param {Array<[string, string]>} choices value and label, the last one is the main one
 * @returns {Promise<string>}
 */
export function ask(title, content, choices) {
  const buttons = choices.map(([value, label], at) =>
    h("button", { type: "submit", value, formnovalidate: !value, ...(at === choices.length - 1 && { class: "primary", autofocus: at > 0 }) }, label),
  );
  const dialog = h(
    "dialog",
    { "aria-labelledby": "asked" },
    h("form", { method: "dialog" }, h("h2", { id: "asked" }, title), ...content, h("div", { class: "choices" }, ...buttons)),
  );
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((done) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      done(dialog.returnValue);
    });
  });
}

/** @param {number} count @param {string} one @param {string} [many] */
export const counted = (count, one, many = `${one}s`) => `${count.toLocaleString("en")} ${count === 1 ? one : many}`;

/** Whether the shapes may go. @param {number} count */
export async function mayGo(count) {
  const words = h("p", null, `${counted(count, "shape")} drawn here would go.`);
  return (await ask("Nothing here?", [words], [["go", "Nothing here"], ["", "Keep them"]])) === "go";
}
