import { button, calm, h, icon } from "./dom.js";
import { itemElement, masked, messageElement } from "./message.js";
import { author } from "./paper.js";
import { toNodes } from "./safe.js";
import { t } from "./words.js";

// The list of messages. Only what is new is announced, and the reader's place is kept.

const NEAR = 160; // pixels from the end that still count as reading the end
const TOGETHER = 1500; // milliseconds between messages that are read as one

export class Log {
  #conversation;
  #acts;
  #starters;
  /** @type {Map<number, HTMLElement>} */
  #bySeq = new Map();
  /** @type {Map<string, HTMLElement>} */
  #byKey = new Map();
  #list;
  #typing;
  #newest;
  #following = true; // until the reader goes elsewhere
  /** @type {HTMLElement | null} the first of the messages that came together */
  #first = null;
  #firstAt = 0;

  /** @param {import("./conversation.js").Conversation} conversation @param {import("./message.js").Acts} acts @param {HTMLElement} intro @param {HTMLElement} starters */
  constructor(conversation, acts, intro, starters) {
    this.#conversation = conversation;
    this.#acts = acts;
    this.#starters = starters;
    this.#list = h("div.log", { role: "log", "aria-live": "polite", "aria-label": t("log") });
    this.#typing = h("div.typing", { hidden: true });
    this.#newest = button("newest", () => this.toEnd(), icon("down"), t("newest"), { hidden: true });
    this.scroller = h("div.scroller", { tabindex: "0", role: "region", "aria-label": t("tabs.chat") }, intro, this.#list, starters, this.#typing);
    this.element = h("div.pane", {}, this.scroller, this.#newest);
    this.scroller.addEventListener("scroll", () => this.#atEnd && (this.#newest.hidden = true), { passive: true });
    for (const move of ["wheel", "touchmove", "keydown"]) {
      this.scroller.addEventListener(move, () => (this.#following = this.#atEnd), { passive: true });
    }
    new ResizeObserver(() => this.#following && this.#stay()).observe(this.scroller);
  }

  get #atEnd() {
    const { scrollHeight, scrollTop, clientHeight } = this.scroller;
    return scrollHeight - scrollTop - clientHeight < NEAR;
  }

  /** Draw everything afresh, without announcing it. */
  fill() {
    this.#list.setAttribute("aria-live", "off");
    this.#bySeq.clear();
    this.#byKey.clear();
    this.#list.replaceChildren();
    const { messages, session } = this.#conversation;
    for (const seq of [...messages.keys()].sort((a, b) => a - b)) this.put(messages.get(seq), undefined);
    for (const item of session.kept.outbox) this.item(item);
    if (this.#conversation.begun) this.toEnd(false);
    setTimeout(() => this.#list.setAttribute("aria-live", "polite"), 300);
    this.#begun();
  }

  /** @param {any} message @param {any} item what it was while it was sent */
  put(message, item) {
    const stayed = this.#atEnd;
    const sent = item && this.#byKey.get(item.key);
    const known = this.#bySeq.get(message.seq) || sent;
    if (sent) this.#byKey.delete(item.key);
    if (sent && known !== sent) sent.remove();
    if (known && message.author === "visitor") this.#settle(known, message);
    else {
      const element = messageElement(message, this.#acts);
      if (known) known.replaceWith(element);
      else this.#insert(element, message.seq);
      this.#bySeq.set(message.seq, element);
      if (!known) this.#show(element, stayed, message.author === "visitor");
    }
    this.#begun();
  }

  /** What was typed has arrived; its words change only where they were made unrecognisable. @param {HTMLElement} element @param {any} message */
  #settle(element, message) {
    this.#bySeq.set(message.seq, element);
    element.className = "message visitor text";
    element.querySelector(".fate")?.remove();
    const words = /** @type {HTMLElement} */ (element.querySelector(".words"));
    if (words.textContent !== message.text && message.html) words.replaceChildren(toNodes(message.html, message.language, false));
    element.append(masked(message));
    const next = this.#after(message.seq);
    if (next && element.compareDocumentPosition(next) & Node.DOCUMENT_POSITION_PRECEDING) this.#insert(element, message.seq);
  }

  /** @param {number} seq @returns {HTMLElement | null} the first element that belongs behind it */
  #after(seq) {
    const next = Math.min(...[...this.#bySeq.keys()].filter((other) => other > seq));
    return this.#bySeq.get(next) || null;
  }

  /** @param {HTMLElement} element @param {number} seq */
  #insert(element, seq) {
    this.#list.insertBefore(element, this.#after(seq) || this.#list.querySelector("[data-key]:not(.sent):not(.text)"));
  }

  /** @param {import("./session.js").Item} item */
  item(item) {
    const known = this.#byKey.get(item.key);
    if (known && item.state !== "failed") {
      known.className = `message visitor ${item.state}`;
      this.#fate(known, item);
      return;
    }
    const element = itemElement(item, this.#acts);
    if (known) known.replaceWith(element);
    else this.#list.append(element);
    this.#byKey.set(item.key, element);
    this.#fate(element, item);
    this.#begun();
    if (!known) this.toEnd();
  }

  /** Says of a message whether it is on its way. @param {HTMLElement} element @param {import("./session.js").Item} item */
  #fate(element, item) {
    if (item.state === "failed") return;
    element.querySelector(".fate")?.remove();
    if (item.state !== "sent" && !this.#conversation.reached) element.append(h("p.fate", {}, t("kept")));
  }

  /** @param {import("./session.js").Item} item */
  remove(item) {
    this.#byKey.get(item.key)?.remove();
    this.#byKey.delete(item.key);
  }

  network() {
    for (const item of this.#conversation.session.kept.outbox) {
      const element = this.#byKey.get(item.key);
      if (element) this.#fate(element, item);
    }
  }

  /** Starting points are for those who have not started. */
  #begun() {
    this.#starters.hidden = this.#conversation.begun;
  }

  showTyping() {
    const typing = this.#conversation.typing.who;
    this.#typing.hidden = !typing;
    if (!typing) return;
    const dots = h("span.dots", { "aria-hidden": "true" }, h("i"), h("i"), h("i"));
    this.#typing.replaceChildren(dots, h("span", {}, t(typing === "person" ? "typing_person" : "typing")));
    if (this.#atEnd) this.toEnd();
  }

  /** Bring new messages into view from their beginning; leave a reader who looks elsewhere alone. @param {HTMLElement} element @param {boolean} stayed @param {boolean} own */
  #show(element, stayed, own) {
    if (!this.#conversation.begun) return;
    if (own) return this.toEnd();
    if (!stayed && !this.#following) {
      this.#newest.hidden = false;
      return;
    }
    if (!this.#first?.isConnected || performance.now() - this.#firstAt > TOGETHER) {
      const previous = /** @type {HTMLElement | null} */ (element.previousElementSibling);
      this.#first = previous?.classList.contains("visitor") ? previous : element;
    }
    this.#firstAt = performance.now();
    this.#following = true;
    this.#stay();
  }

  /** Back to what is being read, after a message came or the room for it changed (a keyboard, a banner). */
  #stay() {
    if (this.#first) this.scroller.scrollTo({ top: this.#first.offsetTop - 12, behavior: calm() });
    else if (this.#conversation.begun) this.toEnd(false);
  }

  toEnd(smooth = true) {
    this.#newest.hidden = true;
    this.#following = true;
    this.#first = null;
    this.scroller.scrollTo({ top: this.scroller.scrollHeight, behavior: smooth ? calm() : "auto" });
  }

  /** Says a line of the house inside the list. @param {string} text @param {HTMLElement | null} [more] */
  line(text, more) {
    const words = h("p", {}, `${text} `, more);
    this.#list.append(h("div.message.notice.local", {}, h("p.unseen", {}, author("bot")), h("div.bubble", {}, h("div.words", {}, words))));
    this.toEnd();
  }

  /** Nothing is left of the conversation. @param {string} text @param {() => void} restart */
  end(text, restart) {
    this.fill();
    this.#starters.hidden = true;
    const words = h("p", { tabindex: "-1" }, text);
    this.#list.replaceChildren(h("div.ended", {}, words, text && button("choice main", restart, t("forget.restart"))));
    words.focus();
  }
}
