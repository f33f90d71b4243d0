// What every script needs: words, requests, pieces of the page, passing notices.

const words = JSON.parse(document.getElementById("words").textContent);

/** A text in the language of the page; {marks} are filled in. */
export function say(key, values = {}) {
  return words[key].replace(/\{(\w+)\}/g, (mark, name) => values[name] ?? mark);
}

/** A request to the desk. Throws Refused with what the server says, or Offline. */
export async function ask(address, { form, background = false } = {}) {
  const headers = { "X-Desk": background ? "background" : "fetch" };
  const options = { headers, credentials: "same-origin" };
  if (form !== undefined) {
    headers["X-CSRF-Token"] = document.querySelector('meta[name="csrf"]').content;
    Object.assign(options, { method: "POST", body: new URLSearchParams(form) });
  }
  let response;
  try {
    response = await fetch(address, options);
  } catch {
    throw new Offline();
  }
  if (!response.ok) throw new Refused(response.status, await problemOf(response));
  return response;
}

export class Offline extends Error {}

export class Refused extends Error {
  constructor(status, problem) {
    super(problem.message);
    this.status = status;
    this.code = problem.code;
  }
}

async function problemOf(response) {
  try {
    return (await response.json()).error;
  } catch {
    return { code: "internal", message: String(response.status) };
  }
}

/** Fetch a piece of the page again and put it in place; the focus stays where it was.
 * ``unless`` is asked once more when it has come: meanwhile somebody may have begun to use it. */
export async function refresh(id, { background = true, unless = () => null } = {}) {
  const place = document.getElementById(id);
  if (!place?.dataset.piece) return null;
  const response = await ask(place.dataset.piece, { background });
  const html = await response.text();
  if (unless()) return null;
  replaceInside(place, html);
  document.dispatchEvent(new CustomEvent("desk:piece", { detail: place }));
  return place;
}

const kept = new Map(); // what was typed in a field that went away: it comes back with the field

function replaceInside(place, html) {
  const focused = place.contains(document.activeElement) ? document.activeElement : null;
  const key = focused && (focused.id ? `#${CSS.escape(focused.id)}` : entryOf(focused));
  const open = [...place.querySelectorAll("details[data-keep][open]")].map((d) => d.dataset.keep);
  for (const field of place.querySelectorAll("[data-keep-value]")) {
    if (field.value !== field.defaultValue) kept.set(field.id, field.value);
  }
  const scroll = place.scrollTop;
  place.innerHTML = html;
  for (const name of open) place.querySelector(`details[data-keep="${name}"]`)?.setAttribute("open", "");
  for (const field of place.querySelectorAll("[data-keep-value]")) {
    if (kept.has(field.id)) field.value = kept.get(field.id);
    kept.delete(field.id);
  }
  place.scrollTop = scroll;
  if (key) place.querySelector(key)?.focus({ preventScroll: true });
}

function entryOf(element) {
  const entry = element.closest("[data-entry]")?.dataset.entry;
  return entry ? `[data-entry="${CSS.escape(entry)}"]` : null;
}

/** A notice that goes by itself; problems are read out at once. */
export function tell(text, { bad = false } = {}) {
  const toast = Object.assign(document.createElement("p"), { className: bad ? "toast bad" : "toast", textContent: text });
  document.getElementById(bad ? "problems" : "toasts").append(toast);
  setTimeout(() => toast.remove(), bad ? 9000 : 5000);
}

const TOLD_NEXT = "azimut-desk-told";

/** Keep a notice for the page that comes; it holds no words of visitors. */
export function tellNext(text) {
  if (text) sessionStorage.setItem(TOLD_NEXT, text);
}

/** Tell what the page before left to tell. */
export function tellKept() {
  const text = sessionStorage.getItem(TOLD_NEXT);
  sessionStorage.removeItem(TOLD_NEXT);
  if (text) tell(text);
}

/** Say what went wrong; an ended session leads to the sign-in page. */
export function complain(error) {
  if (error instanceof Offline) return tell(say("offline"), { bad: true });
  if (error.code === "signed_out") return void (location.href = `/desk/sign-in?next=${encodeURIComponent(location.pathname)}`);
  return tell(error.message, { bad: true });
}

/** Call at most once in a while, and once more at the end. */
export function calmly(work, pause) {
  let timer = null;
  return () => {
    timer ??= setTimeout(() => { timer = null; work(); }, pause);
  };
}
