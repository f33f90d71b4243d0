import { call } from "./api.js";
import { Appointment } from "./appointment.js";
import { Articles } from "./articles.js";
import { header, menuButton, sureDialog, tabs } from "./chrome.js";
import { composer } from "./composer.js";
import { h } from "./dom.js";
import { showHours } from "./hours.js";
import { Log } from "./log.js";
import { printOut, saveText, transcript, author, dates } from "./paper.js";
import { toNodes } from "./safe.js";
import { currentLanguage, t, useLanguage } from "./words.js";

// The chat as a whole: puts the views together and joins them to the conversation.

const STARTS = ["orientation", "studies", "training", "employment", "entrepreneurship", "mobility", "center"];
const PEOPLE = ["school_youth", "students", "adults", "specific_needs"];

export class App {
  // Made by build(), again in each language.
  /** @type {HTMLElement} */ said;
  /** @type {HTMLElement} */ banner;
  /** @type {HTMLElement} */ about;
  /** @type {HTMLElement} */ nav;
  /** @type {any} */ writing;
  /** @type {Record<string, HTMLElement>} */ views;
  /** @type {Articles} */ articles;
  /** @type {Appointment} */ appointment;
  /** @type {Log} */ log;

  /**
   * @param {import("./conversation.js").Conversation} conversation
   * @param {import("./session.js").Session} session
   * @param {import("./host.js").Host} host
   */
  constructor(conversation, session, host) {
    this.conversation = conversation;
    this.session = session;
    this.host = host;
    this.view = "chat";
    this.unread = 0;
    this.owner = "bot";
    this.days = document.documentElement.dataset.days || "30";
    this.acts = {
      say: (/** @type {any} */ what) => this.say(what),
      open: (/** @type {string} */ id) => this.openArticle(id),
      announce: (/** @type {string} */ text) => this.announce(text),
      judge: (/** @type {number} */ seq, /** @type {boolean} */ yes) => conversation.judge(seq, yes),
      judged: (/** @type {number} */ seq) => session.kept.feedback[seq],
      edit: (/** @type {any} */ item) => this.edit(item),
    };
    conversation.on((change, what) => this.changed(change, what));
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !document.querySelector("dialog[open]")) this.close();
    });
    this.build();
  }

  /** Draw everything, in the present language. */
  build() {
    const { session } = this;
    this.said = h("p", { class: "unseen", role: "status" });
    this.banner = h("div", { class: "banner", role: "status", hidden: true });
    this.articles = new Articles({
      ask: (title) => this.say({ text: t("say.about", { title }), label: t("say.about", { title }) }),
      announce: this.acts.announce,
    });
    this.appointment = new Appointment({ book: () => this.say({ text: t("say.book") }), announce: this.acts.announce });
    this.log = new Log(this.conversation, this.acts, this.intro(), this.starters());
    this.writing = composer({
      send: (text) => this.say({ text }),
      typed: (text) => {
        session.keep({ draft: text });
        this.conversation.signal();
      },
      draft: session.kept.draft,
    });
    this.about = h("section", { class: "about scroller", tabindex: "0", "aria-label": t("about.title") });
    this.views = {
      chat: h("section", {}, this.log.element, this.writing),
      articles: this.articles.element,
      appointment: this.appointment.element,
      about: this.about,
    };
    const top = header({
      embedded: this.host.embedded,
      language: (to) => this.switchLanguage(to),
      close: () => this.close(),
      menu: menuButton(this.menu()),
    });
    this.nav = tabs((name) => this.show(name), () => this.leave());
    document.title = t("launcher.frame");
    document.body.replaceChildren(top, this.nav, this.banner, h("main", {}, ...Object.values(this.views)), this.said);
    this.log.fill();
    this.log.begun();
    this.state();
    this.show(this.view, false);
  }

  intro() {
    const more = h("button", { type: "button", class: "link", onclick: () => this.show("about") }, t("more"));
    return h("p", { class: "intro" }, `${t("who", { days: this.days })} `, more);
  }

  starters() {
    const theme = (/** @type {string} */ name) =>
      h("button", { type: "button", class: "choice", onclick: () => this.browse({ theme: name, public: "" }) }, t(`themes.${name}`));
    const person = (/** @type {string} */ name) =>
      h("button", { type: "button", class: "choice", onclick: () => this.say({ text: t(`say_public.${name}`) }) }, t(`publics.${name}`));
    return h(
      "div",
      { class: "starters" },
      h("h2", {}, t("start.themes")),
      h("div", { class: "choices" }, ...STARTS.map(theme)),
      h("h2", {}, t("start.publics")),
      h("div", { class: "choices" }, ...PEOPLE.map(person)),
    );
  }

  menu() {
    return [
      { label: t("menu_items.person"), act: () => this.say({ text: t("say.person") }) },
      { label: t("menu_items.book"), act: () => this.say({ text: t("say.book") }) },
      { label: t("menu_items.save"), act: () => saveText(transcript(this.inOrder())) },
      { label: t("menu_items.print"), act: () => this.print() },
      { label: t("menu_items.about"), act: () => this.show("about") },
      {
        label: t("menu_items.keep"),
        hint: t("menu_items.keep_hint"),
        on: this.session.onDevice,
        act: () => {
          this.session.keepOnDevice(!this.session.onDevice);
          this.build();
          /** @type {HTMLElement | null} */ (document.querySelector("[aria-controls=menu]"))?.focus();
        },
      },
      { label: t("menu_items.forget"), grave: true, act: () => sureDialog(() => this.conversation.forget()) },
    ];
  }

  inOrder() {
    return [...this.conversation.messages.values()].sort((a, b) => a.seq - b.seq);
  }

  print() {
    printOut(
      this.inOrder().map((message) => ({
        title: author(message.author),
        html: message.html,
        text: message.text,
        after: message.article ? dates(message.article, message.language) : "",
        language: message.language,
      })),
    );
  }

  /** @param {string} name @param {boolean} [moved] */
  show(name, moved = true) {
    this.view = name;
    for (const [key, view] of Object.entries(this.views)) view.hidden = key !== name;
    for (const tab of this.nav.querySelectorAll("[data-view]")) {
      const here = tab.getAttribute("data-view") === name;
      if (here) tab.setAttribute("aria-current", "page");
      else tab.removeAttribute("aria-current");
    }
    if (name === "articles" && !this.articles.element.firstChild) this.articles.browse();
    if (name === "appointment") this.appointment.show();
    if (name === "about") this.tellAbout();
    if (name === "chat" && this.conversation.begun) this.log.toEnd(false);
    if (moved) this.focus();
  }

  async tellAbout() {
    const hours = h("div", {});
    const words = h("div", { class: "words" });
    this.about.replaceChildren(h("h2", {}, t("about.title")), words, hours);
    showHours(hours, true);
    try {
      const { html } = await call("GET", `/widget/about?language=${currentLanguage()}`);
      words.replaceChildren(toNodes(html, currentLanguage()));
    } catch {
      words.replaceChildren(t("articles.failed"));
    }
  }

  /** Where the keyboard goes when a view is shown. */
  focus() {
    const fine = matchMedia("(pointer: fine)").matches;
    if (this.view === "chat" && fine && !this.writing.hidden) this.writing.querySelector("textarea").focus();
    else if (this.view === "chat") /** @type {HTMLElement} */ (document.querySelector("h1")).focus();
    else this.views[this.view].focus();
  }

  /** @param {{theme?: string, public?: string}} wish */
  browse(wish) {
    this.show("articles");
    this.articles.browse(wish);
  }

  /** @param {string} id */
  openArticle(id) {
    this.show("articles", false);
    this.articles.open(id);
  }

  /** @param {{text?: string, choice?: string, label?: string}} what */
  say(what) {
    if (this.view !== "chat") this.show("chat");
    this.conversation.say(what);
  }

  /** Put what was refused back into the field. @param {any} item */
  edit(item) {
    this.conversation.drop(item);
    this.log.remove(item);
    const field = this.writing.querySelector("textarea");
    field.value = item.text || item.label;
    field.dispatchEvent(new Event("input"));
    field.focus();
  }

  /** The visitor chooses a language. @param {string} to */
  async switchLanguage(to) {
    const { begun } = this.conversation;
    if (to === currentLanguage() || !(await this.speak(to))) return;
    if (begun) this.conversation.say({ text: t("say.language") });
    else this.conversation.startAfresh();
  }

  /** Everything around the messages in another language, in the same place. @param {string} to */
  async speak(to) {
    try {
      await useLanguage(to);
    } catch {
      this.announce(t("offline"));
      return false;
    }
    const { scrollTop } = this.log.scroller;
    const focused = document.activeElement;
    const again = focused?.id ? `#${focused.id}` : focused?.closest(".languages") ? `.languages [lang=${to}]` : "h1";
    this.host.tell("language", { language: to });
    this.session.keep({ language: to });
    this.build();
    this.log.scroller.scrollTop = scrollTop;
    /** @type {HTMLElement | null} */ (document.querySelector(again))?.focus({ preventScroll: true });
    return true;
  }

  /** @param {string} text */
  announce(text) {
    this.said.textContent = "";
    setTimeout(() => (this.said.textContent = text), 50);
  }

  close() {
    if (this.host.embedded) this.host.tell("close");
  }

  leave() {
    document.body.hidden = true;
    this.conversation.leave();
    document.body.replaceChildren();
    this.host.leave(t("leave_to"));
  }

  /** @param {import("./conversation.js").Change} change @param {any} what */
  changed(change, what) {
    if (change === "message") this.log.put(what.message, what.item);
    if (change === "message" && !this.host.visible && what.message.author !== "visitor") this.host.tell("unread", { count: ++this.unread });
    if (change === "item") this.log.item(what);
    if (change === "reset") this.begin();
    if (change === "state") this.state();
    if (change === "language" && what !== currentLanguage()) this.speak(what);
    if (change === "typing") this.log.showTyping();
    if (change === "network") this.network();
    if (change === "ended") this.ended(what);
  }

  /** A conversation begins or is resumed. */
  begin() {
    this.writing.hidden = false;
    this.log.fill();
    this.log.begun();
  }

  network() {
    this.log.network();
    this.state();
    if (this.conversation.reached) this.announce(t("online"));
  }

  /** Who answers, and what stands in the way. */
  state() {
    const { owner, position, reached } = this.conversation;
    const who = { counsellor: "person", waiting: "waiting" }[owner] || "assistant";
    /** @type {HTMLElement} */ (document.querySelector(".who")).textContent = t(who);
    document.documentElement.dataset.owner = owner;
    if (this.owner === "counsellor" && owner === "bot") this.announce(t("now_assistant"));
    this.owner = owner;
    let kind = owner === "counsellor" ? "person" : owner;
    let text = { person: t("now_person"), waiting: position ? t("queue", { position }) : t("queue_unknown") }[kind] || "";
    if (!reached) [kind, text] = ["offline", t("offline")];
    this.banner.hidden = !text;
    if (this.banner.textContent !== text) this.banner.textContent = text;
    this.banner.dataset.kind = kind;
  }

  /** @param {string} how "done", "here", "gone" or "renewed" */
  ended(how) {
    if (how === "renewed") return this.log.line(t("again"));
    if (how === "gone") {
      this.conversation.start();
      return this.log.line(t("again"));
    }
    this.show("chat", false);
    this.writing.hidden = true;
    const restart = h("button", { type: "button", class: "choice main", onclick: () => this.restart() }, t("forget.restart"));
    this.log.fill();
    this.log.starters.hidden = true;
    const words = t(how === "here" ? "forget.here" : "forget.done");
    this.log.list.replaceChildren(h("div", { class: "ended" }, h("p", { tabindex: "-1" }, words), restart));
    /** @type {HTMLElement} */ (this.log.list.querySelector("p")).focus();
  }

  restart() {
    this.build();
    this.conversation.start();
    this.focus();
  }

  /** The frame was shown or hidden. @param {boolean} visible */
  shown(visible) {
    if (visible) {
      this.unread = 0;
      this.conversation.unpause();
      this.focus();
    } else this.conversation.pause();
  }
}
