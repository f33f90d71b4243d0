import { h, icon } from "./dom.js";
import { t } from "./words.js";

// Where the visitor writes.

const LONGEST = 4000; // characters, as the server allows
const NEARLY = 3600;

/** @param {{send: (text: string) => void, typed: (text: string) => void, draft: string}} options */
export function composer({ send, typed, draft }) {
  const count = h("p.count", { id: "count", role: "status" });
  const field = h("textarea", {
    id: "write",
    rows: "1",
    placeholder: t("placeholder"),
    "aria-describedby": "count",
    enterkeyhint: "send",
    autocomplete: "off",
  });
  const form = h(
    "form.composer", {},
    h("label.unseen", { for: "write" }, t("write")),
    field,
    h("button", { type: "submit", class: "send", "aria-label": t("send"), title: t("send") }, icon("send")),
    count,
  );
  const grow = () => {
    field.style.height = "auto";
    field.style.height = `${Math.min(field.scrollHeight + 2, 140)}px`;
    const left = LONGEST - field.value.length;
    count.textContent =
      left < 0 ? t("too_long", { count: -left }) : field.value.length > NEARLY ? t("left", { count: left }) : "";
  };
  field.value = draft;
  field.addEventListener("input", () => {
    grow();
    typed(field.value);
  });
  field.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    form.requestSubmit();
  });
  form.addEventListener("submit", (/** @type {Event} */ event) => {
    event.preventDefault();
    const text = field.value.trim();
    if (!text || field.value.length > LONGEST) return field.focus();
    field.value = "";
    grow();
    typed("");
    send(text);
    field.focus();
  });
  requestAnimationFrame(grow);
  return form;
}
