import { call } from "./api.js";
import { pause } from "./retry.js";

// What the server must be told beside messages: a judgement, a language, a deletion. What cannot
// be told now is kept, and told as soon as it can be.

/** @typedef {{id: string, token: string, method: string, path: string, body?: any}} Errand */

/** @param {Errand} errand */
export function perform({ id, token, method, path, body }) {
  return call(method, `/api/conversations/${id}${path}`, { token, body, keepalive: true });
}

export class Errands {
  #session;
  #patience;
  /** @type {Promise<void> | null} */
  #running = null;

  /** @param {import("./session.js").Session} session @param {import("./retry.js").Patience} patience */
  constructor(session, patience) {
    this.#session = session;
    this.#patience = patience;
  }

  /** One more; it takes the place of an earlier one about the same. @param {string} method @param {string} path @param {any} [body] */
  add(method, path, body) {
    const { id, token, errands } = this.#session.kept;
    const others = errands.filter((one) => one.id !== id || one.path !== path || one.body?.seq !== body?.seq);
    this.#session.keep({ errands: [...others, { id, token, method, path, body }] });
    return this.run();
  }

  /** All of them, in order. Resolves when nothing is left to do. */
  run() {
    this.#running ||= this.#work().finally(() => (this.#running = null));
    return this.#running;
  }

  async #work() {
    for (let tries = 0; this.#session.kept.errands.length; ) {
      const [errand] = this.#session.kept.errands;
      try {
        await perform(errand);
      } catch (error) {
        if (error.passing) {
          await this.#patience.rest(error.wait * 1000 || pause(tries++));
          continue;
        }
      }
      this.#session.keep({ errands: this.#session.kept.errands.filter((other) => other !== errand) });
      tries = 0;
    }
  }
}
