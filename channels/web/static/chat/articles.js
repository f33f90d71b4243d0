import { easySwitch, related, sources, tools } from "./answer.js";
import { call } from "./api.js";
import { button, h, icon } from "./dom.js";
import { toNodes } from "./safe.js";
import { PUBLICS, THEMES } from "./welcome.js";
import { currentLanguage, t } from "./words.js";

// The articles: search, browse, read. They need no conversation.

const REST = 250; // milliseconds without a key before a search

export class Articles {
  #acts;
  #wish = { q: "", theme: "", public: "" };
  #shown = "";
  #asked = 0;
  #clock = 0;
  /** @type {HTMLElement} */ #results;
  /** @type {HTMLElement} */ #count;

  /** @param {{ask: (title: string) => void, announce: (text: string) => void}} acts */
  constructor(acts) {
    this.#acts = acts;
    this.element = h("section.articles.scroller", { "aria-label": t("tabs.articles"), tabindex: "-1" });
  }

  /** The view is shown: what was there stays. */
  show() {
    if (!this.element.firstChild) this.browse();
  }

  /** @param {{theme?: string, public?: string}} [wish] */
  browse(wish = {}) {
    Object.assign(this.#wish, wish);
    this.#shown = "";
    this.#results = h("div.results", {});
    this.#count = h("p.hint", { role: "status" });
    const search = h("input", { type: "search", id: "search", placeholder: t("articles.placeholder"), autocomplete: "off", enterkeyhint: "search" });
    search.value = this.#wish.q;
    search.addEventListener("input", () => {
      this.#wish.q = search.value;
      clearTimeout(this.#clock);
      this.#clock = setTimeout(() => this.#find(), REST);
    });
    const form = h(
      "form.search", { role: "search" },
      h("label", { for: "search" }, t("articles.search")),
      h("div.field", {}, icon("search"), search),
      this.#select("theme", "all_themes", THEMES, "themes"),
      this.#select("public", "all_publics", PUBLICS, "publics"),
    );
    form.addEventListener("submit", (/** @type {Event} */ event) => {
      event.preventDefault();
      this.#find();
    });
    this.#count.textContent = t("articles.loading");
    this.element.replaceChildren(form, this.#count, this.#results);
    return this.#find();
  }

  /** @param {"theme" | "public"} name @param {string} all @param {string[]} values @param {string} texts */
  #select(name, all, values, texts) {
    const field = h("select", { id: name });
    field.append(h("option", { value: "" }, t(`articles.${all}`)));
    for (const value of values) field.append(h("option", { value }, t(`${texts}.${value}`)));
    field.value = this.#wish[name];
    field.addEventListener("change", () => {
      this.#wish[name] = field.value;
      this.#find();
    });
    return h("p.filter", {}, h("label", { for: name }, t(`articles.${name}`)), field);
  }

  async #find() {
    const asked = ++this.#asked;
    const query = new URLSearchParams({ language: currentLanguage() });
    for (const [name, value] of Object.entries(this.#wish)) if (value) query.set(name, value);
    try {
      const { articles } = await call("GET", `/api/articles?${query}`);
      if (asked === this.#asked) this.#list(articles);
    } catch {
      if (asked === this.#asked) this.#failed(this.#results, () => this.#find());
    }
  }

  /** @param {any[]} articles */
  #list(articles) {
    const count = articles.length;
    this.#count.textContent = count ? t(count === 1 ? "articles.count_one" : "articles.count", { count }) : t("articles.none");
    const rows = articles.map(({ id, title, snippet, theme }) =>
      h(
        "li",
        {},
        button(
          "result",
          () => this.open(id),
          h("span.theme", {}, t(`themes.${theme}`)),
          h("strong", {}, title),
          h("span.snippet", {}, snippet),
        ),
      ),
    );
    this.#results.replaceChildren(h("ul", {}, ...rows));
  }

  /** @param {string} id */
  async open(id) {
    this.#shown = id;
    const back = button("link back", () => this.browse().then(() => this.element.focus()), icon("back"), t("articles.back"));
    const place = h("div", {}, h("p.hint", {}, t("articles.loading")));
    this.element.replaceChildren(back, place);
    this.element.scrollTop = 0;
    try {
      const article = await call("GET", `/api/articles/${id}?language=${currentLanguage()}`);
      if (this.#shown !== id) return;
      const title = this.#page(article, place);
      title.focus();
    } catch {
      this.#failed(place, () => this.open(id));
    }
  }

  /** @param {any} article @param {HTMLElement} place */
  #page(article, place) {
    const { language } = article;
    const title = h("h2", { tabindex: "-1" }, article.title);
    const body = h("div.words", {}, toNodes(article.html, language));
    const switched = () => easySwitch(body, article, article.easy_html, language, easier);
    const easier = button("choice", switched, t("answer.easier"), { "aria-pressed": "false" });
    const aspects = article.aspects.map((/** @type {any} */ aspect) =>
      h("details", {}, h("summary", {}, aspect.label), h("div.words", {}, toNodes(aspect.html, language))),
    );
    const ask = button("choice main", () => this.#acts.ask(article.title), icon("chat"), t("articles.ask"));
    place.replaceChildren(
      h(
        "article",
        { lang: language },
        h("p.theme", {}, t(`themes.${article.theme}`)),
        title,
        h("div.choices", {}, easier),
        body,
        aspects.length > 0 && h("div.folds", {}, ...aspects),
        h("div.choices", {}, ask),
        sources(article, language),
        related(article.related, (id) => this.open(id), language),
        tools(article, article.title, language, this.#acts.announce),
      ),
    );
    return title;
  }

  /** @param {HTMLElement} place @param {() => void} again */
  #failed(place, again) {
    place.replaceChildren(
      h("p", { role: "alert" }, t("articles.failed")),
      button("choice", again, t("articles.retry")),
    );
  }
}
