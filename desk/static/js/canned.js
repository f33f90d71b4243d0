// Canned replies: "/" at the start of the text opens a list; the arrows choose, Enter inserts.
import { ask } from "./page.js";

export function startCanned(form, draft) {
  const list = document.getElementById("canned-list");
  let known = null; // a promise: they are asked for once
  let chosen = 0, shown = [];

  draft.addEventListener("input", async () => {
    if (wanted() === null) return close();
    const replies = await all();
    const start = wanted(); // the draft of now: it went on while the replies came
    if (start === null) return close();
    shown = replies.filter((reply) => reply.key.startsWith(start));
    chosen = 0;
    show();
  });
  draft.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) { chosen = (chosen + step + shown.length) % shown.length; show(); event.preventDefault(); }
    else if (event.key === "Enter" || event.key === "Tab") { insert(shown[chosen]); event.preventDefault(); }
    else if (event.key === "Escape") { close(); event.stopPropagation(); }
  }, true);
  list.addEventListener("mousedown", (event) => {
    const item = event.target.closest("li");
    if (item) { event.preventDefault(); insert(shown[Number(item.dataset.index)]); }
  });
  draft.addEventListener("blur", close);
  draft.addEventListener("focus", () => { known = null; }); // the language may have been corrected

  function wanted() {
    const typed = /^\/([\w-]*)$/.exec(draft.value);
    return typed && document.activeElement === draft ? typed[1].toLowerCase() : null;
  }

  function all() {
    known ??= ask(list.dataset.src, { background: true }).then(async (response) => (await response.json()).replies);
    return known.catch(() => { known = null; return []; });
  }

  function show() {
    if (!shown.length) return close();
    list.replaceChildren(...shown.map((reply, index) => {
      const item = document.createElement("li");
      Object.assign(item, { id: `canned-${index}`, role: "option" });
      item.dataset.index = index;
      item.setAttribute("aria-selected", String(index === chosen));
      const key = Object.assign(document.createElement("kbd"), { textContent: `/${reply.key}` });
      const name = document.createElement("span");
      name.append(key);
      item.append(name, Object.assign(document.createElement("span"), { textContent: reply.text }));
      return item;
    }));
    list.hidden = false;
    draft.setAttribute("aria-activedescendant", `canned-${chosen}`);
    list.children[chosen].scrollIntoView({ block: "nearest" });
  }

  function close() {
    list.hidden = true;
    draft.removeAttribute("aria-activedescendant");
  }

  function insert(reply) {
    draft.value = reply.text;
    close();
    draft.dispatchEvent(new Event("input", { bubbles: true }));
  }
}
