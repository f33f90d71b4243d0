// What happens on the desk, at once. Events carry ids; what changed is fetched again.
import { alertTo } from "./alerts.js";
import { alertGone, freshMessages, deliveries, visitorTypes } from "./conversation.js";
import { calmly, complain, refresh, say, tell } from "./page.js";

const PAUSE = 600 + Math.random() * 600; // ms between two refreshes of the list, not all pages at once
const SLOW = 15_000; // ms, for what is only good to know
let lost = false;

export function startLive() {
  const page = document.querySelector("[data-live-page]");
  const stream = new EventSource("/desk/events");
  const open = page?.dataset.conversation || "";
  const list = calmly(() => renewList().catch(quietly), PAUSE);
  const around = calmly(() => Promise.all(["head", "side", "composer"].map(renewPart)).catch(quietly), 150);
  const mine = (event) => open && JSON.parse(event.data).conversation === open;

  stream.addEventListener("ready", () => {
    if (lost) tell(say("online"));
    lost = false;
    list();
    refresh("alarms").catch(quietly);
    if (open) { freshMessages().catch(gone); around(); }
  });
  stream.addEventListener("error", () => {
    if (!lost) tell(say("offline"), { bad: true });
    lost = true;
    if (stream.readyState === EventSource.CLOSED) refresh("alarms").catch(complain);
  });
  const slowly = calmly(() => renewList().catch(quietly), SLOW);
  for (const kind of ["queue", "state", "settings", "lagged", "left_message"]) stream.addEventListener(kind, list);
  stream.addEventListener("presence", slowly);
  stream.addEventListener("state", (event) => mine(event) && around());
  stream.addEventListener("queue", (event) => mine(event) && around());
  stream.addEventListener("note", (event) => mine(event) && around());
  stream.addEventListener("lagged", () => open && (freshMessages().catch(gone), around()));
  stream.addEventListener("message", (event) => {
    const { conversation } = JSON.parse(event.data);
    if (document.querySelector(`.entry:not(.waiting) [data-entry="${CSS.escape(conversation)}"]`)) list();
    if (mine(event)) freshMessages().catch(gone);
  });
  stream.addEventListener("appointment", (event) => {
    if (page?.dataset.reload === "appointment") location.reload();
    if (mine(event)) around();
  });
  stream.addEventListener("delivery", (event) => mine(event) && deliveries(JSON.parse(event.data).seq));
  stream.addEventListener("typing", (event) => mine(event) && JSON.parse(event.data).by === "visitor" && visitorTypes());
  stream.addEventListener("alarm", () => refresh("alarms").catch(quietly));
  stream.addEventListener("forgotten", (event) => { list(); if (mine(event)) alertGone(); });

  function gone(error) {
    if (error.status === 404) alertGone();
    else quietly(error);
  }
}

async function renewPart(name) {
  if (name === "head") return refresh("talk-head");
  if (name === "side") return document.getElementById("side")?.contains(document.activeElement) ? null : refresh("side");
  const place = document.getElementById("composer-place");
  if (!place) return null;
  const mine = document.querySelector("#talk-head .state.mine") !== null;
  const draft = document.getElementById("draft")?.value;
  return mine && draft ? null : refresh("composer-place");
}

async function renewList() {
  const before = numbers();
  await refresh("queue");
  const now = numbers();
  if (!now) return;
  const badge = document.getElementById("waiting-badge");
  badge.textContent = now.count;
  badge.hidden = !now.count;
  document.title = document.title.replace(/^(\(\d+\) )?/, now.count ? `(${now.count}) ` : "");
  if (before && now.newest > before.newest) alertTo(say("new_request"));
  else if (before && now.unread > before.unread) alertTo(say("new_message"));
}

function numbers() {
  const place = document.getElementById("waiting-count");
  if (!place) return null;
  const unread = [...document.querySelectorAll(".entry.mine .badge")].reduce((sum, badge) => sum + parseInt(badge.textContent, 10), 0);
  return { count: Number(place.dataset.count), newest: place.dataset.newest, unread };
}

function quietly(error) {
  if (error.code === "signed_out") complain(error);
}
