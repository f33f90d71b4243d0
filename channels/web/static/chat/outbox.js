import { ApiError } from "./api.js";
import { currentLanguage } from "./words.js";

// What the visitor said and the server does not have yet: sent in order, each once (under a key of
// its own), however often the line is cut.

/** @typedef {import("./session.js").Item} Item */

const SHOWS_AFTER = 250; // milliseconds until "is writing" is shown
const LANGUAGE_FIRST = 1000; // milliseconds that a message waits for a chosen language to be told

export class Outbox {
  #talk;
  #session;

  /** @param {import("./conversation.js").Conversation} talk */
  constructor(talk) {
    this.#talk = talk;
    this.#session = talk.session;
    this.sending = false;
  }

  get items() {
    return this.#session.kept.outbox;
  }

  /** Send something, now or when it can. @param {{text?: string, choice?: string, label?: string}} what */
  say(what) {
    /** @type {Item} */
    const item = {
      ...what,
      key: crypto.randomUUID?.() || `${Date.now()}-${Math.random()}`,
      label: what.label || what.text || "",
      state: "waiting",
      language: currentLanguage(),
    };
    this.#session.keep({ outbox: [...this.items, item] });
    this.#talk.tell("item", item);
    this.drain();
  }

  /** Send what waits, one after the other: the order is the visitor's. */
  async drain() {
    if (this.sending || !this.#session.kept.id) return;
    this.sending = true;
    const { errands, patience } = this.#talk;
    if (this.#session.kept.errands.length) await Promise.race([errands.run(), patience.rest(LANGUAGE_FIRST)]);
    for (let tries = 0; this.#session.kept.id; ) {
      const item = this.items.find(({ state }) => state === "waiting" || state === "sending");
      if (!item) break;
      try {
        await this.#send(item);
        tries = 0;
      } catch (error) {
        await this.#talk.rest(error, tries++);
      }
    }
    this.sending = false;
  }

  /** @param {Item} item */
  async #send(item) {
    const { life, typing } = this.#talk;
    this.#mark(item, "sending");
    const clock = setTimeout(() => this.#talk.owner === "bot" && typing.show("assistant", 60000), SHOWS_AFTER);
    let later = false; // the answer comes by the stream
    try {
      const body = item.choice ? { choice: item.choice } : { text: item.text };
      const answer = await this.#talk.ask("POST", "/messages", { body, key: item.key });
      if (life === this.#talk.life) this.#answered(item, answer);
      later = answer.status === 202;
    } catch (error) {
      if (life === this.#talk.life) await this.#refused(item, error);
    } finally {
      clearTimeout(clock);
      if (typing.who === "assistant" && !later) typing.show("");
    }
  }

  /** @param {Item} item @param {any} answer */
  #answered(item, answer) {
    const talk = this.#talk;
    talk.network(true);
    const first = answer.messages[0];
    const pending = this.items.includes(item);
    if (pending) this.#mark(item, "sent");
    if (first && pending) this.#settle(item, first);
    answer.messages.forEach((/** @type {any} */ message) => talk.take(message));
    if (!talk.stream?.open) talk.stream?.start();
  }

  /** Make it the message before its answer. @param {Item} item @param {any} first */
  #settle(item, first) {
    const talk = this.#talk;
    const own = talk.messages.get(first.seq - 1);
    if (!own) return talk.take(ownMessage(item, first.seq - 1, first.at));
    if (own.author !== "visitor") return;
    this.drop(item); // it came while we thought that it had not been sent
    talk.tell("message", { message: own, item });
  }

  /** @param {Item} item @param {any} error */
  async #refused(item, error) {
    if (!(error instanceof ApiError)) throw error;
    if (!this.items.includes(item)) return; // it arrived, only the answer was lost
    if (error.status === 401 || error.status === 404) {
      this.#mark(item, "waiting");
      return this.#talk.renew();
    }
    if (error.passing) {
      this.#mark(item, "waiting");
      throw error;
    }
    if (error.status === 409) {
      this.#answered(item, { messages: error.body?.messages || [] });
      if (error.body?.messages?.length) return;
    }
    item.error = error.message;
    this.#mark(item, "failed");
  }

  /** The oldest item that was sent has arrived: it is a message now. */
  arrived() {
    const item = this.items.find(({ state }) => state === "sending" || state === "sent");
    if (item) this.drop(item);
    return item;
  }

  /** @param {Item} item @param {Item["state"]} state */
  #mark(item, state) {
    item.state = state;
    this.#session.keep();
    this.#talk.tell("item", item);
  }

  /** @param {Item} item */
  drop(item) {
    this.#session.keep({ outbox: this.items.filter((other) => other !== item) });
  }
}

/** What was typed, as the message that it became. @param {Item} item @param {number} seq @param {string} at @returns {import("./conversation.js").Message} */
function ownMessage(item, seq, at) {
  return { seq, kind: "text", author: "visitor", language: item.language, text: item.label, html: "", choices: [], article: null, data: {}, at };
}
