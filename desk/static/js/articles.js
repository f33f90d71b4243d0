// Search an article and put it into the answer.
import { ask, complain } from "./page.js";
import { attach } from "./conversation.js";

const PAUSE = 250; // ms after the last key
let asked = 0; // what an earlier search brings late is not shown

export function startArticles() {
  const form = document.getElementById("article-search");
  if (!form) return;
  let timer;
  form.addEventListener("submit", (event) => { event.preventDefault(); find(form); });
  form.elements.q.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(() => find(form), PAUSE); });
  document.getElementById("article-hits").onclick = (event) => {
    const button = event.target.closest("button[data-insert]");
    if (button) insert(button);
  };
}

async function find(form) {
  const hits = document.getElementById("article-hits");
  const mine = ++asked;
  if (!form.elements.q.value.trim()) return hits.replaceChildren();
  try {
    const words = new URLSearchParams(new FormData(form));
    const html = await (await ask(`${form.dataset.src}?${words}`)).text();
    if (mine === asked) hits.innerHTML = html;
  } catch (error) {
    if (mine === asked) complain(error);
  }
}

async function insert(button) {
  const form = document.getElementById("composer");
  if (!form) return;
  try {
    const article = await (await ask(button.dataset.insert)).json();
    const draft = form.elements.text;
    draft.value = draft.value.trim() ? `${draft.value.trim()}\n\n${article.text}` : article.text;
    attach(form, article.id, article.title);
    draft.dispatchEvent(new Event("input", { bubbles: true }));
    draft.focus();
  } catch (error) {
    complain(error);
  }
}
