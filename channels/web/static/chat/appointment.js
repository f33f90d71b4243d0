import { ApiError, call } from "./api.js";
import { calendar } from "./calendar.js";
import { button, h, icon } from "./dom.js";
import { showHours } from "./hours.js";
import { toNodes } from "./safe.js";
import { currentLanguage, t, wholeMoment } from "./words.js";

// An appointment by its code: see it, put it in a calendar, move it, cancel it. A code of a
// message that was left shows the answer.

export class Appointment {
  #acts;
  #code = "";
  /** @type {HTMLElement} */ #place;

  /** @param {{book: () => void, announce: (text: string) => void}} acts */
  constructor(acts) {
    this.#acts = acts;
    this.element = h("section.appointment.scroller", { "aria-label": t("tabs.appointment"), tabindex: "-1" });
  }

  show() {
    this.#code = "";
    this.#place = h("div.found", { tabindex: "-1" });
    const field = h("input", { id: "code", autocomplete: "off", autocapitalize: "characters", spellcheck: "false", maxlength: "12", placeholder: "7K4F-9QM2" });
    const form = h("form", {}, h("label", { for: "code" }, t("appointment.code")), h("div.pair", {}, field, h("button", { type: "submit", class: "choice" }, t("appointment.show"))));
    form.addEventListener("submit", (/** @type {Event} */ event) => {
      event.preventDefault();
      this.#code = field.value.trim();
      if (this.#code) this.#find();
      else field.focus();
    });
    const hours = h("div", {});
    showHours(hours, true);
    this.element.replaceChildren(
      h("h2", {}, t("appointment.title")),
      h("p", {}, t("appointment.intro")),
      h("div.choices", {}, button("choice main", this.#acts.book, icon("appointment"), t("appointment.book"))),
      h("h3", {}, t("appointment.have")),
      form,
      this.#place,
      hours,
    );
  }

  /** @param {string} what @param {any} [more] */
  #post(what, more = {}) {
    return call("POST", `/api/${what}`, { body: { code: this.#code, language: currentLanguage(), ...more } });
  }

  async #find() {
    try {
      this.#found((await this.#post("appointments/find")).appointment);
    } catch (error) {
      if (error instanceof ApiError && error.status === 404) await this.#readReply(error);
      else this.#failed(error);
    }
  }

  /** @param {ApiError} unknown */
  async #readReply(unknown) {
    try {
      const { reply, html } = await this.#post("left-messages/read");
      const words = h("div.words", {});
      words.append(reply ? toNodes(html, currentLanguage()) : t("appointment.no_reply"));
      this.#put(h("h3", {}, t("appointment.reply")), words);
    } catch {
      this.#failed(unknown);
    }
  }

  /** @param {any} appointment @param {string} [news] */
  #found(appointment, news = "") {
    const file = `${appointment.ics}?language=${currentLanguage()}`;
    this.#put(
      news && h("p", { role: "status" }, news),
      h("h3", {}, t("appointment.yours")),
      h("p.moment", {}, h("strong", {}, wholeMoment(appointment.start)), h("br"), appointment.place),
      appointment.status === "pending" && h("p.hint", {}, t("appointment.pending")),
      h(
        "div.choices", {},
        h("a.choice", { href: file, download: "" }, icon("appointment"), t("code.calendar")),
        button("choice", () => this.#move(appointment), t("appointment.move")),
        button("choice", () => this.#sure(appointment), t("appointment.cancel")),
      ),
    );
  }

  /** @param {any} appointment */
  async #move(appointment) {
    try {
      const { slots } = await call("GET", `/api/slots?language=${appointment.language}`);
      const pick = (/** @type {any} */ slot) => this.#moveTo(slot);
      const back = button("link", () => this.#found(appointment), t("back"));
      this.#put(h("h3", {}, t("appointment.move")), calendar(slots, pick), back);
    } catch (error) {
      this.#failed(error);
    }
  }

  /** @param {any} slot */
  async #moveTo(slot) {
    try {
      const { appointment } = await this.#post("appointments/move", { slot: slot.id });
      this.#found(appointment, t("appointment.moved"));
    } catch (error) {
      this.#failed(error);
    }
  }

  /** @param {any} appointment */
  #sure(appointment) {
    this.#put(
      h("h3", {}, t("appointment.sure")),
      h("p", {}, wholeMoment(appointment.start)),
      h(
        "div.choices", {},
        button("choice main", () => this.#cancel(), t("appointment.yes")),
        button("choice", () => this.#found(appointment), t("appointment.no")),
      ),
    );
  }

  async #cancel() {
    try {
      await this.#post("appointments/cancel");
      this.#put(h("p", { role: "status" }, t("appointment.cancelled")));
    } catch (error) {
      this.#failed(error);
    }
  }

  /** @param {...any} children */
  #put(...children) {
    const [first, ...rest] = children.filter(Boolean);
    this.#place.replaceChildren(first, ...rest);
    this.#place.focus();
  }

  /** @param {any} error */
  #failed(error) {
    this.#place.replaceChildren(h("p", { role: "alert" }, error.message || t("appointment.failed")));
  }
}
