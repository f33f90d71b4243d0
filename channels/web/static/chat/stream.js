import { pause } from "./retry.js";

// Events of the server (SSE), read with fetch so that the token travels in a header. Resumes
// after a cut with Last-Event-ID, soon at first and then less and less often.

const SILENCE = 40000; // milliseconds; the server comments every 15 s

/**
 * Cuts a stream of text into events.
 * @param {(kind: string, data: any, id: number | null) => void} tell
 * @returns {(chunk: string) => void}
 */
export function eventReader(tell) {
  let rest = "";
  return (chunk) => {
    rest += chunk.replace(/\r/g, "");
    for (let end = rest.indexOf("\n\n"); end >= 0; end = rest.indexOf("\n\n")) {
      /** @type {Record<string, string>} */
      const fields = {};
      for (const line of rest.slice(0, end).split("\n")) {
        const colon = line.indexOf(":");
        if (colon > 0) fields[line.slice(0, colon)] = line.slice(colon + 1).trimStart();
      }
      rest = rest.slice(end + 2);
      if (fields.data) tell(fields.event || "message", JSON.parse(fields.data), fields.id ? Number(fields.id) : null);
    }
  };
}

export class Stream {
  #options;
  #tries = 0;
  /** @type {AbortController | null} */
  #line = null;
  #clock = 0;
  #watch = 0;

  /**
   * @param {{path: string, token: string, after: () => number,
   *   heard: (kind: string, data: any, id: number | null) => void,
   *   up: (up: boolean) => void, gone: () => void}} options
   */
  constructor(options) {
    this.#options = options;
    this.open = false;
  }

  start() {
    if (this.open) return;
    this.open = true;
    this.#tries = 0;
    this.#connect();
  }

  stop() {
    this.open = false;
    clearTimeout(this.#clock);
    clearTimeout(this.#watch);
    this.#line?.abort();
    this.#line = null;
  }

  /** The line may be back: try at once. */
  hurry() {
    if (!this.open || this.#line) return;
    clearTimeout(this.#clock);
    this.#tries = 0;
    this.#connect();
  }

  async #connect() {
    const line = new AbortController();
    this.#line = line;
    try {
      const response = await fetch(this.#options.path, {
        headers: {
          Authorization: `Bearer ${this.#options.token}`,
          "Last-Event-ID": String(this.#options.after()),
          Accept: "text/event-stream",
        },
        signal: line.signal,
        credentials: "omit",
        cache: "no-store",
      });
      if (response.status === 404) return this.#ended();
      if (!response.ok || !response.body) throw new Error(String(response.status));
      this.#options.up(true);
      this.#tries = 0;
      await this.#read(response.body, line);
    } catch {
      // The line was cut, or never came up: again below.
    }
    if (this.#line !== line) return;
    this.#line = null;
    clearTimeout(this.#watch);
    if (!this.open) return;
    if (this.#tries) this.#options.up(false); // one cut is no outage: proxies cut now and then
    this.#clock = setTimeout(() => this.#connect(), pause(this.#tries++));
  }

  /** @param {ReadableStream<Uint8Array>} body @param {AbortController} line */
  async #read(body, line) {
    const decoder = new TextDecoder();
    const feed = eventReader(this.#options.heard);
    const reader = body.getReader();
    for (;;) {
      clearTimeout(this.#watch);
      this.#watch = setTimeout(() => line.abort(), SILENCE);
      const { done, value } = await reader.read();
      if (done) return;
      feed(decoder.decode(value, { stream: true }));
    }
  }

  #ended() {
    this.stop();
    this.#options.gone();
  }
}
