import { About } from "./about.js";
import { Appointment } from "./appointment.js";
import { Articles } from "./articles.js";
import { header, menuButton, tabs } from "./chrome.js";
import { composer } from "./composer.js";
import { button, h } from "./dom.js";
import { menuEntries } from "./entries.js";
import { Log } from "./log.js";
import { Status } from "./status.js";
import { intro, starters } from "./welcome.js";
import { currentLanguage, t, useLanguage } from "./words.js";

// The chat as a whole: puts the views together and joins them to the conversation.

export class App {
  #host;
  #view = "chat";
  #unread = 0;
  /** @type {import("./message.js").Acts} */ #acts;

  // Made by build(), again in each language.
  /** @type {HTMLElement} */ #said;
  /** @type {Status} */ #status;
  /** @type {HTMLElement} */ #nav;
  /** @type {any} */ #writing;
  /** @type {Record<string, {element: HTMLElement, show?: () => any}>} */ #views;
  /** @type {Articles} */ #articles;
  /** @type {Log} */ #log;

  /**
   * @param {import("./conversation.js").Conversation} conversation
   * @param {import("./session.js").Session} session
   * @param {import("./host.js").Host} host
   */
  constructor(conversation, session, host) {
    this.conversation = conversation;
    this.session = session;
    this.#host = host;
    this.#acts = {
      say: (what) => this.say(what),
      open: (id) => this.#openArticle(id),
      announce: (text) => this.#announce(text),
      judge: (seq, yes) => conversation.judge(seq, yes),
      judged: (seq) => session.kept.feedback[seq],
      edit: (item) => this.#edit(item),
    };
    conversation.listeners.push((change, what) => this.#changed(change, what));
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !document.querySelector("dialog[open]")) this.#close();
    });
    this.build();
  }

  /** Draw everything, in the present language. */
  build() {
    const { conversation, session } = this;
    const acts = this.#acts;
    this.#said = h("p.unseen", { role: "status" });
    this.#status = new Status(conversation, acts.announce);
    this.#articles = new Articles({ ask: (title) => this.say({ text: t("say.about", { title }) }), announce: acts.announce });
    const welcome = starters({ say: acts.say, browse: (theme) => this.#browse(theme) });
    this.#log = new Log(conversation, acts, intro(() => this.show("about")), welcome);
    this.#writing = composer({
      send: (text) => this.say({ text }),
      typed: (text) => {
        session.keep({ draft: text });
        conversation.typing.signal(conversation);
      },
      draft: session.kept.draft,
    });
    this.#views = {
      chat: { element: h("section", {}, this.#log.element, this.#writing), show: () => conversation.begun && this.#log.toEnd(false) },
      articles: this.#articles,
      appointment: new Appointment({ book: () => this.say({ text: t("say.book") }), announce: acts.announce }),
      about: new About(),
    };
    this.#nav = tabs((name) => this.show(name), () => this.leave());
    const top = header({
      embedded: this.#host.embedded,
      language: (to) => this.#switchLanguage(to),
      close: () => this.#close(),
      menu: menuButton(menuEntries(this)),
    });
    document.title = t("launcher.frame");
    const main = h("main", {}, ...Object.values(this.#views).map(({ element }) => element));
    document.body.replaceChildren(top, this.#nav, this.#status.element, main, this.#said);
    this.#log.fill();
    this.#status.show();
    this.show(this.#view, false);
  }

  /** @param {string} name @param {boolean} [moved] whether the keyboard follows */
  show(name, moved = true) {
    this.#view = name;
    for (const [key, { element }] of Object.entries(this.#views)) element.hidden = key !== name;
    for (const tab of this.#nav.querySelectorAll("[data-view]")) {
      if (tab.getAttribute("data-view") === name) tab.setAttribute("aria-current", "page");
      else tab.removeAttribute("aria-current");
    }
    this.#views[name].show?.();
    if (moved) this.#focus();
  }

  /** Where the keyboard goes when a view is shown. */
  #focus() {
    const fine = matchMedia("(pointer: fine)").matches;
    if (this.#view === "chat" && fine && !this.#writing.hidden) this.#writing.querySelector("textarea").focus();
    else if (this.#view === "chat") /** @type {HTMLElement} */ (document.querySelector("h1")).focus();
    else this.#views[this.#view].element.focus();
  }

  /** @param {string} theme */
  #browse(theme) {
    this.show("articles");
    this.#articles.browse({ theme, public: "" });
  }

  /** @param {string} id */
  #openArticle(id) {
    this.show("articles", false);
    this.#articles.open(id);
  }

  /** @param {{text?: string, choice?: string, label?: string}} what */
  say(what) {
    if (this.#view !== "chat") this.show("chat");
    this.conversation.outbox.say(what);
  }

  /** Put what was refused back into the field. @param {any} item */
  #edit(item) {
    this.conversation.outbox.drop(item);
    this.#log.remove(item);
    const field = this.#writing.querySelector("textarea");
    field.value = item.text || item.label;
    field.dispatchEvent(new Event("input"));
    field.focus();
  }

  /** The visitor chooses a language: no word of it stands in the conversation. @param {string} to */
  async #switchLanguage(to) {
    const { begun, errands, inOrder, session } = this.conversation;
    if (to === currentLanguage() || !(await this.#speak(to))) return;
    if (!begun) return this.conversation.startAfresh();
    if (session.kept.id) errands.add("PUT", "/language", { language: to });
    const { article } = inOrder.filter(({ author }) => author === "bot").pop() || {};
    this.#log.line(t("now_language"), article && button("link", () => this.#openArticle(article.id), t("answer.again")));
  }

  /** Everything around the messages in another language, in the same place. @param {string} to */
  async #speak(to) {
    try {
      await useLanguage(to);
    } catch {
      this.#announce(t("offline"));
      return false;
    }
    const { scrollTop } = this.#log.scroller;
    const focused = document.activeElement;
    const again = focused?.id ? `#${focused.id}` : focused?.closest(".languages") ? `.languages [lang=${to}]` : "h1";
    this.#host.tell("language", { language: to });
    this.session.keep({ language: to });
    this.build();
    this.#log.scroller.scrollTop = scrollTop;
    /** @type {HTMLElement | null} */ (document.querySelector(again))?.focus({ preventScroll: true });
    return true;
  }

  /** @param {string} text */
  #announce(text) {
    this.#said.textContent = "";
    setTimeout(() => (this.#said.textContent = text), 50);
  }

  #close() {
    this.#host.tell("close");
  }

  /** Away at once. @param {boolean} [first] not told by another tab */
  leave(first = true) {
    document.body.hidden = true;
    this.conversation.leave(first);
    document.body.replaceChildren();
    this.#host.leave(t("leave_to"));
  }

  /** @param {import("./conversation.js").Change} change @param {any} what */
  #changed(change, what) {
    if (change === "message") {
      this.#log.put(what.message, what.item);
      if (!this.#host.visible && what.message.author !== "visitor") this.#host.tell("unread", { count: ++this.#unread });
    }
    if (change === "item") this.#log.item(what);
    if (change === "state") this.#status.show();
    if (change === "language" && what !== currentLanguage()) this.#speak(what);
    if (change === "typing") this.#log.showTyping();
    if (change === "ended") this.#ended(what);
    if (change === "reset") {
      this.#writing.hidden = false;
      this.#log.fill();
    }
    if (change === "network") {
      this.#log.network();
      this.#status.show();
      if (this.conversation.reached) this.#announce(t("online"));
    }
  }

  /** @param {string} how "renewed", "gone", or how far forgetting is: "going", "here", "done" */
  #ended(how) {
    if (how === "renewed" || how === "gone") {
      if (how === "gone") this.conversation.start();
      return this.#log.line(t("again"));
    }
    this.show("chat", false);
    this.#writing.hidden = true;
    this.#log.end(how === "going" ? "" : t(how === "here" ? "forget.here" : "forget.done"), () => this.#restart());
  }

  #restart() {
    this.build();
    this.conversation.start();
    this.#focus();
  }

  /** The frame was shown or hidden. @param {boolean} visible */
  shown(visible) {
    if (!visible) return this.conversation.pause();
    this.#unread = 0;
    this.conversation.unpause();
    this.#focus();
  }
}
