// @ts-check
// Talks to the server: JSON in, JSON out, and every failure as a sentence.

const { api, as } = document.body.dataset;
const csrf = /** @type {HTMLMetaElement} */ (document.querySelector("meta[name=csrf]")).content;
const PATIENCE = 20_000;
export const isReview = as === "review";

export class Refusal extends Error {
  /** @param {number} status 0: no answer came @param {Record<string, any>} body @param {number} [wait] seconds */
  constructor(status, body, wait = 0) {
    super(typeof body.error === "string" ? body.error : wordsFor(status));
    this.status = status;
    this.body = body;
    this.wait = wait;
  }

  /** It may work in a while. */
  get isTrouble() {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }
}

/** @param {number} status */
function wordsFor(status) {
  if (status === 0) return "Labelbot can't be reached. Nothing is lost.";
  if (status === 401) return "You are signed out. Type /label signin in Slack, then reload this page.";
  return `Labelbot answered ${status}.`;
}

/**
 * @param {string} method @param {string} path below the task's @param {object} [body] @param {RequestInit} [how]
 * @returns {Promise<any>}
 */
export async function call(method, path, body, how) {
  const headers = body && { "Content-Type": "application/json", "X-Labelbot-CSRF": csrf };
  const url = `${api}/${path}${path.includes("?") ? "&" : "?"}as=${as}`;
  const signal = AbortSignal.timeout(PATIENCE);
  let answer;
  try {
    answer = await fetch(url, { method, headers, body: body && JSON.stringify(body), signal, ...how });
  } catch {
    throw new Refusal(0, {});
  }
  const said = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Refusal(answer.status, said, Number(answer.headers.get("Retry-After")));
  return said;
}
