// @ts-check
// Emoji by Slack's short names.

/** @type {Record<string, string>} */
let table = {};

/** @param {string} url */
export async function loadEmoji(url) {
  table = await (await fetch(url)).json();
}

/** @param {string} name @returns {string | null} */
export function emoji(name) {
  return table[name.split("::")[0]] ?? null;
}

/** "It's done :tada:" with the picture in place of each known name. @param {string} text */
export function withEmoji(text) {
  return text.replace(/:([a-z0-9_+'-]+)(::skin-tone-\d)?:/g, (whole, name) => emoji(name) ?? whole);
}

/** The words of a text object, for labels and titles that hold no markup. @param {{text?: string, emoji?: boolean} | null | undefined} text */
export function plain(text) {
  return text?.text ? withEmoji(text.text) : "";
}
