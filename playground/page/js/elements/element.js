// @ts-check
// Which element is drawn by whom.

import { troubled } from "../blocks/trouble.js";
import { button } from "./button.js";
import { checkboxes, radioButtons } from "./choices.js";
import { fileInput } from "./files.js";
import { datePicker, dateTimePicker, timePicker } from "./moments.js";
import { overflow } from "./overflow.js";
import { select } from "./select.js";
import { typed } from "./typed.js";

/** @type {Record<string, (spot: import("../types.js").Spot) => import("../types.js").VNode>} */
const ELEMENTS = {
  button,
  icon_button: button,
  overflow,
  checkboxes,
  radio_buttons: radioButtons,
  datepicker: datePicker,
  timepicker: timePicker,
  datetimepicker: dateTimePicker,
  plain_text_input: typed,
  rich_text_input: typed,
  number_input: typed,
  email_text_input: typed,
  url_text_input: typed,
  file_input: fileInput,
  static_select: select,
  external_select: select,
  users_select: select,
  conversations_select: select,
  channels_select: select,
  multi_static_select: select,
  multi_external_select: select,
  multi_users_select: select,
  multi_conversations_select: select,
  multi_channels_select: select,
};

/** @param {import("../types.js").Spot} spot */
export function drawElement(spot) {
  return ELEMENTS[spot.element?.type]?.(spot) ?? troubled("element", spot.element?.type);
}
