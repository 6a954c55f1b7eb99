// @ts-check
// Slack's date words: {date_short}, {time}, {ago} ... in this browser's own time zone.

/** @type {Record<string, Intl.DateTimeFormatOptions>} */
const STYLES = {
  date_num: { year: "numeric", month: "2-digit", day: "2-digit" },
  date: { year: "numeric", month: "long", day: "numeric" },
  date_short: { year: "numeric", month: "short", day: "numeric" },
  date_long: { weekday: "long", year: "numeric", month: "long", day: "numeric" },
  time: { hour: "numeric", minute: "2-digit" },
  time_secs: { hour: "numeric", minute: "2-digit", second: "2-digit" },
};

/** @param {number} seconds @param {string} format as in `{date_short} at {time}` */
export function slackDate(seconds, format) {
  const day = new Date(seconds * 1000);
  return format.replace(/\{(\w+)\}/g, (whole, word) => {
    if (word === "ago") return ago(seconds);
    const name = word.replace(/_pretty$/, "").replace(/^day_divider$/, "date_long");
    if (word.endsWith("_pretty") && dayWord(day)) return dayWord(day);
    return STYLES[name] ? day.toLocaleString("en", STYLES[name]) : whole;
  });
}

/** @param {Date} day @returns {string} */
function dayWord(day) {
  const start = (/** @type {Date} */ date) => new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
  const days = Math.round((start(day) - start(new Date())) / 86_400_000);
  return { "-1": "yesterday", 0: "today", 1: "tomorrow" }[String(days)] ?? "";
}

/** @param {number} seconds */
function ago(seconds) {
  const words = new Intl.RelativeTimeFormat("en", { numeric: "auto" });
  const passed = seconds - Date.now() / 1000;
  if (Math.abs(passed) < 60) return words.format(Math.round(passed), "second");
  if (Math.abs(passed) < 3600) return words.format(Math.round(passed / 60), "minute");
  if (Math.abs(passed) < 86_400) return words.format(Math.round(passed / 3600), "hour");
  return words.format(Math.round(passed / 86_400), "day");
}

/** When a message was sent, short. @param {string} ts */
export function clock(ts) {
  return new Date(Number(ts) * 1000).toLocaleTimeString("en", STYLES.time);
}

/** The heading between the messages of two days. @param {string} ts */
export function dayOf(ts) {
  const day = new Date(Number(ts) * 1000);
  const word = dayWord(day);
  return word
    ? word[0].toUpperCase() + word.slice(1)
    : day.toLocaleDateString("en", { weekday: "long", month: "long", day: "numeric" });
}
