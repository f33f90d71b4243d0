// Who is writing at the moment: shown for as long as there are signs of it.

const LASTS = 6000; // milliseconds after the last sign
const SIGNAL_EVERY = 4000; // milliseconds between our own signs

export class Typing {
  #changed;
  #clock = 0;
  #signalled = 0;

  /** @param {() => void} changed */
  constructor(changed) {
    this.#changed = changed;
    this.who = "";
  }

  /** @param {string} who "assistant", "person" or nobody @param {number} [lasts] milliseconds */
  show(who, lasts = LASTS) {
    clearTimeout(this.#clock);
    if (who) this.#clock = setTimeout(() => this.show(""), lasts);
    if (this.who === who) return;
    this.who = who;
    this.#changed();
  }

  /** The visitor types: a person at the other end sees it. @param {import("./conversation.js").Conversation} talk */
  signal(talk) {
    if (talk.owner !== "counsellor" || Date.now() - this.#signalled < SIGNAL_EVERY) return;
    this.#signalled = Date.now();
    talk.ask("POST", "/typing").catch(() => {});
  }
}
