// @ts-check
// What the page knows (`app`, from the server) and what only this window knows (`ui`); every change asks for one redraw.

/** @typedef {import("./types.js").Json} Json */

export const app = {
  loaded: false,
  team: { id: "", name: "" },
  me: "",
  /** @type {Record<string, import("./types.js").Person>} */ people: {},
  /** @type {Json[]} */ groups: [],
  /** @type {import("./types.js").Channel[]} */ channels: [],
  /** What lists of conversations offer. @type {Json[]} */ places: [],
  /** @type {Record<string, import("./types.js").Message[]>} */ messages: {},
  /** @type {import("./types.js").View[]} */ views: [],
  /** @type {import("./types.js").View | null} */ home: null,
  /** @type {Json} */ bot: {},
  /** @type {Json[]} */ exchanges: [],
  /** @type {Json} */ faults: {},
  /** How much each person has not read. @type {Record<string, number>} */ waiting: {},
};

export const ui = {
  /** @type {{channel: string, tab: string}} */ at: { channel: "", tab: "messages" },
  isListShown: true,
  isConnected: true,
  /** @type {"thread" | "inspector" | null} */ pane: null,
  /** @type {string | null} */ thread: null,
  /** @type {Record<string, string>} */ drafts: {},
  /** Files for the next message, by composer. @type {Record<string, Json[]>} */ attached: {},
  /** What this person chose or typed, by element, in the shape of Slack's `state.values`. @type {Record<string, Json>} */ values:
    {},
  /** @type {Record<string, Record<string, string>>} */ errors: {},
  /** @type {Record<string, string>} */ troubles: {},
  /** @type {Set<string>} */ busy: new Set(),
  /** @type {Set<string>} */ failed: new Set(),
  /** @type {Json | null} */ popup: null,
  /** @type {Json | null} */ dialog: null,
  /** Local words from the playground, by channel. @type {Record<string, string[]>} */ notes: {},
  /** @type {Set<string>} */ folded: new Set(),
  /** @type {Json} */ inspector: { tab: "traffic", filter: "", open: new Set() },
  theme: localStorage.getItem("theme") ?? "system",
};

const phone = matchMedia("(max-width: 720px)");

/** On a phone the list of channels covers the room: nobody reads what is beneath. */
export function isRoomCovered() {
  return ui.isListShown && phone.matches;
}

let isScheduled = false;
/** @type {() => void} */
let redraw = () => {};

/** @param {() => void} draw */
export function onRedraw(draw) {
  redraw = draw;
}

/** Change something and redraw once, soon. @param {() => void} [how] */
export function change(how) {
  how?.();
  if (isScheduled) return;
  isScheduled = true;
  queueMicrotask(() => {
    isScheduled = false;
    redraw();
  });
}

/** @param {string | null | undefined} id */
export function nameOf(id) {
  return (id && app.people[id]?.real_name) || id || "";
}

/** @param {string} id */
export function channelOf(id) {
  return app.channels.find((channel) => channel.id === id);
}

/** The channel as a person reads it: "#general" or the other one's name. @param {import("./types.js").Channel} channel */
export function titleOf(channel) {
  return channel.other ? nameOf(channel.other) : channel.name;
}
