// @ts-check
// Our own plain icons, drawn as lines.

import { h } from "./dom.js";

/** @type {Record<string, string>} */
const PATHS = {
  hash: "M8 3 6.5 17M13.5 3 12 17M3.5 7.5h13M3 12.5h13",
  close: "m5 5 10 10M15 5 5 15",
  down: "m5.5 8 4.5 4.5L14.5 8",
  back: "M12.5 4.5 7 10l5.5 5.5",
  more: "M10 4.6v.8M10 9.6v.8M10 14.6v.8",
  out: "M8 5H5v10h10v-3M11 4h5v5M16 4l-7 7",
  plus: "M10 4v12M4 10h12",
  send: "M3.5 10 3 4l14 6-14 6 .5-6H10",
  reply: "M4 5h12v8H9l-3.5 3v-3H4z",
  bolt: "M11 2.5 4.5 11H10l-1 6.5L15.5 9H10z",
  home: "M3.5 9.5 10 4l6.5 5.5M5.5 8.5V16h9V8.5",
  eye: "M2.5 10S5 5 10 5s7.500 5 7.500 5-2.500 5-7.500 5-7.500-5-7.500-5Z M10 8.200a1.800 1.800 0 1 0 .01 0",
  moon: "M15.500 12A6.500 6.500 0 0 1 8 4.500 6.500 6.500 0 1 0 15.500 12Z",
  pulse: "M2.500 10.500h3.500l2-6 4 11 2-5h3.500",
  file: "M5.500 3h6l3 3v11h-9zM11.500 3v3h3",
  clear: "m6.500 6.500 7 7M13.500 6.500l-7 7",
  clip: "M14.500 9.500 9.300 14.700a3.200 3.200 0 0 1-4.500-4.500l5.700-5.700a2.100 2.100 0 0 1 3 3l-5.600 5.600a1 1 0 0 1-1.400-1.400l4.700-4.700",
  right: "m8 5.500 4.500 4.500L8 14.500",
  people:
    "M7.500 9a2.700 2.700 0 1 0 0-.01M2.500 16c0-3 2.200-4.500 5-4.500s5 1.500 5 4.500M13 9.500a2.300 2.300 0 1 0-1-4.300M14 11.700c2.200.2 3.500 1.600 3.500 4",
};

/** @param {string} name @param {string} [label] spoken only where no words stand beside it */
export function icon(name, label) {
  const path = h("path", {
    d: PATHS[name],
    fill: "none",
    stroke: "currentColor",
    "stroke-width": "1.5",
    "stroke-linecap": "round",
    "stroke-linejoin": "round",
  });
  return h(
    "svg",
    {
      class: `icon icon-${name}`,
      viewBox: "0 0 20 20",
      ...(label ? { role: "img", "aria-label": label } : { "aria-hidden": "true" }),
    },
    path,
  );
}
