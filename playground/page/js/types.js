// @ts-check
// The shapes that travel between the page's modules; nothing here runs.

/** @typedef {Record<string, any>} Json */
/** @typedef {{tag: string, key: string | null, props: Json, children: Array<VNode | string>}} VNode */
/** @typedef {VNode | string | number | null | undefined | false | any[]} Child */
/** @typedef {{id: string, name: string, real_name: string, kind: "person" | "app", deleted: boolean, guest: boolean, role: string, tz: string, is_offered: boolean, title: string}} Person */
/** @typedef {{id: string, kind: string, name: string, members: string[], other: string | null, unread: number, is_app: boolean}} Channel */
/**
 * @typedef {{channel: string, ts: string, user: string | null, name: string, is_app: boolean, text: string, blocks: Json[], attachments: Json[], edited: boolean,
 *   ephemeral: boolean, thread_ts: string | null, is_broadcast: boolean, files: Json[], values: Json}} Message
 */
/**
 * @typedef {{id: string, type: string, title: Json, submit: Json | null, close: Json | null, blocks: Json[], values: Json, callback_id: string,
 *   errors: Record<string, string>}} View
 */
/**
 * Where an element stands: `key` is unique on the page, `surface` is what the server wants back.
 * @typedef {{key: string, surface: Json, kind: "message" | "modal" | "home", values: Json, errors: Record<string, string>}} Place
 */
/** An element within its block. @typedef {{place: Place, block: Json, element: Json, isInput: boolean, labelledBy?: string, describedBy?: string, invalid?: boolean}} Spot */
/** @typedef {{ok: boolean, problem: string | null, answer: Json | null, ms: number, errors?: Record<string, string>}} Outcome `errors`: of a modal, by block_id */

export {};
