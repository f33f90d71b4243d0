import { compass, h, icon } from "./dom.js";
import { currentLanguage, t } from "./words.js";

// What stands around the views: who one talks with, the languages, the ways out, the menu.

const TABS = ["chat", "articles", "appointment"];

/**
 * @param {{embedded: boolean, language: (to: string) => void, close: () => void, menu: HTMLElement}} options
 */
export function header({ embedded, language, close, menu }) {
  const choice = (/** @type {string} */ name, /** @type {string} */ whole) =>
    h(
      "button",
      { type: "button", lang: name, "aria-label": whole, "aria-pressed": String(currentLanguage() === name), onclick: () => language(name) },
      h("span", { "aria-hidden": "true" }, name.toUpperCase()),
    );
  return h(
    "header",
    {},
    h("div", { class: "brand" }, compass(), h("div", {}, h("h1", { tabindex: "-1" }, t("name")), h("p", { class: "who" }, t("assistant")))),
    h("div", { class: "languages", role: "group", "aria-label": t("language") }, choice("fr", "Français"), choice("nl", "Nederlands")),
    menu,
    embedded && h("button", { type: "button", class: "tool", "aria-label": t("close"), title: t("close"), onclick: close }, icon("close")),
  );
}

/** @param {(view: string) => void} show @param {() => void} leave @returns {HTMLElement} */
export function tabs(show, leave) {
  const buttons = TABS.map((name) =>
    h("button", { type: "button", class: "tab", "data-view": name, onclick: () => show(name) }, icon(name), h("span", {}, t(`tabs.${name}`))),
  );
  return h(
    "nav",
    { "aria-label": t("tabs.label") },
    ...buttons,
    h("button", { type: "button", class: "tab leave", title: t("leave_hint"), onclick: leave }, icon("leave"), h("span", {}, t("leave"))),
  );
}

/**
 * A button with a list of further acts behind it.
 * @param {{label: string, act: () => void, on?: boolean, hint?: string, grave?: boolean}[]} entries
 */
export function menuButton(entries) {
  const list = h("div", { class: "menu", id: "menu", hidden: true });
  const button = h(
    "button",
    { type: "button", class: "tool", "aria-label": t("menu"), title: t("menu"), "aria-expanded": "false", "aria-controls": "menu", onclick: () => toggle(list.hidden) },
    icon("menu"),
  );
  const toggle = (/** @type {boolean} */ open) => {
    list.hidden = !open;
    button.setAttribute("aria-expanded", String(open));
    for (const behind of document.querySelectorAll("nav, main > *")) /** @type {HTMLElement} */ (behind).inert = open;
    if (open) list.querySelector("button")?.focus();
  };
  const box = h("div", { class: "menu-box" }, button, list);
  for (const { label, act, on, hint, grave } of entries) {
    const entry = h(
      "button",
      {
        type: "button",
        class: grave ? "grave" : "",
        role: on === undefined ? undefined : "switch",
        "aria-checked": on === undefined ? undefined : String(on),
        onclick: () => {
          toggle(false);
          button.focus();
          act();
        },
      },
      label,
      hint && h("small", {}, hint),
    );
    list.append(entry);
  }
  box.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
    if (event.key !== "Escape" || list.hidden) return;
    event.stopPropagation();
    toggle(false);
    button.focus();
  });
  box.addEventListener("focusout", (/** @type {FocusEvent} */ event) => {
    if (event.relatedTarget && !box.contains(/** @type {Node} */ (event.relatedTarget))) toggle(false);
  });
  document.addEventListener("pointerdown", (event) => {
    if (!list.hidden && !box.contains(/** @type {Node} */ (event.target))) toggle(false);
  });
  return box;
}

/** A question before something that cannot be undone. @param {() => void} yes */
export function sureDialog(yes) {
  const dialog = h("dialog", { "aria-labelledby": "sure", "aria-describedby": "sure-text" });
  const answer = (/** @type {boolean} */ agreed) => () => {
    dialog.close();
    if (agreed) yes();
  };
  dialog.append(
    h("h2", { id: "sure" }, t("forget.title")),
    h("p", { id: "sure-text" }, t("forget.text")),
    h(
      "div",
      { class: "choices" },
      h("button", { type: "button", class: "choice", autofocus: "", onclick: answer(false) }, t("forget.no")),
      h("button", { type: "button", class: "choice grave", onclick: answer(true) }, t("forget.yes")),
    ),
  );
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}
