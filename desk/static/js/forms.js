// Forms marked data-live are sent without leaving the page.
//   data-live          refresh what is around
//   data-live="go"     go where the server says
//   data-live="take"   the same; where we are already, only what changed is fetched
//   data-live="reset"  empty the form as well
//   data-live="quiet"  say nothing
//   data-live="message" refresh one message
import { renewAround } from "./around.js";
import { freshMessages, renewMessage } from "./conversation.js";
import { ask, complain, refresh, tell, tellNext } from "./page.js";

const CHOSEN = "azimut-desk-chosen"; // the field that loads the page anew

export function startForms() {
  document.addEventListener("submit", (event) => {
    if (!event.target.dataset || !("live" in event.target.dataset)) return;
    event.preventDefault();
    send(event.target, event.submitter);
  });
  document.addEventListener("focusin", (event) => "select" in (event.target.dataset ?? {}) && event.target.select());
  document.addEventListener("change", (event) => {
    const form = event.target.form;
    if (!form || !("auto" in form.dataset || "autoGet" in form.dataset)) return;
    if ("autoGet" in form.dataset) sessionStorage.setItem(CHOSEN, event.target.name);
    form.requestSubmit();
  });
  focusChosen();
}

/** A choice that loads the page anew leaves the keyboard where it was. */
function focusChosen() {
  const name = sessionStorage.getItem(CHOSEN);
  sessionStorage.removeItem(CHOSEN);
  if (name) document.querySelector(`form[data-auto-get] [name="${CSS.escape(name)}"]`)?.focus();
}

async function send(form, button) {
  const fields = new FormData(form, button);
  if (button) button.disabled = true;
  try {
    const answer = await (await ask(button?.hasAttribute("formaction") ? button.formAction : form.action, { form: fields })).json();
    await after(form, answer);
  } catch (error) {
    complain(error);
    if (error.status === 409 || error.status === 404) refresh("queue");
  } finally {
    if (button) button.disabled = false;
  }
}

async function after(form, answer) {
  const kind = form.dataset.live;
  if (kind === "go") return go(answer);
  if (kind === "take") return take(answer);
  if (kind === "message") return renewMessage(answer.seq);
  if (kind === "quiet") return form.querySelector("[data-state]")?.setAttribute("data-state", form.querySelector("select").value);
  tell(answer.message);
  if (kind === "reset") {
    for (const field of form.querySelectorAll("textarea, input:not([type=hidden])")) field.value = field.defaultValue = "";
  }
  for (const field of form.querySelectorAll("[data-keep-value]")) field.defaultValue = field.value;
  await Promise.all([refresh("side"), refresh("papers")]);
}

/** Leave for another page, which tells what was done here. */
function go(answer) {
  tellNext(answer.message);
  location.href = answer.go;
}

/** Loading the page anew would take the first words of who writes at once. */
async function take(answer) {
  if (location.pathname !== answer.go) return go(answer);
  tell(answer.message);
  await Promise.all([renewAround(), refresh("queue"), freshMessages()]);
  document.getElementById("draft")?.focus();
}
