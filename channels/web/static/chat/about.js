import { call } from "./api.js";
import { h } from "./dom.js";
import { showHours } from "./hours.js";
import { toNodes } from "./safe.js";
import { currentLanguage, t } from "./words.js";

// Who Azimut is, what is kept, and when a person answers.

export class About {
  constructor() {
    this.element = h("section.about.scroller", { tabindex: "0", "aria-label": t("about.title") });
  }

  async show() {
    const hours = h("div");
    const words = h("div.words", {});
    this.element.replaceChildren(h("h2", {}, t("about.title")), words, hours);
    showHours(hours, true);
    try {
      const { html } = await call("GET", `/widget/about?language=${currentLanguage()}`);
      words.replaceChildren(toNodes(html, currentLanguage()));
    } catch {
      words.replaceChildren(t("articles.failed"));
    }
  }
}
