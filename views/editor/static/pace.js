// @ts-check
// When something may be decided: while nothing is on its way, and once the picture was looked at, if only for a moment.

/** What was meant for the picture before is pressed sooner after this one has come. */
const MOMENT = 250;

export class Pace {
  #calls = 0;
  #isSeen = false;
  #timer = 0;
  /** Before the first one there was none. */ #moment = 0;

  get isBusy() {
    return this.#calls > 0 || !this.#isSeen;
  }

  /** @param {number} more calls that are on their way */
  busy(more) {
    this.#calls += more;
    document.body.toggleAttribute("data-busy", this.isBusy);
  }

  /** Another one comes. */
  turn() {
    clearTimeout(this.#timer);
    this.#isSeen = false;
    this.busy(0);
  }

  /** It is there. */
  seen() {
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => {
      this.#isSeen = true;
      this.busy(0);
    }, this.#moment);
    this.#moment = MOMENT;
  }
}
