import { ApiError, call } from "./api.js";
import { Stream, pause } from "./stream.js";
import { currentLanguage } from "./words.js";

// The conversation as this browser knows it: the messages, what still has to be sent, who
// answers. It tells whoever listens what changed; the views draw it.

/**
 * @typedef {import("./session.js").Item} Item
 * @typedef {{seq: number, kind: string, author: string, language: string, text: string, html: string,
 *   choices: {id: string, label: string, does?: string}[], article: any, data: any, at: string}} Message
 * @typedef {"message" | "item" | "state" | "typing" | "network" | "ended" | "reset" | "language"} Change
 */

const TYPING_LASTS = 6000; // milliseconds after the last sign
const SIGNAL_EVERY = 4000; // milliseconds between our own signs

export class Conversation {
  /** @param {import("./session.js").Session} session @param {import("./tabs.js").Tabs} tabs */
  constructor(session, tabs) {
    this.session = session;
    this.tabs = tabs;
    /** @type {Map<number, Message>} */
    this.messages = new Map();
    this.owner = "bot";
    /** @type {number | null} */
    this.position = null;
    this.reached = true;
    this.typing = "";
    this.spoken = ""; // the language of the conversation, as the server last said
    this.seen = 0; // the newest message that came in order, by stream or page
    this.sending = false;
    this.signalled = 0;
    this.typingClock = 0;
    this.life = 0; // counts conversations: what an older one still hears is dropped
    /** @type {((change: Change, what?: any) => void)[]} */
    this.listeners = [];
    /** @type {Stream | null} */
    this.stream = null;
  }

  /** @param {(change: Change, what?: any) => void} listener */
  on(listener) {
    this.listeners.push(listener);
  }

  /** @param {Change} change @param {any} [what] */
  tell(change, what) {
    for (const listener of this.listeners) listener(change, what);
  }

  /** Resume what the browser remembers, or take it from another tab, or begin. */
  async start() {
    if (!this.session.kept.id) {
      const other = await this.tabs.ask();
      if (other?.id) this.session.keep(other);
    }
    this.finishForgetting();
    if (this.session.kept.id) await this.resume();
    else await this.begin();
    this.drain();
  }

  async begin() {
    const life = ++this.life;
    for (let tries = 0; life === this.life; tries++) {
      try {
        const body = { language: currentLanguage() };
        const started = await call("POST", "/api/conversations", { body });
        if (life !== this.life) return;
        const { id, token } = started;
        this.session.keep({ id, token, language: currentLanguage(), feedback: {} });
        this.network(true);
        this.tell("reset");
        started.messages.forEach((/** @type {Message} */ message) => this.take(message, true));
        this.tabs.tell("session", this.shared());
        return this.listen();
      } catch (error) {
        await this.rest(error, tries);
      }
    }
  }

  async resume() {
    const life = ++this.life;
    this.tell("reset");
    for (let tries = 0; life === this.life; tries++) {
      try {
        for (let more = true; more; ) {
          const page = await this.ask("GET", `/messages?after=${this.seen}`);
          if (life !== this.life) return;
          page.messages.forEach((/** @type {Message} */ message) => this.take(message, true));
          more = page.more;
        }
        this.session.kept.outbox = this.session.kept.outbox.filter((item) => item.state !== "sent");
        this.network(true);
        return this.listen();
      } catch (error) {
        if (error instanceof ApiError && error.status === 404) return this.lost();
        await this.rest(error, tries);
      }
    }
  }

  /** What other tabs may know. */
  shared() {
    const { id, token, language, feedback } = this.session.kept;
    return { id, token, language, feedback };
  }

  /** @param {string} method @param {string} path @param {any} [options] */
  ask(method, path, options = {}) {
    const { id, token } = this.session.kept;
    return call(method, `/api/conversations/${id}${path}`, { token, ...options });
  }

  /** Wait before the next try. @param {any} error @param {number} tries */
  async rest(error, tries) {
    if (!(error instanceof ApiError)) throw error;
    if (error.status === 0 || error.status >= 500) this.network(false);
    const wait = error.wait ? error.wait * 1000 : pause(tries);
    await new Promise((resolve) => {
      const clock = setTimeout(resolve, wait);
      this.wake = () => {
        clearTimeout(clock);
        resolve(undefined);
      };
    });
  }

  listen() {
    this.stream?.stop();
    const life = this.life;
    const { id, token } = this.session.kept;
    this.stream = new Stream({
      path: `/api/conversations/${id}/events`,
      token,
      after: () => this.seen,
      heard: (kind, data) => life === this.life && this.heard(kind, data),
      up: (up) => this.network(up),
      gone: () => life === this.life && this.lost(),
    });
    this.stream.start();
  }

