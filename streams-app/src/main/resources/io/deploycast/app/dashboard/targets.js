// Targets: a card for each, and their page.
import { get, post } from "./api.js";
import { h, note, show } from "./dom.js";
import { badge, count, duration, millis, moment, targetState } from "./format.js";
import { spark } from "./spark.js";

const ORDER = ["bad", "wait", "idle", "ok"];
const EXPLAINED = {
  down: "It does not answer. Its events wait, and it is probed.",
  refused: "It refuses our credentials or address. Its events wait until somebody acts.",
  throttled: "It asked for a pause. Its events wait.",
  paused: "Somebody paused it. Its events wait until somebody resumes it.",
};

/** Those that need somebody first, else in the order of the configuration. */
export function byNeed(targets) {
  return [...targets].sort((a, b) => ORDER.indexOf(targetState(a.state).mood) - ORDER.indexOf(targetState(b.state).mood));
}

function fact(word, value) {
  return h("div", {}, h("dt", {}, word), h("dd", {}, value));
}

async function act(target, action, done) {
  try {
    await post(`targets/${encodeURIComponent(target.name)}/${action}`);
    note(`${target.name}: ${done}`);
  } catch (error) {
    note(`${target.name}: ${error.message}`);
  }
}

function actions(target) {
  const paused = target.state === "paused";
  const waits = ["down", "refused", "throttled"].includes(target.state);
  const order = (action, word, done) =>
    h("button", { type: "button", "data-focus": `${target.name}/order`, "data-action": action, "aria-label": `${word} ${target.name}`, onclick: () => act(target, action, done) }, word);
  return h("div", { class: "row" },
    paused ? order("resume", "Resume", "goes on") : order("pause", "Pause", "is paused on every instance"),
    waits ? h("button", { type: "button", "data-focus": `${target.name}/probe`, "data-action": "probe", "aria-label": `Probe now: ${target.name}`, onclick: () => act(target, "probe", "is probed now") }, "Probe now") : null,
    target.deadLetters > 0 ? h("a", { class: "button", href: `#/dead-letters?target=${encodeURIComponent(target.name)}` }, `${count(target.deadLetters)} dead letter${target.deadLetters === 1 ? "" : "s"}`) : null);
}

function trouble(target) {
  const last = target.thisInstance.lastFailure;
  const state = EXPLAINED[target.state];
  const next = target.thisInstance.secondsUntilCall;
  const isNow = ["down", "refused", "throttled"].includes(target.state);
  return [
    target.problem ? h("p", { class: "error" }, `${target.name} ${target.problem}`) : null,
    state ? h("p", { class: "small" }, state, isNow && next > 0 ? ` Next call in ${duration(next)}.` : "") : null,
    last ? h("p", { class: isNow ? "error" : "error past" }, h("span", {}, isNow ? "" : "Last failure ", moment(last.at), ": "), last.error) : null,
  ];
}

/** A card; with `mayAct`, what can be done stands on it. */
export function card({ target, mayAct }) {
  const state = targetState(target.state);
  const here = target.thisInstance;
  return h("li", {},
    h("article", { class: "card target", "data-mood": state.mood, "data-target": target.name, "data-state": target.state, "aria-label": `Target ${target.name}` },
      h("div", { class: "head" }, h("h3", {}, target.name, " ", target.type === target.name ? null : h("span", { class: "muted small" }, target.type)), badge(state)),
      h("dl", { class: "facts" },
        fact("waiting", count(here.lagEvents + here.pending + here.redriving)),
        fact("oldest", here.oldestSeconds > 0 ? duration(here.oldestSeconds) : "–"),
        fact("per minute", count(here.deliveredLastMinute))),
      h("div", { class: "sparks" },
        h("figure", {}, spark(here.history.delivered, `Deliveries in the last five minutes: ${here.history.delivered.reduce((a, b) => a + b, 0)}, failed attempts: ${here.history.failed.reduce((a, b) => a + b, 0)}`, here.history.failed),
          h("figcaption", {}, "delivered, 5 min")),
        h("figure", {}, spark(here.history.meanMillis, `Time of an attempt: ${here.meanMillis} milliseconds on average in the last minute`),
          h("figcaption", {}, here.meanMillis > 0 ? `latency ${millis(here.meanMillis)}` : "latency"))),
      trouble(target),
      mayAct ? actions(target) : null));
}

export function page(root, { mayAct, query }) {
  const search = h("input", { type: "search", id: "target-search", value: query.get("q") ?? "", "data-focus": "search", oninput: () => draw() });
  const list = h("ul", { class: "targets" });
  const none = h("p", { class: "card empty", hidden: true }, "No target has this in its name, type or state.");
  let targets = [];
  root.replaceChildren(
    h("div", { class: "head" }, h("div", {}, h("h1", { tabindex: "-1" }, "Targets"), h("p", { class: "muted" }, "State, rates and what waits are measured on the instance that answers; pauses and probes reach every instance.")),
      h("div", { class: "filters" }, h("label", { for: "target-search" }, "Search", search))),
    list, none);

  function draw() {
    const text = search.value.trim().toLowerCase();
    const found = byNeed(targets).filter((it) => `${it.name} ${it.type} ${it.state}`.toLowerCase().includes(text));
    show(list, found.map((target) => ({ target, mayAct })), (it) => it.target.name, card);
    none.hidden = found.length > 0 || targets.length === 0;
  }

  return {
    on: ["targets", "deadLetters"],
    every: 5000,
    async refresh() {
      targets = (await get("targets")).targets;
      draw();
    },
  };
}
