// Talks to the admin API. The token lives in this tab's session storage and goes with no request but these.

const TOKEN = "deploycast.token";

export class Refused extends Error {
  constructor(status, detail) {
    super(detail);
    this.status = status;
  }
}

let onUnauthorized = () => {};

/** Told when a token is needed, or the one there is does not fit. */
export function whenUnauthorized(listener) {
  onUnauthorized = listener;
}

export function setToken(token) {
  if (token) sessionStorage.setItem(TOKEN, token);
  else sessionStorage.removeItem(TOKEN);
}

export const hasToken = () => sessionStorage.getItem(TOKEN) !== null;

function headers(more = {}) {
  const token = sessionStorage.getItem(TOKEN);
  return token ? { ...more, Authorization: `Bearer ${token}` } : more;
}

async function answer(response) {
  if (response.ok) return response.json();
  if (response.status === 401) onUnauthorized();
  let detail = `the service answered ${response.status}`;
  try {
    detail = (await response.json()).detail ?? detail;
  } catch {
    // Not one of its own answers: the status says it all.
  }
  throw new Refused(response.status, detail);
}

/** GET of a path below /api/v1/, with parameters; those that are empty are left out. */
export async function get(path, parameters = {}) {
  const query = new URLSearchParams(Object.entries(parameters).filter(([, value]) => value));
  const text = query.toString();
  return answer(await fetch(`/api/v1/${path}${text ? `?${text}` : ""}`, { headers: headers() }));
}

export async function post(path, body = {}) {
  return answer(await fetch(`/api/v1/${path}`, { method: "POST", headers: headers({ "Content-Type": "application/json" }), body: JSON.stringify(body) }));
}

/**
 * Follows the live stream until it is told to stop: calls back with the names of what has changed, and with whether the
 * stream is there. A stream that breaks is opened again; meanwhile everything counts as changed every few seconds.
 */
export function follow(onChange, onState) {
  let stopped = false;
  let controller = null;

  async function once() {
    controller = new AbortController();
    const response = await fetch("/api/v1/live", { headers: headers(), signal: controller.signal });
    if (!response.ok) {
      await answer(response);
    }
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    let seen = null;
    let text = "";
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      onState(true);
      text += value;
      const events = text.split("\n\n");
      text = events.pop();
      for (const event of events) {
        const line = event.split("\n").find((it) => it.startsWith("data: "));
        if (!line) continue;
        const counts = JSON.parse(line.slice(6));
        onChange(Object.keys(counts).filter((name) => seen === null || seen[name] !== counts[name]));
        seen = counts;
      }
    }
  }

  async function loop() {
    while (!stopped) {
      try {
        await once();
      } catch {
        // Gone, refused or full: asked again in a moment.
      }
      if (stopped) return;
      onState(false);
      await new Promise((resolve) => setTimeout(resolve, 3000));
      if (!stopped) onChange(["targets", "deployments", "deadLetters"]);
    }
  }

  loop();
  return () => {
    stopped = true;
    controller?.abort();
  };
}