  /** @param {string} kind @param {any} data */
  heard(kind, data) {
    if (kind === "message") this.take(data, true);
    if (kind === "typing") this.shows(data.by === "counsellor" ? "person" : "");
    if (kind === "queue") this.place(data.position);
    if (kind === "state" && data.forgotten) this.end("done");
    else if (kind === "state") {
      const before = this.spoken;
      this.spoken = data.language;
      this.owner = data.owner;
      this.place(data.queue_position);
      if (before && data.language && before !== data.language) this.tell("language", data.language);
    }
  }

  /** @param {number | null} position */
  place(position) {
    this.position = position;
    this.tell("state");
  }

  /**
   * A message came. One of our own takes the place of what we showed when it was typed.
   * @param {Message} message @param {boolean} [inOrder]
   */
  take(message, inOrder = false) {
    if (inOrder) this.seen = Math.max(this.seen, message.seq);
    const known = this.messages.get(message.seq);
    if (known && known.html === message.html) return;
    this.messages.set(message.seq, message);
    if (message.author !== "visitor") this.shows("");
    const item = message.author === "visitor" && !known ? this.arrived() : undefined;
    this.tell("message", { message, item });
  }

  /** The oldest item that was sent has arrived: it is a message now. */
  arrived() {
    const { outbox } = this.session.kept;
    const item = outbox.find(({ state }) => state === "sending" || state === "sent");
    if (item) this.session.keep({ outbox: outbox.filter((other) => other !== item) });
    return item;
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
    this.session.keep({ outbox: [...this.session.kept.outbox, item] });
    this.tell("item", item);
    this.drain();
  }

  /** Send what waits, one after the other: the order is the visitor's. */
  async drain() {
    if (this.sending || !this.session.kept.id) return;
    this.sending = true;
    for (let tries = 0; ; ) {
      const item = this.session.kept.outbox.find(({ state }) => state === "waiting" || state === "sending");
      if (!item || !this.session.kept.id) break;
      try {
        await this.send(item);
        tries = 0;
      } catch (error) {
        await this.rest(error, tries++);
      }
    }
    this.sending = false;
  }

  /** @param {Item} item */
  async send(item) {
    const life = this.life;
    this.mark(item, "sending");
    const clock = setTimeout(() => this.owner === "bot" && this.shows("assistant", 60000), 250);
    let later = false; // the answer comes by the stream
    try {
      const body = item.choice ? { choice: item.choice } : { text: item.text };
      const answer = await this.ask("POST", "/messages", { body, key: item.key });
      if (life === this.life) this.answered(item, answer);
      later = answer.status === 202;
    } catch (error) {
      if (life === this.life) await this.refused(item, /** @type {ApiError} */ (error));
    } finally {
      clearTimeout(clock);
      if (this.typing === "assistant" && !later) this.shows("");
    }
  }

  /** @param {Item} item @param {any} answer */
  answered(item, answer) {
    this.network(true);
    const first = answer.messages[0];
    const pending = this.session.kept.outbox.includes(item);
    if (pending) this.mark(item, "sent");
    if (first && pending && !this.messages.has(first.seq - 1)) {
      this.take(ownMessage(item, first.seq - 1, first.at));
    }
    answer.messages.forEach((/** @type {Message} */ message) => this.take(message));
    if (!this.stream?.open) this.stream?.start();
  }

  /** @param {Item} item @param {ApiError} error */
  async refused(item, error) {
    if (!(error instanceof ApiError)) throw error;
    if (!this.session.kept.outbox.includes(item)) return; // it arrived, only the answer was lost
    if (error.status === 401 || error.status === 404) {
      this.mark(item, "waiting");
      return this.renew();
    }
    if (error.passing) {
      this.mark(item, "waiting");
      throw error;
    }
    if (error.status === 409) {
      this.answered(item, { messages: error.body?.messages || [] });
      if (error.body?.messages?.length) return;
    }
    item.error = error.message;
    this.mark(item, "failed");
  }

  /** @param {Item} item @param {Item["state"]} state */
  mark(item, state) {
    item.state = state;
    this.session.keep();
    this.tell("item", item);
  }

  /** Take back what was not sent. @param {Item} item */
  drop(item) {
    this.session.keep({ outbox: this.session.kept.outbox.filter((other) => other !== item) });
  }

