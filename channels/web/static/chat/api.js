import { currentLanguage } from "./words.js";

// Talking to the server.

/** What went wrong. `status` 0: the server was not reached, trying again is right. */
export class ApiError extends Error {
  /**
   * @param {number} status
   * @param {any} body
   * @param {number} wait seconds
   */
  constructor(status, body, wait = 0) {
    super(body?.error?.message || "");
    this.status = status;
    this.body = body;
    this.wait = wait;
  }

  /** Whether the same request may succeed later. */
  get passing() {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }
}

/**
 * @param {string} method
 * @param {string} path
 * @param {{body?: any, token?: string, key?: string, timeout?: number, keepalive?: boolean}} [options]
 * @returns {Promise<any>} the JSON of the answer. Throws ApiError.
 */
export async function call(method, path, options = {}) {
  /** @type {Record<string, string>} */
  const headers = { "Accept-Language": currentLanguage() };
  if (options.body) headers["Content-Type"] = "application/json";
  if (options.token) headers.Authorization = `Bearer ${options.token}`;
  if (options.key) headers["Idempotency-Key"] = options.key;
  const stop = new AbortController();
  const clock = setTimeout(() => stop.abort(), options.timeout || 30000);
  try {
    const response = await fetch(path, {
      method,
      headers,
      body: options.body && JSON.stringify(options.body),
      signal: stop.signal,
      keepalive: options.keepalive,
      credentials: "omit",
    });
    const body = response.status === 204 ? {} : await response.json();
    if (response.ok) return { ...body, status: response.status };
    throw new ApiError(response.status, body, Number(response.headers.get("Retry-After")) || 0);
  } catch (error) {
    throw error instanceof ApiError ? error : new ApiError(0, null);
  } finally {
    clearTimeout(clock);
  }
}
