// Deployments: their list, their filters, and lanes over time.
import { get } from "./api.js";
import { h, show, slot } from "./dom.js";
import { count, deliveryState, exact, moment, moodOf, summary } from "./format.js";

const MOST_LANES = 12;
const STATUS_WORDS = { started: "started", succeeded: "", failed: "failed", rolled_back: "rolled back" };

const label = (text) => text ?? "–";

/** One line of the list. */
export function line(deployment) {
  const cells = Object.entries(deployment.deliveries);
  const words = cells.map(([target, state]) => `${target}: ${deliveryState(state).word}`).join(", ");
  const status = STATUS_WORDS[deployment.status] ?? deployment.status;
  return h("li", { class: "deployment", "data-deployment": deployment.id },
    h("div", { class: "small muted" }, moment(deployment.announcedAt)),
    h("div", { class: "what" }, h("a", { href: `#/deployments/${encodeURIComponent(deployment.id)}`, "data-focus": deployment.id }, `${label(deployment.service)} ${deployment.release}`),
      status ? h("span", { class: "state", "data-mood": deployment.status === "failed" ? "bad" : "idle" }, status) : null),
    h("div", { class: "where" }, label(deployment.environment), deployment.actor ? ` · ${deployment.actor}` : ""),
    h("div", { class: "deliveries-cell" },
      h("div", { class: "cells", role: "img", "aria-label": words || "no targets" },
        cells.map(([target, state]) => h("span", { class: "cell", "data-mood": deliveryState(state).mood, title: `${target}: ${deliveryState(state).word}` }, deliveryState(state).sign))),
      h("div", { class: "small muted" }, summary(deployment.deliveries))));
}

/** How a mark looks, the worst first. */
const SIGNS = { bad: "✕", wait: "…", ok: "✓", idle: "–" };

/** From the middle of one mark to that of the next, at least: a mark's own width, and room to hit it. In pixels. */
const MARK_SPACE = 28;

/** Deployments that would lie on each other at this width share a mark. Each mark: its place in pixels, what it holds. */
function marksOf(deployments, { from, to, width }) {
  const marks = [];
  for (const deployment of deployments) {
    const share = (Date.parse(deployment.announcedAt) - from) / Math.max(1, to - from);
    const at = MARK_SPACE / 2 + Math.max(0, width - MARK_SPACE) * share;
    const last = marks[marks.length - 1];
    if (last && at - last.at < MARK_SPACE) last.held.push(deployment);
    else marks.push({ at, held: [deployment] });
  }
  return marks;
}

/** One deployment leads to its page, several to the list of their service and environment. */
function mark(name, { at, held }) {
  const [first, last] = [held[0], held[held.length - 1]];
  const moods = held.map((it) => moodOf(it.deliveries));
  const mood = Object.keys(SIGNS).find((it) => moods.includes(it));
  const became = summary(held.flatMap((it) => Object.values(it.deliveries)));
  const words = held.length === 1
    ? `${name}, release ${first.release}, ${exact(first.announcedAt)}: ${became}`
    : `${name}, ${held.length} deployments, ${exact(first.announcedAt)} to ${exact(last.announcedAt)}: ${became}`;
  const href = held.length === 1
    ? `#/deployments/${encodeURIComponent(first.id)}`
    : `#/deployments?${new URLSearchParams({ service: first.service ?? "-", environment: first.environment ?? "-" })}`;
  const element = h("a", { class: "mark", "data-mood": mood, "data-deployments": held.length, href, title: words, "aria-label": words, "data-focus": `mark ${first.id}` }, held.length === 1 ? SIGNS[mood] : count(held.length));
  element.style.left = `${at}px`;
  return element;
}

function lane({ name, deployments }, scale) {
  return h("div", { class: "lane" }, h("div", { class: "name", title: name }, name),
    h("div", { class: "track" }, marksOf(deployments, scale).map((it) => mark(name, it))));
}

const drawn = new WeakMap();
const resized = new ResizeObserver((entries) => entries.forEach((entry) => draw(entry.target)));

function draw(root) {
  const { shown, more, from, to } = drawn.get(root);
  const width = root.querySelector(".track")?.clientWidth ?? 0;
  slot(root, { shown, more, scale: { from, to, width } }, ({ shown: all, scale }) =>
    h("div", {},
      h("div", { class: "lanes" }, all.map((it) => lane(it, scale))),
      all.length ? h("div", { class: "axis" }, [...new Set([from, to])].map((at) => h("span", {}, moment(new Date(at).toISOString())))) : null,
      more > 0 ? h("p", { class: "small muted" }, `and ${more} more services or environments`) : null));
}

