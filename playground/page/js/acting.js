// @ts-check
// What happens when a person uses an element: the value is kept, the app is told, and the wait or its failure is shown.

import { act } from "./server.js";
import { change, ui } from "./state.js";

/** @typedef {import("./types.js").Json} Json */
/** @typedef {import("./types.js").Spot} Spot */

const INITIAL = {
  initial_option: "selected_option",
  initial_options: "selected_options",
  initial_user: "selected_user",
  initial_users: "selected_users",
  initial_conversation: "selected_conversation",
  initial_conversations: "selected_conversations",
  initial_channel: "selected_channel",
  initial_channels: "selected_channels",
  initial_date: "selected_date",
  initial_time: "selected_time",
  initial_date_time: "selected_date_time",
  initial_value: "value",
};

/** "place/block/action": ids of the app may hold slashes themselves. @param {Spot} spot */
export function keyOf({ place, block, element }) {
  return [place.key, block.block_id, element.action_id].map((id) => String(id).replaceAll("/", "∕")).join("/");
}

/** What stands in the element now, in the shape of Slack's state. @param {Spot} spot @returns {Json} */
export function valueOf(spot) {
  const { place, block, element } = spot;
  return ui.values[keyOf(spot)] ?? place.values?.[block.block_id]?.[element.action_id] ?? initialOf(element);
}

/** @param {Json} element */
function initialOf(element) {
  /** @type {Json} */
  const value = { type: element.type };
  for (const [from, to] of Object.entries(INITIAL)) if (element[from] !== undefined) value[to] = element[from];
  return value;
}

/** Unsent inputs travel one after the other; whoever submits waits for the last. @type {Promise<any>} */
let inputsSent = Promise.resolve();
/** @type {Map<string, [number, () => void]>} */
const waiting = new Map();

/** Send what is still being typed and wait until it is there. */
export function flushInputs() {
  for (const [timer, send] of waiting.values()) (clearTimeout(timer), send());
  return inputsSent;
}

/** @param {Spot} spot @param {Json} state @param {number} delay ms */
function sendInput(spot, state, delay) {
  const key = keyOf(spot);
  const send = () => {
    waiting.delete(key);
    const body = {
      ...spot.place.surface,
      block_id: spot.block.block_id,
      action_id: spot.element.action_id,
      state: asSent(state),
    };
    const isView = "view_id" in spot.place.surface;
    inputsSent = inputsSent.then(() =>
      isView ? act("set_input", body) : act("click", { ...body, chosen: body.state }),
    );
  };
  clearTimeout(waiting.get(key)?.[0]);
  waiting.set(key, [window.setTimeout(send, delay), send]);
}

/** Files are named by their ids alone. @param {Json} chosen @returns {Json} */
function asSent(chosen) {
  return chosen.files ? { ...chosen, files: chosen.files.map((/** @type {Json} */ file) => file.id) } : chosen;
}

/** Keep what the person typed, without telling the app. @param {Spot} spot @param {Json} chosen @param {number} [delay] */
export function keep(spot, chosen, delay = 0) {
  const state = { type: spot.element.type, ...chosen };
  change(() => {
    ui.values[keyOf(spot)] = state;
    delete ui.errors[spot.place.key]?.[spot.block.block_id];
  });
  if (spot.isInput && ("view_id" in spot.place.surface || !spot.block.dispatch_action)) sendInput(spot, state, delay);
}

/** A value was chosen: keep it, and tell the app where it wants to know. @param {Spot} spot @param {Json} chosen */
export function choose(spot, chosen) {
  confirmed(spot.element.confirm, () => {
    keep(spot, chosen);
    if (!spot.isInput || spot.block.dispatch_action) click(spot, chosen);
  });
}

/** The newest choice in an element whose last one is still on its way. @type {Map<string, [Spot, Json]>} */
const next = new Map();

/** Tell the app that the element was used; what comes meanwhile follows, but a button waits. @param {Spot} spot @param {Json} [chosen] */
export async function click(spot, chosen = {}) {
  const key = keyOf(spot);
  if (ui.busy.has(key)) {
    if (Object.keys(chosen).length) next.set(key, [spot, chosen]);
    return;
  }
  change(() => {
    ui.busy.add(key);
    ui.failed.delete(key);
    delete ui.troubles[spot.place.key];
  });
  await flushInputs();
  const outcome = await act("click", {
    ...spot.place.surface,
    block_id: spot.block.block_id,
    action_id: spot.element.action_id,
    chosen: asSent(chosen),
  });
  change(() => {
    ui.busy.delete(key);
    if (outcome.ok) return;
    ui.failed.add(key);
    ui.troubles[spot.place.key] = outcome.problem ?? "That didn't work.";
  });
  const following = next.get(key);
  next.delete(key);
  if (following) await click(...following);
}

/** Ask first where the element wants it. @param {Json | undefined} confirm @param {() => void} then */
export function confirmed(confirm, then) {
  if (!confirm) return then();
  const back = document.activeElement;
  change(() => (ui.dialog = { confirm, then, back }));
}
