// Dead letters: groups of one trouble, the list, one with its payload, and what to do about them.
import { get, post } from "./api.js";
import { h, note, show, slot } from "./dom.js";
import { confirm, tell } from "./dialog.js";
import { count, exact, moment } from "./format.js";

const REASONS = {
  REJECTED: "The target will never take it",
  EXHAUSTED: "All attempts failed",
  EXPIRED: "Too old for the target",
  INVALID_JSON: "Not JSON",
  SCHEMA_INVALID: "Breaks the schema",
  SCHEMA_UNKNOWN: "Schema id cannot be resolved",
  NULL_VALUE: "Has no value",
  TOO_LARGE: "Too large",
  TEMPLATE_ERROR: "The target's template fails on it",
};

const reason = (name) => REASONS[name] ?? name;
const letters = (number) => `${count(number)} dead letter${number === 1 ? "" : "s"}`;

const LEFT_OUT = {
  onTheWay: "on their way already",
  tooOften: "redriven three times already; 'deploycast dlq redrive --force' takes them",
  withoutValue: "without a value that could be sent",
  beyondLimit: "more than one go takes; redrive again afterwards",
};

/** Shows what an action would do, asks, and does it. */
async function act(action, selection) {
  try {
    const preview = await post(`actions/${action}`, { ...selection, dryRun: true });
    const list = Object.entries(LEFT_OUT).filter(([name]) => preview[name] > 0).map(([name, words]) => `${count(preview[name])} left out: ${words}`);
    if (preview.chosen === 0) {
      tell("Nothing to do", list.length ? `${list.join(". ")}.` : "These dead letters are gone: they were delivered or given up meanwhile.");
      return;
    }
    const asked = action === "redrive"
      ? { title: `Redrive ${letters(preview.chosen)}?`, text: "Each goes to its target again, as a new delivery with all its attempts. It stays a dead letter until it is delivered.", action: "Redrive", list }
      : { title: `Give up ${letters(preview.chosen)}?`, text: "They are removed for good and will not be delivered. This cannot be undone.", action: "Give up", list, danger: true, ask: "Why? It stands in their receipts." };
    const answer = await confirm(asked);
    if (!answer) return;
    const done = await post(`actions/${action}`, action === "redrive" ? selection : { ...selection, because: answer });
    note(action === "redrive" ? `${letters(done.taken)} on the way again` : `${letters(done.taken)} given up`);
  } catch (error) {
    tell("Nothing has changed", error.message);
  }
}

function buttons(selection, name) {
  return h("div", { class: "row" },
    h("button", { type: "button", "data-action": "redrive", "data-focus": `redrive ${name}`, "aria-label": `Redrive ${name}`, onclick: () => act("redrive", selection) }, "Redrive"),
    h("button", { type: "button", class: "quiet", "data-action": "discard", "data-focus": `discard ${name}`, "aria-label": `Give up ${name}`, onclick: () => act("discard", selection) }, "Give up"));
}

function group({ group: it, mayAct }) {
  const selection = { target: it.target, reason: it.reason, status: it.status };
  const address = `#/dead-letters?${new URLSearchParams(selection)}`;
  return h("li", { class: "group" },
    h("span", { class: "count" }, count(it.count)),
    h("div", {}, h("p", {}, h("a", { href: address, "data-focus": `group ${address}` }, `${it.target}: ${reason(it.reason)}`), it.status === "none" ? "" : ` (${it.status})`),
      h("p", { class: "small muted" }, it.error),
      h("p", { class: "small muted" }, "newest ", moment(it.newest), ", oldest ", moment(it.oldest))),
    mayAct ? buttons(selection, `the group ${it.target} ${reason(it.reason)}`) : null);
}

function line({ letter, mayAct }) {
  const what = letter.release ? `${letter.service ?? "–"} ${letter.release}` : letter.key.slice(letter.target.length + 1);
  return h("li", { class: "letter", "data-letter": letter.key },
    h("div", { class: "text" },
      h("p", {}, h("a", { href: `#/dead-letters/${encodeURIComponent(letter.key)}`, "data-focus": letter.key }, what), ` at ${letter.target}`, letter.environment ? h("span", { class: "muted" }, ` · ${letter.environment}`) : null),
      h("p", { class: "small" }, reason(letter.reason), letter.error ? h("span", { class: "muted" }, ` – ${letter.error}`) : null),
      h("p", { class: "small muted" }, moment(letter.failedAt), letter.attempts ? `, ${letter.attempts} attempt${letter.attempts === 1 ? "" : "s"}` : "")),
    mayAct ? buttons({ key: letter.key }, what) : null);
}