/** Lanes of service and environment over the time of a page of deployments. */
export function lanes(root, deployments) {
  const byName = new Map();
  for (const deployment of [...deployments].reverse()) {
    const name = `${label(deployment.service)} · ${label(deployment.environment)}`;
    byName.set(name, [...(byName.get(name) ?? []), deployment]);
  }
  const times = deployments.map((it) => Date.parse(it.announcedAt));
  const busiest = [...byName].sort((a, b) => b[1].length - a[1].length).slice(0, MOST_LANES).sort((a, b) => a[0].localeCompare(b[0]));
  const shown = busiest.map(([name, its]) => ({ name, deployments: its }));
  drawn.set(root, { shown, more: byName.size - shown.length, from: Math.min(...times), to: Math.max(...times) });
  draw(root);
  // Tells the width now, before anything is painted, and whenever it changes.
  resized.observe(root);
}

const FILTERS = [
  ["q", "Search", null],
  ["service", "Service", "service"],
  ["environment", "Environment", "environment"],
  ["status", "Status", "status"],
  ["delivery", "Delivery", ["waiting", "dead-lettered", "delivered", "filtered", "discarded"]],
];

/** The page. The address holds the filters, so that it can be sent to somebody. */
export function page(root, { query, go }) {
  const fields = new Map();
  let before = [];
  let next = null;

  function address() {
    const parameters = new URLSearchParams();
    for (const [name, field] of fields) if (field.value.trim()) parameters.set(name, field.value.trim());
    return parameters;
  }

  function changed() {
    before = [];
    const text = address().toString();
    go(`#/deployments${text ? `?${text}` : ""}`);
    refresh();
  }

  function options(field, values) {
    const chosen = field.value || field.dataset.wanted || "";
    const all = [...new Set(chosen ? [...values, chosen] : values)];
    field.replaceChildren(h("option", { value: "" }, "Any"), ...all.map((value) => h("option", { value }, value === "-" ? "none" : (deliveryState(value).sign === "?" ? value : deliveryState(value).word))));
    field.value = chosen;
  }

  for (const [name, , values] of FILTERS) {
    let timer = 0;
    const field = name === "q"
      ? h("input", { type: "search", id: `filter-${name}`, value: query.get(name) ?? "", oninput: () => { clearTimeout(timer); timer = setTimeout(changed, 250); } })
      : h("select", { id: `filter-${name}`, "data-wanted": query.get(name) ?? "", onchange: () => { delete field.dataset.wanted; changed(); } });
    if (field.tagName === "SELECT") options(field, Array.isArray(values) ? values : []);
    fields.set(name, field);
  }

  const chart = h("div");
  const list = h("ul", { class: "list" });
  const told = h("p", { class: "muted small", role: "status" });
  const newer = h("button", { type: "button", onclick: () => { before.pop(); refresh(); } }, "← Newer");
  const older = h("button", { type: "button", onclick: () => { before.push(next); refresh(); } }, "Older →");
  const pages = h("div", { class: "pages" }, newer, older);
  root.replaceChildren(
    h("div", {}, h("h1", { tabindex: "-1" }, "Deployments"), h("p", { class: "muted" }, "The latest 10,000 of the whole installation, and what became of each at every target.")),
    h("form", { class: "card filters", role: "search", onsubmit: (event) => event.preventDefault() },
      FILTERS.map(([name, word]) => h("label", { for: `filter-${name}`, class: name === "q" ? "wide" : null }, word, fields.get(name)))),
    h("section", { class: "card", "aria-labelledby": "lanes-title" }, h("div", { class: "head" }, h("h2", { id: "lanes-title" }, "By service and environment")), chart),
    h("section", { class: "card", "aria-labelledby": "list-title" }, h("div", { class: "head" }, h("h2", { id: "list-title" }, "Newest first"), told), list,
      pages));

  async function refresh() {
    const answer = await get("deployments", { ...Object.fromEntries(address()), before: before[before.length - 1], limit: "50" });
    next = answer.next ?? null;
    newer.disabled = before.length === 0;
    older.disabled = next === null;
    pages.hidden = newer.disabled && older.disabled;
    told.textContent = answer.incomplete ?? `${count(answer.matching)} of ${count(answer.known)} deployments`;
    show(list, answer.deployments.length ? answer.deployments : [{ id: "none" }], (it) => it.id,
      (it) => (it.id === "none" ? h("li", { class: "empty" }, answer.known ? "No deployment fits these filters." : "Nothing was deployed yet. Announce one with: deploycast publish 1.0") : line(it)));
    lanes(chart, answer.deployments);
  }

  return {
    on: ["deployments"],
    async start() {
      const choices = await get("choices");
      for (const [name, , values] of FILTERS) if (typeof values === "string") options(fields.get(name), choices[values] ?? []);
    },
    refresh,
  };
}
