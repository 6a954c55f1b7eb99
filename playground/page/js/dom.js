// @ts-check
// Draws trees of plain objects into the document and changes only what differs, so that focus, carets and pictures stay.

/** @typedef {import("./types.js").VNode} VNode */
/** @typedef {import("./types.js").Child} Child */

const SVG = "http://www.w3.org/2000/svg";
const SVG_TAGS = new Set(["svg", "path", "circle", "rect", "g", "line", "polyline"]);

/** What was drawn into a node last. @type {WeakMap<Node, VNode>} */
const drawn = new WeakMap();
/** @type {WeakMap<Node, () => void>} */
const cleanups = new WeakMap();
/** @type {Array<[Element, (el: any) => void | (() => void)]>} */
let mounted = [];

/**
 * One element. `key` keeps its node over redraws, `on…` are listeners, `onmount(el)` runs once and may return its cleanup.
 * @param {string} tag @param {import("./types.js").Json | null} [props] @param {...Child} children
 * @returns {VNode}
 */
export function h(tag, props, ...children) {
  const { key = null, ...rest } = props ?? {};
  return { tag, key, props: rest, children: flatten(children) };
}

/** @param {Child[]} children @returns {Array<VNode | string>} */
function flatten(children) {
  /** @type {Array<VNode | string>} */
  const flat = [];
  for (const child of children.flat(20)) {
    if (child === null || child === undefined || child === false || child === "") continue;
    flat.push(typeof child === "number" ? String(child) : /** @type {VNode | string} */ (child));
  }
  return flat;
}

/** Make `parent` show exactly `children`. @param {Element} parent @param {Child[]} children */
export function draw(parent, ...children) {
  drawChildren(parent, flatten(children));
  const fresh = mounted;
  mounted = [];
  for (const [el, hook] of fresh) {
    const cleanup = hook(el);
    if (cleanup) cleanups.set(el, cleanup);
  }
}

/** @param {Element} parent @param {Array<VNode | string>} children */
function drawChildren(parent, children) {
  const left = new Set(parent.childNodes);
  const keyed = byKey(left);
  const nodes = children.map((child) => {
    const node = typeof child === "string" ? findText(left) : findElement(child, left, keyed);
    if (node) left.delete(/** @type {ChildNode} */ (node));
    return node ? update(node, child) : create(child);
  });
  for (const node of left) remove(/** @type {ChildNode} */ (node));
  let cursor = parent.firstChild;
  for (const node of nodes) {
    if (node === cursor) cursor = cursor.nextSibling;
    else parent.insertBefore(node, cursor);
  }
}

/** @param {Iterable<Node>} nodes */
function byKey(nodes) {
  /** @type {Map<string, Node>} */
  const keyed = new Map();
  for (const node of nodes) {
    const key = drawn.get(node)?.key;
    if (key !== null && key !== undefined) keyed.set(key, node);
  }
  return keyed;
}

/** @param {Set<ChildNode>} nodes */
function findText(nodes) {
  for (const node of nodes) if (node.nodeType === Node.TEXT_NODE) return node;
  return null;
}

/** @param {VNode} vnode @param {Set<ChildNode>} nodes @param {Map<string, Node>} keyed */
function findElement(vnode, nodes, keyed) {
  if (vnode.key !== null) {
    const same = keyed.get(vnode.key);
    return same && nodes.has(/** @type {ChildNode} */ (same)) && drawn.get(same)?.tag === vnode.tag ? same : null;
  }
  for (const node of nodes) {
    const old = drawn.get(node);
    if (old && old.key === null && old.tag === vnode.tag) return node;
  }
  return null;
}

/** @param {Node} node @param {VNode | string} child @returns {Node} */
function update(node, child) {
  if (typeof child === "string") {
    if (node.textContent !== child) node.textContent = child;
    return node;
  }
  const old = /** @type {VNode} */ (drawn.get(node));
  if (old === child) return node;
  drawn.set(node, child);
  const el = /** @type {HTMLElement} */ (node);
  for (const name in old.props) if (!(name in child.props)) setProp(el, name, null, old.props[name]);
  for (const name in child.props) setProp(el, name, child.props[name], old.props[name]);
  drawChildren(el, child.children);
  return node;
}

/** @param {VNode | string} child @returns {Node} */
function create(child) {
  if (typeof child === "string") return document.createTextNode(child);
  const { tag, props, children } = child;
  const el = SVG_TAGS.has(tag) ? document.createElementNS(SVG, tag) : document.createElement(tag);
  drawn.set(el, child);
  for (const name in props) if (name !== "value") setProp(el, name, props[name], null);
  drawChildren(el, children);
  if ("value" in props) setProp(el, "value", props.value, null);
  if (props.onmount) mounted.push([el, props.onmount]);
  return el;
}

/** @param {ChildNode} node */
function remove(node) {
  for (const inner of [node, ...(node instanceof Element ? node.querySelectorAll("*") : [])]) {
    cleanups.get(inner)?.();
    cleanups.delete(inner);
  }
  node.remove();
}

/** @param {Element} el @param {string} name @param {any} value @param {any} old */
function setProp(el, name, value, old) {
  if (name === "onmount") return;
  if (name.startsWith("on")) {
    if (value && !old) el.addEventListener(name.slice(2), dispatch);
    else if (!value && old) el.removeEventListener(name.slice(2), dispatch);
  } else if (value === old && name !== "checked") {
    return;
  } else if (name === "value" || name === "checked") {
    const field = /** @type {any} */ (el);
    if (field[name] !== value) field[name] = value ?? "";
  } else if (name === "style") {
    for (const [rule, setting] of Object.entries(value ?? {}))
      /** @type {HTMLElement} */ (el).style.setProperty(rule, setting);
  } else if (value === null || value === undefined || value === false) {
    el.removeAttribute(name);
  } else {
    el.setAttribute(name, value === true && !name.startsWith("aria-") ? "" : String(value));
  }
}

/** One listener for all: it asks what was drawn last, so that redraws never add or remove listeners. @param {Event} event */
function dispatch(event) {
  const vnode = drawn.get(/** @type {Node} */ (event.currentTarget));
  vnode?.props[`on${event.type}`]?.(event);
}
