import { button, compass, h, icon } from "./dom.js";
import { currentLanguage, t } from "./words.js";

// What stands around the views: who one talks with, the languages, the ways out, the menu.

const TABS = ["chat", "articles", "appointment"];

/**
 * @param {{embedded: boolean, language: (to: string) => void, close: () => void, menu: HTMLElement}} options
 */
export function header({ embedded, language, close, menu }) {
  const choice = (/** @type {string} */ name, /** @type {string} */ whole) =>
    button("", () => language(name), h("span", { "aria-hidden": "true" }, name.toUpperCase()), {
      lang: name,
      "aria-label": whole,
      "aria-pressed": String(currentLanguage() === name),
    });
  return h(
    "header",
    {},
    h("div.brand", {}, compass(), h("div", {}, h("h1", { tabindex: "-1" }, t("name")), h("p.who", {}, t("assistant")))),
    h("div.languages", { role: "group", "aria-label": t("language") }, choice("fr", "Français"), choice("nl", "Nederlands")),
    menu,
    embedded && button("tool", close, icon("close"), { "aria-label": t("close"), title: t("close") }),
  );
}

/** @param {(view: string) => void} show @param {() => void} leave @returns {HTMLElement} */
export function tabs(show, leave) {
  const buttons = TABS.map((name) =>
    button("tab", () => show(name), icon(name), h("span", {}, t(`tabs.${name}`)), { "data-view": name }),
  );
  return h(
    "nav",
    { "aria-label": t("tabs.label") },
    ...buttons,
    button("tab leave", leave, icon("leave"), h("span", {}, t("leave")), { title: t("leave_hint") }),
  );
}

/**
 * A button with a list of further acts behind it.
 * @param {{label: string, act: () => void, on?: boolean, hint?: string, grave?: boolean}[]} entries
 */
export function menuButton(entries) {
  const list = h("div.menu", { id: "menu", hidden: true });
  const opener = button("tool", () => toggle(list.hidden), icon("menu"), {
    "aria-label": t("menu"),
    title: t("menu"),
    "aria-expanded": "false",
    "aria-controls": "menu",
  });
  const toggle = (/** @type {boolean} */ open) => {
    list.hidden = !open;
    opener.setAttribute("aria-expanded", String(open));
    for (const behind of document.querySelectorAll("nav, main > *")) /** @type {HTMLElement} */ (behind).inert = open;
    if (open) list.querySelector("button")?.focus();
  };
  const box = h("div.menu-box", {}, opener, list);
  for (const { label, act, on, hint, grave } of entries) {
    const pick = () => {
      toggle(false);
      opener.focus();
      act();
    };
    const looks = on === undefined ? {} : { role: "switch", "aria-checked": String(on) };
    list.append(button(grave ? "grave" : "", pick, label, hint && h("small", {}, hint), looks));
  }
  box.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
    if (event.key !== "Escape" || list.hidden) return;
    event.stopPropagation();
    toggle(false);
    opener.focus();
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
      "div.choices", {},
      button("choice", answer(false), t("forget.no"), { autofocus: "" }),
      button("choice grave", answer(true), t("forget.yes")),
    ),
  );
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}
