import { fine, h } from "./dom.js";
import { t } from "./words.js";

// From the server's HTML to elements. The server has sanitised it; this lets only what we know
// through once more, so that one mistake is not enough.

const KNOWN = new Set("P BR STRONG EM UL OL LI A H3 H4 CODE BLOCKQUOTE HR".split(" "));
const policy = window.trustedTypes?.createPolicy("azimut", { createHTML: (/** @type {string} */ html) => html });

/**
 * @param {string} html
 * @param {string} language
 * @param {boolean} [ours] what visitors type stays as they typed it
 * @returns {DocumentFragment}
 */
export function toNodes(html, language, ours = true) {
  const template = document.createElement("template");
  if (ours) html = fine(html);
  template.innerHTML = /** @type {any} */ (policy ? policy.createHTML(html) : html);
  for (const element of [...template.content.querySelectorAll("*")]) tame(element, language);
  return template.content;
}

/** Easy to read: every line is a paragraph. @param {string} html */
export function apart(html) {
  return html.replace(/<br ?\/?>/g, "</p><p>");
}

/** @param {Element} element @param {string} language */
function tame(element, language) {
  if (!KNOWN.has(element.tagName)) return element.replaceWith(element.textContent || "");
  const address = element.tagName === "A" ? element.getAttribute("href") || "" : "";
  for (const { name } of [...element.attributes]) if (name !== "start") element.removeAttribute(name);
  if (!/^(https?:|mailto:|tel:)/i.test(address)) return;
  element.setAttribute("href", address);
  if (!/^http/i.test(address)) return;
  element.setAttribute("target", "_blank");
  element.setAttribute("rel", "noopener noreferrer");
  element.append(h("span.unseen", {}, ` ${t("answer.new_tab", {}, language)}`));
}

/** Bold numbers of help lines can be called. @param {DocumentFragment} nodes */
export function callable(nodes) {
  for (const strong of nodes.querySelectorAll("strong")) {
    const number = strong.textContent || "";
    if (/^[\d ]{3,14}$/.test(number) && !strong.closest("a")) {
      strong.replaceWith(h("a", { href: `tel:${number.replace(/ /g, "")}`, class: "call" }, number));
    }
  }
}
