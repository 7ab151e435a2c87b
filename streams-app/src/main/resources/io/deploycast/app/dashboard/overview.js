// The one page for whoever is on call: is every target fine, what waits, what failed, what was deployed.
import { get } from "./api.js";
import { h, show, slot } from "./dom.js";
import { count, duration, targetState } from "./format.js";
import { byNeed, card } from "./targets.js";
import { lanes, line } from "./timeline.js";

/** Cards on this page; with more targets those that are fine stand on their own page. */
const MOST_CARDS = 12;

function verdict(targets, letters) {
  const bad = targets.filter((it) => targetState(it.state).mood === "bad");
  const wait = targets.filter((it) => targetState(it.state).mood === "wait");
  const paused = targets.filter((it) => it.state === "paused");
  const names = (all) => (all.length <= 3 ? all.map((it) => it.name).join(", ") : `${all.length} targets`);
  if (bad.length) return { mood: "bad", sign: "✕", text: `${names(bad)} ${bad.length === 1 ? "needs" : "need"} attention` };
  if (letters > 0) return { mood: "bad", sign: "✕", text: `Every target answers, and ${count(letters)} ${letters === 1 ? "delivery was" : "deliveries were"} given up` };
  if (wait.length) return { mood: "wait", sign: "…", text: `${names(wait)} ${wait.length === 1 ? "is" : "are"} not ready yet, or asked for a pause` };
  if (paused.length) return { mood: "wait", sign: "❙❙", text: `${names(paused)} ${paused.length === 1 ? "is" : "are"} paused` };
  return { mood: "ok", sign: "✓", text: targets.length === 1 ? "The target is fine" : `All ${targets.length} targets are fine` };
}

function banner({ mood, sign, text, figures }) {
  return h("section", { class: "card banner", "data-mood": mood, "aria-labelledby": "verdict" },
    h("span", { class: "sign", "aria-hidden": "true" }, sign),
    h("h1", { id: "verdict", tabindex: "-1" }, text),
    h("dl", { class: "figures" }, figures.map(([word, value]) => h("div", {}, h("dt", {}, word), h("dd", {}, value)))));
}

export function page(root, { mayAct }) {
  const top = h("div");
  const cards = h("ul", { class: "targets" });
  const rest = h("p", { class: "muted" });
  const chart = h("div", { class: "chart" });
  const list = h("ul", { class: "list" });
  let targets = [];
  let known = null;
  root.replaceChildren(top,
    h("section", { "aria-labelledby": "targets-title" }, h("div", { class: "head" }, h("h2", { id: "targets-title" }, "Targets"), h("a", { href: "#/targets" }, "All targets")), cards, rest),
    h("section", { class: "card", "aria-labelledby": "latest-title" },
      h("div", { class: "head" }, h("h2", { id: "latest-title" }, "Latest deployments"), h("a", { href: "#/deployments" }, "All deployments")), chart, list));

  function draw() {
    const letters = targets.reduce((sum, it) => sum + it.deadLetters, 0);
    const waiting = targets.reduce((sum, it) => sum + it.thisInstance.lagEvents + it.thisInstance.pending + it.thisInstance.redriving, 0);
    const oldest = Math.max(0, ...targets.map((it) => it.thisInstance.oldestSeconds));
    const rate = targets.reduce((sum, it) => sum + it.thisInstance.deliveredLastMinute, 0);
    const figures = [
      ["deliveries waiting", count(waiting)],
      ["oldest of them", oldest > 0 ? duration(oldest) : "–"],
      ["delivered in the last minute", count(rate)],
      ["dead letters", count(letters)],
      ["deployments known", known === null ? "…" : count(known)],
    ];
    slot(top, { ...verdict(targets, letters), figures }, banner);
    const shown = byNeed(targets).slice(0, MOST_CARDS);
    show(cards, shown.map((target) => ({ target, mayAct })), (it) => it.target.name, card);
    const left = targets.length - shown.length;
    rest.textContent = left > 0 ? `and ${left} more that ${left === 1 ? "is" : "are"} no worse` : "";
  }

  async function refresh(kinds) {
    const wantsTargets = kinds.includes("targets") || kinds.includes("deadLetters");
    const [about, latest] = await Promise.all([
      wantsTargets ? get("targets") : null,
      kinds.includes("deployments") ? get("deployments", { limit: "30" }) : null,
    ]);
    if (about) targets = about.targets;
    if (latest) {
      known = latest.known;
      show(list, latest.deployments.length ? latest.deployments.slice(0, 10) : [{ id: "none" }], (it) => it.id,
        (it) => (it.id === "none" ? h("li", { class: "empty" }, latest.incomplete ?? "Nothing was deployed yet. Announce one with: deploycast publish 1.0") : line(it)));
      lanes(chart, latest.deployments);
    }
    draw();
  }

  return { on: ["targets", "deployments", "deadLetters"], every: 5000, everyKinds: ["targets"], refresh };
}
