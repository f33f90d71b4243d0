// One-letter shortcuts, outside of fields; they can be switched off in the help (WCAG 2.1.4).

const KEY = "azimut-desk-shortcuts";

export function startShortcuts() {
  const dialog = document.getElementById("shortcuts");
  const box = document.getElementById("shortcuts-on");
  box.checked = localStorage.getItem(KEY) !== "0";
  box.addEventListener("change", () => localStorage.setItem(KEY, box.checked ? "1" : "0"));
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (event.key === "Escape" && inField(event.target)) return event.target.blur();
    if (!box.checked || inField(event.target) || document.querySelector("dialog[open]")) return;
    const deed = deeds[event.key.toLowerCase()];
    if (event.key === "?") dialog.showModal();
    else if (deed) { deed(); event.preventDefault(); }
  });
}

const deeds = {
  j: () => step(1),
  k: () => step(-1),
  t: () => (document.querySelector("[data-take-open]") ?? document.querySelector("[data-take]"))?.click(),
  r: () => focus("draft"),
  n: () => focus("note"),
  a: () => focus("article-words"),
  m: () => (document.querySelector(".entry.mine:not(.current):has(.badge) a") ?? document.querySelector(".entry.mine:not(.current) a"))?.click(),
};

function step(by) {
  const entries = [...document.querySelectorAll("#queue [data-entry]")];
  if (!entries.length) return;
  const focused = entries.indexOf(document.activeElement);
  const here = focused >= 0 ? focused : entries.findIndex((entry) => entry.hasAttribute("aria-current"));
  const next = here < 0 ? (by > 0 ? 0 : entries.length - 1) : Math.min(entries.length - 1, Math.max(0, here + by));
  entries[next].focus();
}

function focus(id) {
  document.getElementById(id)?.focus();
}

function inField(element) {
  return element.matches?.("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]") ?? false;
}
