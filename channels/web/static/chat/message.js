import { easySwitch, related, sources, tools } from "./answer.js";
import { call } from "./api.js";
import { calendar } from "./calendar.js";
import { button, h, icon } from "./dom.js";
import { author, copyText, download } from "./paper.js";
import { apart, callable, toNodes } from "./safe.js";
import { t, wholeMoment } from "./words.js";

// One message as an element.

/**
 * @typedef {{say: (what: {text?: string, choice?: string, label?: string}) => void,
 *   open: (article: string) => void, announce: (text: string) => void,
 *   judge: (seq: number, helpful: boolean) => void, judged: (seq: number) => boolean | undefined,
 *   edit: (item: any) => void}} Acts
 */

const MASKED = /\[(tel|e-mail|IBAN|nr|adr)\]/; // as the server writes it
const CODE = /\b[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}\b/;

/** @param {import("./conversation.js").Message} message @param {Acts} acts */
export function messageElement(message, acts) {
  const { language } = message;
  const looks = message.kind === "notice" || message.author === "system" ? "notice" : message.author;
  const element = h("div", { class: `message ${looks} ${message.kind}`, lang: language });
  element.append(h("p", { class: looks === "counsellor" ? "by" : "unseen" }, author(message.author, language)));
  const body = h("div.words", {});
  const ours = message.author !== "visitor";
  const { html } = message;
  const nodes = html ? toNodes(message.kind === "easy" ? apart(html) : html, language, ours) : h("p", {}, new Text(message.text));
  if (message.kind === "distress") callable(/** @type {DocumentFragment} */ (nodes));
  if (message.kind === "code") unbroken(nodes);
  body.append(nodes);
  const bubble = h("div.bubble", {}, body);
  element.append(bubble);
  if (message.article) bubble.append(sources(message.article, language));
  element.append(masked(message));
  element.append(...below(message, acts, body));
  return element;
}

/** A code is read from one line. @param {DocumentFragment | Element} nodes */
function unbroken(nodes) {
  for (const strong of nodes.querySelectorAll("strong")) if (CODE.test(`${strong.textContent}`)) strong.className = "whole";
}

/** Why the visitor's own words look otherwise than they were typed. @param {import("./conversation.js").Message} message */
export function masked(message) {
  return message.author === "visitor" && MASKED.test(message.text) ? h("p.fate", {}, t("masked", {}, message.language)) : "";
}

/** What stands below a bubble. @param {import("./conversation.js").Message} message @param {Acts} acts @param {HTMLElement} body */
function below(message, acts, body) {
  const { article, language } = message;
  const parts = [];
  if (message.kind === "code") parts.push(codeTools(message, acts));
  if (message.choices.length) parts.push(choices(message, acts, body));
  if (message.kind === "slots" && message.data.slots?.length) parts.push(moreMoments(message, acts));
  if (article) {
    const row = h("div.after", {}, helpful(message, acts), tools(message, article.title, language, acts.announce));
    const others = related(article.related, acts.open, language);
    parts.push(...(others ? [others, row] : [row]));
  }
  return parts;
}

/** @param {import("./conversation.js").Message} message @param {Acts} acts @param {HTMLElement} body */
function choices(message, acts, body) {
  // The languages stand above, always in sight: the greeting need not offer them again.
  const offered = message.choices.filter(({ does }) => does !== "language" || message.seq > 1);
  const numbered = !message.article && offered.length > 1;
  const box = h("div", { class: `choices${message.article ? " aspects" : ""}` });
  offered.forEach((choice, at) => {
    const switches = choice.does === "easier" && message.article?.easy_html;
    const pick = () => {
      if (switches) return easySwitch(body, message, message.article.easy_html, message.language, one);
      if (one.getAttribute("aria-disabled") === "true") return;
      for (const other of message.article ? [one] : box.children) other.setAttribute("aria-disabled", "true");
      one.classList.add("picked");
      acts.say({ choice: choice.id, label: choice.label });
    };
    const number = numbered && h("span.number", { "aria-hidden": "true" }, String(at + 1));
    const one = button("choice", pick, number, choice.label, {
      "data-choice": choice.id,
      "data-does": choice.does,
      "aria-pressed": switches ? "false" : undefined,
    });
    box.append(one);
  });
  return box;
}

/** @param {import("./conversation.js").Message} message @param {Acts} acts */
function moreMoments(message, acts) {
  const picked = (/** @type {any} */ slot) => acts.say({ text: wholeMoment(slot.start) });
  const details = h("details.more-moments", {}, h("summary", {}, t("calendar.other", {}, message.language)));
  details.addEventListener("toggle", () => {
    if (details.open && details.children.length === 1) details.append(calendar(message.data.slots, picked));
  });
  return details;
}

/** @param {import("./conversation.js").Message} message @param {Acts} acts */
function codeTools(message, acts) {
  const code = message.text.match(CODE)?.[0] || "";
  const { language } = message;
  const box = h("div.choices", {});
  const copied = async () => (await copyText(code)) && acts.announce(t("answer.copied", {}, language));
  box.append(button("choice", copied, icon("copy"), t("code.copy", {}, language)));
  if (message.data.appointment) {
    const file = async () => {
      try {
        const { appointment } = await call("POST", "/api/appointments/find", { body: { code, language } });
        download(`${appointment.ics}?language=${language}`, "");
      } catch (error) {
        acts.announce(/** @type {Error} */ (error).message || t("appointment.failed", {}, language));
      }
    };
    box.append(button("choice", file, icon("appointment"), t("code.calendar", {}, language)));
  }
  return box;
}

/** @param {import("./conversation.js").Message} message @param {Acts} acts */
function helpful(message, acts) {
  const { seq, language } = message;
  const box = h("div.helpful", { role: "group", "aria-label": t("answer.helpful", {}, language) });
  const thank = (/** @type {boolean} */ yes) => {
    const words = h("p", { tabindex: "-1" }, t(yes ? "answer.thanks" : "answer.sorry", {}, language));
    box.replaceChildren(words);
    if (!yes) {
      const label = t("choice.person", {}, language);
      const ask = () => acts.say({ text: t("say.person", {}, language) });
      box.append(button("link", ask, label));
    }
    return words;
  };
  const known = acts.judged(seq);
  if (known !== undefined) {
    thank(known);
    return box;
  }
  const answer = (/** @type {boolean} */ yes) => () => {
    acts.judge(seq, yes);
    thank(yes).focus();
  };
  box.append(
    h("span", {}, t("answer.helpful", {}, language)),
    button("choice small", answer(true), t("answer.yes", {}, language)),
    button("choice small", answer(false), t("answer.no", {}, language)),
  );
  return box;
}

/** What the visitor typed, until the server has it. @param {import("./session.js").Item} item @param {Acts} acts */
export function itemElement(item, acts) {
  const element = h("div", { class: `message visitor ${item.state}`, lang: item.language, "data-key": item.key });
  element.append(h("p.unseen", {}, t("you")), h("div.bubble", {}, h("div.words", {}, h("p", {}, new Text(item.label)))));
  if (item.state === "failed") {
    const edit = button("link", () => acts.edit(item), t("edit"));
    element.append(h("p.fate", {}, `${item.error || t("failed")} `, edit));
  }
  return element;
}
