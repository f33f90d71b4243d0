import { call } from "./api.js";
import { h } from "./dom.js";
import { clock, currentLanguage, format, hour, t } from "./words.js";

// When a person answers in the chat.

const DAYS_AHEAD = 21; // of closing days that are told

/** One line for now. @param {any} hours */
export function nowLine(hours) {
  if (hours.open_now && hours.counsellors_present > 0) return t("hours.now");
  if (hours.open_now) return t("hours.busy");
  if (!hours.next_opening) return t("hours.none");
  const day = format(hours.next_opening, { weekday: "long", day: "numeric", month: "long" });
  return t("hours.next", { moment: t("calendar.at", { day, time: hour(hours.next_opening) }) });
}

/** @param {any} hours @returns {HTMLElement} */
function hoursTable(hours) {
  const days = new Map();
  for (const span of hours.week) days.set(span.weekday, [...(days.get(span.weekday) || []), `${clock(span.from)}–${clock(span.until)}`]);
  const rows = [...days].sort(([a], [b]) => a - b).map(([weekday, spans]) => {
    const day = format(new Date(Date.UTC(2024, 0, 1 + weekday, 12)), { weekday: "long" });
    return h("li", {}, t("hours.day", { day, hours: spans.join(", ") }));
  });
  const limit = new Date(Date.now() + DAYS_AHEAD * 86400000).toISOString();
  const closed = hours.closing_days
    .filter((/** @type {any} */ day) => day.date < limit)
    .map((/** @type {any} */ day) => `${format(`${day.date}T12:00:00Z`, { day: "numeric", month: "long" })} (${day[currentLanguage()]})`);
  return h(
    "div.hours", {},
    h("h3", {}, t("hours.title")),
    h("p", {}, nowLine(hours)),
    h("ul", {}, ...rows),
    closed.length > 0 && h("p", {}, t("hours.closed", { days: closed.join(", ") })),
    h("p.hint", {}, t("hours.note")),
  );
}

/** Fills a place with the hours; says nothing when they cannot be had. @param {HTMLElement} place @param {boolean} whole */
export async function showHours(place, whole) {
  try {
    const hours = await call("GET", "/api/hours");
    place.replaceChildren(whole ? hoursTable(hours) : h("p.hint", {}, nowLine(hours)));
  } catch {
    place.replaceChildren();
  }
}
