// Runs in the editor's page before its own scripts: how long JavaScript takes, and how soon a picture is on the screen.
(() => {
  const probe = (window.probe = { js: 0, frames: 0, waits: [], shownAt: Infinity });
  const ask = window.requestAnimationFrame;
  const listen = EventTarget.prototype.addEventListener;
  performance.setResourceTimingBufferSize(5000);

  const timed = (work) =>
    function (...given) {
      const begun = performance.now();
      try {
        return work.apply(this, given);
      } finally {
        probe.js += performance.now() - begun;
      }
    };
  window.requestAnimationFrame = (work) => {
    probe.frames += 1;
    return ask(timed(work));
  };
  EventTarget.prototype.addEventListener = function (type, work, how) {
    return listen.call(this, type, /^(pointer|wheel)/.test(type) && typeof work === "function" ? timed(work) : work, how);
  };
  probe.frame = () => new Promise((done) => ask(() => done()));

  /** Nothing was fetched for a while. */
  probe.rest = async () => {
    for (let before = -1, now = 0; before !== now; now = performance.getEntriesByType("resource").length) {
      before = now;
      await new Promise((done) => setTimeout(done, 150));
    }
  };

  let begun = 0;
  listen.call(window, "keydown", (event) => event.key === "Enter" && (begun = performance.now()), true);
  listen.call(document, "DOMContentLoaded", () => {
    // The frame after the one in which a picture is put there has it on the screen.
    const seen = () => {
      probe.shownAt = Math.min(probe.shownAt, performance.now());
      const since = begun;
      ask(() => ask(() => probe.came?.(performance.now() - since)));
    };
    new MutationObserver(seen).observe(document.body, { attributeFilter: ["data-shown"] });
  });
  /** Milliseconds from the key to the next picture on the screen. */
  probe.coming = () => (probe.next = new Promise((done) => (probe.came = done)));

  /** The same boxes on a bare canvas of the same size: milliseconds of JavaScript a frame. */
  probe.bare = async (boxes, width, frames) => {
    const all = document.getElementById("all");
    const canvas = Object.assign(document.createElement("canvas"), { width: all.width, height: all.height });
    all.after(canvas);
    const c = canvas.getContext("2d");
    const k = canvas.width / width;
    let js = 0;
    for (let frame = 0; frame < frames; frame++) {
      await probe.frame();
      const from = performance.now();
      c.clearRect(0, 0, canvas.width, canvas.height);
      c.lineWidth = boxes.length > 800 ? 1 : 2;
      c.strokeStyle = "#e6194b";
      for (const [[left, top], [right, bottom]] of boxes) {
        c.beginPath();
        c.rect(left * k + frame, top * k, (right - left) * k, (bottom - top) * k);
        c.stroke();
      }
      js += performance.now() - from;
    }
    canvas.remove();
    return js / frames;
  };
})();
