// @ts-check
// Short DOM ids for keys that may hold anything.

/** @type {Map<string, string>} */
const ids = new Map();

/** @param {string} key */
export function idOf(key) {
  const known = ids.get(key) ?? `e${ids.size}`;
  ids.set(key, known);
  return known;
}
