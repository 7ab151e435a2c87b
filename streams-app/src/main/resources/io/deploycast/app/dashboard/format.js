// Words for numbers, times and states.
import { h } from "./dom.js";

const RELATIVE = new Intl.RelativeTimeFormat("en", { numeric: "auto", style: "narrow" });
const EXACT = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "medium" });
const NUMBER = new Intl.NumberFormat("en");

export const count = (number) => NUMBER.format(number);

/** 90 becomes "1 min 30 s". */
export function duration(seconds) {
  if (seconds < 1) return "0 s";
  if (seconds < 120) return `${Math.round(seconds)} s`;
  if (seconds < 7200) return `${Math.round(seconds / 60)} min`;
  if (seconds < 172800) return `${Math.round(seconds / 3600)} h`;
  return `${Math.round(seconds / 86400)} d`;
}

export function millis(number) {
  return number < 1000 ? `${number} ms` : number < 60000 ? `${(number / 1000).toFixed(1)} s` : duration(number / 1000);
}

function ago(date) {
  const seconds = (date - Date.now()) / 1000;
  const size = Math.abs(seconds);
  if (size < 5) return "now";
  if (size < 60) return RELATIVE.format(Math.round(seconds), "second");
  if (size < 3600) return RELATIVE.format(Math.round(seconds / 60), "minute");
  if (size < 86400) return RELATIVE.format(Math.round(seconds / 3600), "hour");
  if (size < 86400 * 30) return RELATIVE.format(Math.round(seconds / 86400), "day");
  return EXACT.format(date).split(",").slice(0, 2).join(",");
}

/** A moment, how long ago; exact on the title. */
export function moment(text) {
  const date = new Date(text);
  if (Number.isNaN(date.getTime())) return h("span", {}, text);
  return h("time", { datetime: date.toISOString(), title: EXACT.format(date) }, ago(date));
}

export function exact(text) {
  const date = new Date(text);
  return Number.isNaN(date.getTime()) ? text : EXACT.format(date);
}

/** Moments grow older while a page is open. */
export function refreshMoments() {
  for (const time of document.querySelectorAll("time")) {
    const text = ago(new Date(time.dateTime));
    if (time.textContent !== text) time.textContent = text;
  }
}

/** How each state of a target feels, and what it means. */
export const TARGET_STATES = {
  starting: { mood: "wait", sign: "…", word: "Starting" },
  running: { mood: "ok", sign: "✓", word: "Running" },
  throttled: { mood: "wait", sign: "⏲", word: "Throttled" },
  down: { mood: "bad", sign: "✕", word: "Down" },
  refused: { mood: "bad", sign: "⊘", word: "Refused" },
  paused: { mood: "idle", sign: "❙❙", word: "Paused" },
};

export const DELIVERY_STATES = {
  delivered: { mood: "ok", sign: "✓", word: "delivered" },
  waiting: { mood: "wait", sign: "…", word: "waiting" },
  "dead-lettered": { mood: "bad", sign: "✕", word: "dead letter" },
  filtered: { mood: "idle", sign: "–", word: "filtered" },
  discarded: { mood: "idle", sign: "⌫", word: "discarded" },
  "not-asked": { mood: "idle", sign: "·", word: "before its start" },
  unknown: { mood: "idle", sign: "?", word: "not recorded" },
};

export const deliveryState = (name) => DELIVERY_STATES[name] ?? { mood: "idle", sign: "?", word: name };
export const targetState = (name) => TARGET_STATES[name] ?? { mood: "idle", sign: "?", word: name };

export function badge(state) {
  return h("span", { class: "state", "data-mood": state.mood }, h("span", { "aria-hidden": "true" }, state.sign), state.word);
}

/** The worst of a deployment's deliveries. */
export function moodOf(deliveries) {
  const moods = Object.values(deliveries).map((name) => deliveryState(name).mood);
  return ["bad", "wait", "ok"].find((mood) => moods.includes(mood)) ?? "idle";
}

/** "3 delivered, 1 waiting". */
export function summary(deliveries) {
  const counts = new Map();
  for (const name of Object.values(deliveries)) counts.set(name, (counts.get(name) ?? 0) + 1);
  return Object.keys(DELIVERY_STATES).filter((name) => counts.has(name)).map((name) => `${counts.get(name)} ${deliveryState(name).word}`).join(", ");
}
