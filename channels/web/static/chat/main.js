import { App } from "./app.js";
import { Conversation } from "./conversation.js";
import { Host } from "./host.js";
import { Session } from "./session.js";
import { Tabs } from "./tabs.js";
import { useLanguage } from "./words.js";

// Everything begins here.

const session = new Session();
if (session.kept.language) await useLanguage(session.kept.language).catch(() => {});

const tabsNearby = new Tabs(({ kind, session: shared }) => {
  if (kind === "who" && session.kept.id) tabsNearby.tell("here", conversation.shared());
  if (kind === "session" && shared.id !== session.kept.id) conversation.adopt(shared);
  if (kind === "forgotten" && session.kept.id) conversation.end("done");
  if (kind === "left") app.leave();
});
const conversation = new Conversation(session, tabsNearby);
const host = new Host((open) => app.shown(open));
const app = new App(conversation, session, host);

addEventListener("online", () => conversation.hurry());
addEventListener("offline", () => conversation.network(false));
document.addEventListener("visibilitychange", () => {
  if (document.hidden) conversation.pause();
  else conversation.unpause();
});
conversation.start();
