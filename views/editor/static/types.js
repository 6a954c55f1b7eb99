// @ts-check
// The shapes of what travels between the page's modules and its server (docs/editor-api.md); nothing here runs, and nobody loads it.

/** @typedef {[number, number]} Point in pixels of the full upright picture, or of the stage */
/**
 * @typedef {object} Shape never changed once it is made
 * @property {string} key
 * @property {number} concept
 * @property {"box" | "polygon"} kind
 * @property {Point[]} points
 * @property {string | null} [from] the suggestion that it was made of
 * @property {string} [source]
 * @property {number | null} [score]
 * @property {number | null} [labels] that a suggestion was learned from
 */
/** @typedef {{id: number, name: string, colour: string}} Concept */
/** @typedef {{concepts: number[], is_none: boolean}} Answer */
/**
 * @typedef {object} Input
 * @property {"image" | "text" | "video"} kind
 * @property {string} name
 * @property {number} width
 * @property {number} height
 * @property {string} preview
 * @property {string} full
 * @property {string} [text]
 * @property {string} [src]
 * @property {string | null} [poster]
 */
/** @typedef {{assignment: number, revision: number, labeler: string, shapes: Shape[], answer: Answer | null}} GivenAnswer */
/**
 * @typedef {object} Review
 * @property {string} labeler
 * @property {string} submitted_at
 * @property {Array<{at: string, by: string, words: string}>} changes
 * @property {string[]} approved_by
 * @property {GivenAnswer[]} [answers]
 */
/**
 * @typedef {object} Item
 * @property {number} assignment
 * @property {number} revision
 * @property {string} state
 * @property {boolean} is_flagged
 * @property {number} number
 * @property {boolean} may_edit
 * @property {boolean} may_reopen
 * @property {Array<"box" | "polygon">} draws
 * @property {Input} input
 * @property {Concept[]} concepts
 * @property {Shape[]} shapes
 * @property {Shape[]} suggestions
 * @property {number} seen
 * @property {Answer | null} answer
 * @property {"one" | "several"} labels
 * @property {{words: string, by: string} | null} reason
 * @property {Review | null} review
 * @property {{preview: string, full: string} | null} ahead
 */
/** @typedef {{assignment: number, name: string, kind: string, state: string, is_flagged: boolean, thumb: string | null}} Row */
/** @typedef {{done: number, of: number}} Progress */
/** @typedef {{words: string, more: boolean}} Done */
/**
 * @typedef {object} Queue
 * @property {{name: string, has_instructions: boolean, read_first: boolean}} task
 * @property {Row[]} items
 * @property {boolean} earlier
 * @property {boolean} later
 * @property {number | null} at
 * @property {Progress} progress
 * @property {Done | null} done
 */
/** @typedef {{item: Item | null, progress: Progress, items: Row[], done: Done | null}} Outcome */
/**
 * Where a pointer is: on the picture, on the stage, and how far beside a thing still means it (in picture pixels).
 * @typedef {{at: Point, screen: Point, slop: number, type: string, alt: boolean}} Spot
 */
/** @typedef {{revision: number, shapes: Shape[], draft: Point[] | null, chosen?: number, at: number, id: string}} Copy */
/** @typedef {import("./editor.js").Editor} Editor */

export {};
