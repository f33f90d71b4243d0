import { ApiError, call } from "./api.js";
import { Errands, perform } from "./errands.js";
import { Outbox } from "./outbox.js";
import { Patience, pause } from "./retry.js";
import { Stream } from "./stream.js";
import { Typing } from "./typing.js";
import { currentLanguage } from "./words.js";

// The conversation as this browser knows it: how it begins, goes on and ends, what was said, who
// answers. It tells whoever listens what changed; the views draw it.

/**
 * @typedef {{seq: number, kind: string, author: string, language: string, text: string, html: string,
 *   choices: {id: string, label: string, does?: string}[], article: any, data: any, at: string}} Message
 * @typedef {"message" | "item" | "state" | "typing" | "network" | "ended" | "reset" | "language"} Change
 */

const OTHER_TABS = 150; // milliseconds in which another tab can hand its conversation over
const AT_ONCE = 1500; // milliseconds; a deletion that takes longer is said to follow

export class Conversation {
  #seen = 0; // the newest message that came in order, by stream or page
  #spoken = ""; // the language of the conversation, as the server last said

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
    this.life = 0; // counts conversations: what an older one still hears is dropped
    /** @type {((change: Change, what?: any) => void)[]} */
    this.listeners = [];
    /** @type {Stream | null} */
    this.stream = null;
    this.patience = new Patience();
    this.errands = new Errands(session, this.patience);
    this.outbox = new Outbox(this);
    this.typing = new Typing(() => this.tell("typing"));
  }

  /** @param {Change} change @param {any} [what] */
  tell(change, what) {
    for (const listener of this.listeners) listener(change, what);
  }

  /** Whether the visitor has said anything yet. */
  get begun() {
    const own = [...this.messages.values()].some(({ author }) => author === "visitor");
    return own || this.outbox.items.length > 0;
  }

  get inOrder() {
    return [...this.messages.values()].sort((a, b) => a.seq - b.seq);
  }

  /** Resume what the browser remembers, or take it from another tab, or begin. */
  async start() {
    this.errands.run();
    if (!this.session.kept.id) {
      this.tabs.tell("who");
      await this.patience.rest(OTHER_TABS);
    } else await this.#resume();
    if (!this.session.kept.id) await this.begin();
    this.outbox.drain();
  }

  async begin() {
    const life = ++this.life;
    for (let tries = 0; life === this.life; tries++) {
      try {
        const body = { language: currentLanguage() };
        const { id, token, messages } = await call("POST", "/api/conversations", { body });
        if (life !== this.life) return;
        this.session.keep({ id, token, language: currentLanguage(), feedback: {} });
        this.network(true);
        this.tell("reset");
        messages.forEach((/** @type {Message} */ message) => this.take(message, true));
        this.tabs.tell("session", this);
        return this.#listen();
      } catch (error) {
        await this.rest(error, tries);
      }
    }
  }

  async #resume() {
    const life = ++this.life;
    this.tell("reset");
    for (let tries = 0; life === this.life; tries++) {
      try {
        for (let more = true; more; ) {
          const page = await this.ask("GET", `/messages?after=${this.#seen}`);
          if (life !== this.life) return;
          page.messages.forEach((/** @type {Message} */ message) => this.take(message, true));
          more = page.more;
        }
        this.session.kept.outbox = this.outbox.items.filter((item) => item.state !== "sent");
        this.network(true);
        return this.#listen();
      } catch (error) {
        if (error.status === 404) return this.#lost();
        await this.rest(error, tries);
      }
    }
  }

  /** Another tab speaks of its conversation: one of the two must be everybody's. @param {any} theirs @param {boolean} isNew */
  meet(theirs, isNew) {
    const { id, outbox } = this.session.kept;
    if (theirs.id === id) return;
    if (id && (this.begun || (!theirs.begun && id < theirs.id))) {
      if (isNew) this.tabs.tell("here", this);
      return;
    }
    const { token, language, feedback } = theirs;
    this.#empty();
    this.session.keep({ id: theirs.id, token, language, feedback, outbox });
    this.patience.wake();
    this.#resume().then(() => this.outbox.drain());
  }

  /** @param {string} method @param {string} path @param {any} [options] */
  ask(method, path, options = {}) {
    const { id, token } = this.session.kept;
    return call(method, `/api/conversations/${id}${path}`, { token, ...options });
  }

  /** Wait before the next try. @param {any} error @param {number} tries */
  rest(error, tries) {
    if (!(error instanceof ApiError)) throw error;
    if (error.status === 0 || error.status >= 500) this.network(false);
    return this.patience.rest(error.wait * 1000 || pause(tries));
  }

  #listen() {
    this.stream?.stop();
    const { life } = this;
    const { id, token } = this.session.kept;
    this.stream = new Stream({
      path: `/api/conversations/${id}/events`,
      token,
      after: () => this.#seen,
      heard: (kind, data) => life === this.life && this.#heard(kind, data),
      up: (up) => this.network(up),
      gone: () => life === this.life && this.#lost(),
    });
    this.stream.start();
  }

  /** @param {string} kind @param {any} data */
  #heard(kind, data) {
    if (kind === "message") this.take(data, true);
    if (kind === "typing") this.typing.show(data.by === "counsellor" ? "person" : "");
    if (kind === "queue") this.#place(data.position);
    if (kind === "state" && data.forgotten) this.end("done");
    else if (kind === "state") {
      const before = this.#spoken;
      this.#spoken = data.language;
      this.owner = data.owner;
      this.#place(data.queue_position);
      if (before && data.language && before !== data.language) this.tell("language", data.language);
    }
  }

  /** @param {number | null} position */
  #place(position) {
    this.position = position;
    this.tell("state");
  }

  /**
   * A message came. One of our own takes the place of what we showed when it was typed.
   * @param {Message} message @param {boolean} [inOrder]
   */
  take(message, inOrder = false) {
    if (inOrder) this.#seen = Math.max(this.#seen, message.seq);
    const known = this.messages.get(message.seq);
    if (known && known.html === message.html) return;
    this.messages.set(message.seq, message);
    const own = message.author === "visitor";
    if (!own) this.typing.show("");
    this.tell("message", { message, item: own && !known ? this.outbox.arrived() : undefined });
  }

  /** @param {number} seq @param {boolean} helpful */
  judge(seq, helpful) {
    this.session.keep({ feedback: { ...this.session.kept.feedback, [seq]: helpful } });
    this.errands.add("POST", "/feedback", { seq, helpful });
  }

  /** The conversation is gone on the server (too old, or forgotten elsewhere). */
  #lost() {
    return this.outbox.items.length ? this.renew() : this.end("gone");
  }

  /** Nothing was said yet: begin again, for example in the other language. */
  async startAfresh() {
    if (this.session.kept.id) this.errands.add("DELETE", "");
    this.#empty();
    await this.begin();
    this.outbox.drain();
  }

  /** Go on in a new conversation, with what still has to be sent. */
  async renew() {
    const { outbox } = this.session.kept;
    this.#empty();
    this.session.keep({ outbox });
    await this.begin();
    outbox.forEach((item) => this.tell("item", item));
    this.tell("ended", "renewed");
    this.outbox.drain();
  }

  /** Delete everything, here and on the server, at once. */
  async forget() {
    const deleted = this.session.kept.id ? this.errands.add("DELETE", "") : this.errands.run();
    this.tabs.tell("forgotten");
    this.end("going");
    const { life } = this; // a new conversation may begin meanwhile
    await Promise.race([deleted, this.patience.rest(AT_ONCE)]);
    if (life === this.life && this.session.kept.errands.length) this.tell("ended", "here");
    await deleted;
    if (life === this.life) this.tell("ended", "done");
  }

  /** @param {"done" | "going" | "gone"} how */
  end(how) {
    this.#empty();
    this.session.clear();
    this.tell("ended", how);
  }

  #empty() {
    this.life++;
    this.stream?.stop();
    this.stream = null;
    this.messages.clear();
    this.#seen = 0;
    this.owner = "bot";
    this.#spoken = "";
    Object.assign(this.session.kept, { id: "", token: "", outbox: [], feedback: {} });
    this.#place(null);
  }

  /**
   * For somebody who is watched: nothing stays on this device, nor what was said at the server.
   * An appointment stays, under its code. @param {boolean} first not told by another tab
   */
  leave(first) {
    const { id, token, errands } = this.session.kept;
    const deletions = errands.filter(({ method }) => method === "DELETE");
    if (id) deletions.push({ id, token, method: "DELETE", path: "?keep=codes" });
    this.#empty();
    this.session.erase();
    if (!first) return;
    this.tabs.tell("left");
    for (const errand of deletions) perform(errand).catch(() => {}); // outlives the page
  }

  /** @param {boolean} up */
  network(up) {
    if (this.reached === up) return;
    this.reached = up;
    this.tell("network");
    if (up) this.patience.wake();
  }

  /** The line may be back, or the visitor looks again: try at once. */
  hurry() {
    this.patience.wake();
    this.stream?.hurry();
  }

  /** Nobody looks: keep the line only while a person may write. */
  pause() {
    if (this.owner === "bot" && !this.outbox.sending) this.stream?.stop();
  }

  /** Somebody looks again. */
  unpause() {
    if (this.stream && !this.stream.open) this.stream.start();
    this.hurry();
  }
}
