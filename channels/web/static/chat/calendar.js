import { button, h, icon } from "./dom.js";
import { dayOf, format, hour, t, wholeMoment } from "./words.js";

// A small calendar: the days of a month with free times, then the times of the chosen day.

/**
 * @param {{id: string, start: string}[]} slots
 * @param {(slot: any) => void} pick
 * @returns {HTMLElement}
 */
export function calendar(slots, pick) {
  const days = byDay(slots);
  const months = [...new Set([...days.keys()].map((day) => day.slice(0, 7)))].sort();
  const box = h("div.calendar", { role: "group", "aria-label": t("calendar.label") });
  if (!months.length) {
    box.append(h("p", {}, t("calendar.empty")));
    return box;
  }
  const state = { month: months[0], day: "" };
  const draw = (/** @type {string} */ focus = "") => {
    box.replaceChildren(head(state, months, draw), grid(state, days, draw), times(state, days, pick));
    if (focus) /** @type {HTMLElement | null} */ (box.querySelector(focus))?.focus();
  };
  draw();
  return box;
}

/** @param {{start: string}[]} slots @returns {Map<string, any[]>} */
export function byDay(slots) {
  const days = new Map();
  for (const slot of [...slots].sort((a, b) => a.start.localeCompare(b.start))) {
    const day = dayOf(slot.start);
    const known = days.get(day) || [];
    if (!known.some((/** @type {any} */ other) => other.start === slot.start)) known.push(slot);
    days.set(day, known);
  }
  return days;
}

/** The days of a month in weeks that begin on Monday; null beside the month. @param {string} month @returns {(string | null)[][]} */
export function weeks(month) {
  const [year, number] = month.split("-").map(Number);
  const first = (new Date(Date.UTC(year, number - 1, 1)).getUTCDay() + 6) % 7;
  const count = new Date(Date.UTC(year, number, 0)).getUTCDate();
  /** @type {(string | null)[]} */
  const cells = Array.from({ length: first }, () => null);
  for (let day = 1; day <= count; day++) cells.push(`${month}-${String(day).padStart(2, "0")}`);
  while (cells.length % 7) cells.push(null);
  return Array.from({ length: cells.length / 7 }, (_, week) => cells.slice(week * 7, week * 7 + 7));
}

/** @param {any} state @param {string[]} months @param {(focus?: string) => void} draw */
function head(state, months, draw) {
  const at = months.indexOf(state.month);
  /** @param {number} step @param {string} key @param {string} name */
  const turn = (step, key, name) => {
    const month = months[at + step];
    const go = () => {
      if (!month) return;
      Object.assign(state, { month, day: "" });
      draw(`.${name}`);
    };
    return button(`tool ${name}`, go, icon(name), { "aria-label": t(key), "aria-disabled": month ? false : "true" });
  };
  const title = format(`${state.month}-15T12:00:00Z`, { month: "long", year: "numeric" });
  return h(
    "div.months", {},
    turn(-1, "calendar.previous", "back"),
    h("p", { "aria-live": "polite" }, title),
    turn(1, "calendar.next", "next"),
  );
}

/** @param {any} state @param {Map<string, any[]>} days @param {(focus?: string) => void} draw */
function grid(state, days, draw) {
  const monday = Date.UTC(2024, 0, 1);
  const names = Array.from({ length: 7 }, (_, day) => {
    const date = new Date(monday + day * 86400000 + 43200000);
    const name = h("th", { scope: "col" }, h("span", { "aria-hidden": "true" }, format(date, { weekday: "narrow" })));
    name.append(h("span.unseen", {}, format(date, { weekday: "long" })));
    return name;
  });
  const rows = weeks(state.month).map((week) =>
    h("tr", {}, ...week.map((day) => h("td", {}, day && cell(day, state, days, draw)))),
  );
  return h("table", {}, h("thead", {}, h("tr", {}, ...names)), h("tbody", {}, ...rows));
}

/** @param {string} day @param {any} state @param {Map<string, any[]>} days @param {(focus?: string) => void} draw */
function cell(day, state, days, draw) {
  const free = days.get(day);
  const number = String(Number(day.slice(8)));
  if (!free) return h("span.taken", {}, number);
  const name = format(`${day}T12:00:00Z`, { weekday: "long", day: "numeric", month: "long" });
  const key = free.length === 1 ? "calendar.free_one" : "calendar.free";
  const pick = () => {
    state.day = day;
    draw(".times button");
  };
  const label = t(key, { day: name, count: free.length });
  return button("", pick, number, { "data-day": day, "aria-pressed": String(state.day === day), "aria-label": label });
}

/** @param {any} state @param {Map<string, any[]>} days @param {(slot: any) => void} pick */
function times(state, days, pick) {
  if (!state.day) return h("p.hint", {}, t("calendar.pick"));
  const name = format(`${state.day}T12:00:00Z`, { weekday: "long", day: "numeric", month: "long" });
  const free = days.get(state.day) || [];
  return h(
    "div.times", { role: "group", "aria-label": name },
    h("p.label", {}, name),
    ...free.map((slot) => button("choice", () => pick(slot), hour(slot.start), { "aria-label": wholeMoment(slot.start) })),
  );
}
