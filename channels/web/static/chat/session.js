// What the browser remembers: in session storage, gone with the tab. In local storage only when
// the visitor asks. Where storage is forbidden, in memory.

const PLACE = "azimut";

/**
 * @typedef {{key: string, text?: string, choice?: string, label: string,
 *   state: "waiting" | "sending" | "sent" | "failed", error?: string, language: string}} Item
 * @typedef {{id: string, token: string, language: string, feedback: Record<string, boolean>,
 *   draft: string, outbox: Item[], errands: import("./errands.js").Errand[]}} Kept
 */

/** @param {"sessionStorage" | "localStorage"} kind @returns {Storage | null} */
function storageOf(kind) {
  try {
    return window[kind];
  } catch {
    return null;
  }
}

export class Session {
  constructor() {
    /** @type {Kept} */
    this.kept = this.#read("sessionStorage") || this.#read("localStorage") || this.#nothing();
    this.onDevice = Boolean(this.#read("localStorage"));
  }

  /** @returns {Kept} */
  #nothing() {
    return { id: "", token: "", language: "", feedback: {}, draft: "", outbox: [], errands: [] };
  }

  /** @param {"sessionStorage" | "localStorage"} kind @returns {Kept | null} */
  #read(kind) {
    try {
      const text = storageOf(kind)?.getItem(PLACE);
      return text ? { ...this.#nothing(), ...JSON.parse(text) } : null;
    } catch {
      return null;
    }
  }

  /** @param {Partial<Kept>} [changes] */
  keep(changes = {}) {
    Object.assign(this.kept, changes);
    const { id, draft, outbox, errands } = this.kept;
    const text = id || draft || outbox.length || errands.length ? JSON.stringify(this.kept) : null;
    this.#write("sessionStorage", text);
    if (this.onDevice) this.#write("localStorage", text);
  }

  /** @param {"sessionStorage" | "localStorage"} kind @param {string | null} text */
  #write(kind, text) {
    try {
      if (text === null) storageOf(kind)?.removeItem(PLACE);
      else storageOf(kind)?.setItem(PLACE, text);
    } catch {
      // Full or forbidden: memory has it.
    }
  }

  /** @param {boolean} on */
  keepOnDevice(on) {
    this.onDevice = on;
    if (on) this.keep();
    else this.#write("localStorage", null);
  }

  /** Everything but what still has to be deleted at the server. */
  clear() {
    const errands = this.kept.errands.filter(({ method }) => method === "DELETE");
    this.erase();
    this.keep({ errands });
  }

  /** Everything, and no trace on this device. */
  erase() {
    this.kept = this.#nothing();
    this.onDevice = false;
    this.#write("sessionStorage", null);
    this.#write("localStorage", null);
  }
}
