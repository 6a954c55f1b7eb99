// @ts-check
// A wheel zooms, and so does a pinch on a trackpad; two fingers sliding on a trackpad move the picture.

const REST = 250;

/** @param {import("./main.js").Desk} desk */
export function install({ ed, view, pointer }) {
  let last = { at: 0, isPan: false };
  pointer.stage.addEventListener(
    "wheel",
    (/** @type {WheelEvent} */ event) => {
      event.preventDefault();
      const { deltaX, deltaY, deltaMode, ctrlKey, metaKey, shiftKey } = event;
      const at = performance.now();
      // What a gesture is, its beginning says.
      last = { at, isPan: at - last.at > REST ? isTrackpad(event) : last.isPan };
      const unit = [1, 33, 300][deltaMode];
      if (shiftKey && !ctrlKey) view.pan(-(deltaY + deltaX) * unit, 0);
      else if (ctrlKey || metaKey || !last.isPan)
        view.zoom(Math.exp((-deltaY * unit) / (ctrlKey && Math.abs(deltaY) < 50 ? 100 : 500)), ...pointer.screenOf(event));
      else view.pan(-deltaX, -deltaY);
      ed.tell("view");
    },
    { passive: false },
  );
}

/** Wheels turn by whole notches, and only one way. @param {any} event */
function isTrackpad({ ctrlKey, deltaMode, deltaX, wheelDeltaY }) {
  return !ctrlKey && !deltaMode && (deltaX !== 0 || !wheelDeltaY || wheelDeltaY % 120 !== 0);
}
