// Finds the page for the address, and keeps it up to date.
import { follow, get, hasToken, setToken, whenUnauthorized } from "./api.js";
import { askForToken } from "./dialog.js";
import { h } from "./dom.js";
import { refreshMoments } from "./format.js";
import * as deadLetters from "./dead-letters.js";
import * as deployment from "./deployment.js";
import * as overview from "./overview.js";
import * as targets from "./targets.js";
import * as timeline from "./timeline.js";

const main = document.getElementById("main");
const ALL = ["targets", "deployments", "deadLetters"];
/** The least time between two refreshes, so that a burst of changes costs little. */
const CALM = 400;

let access = null;
let current = null;
let stop = null;
let asking = false;
let tried = false;

function parse() {
  const [path, query] = location.hash.replace(/^#\/?/, "").split("?", 2);
  const parts = path.split("/").map((part) => {
    try {
      return decodeURIComponent(part);
    } catch {
      return part;
    }
  });
  return { name: parts[0] || "overview", id: parts[1], query: new URLSearchParams(query ?? "") };
}

function make({ name, id, query }) {
  const parts = { query, mayAct: access?.role === "write", go: (hash) => history.replaceState(null, "", hash) };
  if (name === "deployments") return id ? deployment.page(main, { ...parts, id }) : timeline.page(main, parts);
  if (name === "targets") return targets.page(main, parts);
  if (name === "dead-letters") return id ? deadLetters.onePage(main, { ...parts, key: id }) : deadLetters.page(main, parts);
  return overview.page(main, parts);
}

/** Asks for what the page shows; what changes meanwhile is asked for afterwards. */
async function refresh(page, kinds) {
  kinds.forEach((kind) => page.wanted.add(kind));
  if (page.busy) return;
  page.busy = true;
  while (page.wanted.size > 0 && page === current) {
    const now = [...page.wanted];
    page.wanted.clear();
    try {
      await page.refresh(now);
      if (main.hasAttribute("aria-busy")) performance.mark("shown");
      main.removeAttribute("aria-busy");
    } catch (error) {
      if (page === current && error.status !== 401) tellTrouble(error);
    }
    await new Promise((resolve) => setTimeout(resolve, CALM));
  }
  page.busy = false;
}

function tellTrouble(error) {
  if (main.querySelector("h1")) {
    setLive(false);
    return;
  }
  main.replaceChildren(h("section", { class: "card" }, h("h1", { tabindex: "-1" }, error.status === 404 ? "Not here" : "No answer"), h("p", {}, error.message)));
}

async function open(focus) {
  const where = parse();
  document.querySelectorAll("nav a").forEach((link) => {
    if (link.dataset.page === where.name) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  });
  clearInterval(current?.timer);
  main.replaceChildren();
  const page = { ...make(where), wanted: new Set(), busy: false };
  current = page;
  if (page.every) page.timer = setInterval(() => !document.hidden && refresh(page, page.everyKinds ?? page.on), page.every);
  const ready = refresh(page, ALL);
  if (page.start) page.start().catch(() => {});
  if (focus) {
    window.scrollTo(0, 0);
    main.querySelector("h1")?.focus({ preventScroll: true });
  }
  await ready;
}

function setLive(on) {
  const live = document.getElementById("live");
  live.dataset.state = on ? "on" : "off";
  const text = on ? "Live" : "Reconnecting";
  if (live.textContent !== text) live.textContent = text;
}

/** The stream is open while somebody looks: a browser allows few connections to one host. */
function listen() {
  stop?.();
  stop = document.hidden ? null : follow((kinds) => {
    const page = current;
    const wanted = kinds.filter((kind) => page?.on.includes(kind));
    if (wanted.length) refresh(page, wanted);
    if (kinds.includes("deadLetters")) countLetters();
  }, setLive);
}

async function countLetters() {
  try {
    const { matching } = await get("dead-letters", { limit: "1" });
    const link = document.querySelector('nav a[data-page="dead-letters"]');
    link.querySelector(".badge")?.remove();
    if (matching > 0) link.append(h("span", { class: "badge" }, matching > 999 ? "999+" : matching));
  } catch {
    // The page itself says what is wrong.
  }
}

async function login() {
  if (asking) return;
  asking = true;
  const token = await askForToken(tried && hasToken());
  asking = false;
  if (token === null) return;
  tried = true;
  setToken(token);
  start();
}

async function start() {
  try {
    access = await get("access");
  } catch (error) {
    if (error.status !== 401) tellTrouble(error);
    return;
  }
  document.getElementById("access").hidden = !access.tokens;
  listen();
  open(false);
}

function theme(wanted) {
  const dark = wanted ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
  if (wanted) document.documentElement.dataset.theme = wanted;
  const button = document.getElementById("theme");
  button.textContent = dark === "dark" ? "Light" : "Dark";
  button.setAttribute("aria-label", dark === "dark" ? "Use light colours" : "Use dark colours");
  return dark;
}

let shade = theme(localStorage.getItem("deploycast.theme"));
document.getElementById("theme").addEventListener("click", () => {
  const next = shade === "dark" ? "light" : "dark";
  localStorage.setItem("deploycast.theme", next);
  shade = theme(next);
});
document.getElementById("access").addEventListener("click", login);
document.getElementById("skip").addEventListener("click", (event) => {
  event.preventDefault();
  main.focus();
});
document.addEventListener("keydown", (event) => {
  const typing = ["INPUT", "SELECT", "TEXTAREA"].includes(document.activeElement.tagName);
  if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey) {
    const field = main.querySelector('input[type="search"]');
    if (field) {
      event.preventDefault();
      field.focus();
    }
  }
});
window.addEventListener("hashchange", () => access && open(true));
document.addEventListener("visibilitychange", () => {
  if (!access) return;
  listen();
  if (!document.hidden && current) refresh(current, current.on);
});
setInterval(refreshMoments, 5000);
whenUnauthorized(login);
start();
