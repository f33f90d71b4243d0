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
  template.innerHTML = /** @type {any} */ (policy ? policy.createHTML(html) : html);
  for (const element of [...template.content.querySelectorAll("*")]) tame(element, language);
  const texts = document.createTreeWalker(template.content, NodeFilter.SHOW_TEXT);
  while (ours && texts.nextNode()) texts.currentNode.nodeValue = fine(texts.currentNode.nodeValue || "");
  return template.content;
}

/** Easy to read: every line stands by itself. @param {DocumentFragment} nodes */
export function apart(nodes) {
  for (const whole of nodes.querySelectorAll("p")) {
    const lines = [h("p")];
    for (const child of [...whole.childNodes]) {
      if (child.nodeName === "BR") lines.push(h("p"));
      else lines[lines.length - 1].append(child);
    }
    whole.replaceWith(...lines);
  }
  return nodes;
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
