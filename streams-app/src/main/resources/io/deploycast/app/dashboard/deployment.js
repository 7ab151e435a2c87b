// The page of one deployment.
import { get } from "./api.js";
import { h, outside, slot } from "./dom.js";
import { badge, deliveryState, exact, millis, moment } from "./format.js";

const ADDRESSES = ["url", "repository"];
const TIMES = ["deployedAt", "announcedAt", "startedAt", "committedAt"];
const WORDS = {
  release: "Release", service: "Service", environment: "Environment", status: "Status", deployedAt: "Deployed", announcedAt: "Announced",
  startedAt: "Started", committedAt: "Committed", previousRelease: "Previous release", commit: "Commit", branch: "Branch", actor: "By",
  url: "Page", repository: "Repository", description: "Description", id: "Event id", deploymentId: "Deployment id",
};

function value(name, text) {
  if (ADDRESSES.includes(name)) return outside(text);
  return TIMES.includes(name) ? exact(text) : text;
}

function facts(deployment) {
  const pairs = Object.keys(WORDS).filter((name) => deployment[name]).map((name) => [WORDS[name], value(name, deployment[name])]);
  const attributes = Object.entries(deployment.attributes ?? {});
  return h("section", { class: "card", "aria-labelledby": "facts-title" }, h("div", { class: "head" }, h("h2", { id: "facts-title" }, "What was announced")),
    h("dl", { class: "pairs" }, [...pairs, ...attributes].map(([word, text]) => [h("dt", {}, word), h("dd", {}, text)])));
}

function row(delivery, id) {
  const key = `${delivery.target}|${id}`;
  const last = delivery.state === "dead-lettered" ? h("a", { href: `#/dead-letters/${encodeURIComponent(key)}` }, "Dead letter") : null;
  return h("tr", { "data-target": delivery.target },
    h("td", {}, delivery.target),
    h("td", {}, badge(deliveryState(delivery.state))),
    h("td", { class: "full small" }, delivery.attempts ? `${delivery.attempts} attempt${delivery.attempts === 1 ? "" : "s"}` : "", delivery.status ? `, last answer ${delivery.status}` : "", delivery.latencyMs !== undefined ? `, ${millis(delivery.latencyMs)} after it was announced` : ""),
    h("td", { class: "full small" }, delivery.finishedAt ? moment(delivery.finishedAt) : "", delivery.reason ? h("p", { class: "muted" }, delivery.reason) : null, last ? h("p", {}, last) : null));
}

function deliveries(deployment) {
  return h("section", { class: "card", "aria-labelledby": "deliveries-title" }, h("div", { class: "head" }, h("h2", { id: "deliveries-title" }, "Deliveries")),
    h("table", { class: "deliveries" },
      h("thead", {}, h("tr", {}, ["Target", "State", "Attempts", "End"].map((word) => h("th", { scope: "col" }, word)))),
      h("tbody", {}, deployment.deliveries.map((it) => row(it, deployment.id)))));
}

export function page(root, { id }) {
  const head = h("div");
  const body = h("div");
  root.replaceChildren(head, body);
  return {
    on: ["deployments", "deadLetters"],
    async refresh() {
      const deployment = await get(`deployments/${encodeURIComponent(id)}`);
      slot(head, { service: deployment.service, release: deployment.release, environment: deployment.environment }, (it) =>
        h("div", {}, h("p", { class: "small" }, h("a", { href: "#/deployments" }, "← Deployments")), h("h1", { tabindex: "-1" }, `${it.service ?? "–"} ${it.release}`), h("p", { class: "muted" }, it.environment ?? "no environment")));
      slot(body, deployment, (it) => h("div", { class: "stack" }, deliveries(it), facts(it)));
    },
  };
}
