// Two tabs of the same site: the second asks the first for the conversation.

const PATIENCE = 150; // milliseconds until nobody else is there

export class Tabs {
  /** @param {(said: {kind: string, session?: any}) => void} heard */
  constructor(heard) {
    /** @type {BroadcastChannel | null} */
    this.channel = "BroadcastChannel" in window ? new BroadcastChannel("azimut") : null;
    /** @type {((session: any) => void) | null} */
    this.asking = null;
    this.channel?.addEventListener("message", ({ data }) => {
      if (data.kind === "here") this.asking?.(data.session);
      else heard(data);
    });
  }

  /** @param {string} kind @param {any} [session] */
  tell(kind, session) {
    this.channel?.postMessage({ kind, session });
  }

  /** The conversation of another tab, or null. @returns {Promise<any>} */
  ask() {
    if (!this.channel) return Promise.resolve(null);
    return new Promise((resolve) => {
      this.asking = resolve;
      this.tell("who");
      setTimeout(() => resolve(null), PATIENCE);
    });
  }
}
