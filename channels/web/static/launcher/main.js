import { STYLE } from "./style.js";

// The launcher: a button, and behind it the chat in a frame of our own origin. Nothing of the
// host page reaches into either: the button lives in a closed shadow root, the chat in its frame.

/** @type {Record<string, Record<string, string>>} the server writes them before this script */
const TEXTS = AZIMUT_TEXTS;
const script = /** @type {HTMLScriptElement | null} */ (document.currentScript);
const HOME = script ? new URL(script.src).origin : location.origin;
const FULL = "(max-width: 520px), (max-height: 480px)";
const SVG = "http://www.w3.org/2000/svg";

/** @param {string | undefined} wanted */
function chosenLanguage(wanted) {
  const named = wanted || document.documentElement.lang || navigator.language || "fr";
  return named.toLowerCase().startsWith("nl") ? "nl" : "fr";
}

/** The needle, drawn without markup, since the host page may forbid that. */
function needle() {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 40 40");
  svg.setAttribute("aria-hidden", "true");
  const parts = [
    ["circle", { cx: 20, cy: 20, r: 16, fill: "none", stroke: "currentColor", "stroke-opacity": 0.5, "stroke-width": 1.6 }],
    ["path", { d: "M29.5 10.5 22.8 22.8 17.2 17.2z", fill: "#ffb648" }],
    ["path", { d: "M10.5 29.5 17.2 17.2 22.8 22.8z", fill: "currentColor" }],
  ];
  for (const [name, attributes] of parts) {
    const part = document.createElementNS(SVG, /** @type {string} */ (name));
    for (const [key, value] of Object.entries(attributes)) part.setAttribute(key, String(value));
    svg.append(part);
  }
  return svg;
}

class Launcher {
  #options = script ? script.dataset : {};
  #language;
  #host = document.createElement("azimut-chat");
  #button = document.createElement("button");
  #words = document.createElement("span");
  #badge = document.createElement("span");
  #panel = document.createElement("div");
  /** @type {HTMLIFrameElement | null} */
  #frame = null;
  #loaded = false;

  constructor() {
    this.#language = chosenLanguage(this.#options.language);
    const root = this.#host.attachShadow({ mode: "closed" });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
    root.adoptedStyleSheets = [sheet];
    this.#button.type = "button";
    this.#badge.className = "badge";
    this.#badge.hidden = true;
    this.#button.append(needle(), this.#words, this.#badge);
    this.#panel.className = "panel";
    this.#panel.hidden = true;
    root.append(this.#button, this.#panel);
    this.#name();
    this.#button.addEventListener("click", () => this.open());
    addEventListener("message", (event) => this.#heard(event));
    // Beside the body, so that nothing done to the body (a transform, inert) moves the chat.
    document.documentElement.append(this.#host);
    // In the top layer no z-index and no transform of the page reaches it.
    if ("popover" in this.#host) {
      this.#host.popover = "manual";
      this.#host.showPopover();
    }
  }

  /** Names in the visitor's language. @param {number} unread */
  #name(unread = 0) {
    const texts = TEXTS[this.#language];
    const news = texts["launcher.unread"].replace("{count}", String(unread));
    this.#host.lang = this.#language;
    this.#words.textContent = texts["launcher.open"];
    const label = `${texts["launcher.open"]} ${texts["launcher.label"]}`;
    this.#button.setAttribute("aria-label", unread ? `${label}. ${news}` : label);
    this.#badge.textContent = unread ? String(unread) : "";
    this.#badge.hidden = !unread;
    if (this.#frame) this.#frame.title = texts["launcher.frame"];
  }

  open() {
    if (!this.#frame) this.#load();
    this.#panel.hidden = false;
    this.#button.hidden = true;
    this.#name();
    this.#cover(matchMedia(FULL).matches);
    this.#frame?.focus();
    this.#tell("open");
  }

  close() {
    this.#panel.hidden = true;
    this.#button.hidden = false;
    this.#cover(false);
    this.#button.focus();
    this.#tell("hidden");
  }

  /** On a phone the chat covers the page, so the page behind it is out of reach. @param {boolean} on */
  #cover(on) {
    if (document.body && "inert" in document.body) document.body.inert = on;
  }

  #load() {
    const address = new URL("/widget", HOME);
    address.searchParams.set("language", this.#language);
    const frame = document.createElement("iframe");
    frame.src = address.href;
    frame.allow = "clipboard-write";
    frame.referrerPolicy = "origin";
    frame.addEventListener("load", () => {
      this.#loaded = true;
      this.#tell("open");
    });
    this.#frame = frame;
    this.#panel.append(frame);
    this.#name();
  }

  /** @param {string} kind */
  #tell(kind) {
    if (!this.#loaded) return;
    const style = getComputedStyle(this.#host);
    /** @type {Record<string, string>} */
    const theme = {};
    for (const name of ["accent", "on-accent"]) {
      const value = style.getPropertyValue(`--azimut-${name}`).trim();
      if (value) theme[name] = value;
    }
    const message = { azimut: kind, theme, scheme: this.#options.theme || "" };
    this.#frame?.contentWindow?.postMessage(message, HOME);
  }

  /** @param {MessageEvent} event */
  #heard(event) {
    if (!this.#frame || event.origin !== HOME || event.source !== this.#frame.contentWindow) return;
    const said = event.data && event.data.azimut;
    if (said === "close") this.close();
    if (said === "unread" && this.#panel.hidden) this.#name(Number(event.data.count) || 0);
    if (said === "language") {
      this.#language = chosenLanguage(event.data.language);
      this.#name();
    }
    if (said === "leave") this.#leave(String(event.data.to));
  }

  /** Away, leaving nothing on the page and no way back. @param {string} to */
  #leave(to) {
    this.#host.remove();
    location.replace(/^https:\/\//.test(to) ? to : "about:blank");
  }
}

/** @param {string} address @returns {boolean} */
function firstHere(address) {
  if (document.querySelector("azimut-chat")) return false;
  return Boolean(address) && "adoptedStyleSheets" in document;
}

if (script && firstHere(script.src)) {
  const launcher = new Launcher();
  window.azimut = { open: () => launcher.open(), close: () => launcher.close() };
}
