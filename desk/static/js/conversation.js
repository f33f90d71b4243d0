// The open conversation: messages as they come, writing, what the visitor sees of it.
import { startArticles } from "./articles.js";
import { startCanned } from "./canned.js";
import { ask, complain, Offline, refresh, say, tell } from "./page.js";

const TYPING_STEP = 3000; // ms between two "somebody types"
const TYPING_LIFE = 5000;
let log, typingTimer, fetching = Promise.resolve();

export function startConversation() {
  log = document.getElementById("log");
  if (!log) return;
  toEnd();
  keepEnd();
  document.addEventListener("visibilitychange", () => document.hidden || freshMessages().catch(() => {}));
  addEventListener("beforeunload", (event) => document.getElementById("draft")?.value.trim() && event.preventDefault());
  startComposer();
  startArticles();
  document.addEventListener("desk:piece", (event) => {
    if (event.detail.id === "composer-place") startComposer();
  });
}

/** Fetch what came after the last message; one request at a time, so that none is doubled. */
export function freshMessages() {
  fetching = fetching.catch(() => {}).then(append);
  return fetching;
}

async function append() {
  const after = Number(log.dataset.last);
  const seen = document.hidden ? "" : `&seen=${after}`;
  const response = await ask(`${log.dataset.src}?after=${after}${seen}`, { background: true });
  const holder = document.createElement("template");
  holder.innerHTML = await response.text();
  const near = log.scrollHeight - log.scrollTop - log.clientHeight < 160;
  for (const item of holder.content.querySelectorAll(".message[data-seq]")) {
    if (!document.getElementById(item.id)) log.append(item);
    if (item.classList.contains("visitor")) hideTyping();
    log.dataset.last = Math.max(Number(log.dataset.last), Number(item.dataset.seq));
  }
  if (near) toEnd();
}

/** Fetch one message again (delivery, judgement). */
export async function renewMessage(seq) {
  try {
    const response = await ask(`${log.dataset.src}?after=${seq - 1}`, { background: true });
    const holder = document.createElement("template");
    holder.innerHTML = await response.text();
    const focused = document.activeElement?.closest(`#m${seq}`) ? document.activeElement.value : null;
    for (const item of holder.content.querySelectorAll(".message[data-seq]")) document.getElementById(item.id)?.replaceWith(item);
    if (focused !== null) document.querySelector(`#m${seq} button[value="${focused}"]`)?.focus();
  } catch (error) {
    complain(error);
  }
}

export function deliveries(seq) {
  if (seq) renewMessage(seq);
}

export function visitorTypes() {
  const place = document.getElementById("typing");
  place.hidden = false;
  clearTimeout(typingTimer);
  typingTimer = setTimeout(hideTyping, TYPING_LIFE);
}

function hideTyping() {
  document.getElementById("typing").hidden = true;
}

/** Forgotten: nothing of it stays on the screen. */
export function alertGone() {
  if (!log) return;
  for (const id of ["log", "side", "papers", "article-hits", "composer-place", "talk-head"]) document.getElementById(id)?.replaceChildren();
  log.append(Object.assign(document.createElement("p"), { className: "notice warn", textContent: say("gone") }));
  tell(say("gone"), { bad: true });
}

function toEnd() {
  log.scrollTop = log.scrollHeight;
}

/** When a warning or an article makes the place smaller, the last words stay in sight. */
function keepEnd() {
  let atEnd = true;
  log.addEventListener("scroll", () => { atEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 40; }, { passive: true });
  new ResizeObserver(() => { if (atEnd) toEnd(); }).observe(log);
}

function startComposer() {
  const form = document.getElementById("composer");
  if (!form || form.dataset.started) return;
  form.dataset.started = "1";
  const draft = form.elements.text;
  let last = 0;
  startCanned(form, draft);
  draft.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.defaultPrevented) return;
    event.preventDefault();
    form.requestSubmit();
  });
  draft.addEventListener("input", () => {
    unsure(form);
    if (!draft.value.trim() || Date.now() - last < TYPING_STEP) return;
    last = Date.now();
    ask(form.dataset.typing, { form: {} }).catch(() => {});
  });
  document.getElementById("detach").addEventListener("click", () => attach(form, "", ""));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send(form, draft);
  });
}

/** Put an article beside the answer. */
export function attach(form, id, title) {
  form.elements.article.value = id;
  document.getElementById("attached").hidden = !id;
  document.getElementById("attached-title").textContent = title;
}

function unsure(form) {
  form.elements.sure.value = "";
  document.getElementById("warn").hidden = true;
  document.querySelector("#send span").textContent = say("send");
}

async function send(form, draft) {
  const button = document.getElementById("send");
  if (!draft.value.trim() || button.disabled) return;
  button.disabled = true;
  try {
    const answer = await (await ask(form.action, { form: new FormData(form) })).json();
    if (answer.warn) return warn(form, answer.warn);
    draft.value = "";
    form.elements.client_id.value = crypto.randomUUID?.() ?? String(Math.random());
    attach(form, "", "");
    unsure(form);
    await freshMessages();
    toEnd();
  } catch (error) {
    if (error instanceof Offline) tell(say("failed"), { bad: true });
    else complain(error);
    if (error.status === 409) { refresh("composer-place"); refresh("talk-head"); }
  } finally {
    button.disabled = false;
    draft.focus();
  }
}

function warn(form, kinds) {
  form.elements.sure.value = "1";
  document.getElementById("warn-kinds").textContent = kinds;
  document.getElementById("warn").hidden = false;
  document.querySelector("#send span").textContent = say("send_anyway");
}
