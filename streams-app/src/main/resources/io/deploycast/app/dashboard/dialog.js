// Asks a person: for a token, or whether they mean it.
import { h } from "./dom.js";

function open(content) {
  const dialog = h("dialog", { "aria-labelledby": "dialog-title" }, content);
  document.body.append(dialog);
  dialog.addEventListener("close", () => dialog.remove());
  dialog.showModal();
  return dialog;
}

/** Resolves to what they answered to `ask`, else to true; to null when they do not agree. */
export function confirm({ title, text, list = [], action, danger = false, ask = null }) {
  return new Promise((resolve) => {
    const input = ask ? h("input", { id: "because", required: true, maxlength: 500, autocomplete: "off", autofocus: true }) : null;
    const form = h("form", { method: "dialog" },
      h("h2", { id: "dialog-title" }, title),
      h("div", {}, h("p", {}, text), list.length ? h("ul", {}, list.map((item) => h("li", {}, item))) : null),
      ask ? h("label", { for: "because" }, ask, input) : null,
      h("div", { class: "row" },
        h("button", { type: "button", onclick: () => dialog.close("no") }, "Cancel"),
        h("button", { value: "yes", class: danger ? "danger" : "main", autofocus: !ask, "data-action": "confirm" }, action)));
    const dialog = open(form);
    dialog.addEventListener("close", () => resolve(dialog.returnValue !== "yes" ? null : input ? input.value.trim() || null : true));
  });
}

/** Says something that needs no decision. */
export function tell(title, text) {
  open(h("form", { method: "dialog" }, h("h2", { id: "dialog-title" }, title), h("p", {}, text), h("div", { class: "row" }, h("button", { class: "main" }, "Close"))));
}

/** Resolves to a token, or to null when there is none to give. */
export function askForToken(again) {
  return new Promise((resolve) => {
    const input = h("input", { type: "password", id: "token", autocomplete: "off", required: true, autofocus: true });
    const form = h("form", { method: "dialog" },
      h("h2", { id: "dialog-title" }, "Token"),
      h("p", { class: "muted" }, again
        ? "This token was not taken. It is one of admin.tokens in the service's configuration."
        : "This dashboard asks for one of the service's admin.tokens. It is kept in this tab alone, until you close it."),
      h("label", { for: "token" }, "Token"), input,
      h("div", { class: "row" },
        h("button", { type: "button", onclick: () => dialog.close("") }, "Cancel"),
        h("button", { class: "main", value: "yes" }, "Open")));
    const dialog = open(form);
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes" ? input.value.trim() : null));
  });
}
