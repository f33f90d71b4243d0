import { App } from "./app.js";
import { Conversation } from "./conversation.js";
import { Host } from "./host.js";
import { Session } from "./session.js";
import { Tabs } from "./tabs.js";
import { useLanguage } from "./words.js";

// Everything begins here.

const session = new Session();
if (session.kept.language) await useLanguage(session.kept.language).catch(() => {});

const nearby = new Tabs((kind, theirs) => {
  if (kind === "who" && session.kept.id) nearby.tell("here", conversation);
  if (kind === "here" || kind === "session") conversation.meet(theirs, kind === "session");
  if (kind === "forgotten" && session.kept.id) conversation.end("done");
  if (kind === "left") app.leave(false);
});
const conversation = new Conversation(session, nearby);
const host = new Host((open) => app.shown(open));
const app = new App(conversation, session, host);

addEventListener("online", () => conversation.hurry());
addEventListener("offline", () => conversation.network(false));
document.addEventListener("visibilitychange", () => {
  if (document.hidden) conversation.pause();
  else conversation.unpause();
});
conversation.start();
