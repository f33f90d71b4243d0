// Two tabs of the same site show one conversation: the second asks the others for theirs ("who"),
// and a tab that began one says so ("session").

export class Tabs {
  #channel;

  /** @param {(kind: string, theirs: any) => void} heard */
  constructor(heard) {
    /** @type {BroadcastChannel | null} */
    this.#channel = "BroadcastChannel" in window ? new BroadcastChannel("azimut") : null;
    this.#channel?.addEventListener("message", ({ data }) => heard(data.kind, data.theirs));
  }

  /** @param {string} kind @param {import("./conversation.js").Conversation} [talk] what other tabs may know of it is told */
  tell(kind, talk) {
    const { id, token, language, feedback } = talk?.session.kept || {};
    this.#channel?.postMessage({ kind, theirs: { id, token, language, feedback, begun: talk?.begun } });
  }
}
