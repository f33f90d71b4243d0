import { h } from "./dom.js";
import { format, longDate, t } from "./words.js";
import { toNodes } from "./safe.js";

// An answer on paper: copied, printed, saved as text.

/** @param {any} message or an article @param {string} language @returns {string} */
export function asText(message, language) {
  const card = message.article === undefined ? message : message.article;
  const lines = [card?.title && message.article === undefined ? `${card.title}\n` : "", plain(message.text)];
  if (card?.sources?.length) {
    lines.push("", `${t("answer.sources", {}, language)} :`);
    for (const source of card.sources) {
      const date = source.date ? ` (${longDate(source.date, language)})` : "";
      lines.push(`- ${source.title}${date} ${source.url}`);
    }
    lines.push(dates(card, language));
  }
  return lines.filter((line, at) => line || at > 1).join("\n");
}

/** Markdown without its marks; an address follows its words. @param {string} text */
export function plain(text) {
  return text.replace(/\[([^\]]+)\]\(([^)]+)\)/g, "$1 ($2)").replace(/(\*\*|__)(.+?)\1/g, "$2").trim();
}

/** "Written on …, reviewed on …". @param {any} card @param {string} language */
export function dates(card, language) {
  const written = t("answer.written", { date: longDate(card.written, language) }, language);
  const reviewed = card.reviewed
    ? t("answer.reviewed", { date: longDate(card.reviewed, language) }, language)
    : t("answer.not_reviewed", {}, language);
  return [written, reviewed, card.due ? t("answer.due", {}, language) : ""].filter(Boolean).join(" ");
}

/** The whole conversation as text. @param {Iterable<any>} messages */
export function transcript(messages) {
  const parts = [t("answer.saved_from"), format(new Date(), { dateStyle: "long" })];
  for (const message of messages) {
    const by = author(message.author);
    parts.push("", `${by} :`, asText(message, message.language));
  }
  return parts.join("\n");
}

/** @param {string} name @param {string} [language] */
export function author(name, language) {
  return t({ visitor: "you", counsellor: "counsellor" }[name] || "name", {}, language);
}

/** @param {string} text */
export function saveText(text) {
  const url = URL.createObjectURL(new Blob([`${text}\n`], { type: "text/plain;charset=utf-8" }));
  download(url, t("answer.file"));
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}

/** @param {string} address @param {string} name */
export function download(address, name) {
  const link = h("a", { href: address, download: name, hidden: true });
  document.body.append(link);
  link.click();
  link.remove();
}

/** @param {string} text @returns {Promise<boolean>} */
export async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

/** Print these pieces and nothing else. @param {{title?: string, html: string, text: string, after?: string, language: string}[]} pieces */
export function printOut(pieces) {
  const sheet = h("div.paper", {});
  for (const piece of pieces) {
    if (piece.title) sheet.append(h("h2", {}, piece.title));
    const body = h("div", { lang: piece.language });
    if (piece.html) body.append(toNodes(piece.html, piece.language));
    else body.append(h("p", {}, piece.text));
    sheet.append(body);
    if (piece.after) sheet.append(h("p.after", {}, piece.after));
  }
  document.body.append(sheet);
  window.print();
  setTimeout(() => sheet.remove(), 500);
}
