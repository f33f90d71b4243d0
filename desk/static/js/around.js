// What is around the messages: head, side, papers, and the place to write. It is fetched again when
// something changed, but never under somebody's hands.
import { refresh } from "./page.js";

export async function renewAround() {
  await Promise.all(["talk-head", "side", "papers"].map(renewIdle));
  if (!writing()) await refresh("composer-place", { unless: writing });
}

/** Whether there is a place to write, rightly: nobody's words are taken away. */
function writing() {
  return document.querySelector("#talk-head .state.mine") && document.getElementById("composer");
}

/** An open menu or a field in use waits until it is left. */
async function renewIdle(id) {
  const place = document.getElementById(id);
  if (!place) return;
  const inUse = () => place.querySelector("details[open], :is(input, select, textarea):focus");
  const used = inUse();
  if (!used) return void (await refresh(id, { unless: inUse }));
  used.addEventListener(used.matches("details") ? "toggle" : "blur", () => setTimeout(() => renewIdle(id).catch(() => {}), 50), { once: true });
}
