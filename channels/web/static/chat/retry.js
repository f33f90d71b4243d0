// Waiting between tries: soon at first, then less and less often, or until somebody says "now".

/** Milliseconds to wait before try number n (from 0). @param {number} tries */
export function pause(tries) {
  return Math.min(30000, 500 * 2 ** tries) * (0.75 + Math.random() / 2);
}

export class Patience {
  /** @type {Set<() => void>} */
  #waiting = new Set();

  /** @param {number} milliseconds @returns {Promise<void>} */
  rest(milliseconds) {
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(clock);
        this.#waiting.delete(done);
        resolve();
      };
      const clock = setTimeout(done, milliseconds);
      this.#waiting.add(done);
    });
  }

  /** The line may be back: whoever waits tries at once. */
  wake() {
    for (const done of [...this.#waiting]) done();
  }
}
