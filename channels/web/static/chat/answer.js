import { button, calm, h, icon } from "./dom.js";
import { asText, copyText, dates, printOut, saveText } from "./paper.js";
import { apart, toNodes } from "./safe.js";
import { longDate, t } from "./words.js";

// What stands below an answer: sources, dates, related subjects, and what one can do with it.
// The chat and the article pages share it.

const SHOWN = 2; // sources before the rest is folded away

/** @param {any} card @param {string} language */
export function sources(card, language) {
  const items = card.sources.map((/** @type {any} */ source) => sourceItem(source, language));
  const rest = items.slice(SHOWN);
  const count = rest.length;
  const more = count === 1 ? t("answer.more_one", {}, language) : t("answer.more", { count }, language);
  return h(
    "div.sources", {},
    items.length > 0 && h("p.label", {}, t("answer.sources", {}, language)),
    items.length > 0 && h("ul", {}, ...items.slice(0, SHOWN)),
    count > 0 && h("details", {}, h("summary", {}, more), h("ul", {}, ...rest)),
    h("p.dates", {}, dates(card, language)),
  );
}

/** @param {any} source @param {string} language */
function sourceItem(source, language) {
  const date = source.date ? longDate(source.date, language) : t("answer.undated", {}, language);
  const link = h(
    "a",
    { href: /^https?:/.test(source.url) ? source.url : "#", target: "_blank", rel: "noopener noreferrer" },
    source.title,
    h("span.unseen", {}, ` ${t("answer.new_tab", {}, language)}`),
  );
  return h("li", {}, link, h("span.date", {}, ` · ${date}`));
}

/** @param {any[]} articles @param {(id: string) => void} open @param {string} language */
export function related(articles, open, language) {
  if (!articles.length) return null;
  return h(
    "div.related", {},
    h("p.label", {}, t("answer.related", {}, language)),
    h(
      "ul",
      {},
      ...articles.map(({ id, title }) =>
        h("li", {}, button("link", () => open(id), title)),
      ),
    ),
  );
}

/**
 * Copy, print, save.
 * @param {any} message a message or an article: it has text and html
 * @param {string} title
 * @param {string} language
 * @param {(text: string) => void} announce
 */
export function tools(message, title, language, announce) {
  const text = () => `${asText(message, language)}\n\n${t("answer.saved_from", {}, language)}`;
  /** @param {string} name @param {string} key @param {() => void} act */
  const tool = (name, key, act) =>
    button("tool", act, icon(name), { "aria-label": t(key, {}, language), title: t(key, {}, language) });
  const card = message.article === undefined ? message : message.article;
  return h(
    "div.tools", {},
    tool("copy", "answer.copy", async () => {
      if (await copyText(text())) announce(t("answer.copied", {}, language));
      else saveText(text());
    }),
    tool("print", "answer.print", () =>
      printOut([{ title, html: message.html, text: message.text, after: sourcesText(card, language), language }]),
    ),
    tool("save", "answer.save", () => saveText(text())),
  );
}

/** @param {any} card @param {string} language */
function sourcesText(card, language) {
  if (!card) return "";
  const named = card.sources.map((/** @type {any} */ source) => `${source.title} ${source.url}`).join(" · ");
  return `${t("answer.sources", {}, language)} : ${named}. ${dates(card, language)}`;
}

/**
 * Switches a text between the whole and the easy version.
 * @param {HTMLElement} body @param {any} whole has html @param {string} easyHtml @param {string} language
 * @param {HTMLElement} button
 */
export function easySwitch(body, whole, easyHtml, language, button) {
  const easy = button.getAttribute("aria-pressed") !== "true";
  button.setAttribute("aria-pressed", String(easy));
  body.replaceChildren(toNodes(easy ? apart(easyHtml) : whole.html, language));
  body.classList.toggle("easy", easy);
  const edge = body.closest(".scroller")?.getBoundingClientRect().top || 0;
  if (body.getBoundingClientRect().top < edge) body.scrollIntoView({ behavior: calm() }); // the switch stands below
}