  /** The conversation is gone on the server (too old, or forgotten elsewhere). */
  lost() {
    if (!this.session.kept.outbox.length) return this.end("gone");
    return this.renew();
  }

  /** Nothing was said yet: begin again, for example in the other language. */
  async startAfresh() {
    const { id, token } = this.session.kept;
    if (id) this.session.kept.doomed.push({ id, token });
    this.empty();
    await this.begin();
    this.finishForgetting();
    this.drain();
  }

  /** Go on in a new conversation, with what still has to be sent. */
  async renew() {
    const { outbox } = this.session.kept;
    this.empty();
    this.session.keep({ outbox });
    await this.begin();
    outbox.forEach((item) => this.tell("item", item));
    this.tell("ended", "renewed");
    this.drain();
  }

  /** Delete everything, here and on the server, at once. */
  async forget() {
    const { id, token } = this.session.kept;
    if (id) this.session.kept.doomed.push({ id, token });
    this.tabs.tell("forgotten");
    this.end("here");
    await this.finishForgetting();
    if (!this.session.kept.doomed.length) this.tell("ended", "done");
  }

  /** Delete on the server what could not be deleted before. */
  async finishForgetting() {
    for (const { id, token } of [...this.session.kept.doomed]) {
      try {
        await call("DELETE", `/api/conversations/${id}`, { token, keepalive: true });
      } catch (error) {
        if (/** @type {ApiError} */ (error).passing) return;
      }
      this.session.kept.doomed = this.session.kept.doomed.filter((other) => other.id !== id);
    }
    const { id, outbox, draft } = this.session.kept;
    if (id || outbox.length || draft) this.session.keep();
    else this.session.clear();
  }

  /** @param {"done" | "here" | "gone"} how */
  end(how) {
    this.empty();
    this.session.clear();
    this.tell("ended", how);
  }

  empty() {
    this.life++;
    this.stream?.stop();
    this.stream = null;
    this.messages.clear();
    this.seen = 0;
    this.owner = "bot";
    this.spoken = "";
    this.position = null;
    Object.assign(this.session.kept, { id: "", token: "", outbox: [], feedback: {} });
    this.tell("state");
  }

  /** Nothing stays on this device: for somebody who is watched. */
  leave() {
    this.tabs.tell("left");
    this.empty();
    this.session.erase();
  }

  /** Another tab has this conversation. @param {any} shared */
  adopt(shared) {
    const { outbox } = this.session.kept;
    this.empty();
    this.session.keep({ ...shared, outbox });
    return this.resume().then(() => this.drain());
  }

  /** Whether the visitor has said anything yet. */
  get begun() {
    const own = [...this.messages.values()].some(({ author }) => author === "visitor");
    return own || this.session.kept.outbox.length > 0;
  }

  /** @param {number} seq @param {boolean} helpful */
  judge(seq, helpful) {
    this.session.keep({ feedback: { ...this.session.kept.feedback, [seq]: helpful } });
    return this.ask("POST", "/feedback", { body: { seq, helpful } }).catch(() => {});
  }

  /** The visitor types: a person at the other end sees it. */
  signal() {
    if (this.owner !== "counsellor" || Date.now() - this.signalled < SIGNAL_EVERY) return;
    this.signalled = Date.now();
    this.ask("POST", "/typing").catch(() => {});
  }

  /** @param {string} who "assistant", "person" or nobody @param {number} [lasts] */
  shows(who, lasts = TYPING_LASTS) {
    clearTimeout(this.typingClock);
    if (who) this.typingClock = setTimeout(() => this.shows(""), lasts);
    if (this.typing === who) return;
    this.typing = who;
    this.tell("typing");
  }

  /** @param {boolean} up */
  network(up) {
    if (this.reached === up) return;
    this.reached = up;
    this.tell("network");
    if (up) this.finishForgetting();
  }

  /** The line may be back, or the visitor looks again: try at once. */
  hurry() {
    this.wake?.();
    this.stream?.hurry();
  }

  /** Nobody looks: keep the line only while a person may write. */
  pause() {
    if (this.owner === "bot" && !this.sending) this.stream?.stop();
  }

  /** Somebody looks again. */
  unpause() {
    if (this.stream && !this.stream.open) this.stream.start();
    this.hurry();
  }
}

/** What was typed, as the message that it became. @param {Item} item @param {number} seq @param {string} at @returns {Message} */
function ownMessage(item, seq, at) {
  return { seq, kind: "text", author: "visitor", language: item.language, text: item.label, html: "", choices: [], article: null, data: {}, at };
}