export function page(root, { query, mayAct, go }) {
  const filters = Object.fromEntries(["target", "reason", "status", "q"].filter((name) => query.get(name)).map((name) => [name, query.get(name)]));
  const groups = h("ul", { class: "list" });
  const list = h("ul", { class: "list" });
  const told = h("p", { class: "muted small", role: "status" });
  let before = [];
  let next = null;
  let timer = 0;
  const search = h("input", { type: "search", id: "letter-search", value: filters.q ?? "", oninput: () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      filters.q = search.value.trim();
      before = [];
      const text = new URLSearchParams(Object.entries(filters).filter(([, value]) => value)).toString();
      go(`#/dead-letters${text ? `?${text}` : ""}`);
      refresh();
    }, 250);
  } });
  const newer = h("button", { type: "button", onclick: () => { before.pop(); refresh(); } }, "← Newer");
  const older = h("button", { type: "button", onclick: () => { before.push(next); refresh(); } }, "Older →");
  const pages = h("div", { class: "pages" }, newer, older);
  const chosen = ["target", "reason", "status"].filter((name) => filters[name]).map((name) => (name === "reason" ? reason(filters[name]) : name === "status" && filters[name] === "none" ? "no answer" : filters[name]));
  root.replaceChildren(
    h("div", { class: "head" },
      h("div", {}, h("h1", { tabindex: "-1" }, "Dead letters"), h("p", { class: "muted" }, "Deliveries that were given up. None is lost: each can be redriven."),
        chosen.length ? h("p", {}, "Only: ", chosen.join(", "), " · ", h("a", { href: "#/dead-letters" }, "show all")) : null),
      h("div", { class: "filters" }, h("label", { for: "letter-search" }, "Search", search))),
    h("section", { class: "card", "aria-labelledby": "groups-title" }, h("div", { class: "head" }, h("h2", { id: "groups-title" }, "By trouble")), groups),
    h("section", { class: "card", "aria-labelledby": "letters-title" }, h("div", { class: "head" }, h("h2", { id: "letters-title" }, "Newest first"), told), list, pages));

  async function refresh() {
    const [byTrouble, answer] = await Promise.all([get("dead-letter-groups", filters), get("dead-letters", { ...filters, before: before[before.length - 1] })]);
    next = answer.next ?? null;
    newer.disabled = before.length === 0;
    older.disabled = next === null;
    pages.hidden = newer.disabled && older.disabled;
    told.textContent = answer.incomplete ?? `${letters(answer.matching)}${answer.truncated ? " of the latest 10,000" : ""}`;
    const nothing = () => h("li", { class: "empty" }, Object.keys(filters).length ? "None fits these filters." : "None. Every delivery arrived, or is on its way.");
    show(groups, byTrouble.groups.length ? byTrouble.groups.map((it) => ({ group: it, mayAct })) : [{}], (it) => (it.group ? [it.group.target, it.group.reason, it.group.status, it.group.oldest].join(" ") : "none"), (it) => (it.group ? group(it) : nothing()));
    show(list, answer.deadLetters.length ? answer.deadLetters.map((letter) => ({ letter, mayAct })) : [{}], (it) => it.letter?.key ?? "none", (it) => (it.letter ? line(it) : nothing()));
  }

  return { on: ["deadLetters"], refresh };
}

function pretty(letter) {
  if (letter.value !== "original") return letter.value === "null" ? "The record had no value." : "The value was too large to be kept.";
  if (letter.valueText === undefined) return `Not text. In base64:\n${letter.valueBytes}`;
  try {
    return JSON.stringify(JSON.parse(letter.valueText), null, 2);
  } catch {
    return letter.valueText || "The value is empty.";
  }
}

function steps(letter) {
  const step = (mood, when, text) => h("li", { "data-mood": mood }, h("p", {}, text), when ? h("p", { class: "small muted" }, exact(when)) : null);
  return h("ol", { class: "steps" },
    step("ok", letter.origin.timestamp, `Announced, as ${letter.origin.topic}-${letter.origin.partition}@${letter.origin.offset}`),
    letter.firstFailure ? step("wait", letter.firstFailure, "The first attempt failed") : null,
    letter.redrives ? step("wait", null, `Redriven ${letter.redrives} time${letter.redrives === 1 ? "" : "s"}, in vain`) : null,
    letter.attempts > 1 ? step("wait", null, `${letter.attempts - 1} more attempt${letter.attempts === 2 ? "" : "s"} failed`) : null,
    step("bad", letter.failedAt, `Given up: ${reason(letter.reason).toLowerCase()}${letter.lastStatus ? `, last answer ${letter.lastStatus}` : ""}`));
}

function whole({ letter, mayAct }) {
  const pairs = [["Error", letter.error], ["Where in the value", letter.pointer], ["Event id", letter.eventId], ["Record key", letter.key]];
  return h("div", { class: "stack" },
    h("section", { class: "card", "aria-labelledby": "history-title" }, h("div", { class: "head" }, h("h2", { id: "history-title" }, "What happened"), mayAct ? buttons({ key: letter.key }, "this dead letter") : null), steps(letter)),
    h("section", { class: "card", "aria-labelledby": "facts-title" }, h("div", { class: "head" }, h("h2", { id: "facts-title" }, "Facts")),
      h("dl", { class: "pairs" }, pairs.filter(([, text]) => text).map(([word, text]) => [h("dt", {}, word), h("dd", {}, text)])),
      letter.eventId ? h("p", {}, h("a", { href: `#/deployments/${encodeURIComponent(letter.eventId)}` }, "Its deployment")) : null),
    h("section", { class: "card", "aria-labelledby": "payload-title" }, h("div", { class: "head" }, h("h2", { id: "payload-title" }, "Payload"), h("span", { class: "muted small" }, `${count(letter.valueSize)} bytes, as they were`)), h("pre", { tabindex: "0", "aria-label": "Payload" }, pretty(letter))));
}

export function onePage(root, { key, mayAct }) {
  const head = h("div");
  const body = h("div");
  root.replaceChildren(head, body);
  return {
    on: ["deadLetters"],
    async refresh() {
      let letter = null;
      try {
        letter = await get(`dead-letters/${encodeURIComponent(key)}`);
      } catch (error) {
        if (error.status !== 404) throw error;
      }
      slot(head, letter ? { what: letter.release ? `${letter.service ?? "–"} ${letter.release}` : letter.key, target: letter.target } : {}, (it) =>
        h("div", {}, h("p", { class: "small" }, h("a", { href: "#/dead-letters" }, "← Dead letters")), h("h1", { tabindex: "-1" }, it.what ? `${it.what} at ${it.target}` : "No dead letter any more")));
      slot(body, letter ? { letter, mayAct } : {}, (it) => (it.letter ? whole(it) : h("p", { class: "card empty" }, "It was delivered or given up.")));
    },
  };
}
