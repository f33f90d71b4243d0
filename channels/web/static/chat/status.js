import { h } from "./dom.js";
import { t } from "./words.js";

// Who answers, the place in line, and what stands in the way: a line below the tabs.

export class Status {
  #talk;
  #announce;
  #owner;

  /** @param {import("./conversation.js").Conversation} talk @param {(text: string) => void} announce */
  constructor(talk, announce) {
    this.#talk = talk;
    this.#announce = announce;
    this.#owner = talk.owner;
    this.element = h("div.banner", { role: "status", hidden: true });
  }

  show() {
    const { owner, reached } = this.#talk;
    const who = { counsellor: "person", waiting: "waiting" }[owner] || "assistant";
    /** @type {HTMLElement} */ (document.querySelector(".who")).textContent = t(who);
    document.documentElement.dataset.owner = owner;
    if (this.#owner === "counsellor" && owner === "bot") this.#announce(t("now_assistant"));
    this.#owner = owner;
    const text = reached ? this.#text() : t("offline");
    this.element.hidden = !text;
    if (this.element.textContent !== text) this.element.textContent = text;
    this.element.dataset.kind = reached ? owner : "offline";
  }

  #text() {
    const { owner, position } = this.#talk;
    if (owner === "counsellor") return t("now_person");
    if (owner !== "waiting") return "";
    return position ? t("queue", { position }) : t("queue_unknown");
  }
}
