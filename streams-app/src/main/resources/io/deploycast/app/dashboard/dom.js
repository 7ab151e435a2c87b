// Builds elements. Texts become text nodes and nothing else, whatever they hold.

/** An element: h("a", { href: "#/", class: "x" }, "text", otherElement). Null children are left out. */
export function h(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false).map(asNode));
  return element;
}

function asNode(child) {
  return child instanceof Node ? child : document.createTextNode(String(child));
}

/** A link to somewhere else, if it is one that a browser may follow; else the text alone. */
export function outside(address) {
  let url = null;
  try {
    url = new URL(address);
  } catch {
    return document.createTextNode(address);
  }
  if (url.protocol !== "http:" && url.protocol !== "https:") return document.createTextNode(address);
  return h("a", { href: url.href, rel: "noopener noreferrer", target: "_blank" }, address);
}

const shown = new WeakMap();

/**
 * Makes the children of an element those of a list. A child whose item has not changed stays as it is; one that is
 * replaced while something in it has the focus gives it to the same thing in its successor.
 */
export function show(parent, items, keyOf, build) {
  const old = new Map([...parent.children].map((child) => [shown.get(child)?.key, child]));
  const next = items.map((item) => {
    const key = keyOf(item);
    const text = JSON.stringify(item);
    const child = old.get(key);
    if (child && shown.get(child).text === text) return child;
    const made = build(item);
    shown.set(made, { key, text });
    return made;
  });
  if (next.length === parent.children.length && next.every((child, i) => child === parent.children[i])) return;
  const focus = parent.contains(document.activeElement) ? document.activeElement.dataset.focus : undefined;
  parent.replaceChildren(...next);
  if (focus) [...parent.querySelectorAll("[data-focus]")].find((it) => it.dataset.focus === focus)?.focus();
}

/** The same for one element: replaced when what it shows has changed. */
export function slot(parent, item, build) {
  show(parent, [item], () => "only", build);
}

/** A short message that goes by itself. */
export function note(text) {
  const notes = document.getElementById("notes");
  const one = h("div", { class: "note" }, text);
  notes.append(one);
  setTimeout(() => one.remove(), 6000);
}
