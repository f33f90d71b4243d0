// Canned replies: "/" at the start of the text opens a list; the arrows choose, Enter inserts.
import { ask } from "./page.js";

let known = null;

export function startCanned(form, draft) {
  const list = document.getElementById("canned-list");
  let chosen = 0, shown = [];

  draft.addEventListener("input", async () => {
    const typed = /^\/([\w-]*)$/.exec(draft.value);
    if (!typed) return close();
    known ??= await (await ask(list.dataset.src, { background: true })).json();
    shown = known.replies.filter((reply) => reply.key.startsWith(typed[1].toLowerCase()));
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
