import { sureDialog } from "./chrome.js";
import { author, dates, printOut, saveText, transcript } from "./paper.js";
import { t } from "./words.js";

// What the menu offers.

/** @param {import("./app.js").App} app */
export function menuEntries(app) {
  const { conversation, session } = app;
  return [
    { label: t("menu_items.person"), act: () => app.say({ text: t("say.person") }) },
    { label: t("menu_items.book"), act: () => app.say({ text: t("say.book") }) },
    { label: t("menu_items.save"), act: () => saveText(transcript(conversation.inOrder)) },
    { label: t("menu_items.print"), act: () => printOut(conversation.inOrder.map(piece)) },
    { label: t("menu_items.about"), act: () => app.show("about") },
    {
      label: t("menu_items.keep"),
      hint: t("menu_items.keep_hint"),
      on: session.onDevice,
      act: () => {
        session.keepOnDevice(!session.onDevice);
        app.build();
        /** @type {HTMLElement | null} */ (document.querySelector("[aria-controls=menu]"))?.focus();
      },
    },
    { label: t("menu_items.forget"), grave: true, act: () => sureDialog(() => conversation.forget()) },
  ];
}

/** A message on paper. @param {import("./conversation.js").Message} message */
function piece(message) {
  const { html, text, article, language } = message;
  return { title: author(message.author), html, text, after: article ? dates(article, language) : "", language };
}
