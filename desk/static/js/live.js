// What happens on the desk, at once. Events carry ids; what changed is fetched again.
import { alertTo } from "./alerts.js";
import { renewAround } from "./around.js";
import { alertGone, freshMessages, deliveries, visitorTypes } from "./conversation.js";
import { ask, calmly, complain, refresh, say, tell } from "./page.js";

const PAUSE = 600 + Math.random() * 600; // ms between two refreshes of the list, not all pages at once
const SLOW = 15_000; // ms, for what is only good to know
let lost = false;
let before = null; // the numbers that were shown last

export function startLive() {
  const page = document.querySelector("[data-live-page]");
  const stream = new EventSource("/desk/events");
  const open = page?.dataset.conversation || "";
  const list = calmly(() => renewList().catch(quietly), PAUSE);
  const around = calmly(() => renewAround().catch(quietly), 150);
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
    const entry = document.querySelector(`[data-entry="${CSS.escape(conversation)}"]`);
    if (!document.getElementById("queue") || (entry && !entry.closest(".waiting"))) list();
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

/** The list where it is shown; the numbers on every page, and a sound when something is new. */
async function renewList() {
  const [counts] = await Promise.all([
    ask("/desk/pieces/counts", { background: true }).then((response) => response.json()),
    refresh("queue"),
  ]);
  showBadge("waiting-badge", counts.waiting);
  showBadge("left-badge", counts.left);
  document.title = document.title.replace(/^(\(\d+\) )?/, counts.waiting ? `(${counts.waiting}) ` : "");
  if (before && counts.newest > before.newest) alertTo(say("new_request"));
  else if (before && counts.unread > before.unread) alertTo(say("new_message"));
  before = counts;
}

function showBadge(id, count) {
  const badge = document.getElementById(id);
  badge.textContent = count;
  badge.hidden = !count;
}

function quietly(error) {
  if (error.code === "signed_out") complain(error);
}
