import { button, h } from "./dom.js";
import { t } from "./words.js";

// What a visitor sees first: who speaks, and where one can begin.

export const THEMES = ["orientation", "studies", "training", "employment", "entrepreneurship", "mobility", "center"];
export const PUBLICS = ["school_youth", "students", "adults", "specific_needs"];

/** Who it is and what is kept, in one sentence. @param {() => void} more */
export function intro(more) {
  const days = document.documentElement.dataset.days || "30";
  return h("p.intro", {}, `${t("who", { days })} `, button("link", more, t("more")));
}

/** @param {{browse: (theme: string) => void, say: (what: {text: string}) => void}} acts */
export function starters({ browse, say }) {
  return h(
    "div.starters", {},
    h("h2", {}, t("start.themes")),
    h("div.choices", {}, ...THEMES.map((theme) => button("choice", () => browse(theme), t(`themes.${theme}`)))),
    h("h2", {}, t("start.publics")),
    h(
      "div.choices", {},
      ...PUBLICS.map((name) => button("choice", () => say({ text: t(`say_public.${name}`) }), t(`publics.${name}`))),
    ),
  );
}
