// What the chat says, in the visitor's language; and dates as they are said in Brussels.

const ZONE = "Europe/Brussels";
/** The texts that are loaded, by language: a script of their own each, since most need one. @type {Record<string, any>} */
const texts = /** @type {any} */ (window).azimutTexts;
const words = { language: document.documentElement.lang === "nl" ? "nl" : "fr" };

/** @returns {"fr" | "nl"} */
export function currentLanguage() {
  return /** @type {"fr" | "nl"} */ (words.language);
}

/** Loads the texts if need be. Throws where they cannot be had. @param {string} language */
export async function useLanguage(language) {
  const wanted = language === "nl" ? "nl" : "fr";
  if (!texts[wanted]) await import(document.documentElement.dataset[wanted] || "");
  words.language = wanted;
  document.documentElement.lang = wanted;
}

/**
 * The text of a key, with its {marks} filled in.
 * @param {string} key
 * @param {Record<string, string | number>} [values]
 * @param {string} [language] another one than the chat's, for what belongs to a message
 */
export function t(key, values = {}, language = words.language) {
  const text = key.split(".").reduce((part, name) => part?.[name], texts[language] || texts[words.language]);
  if (text === undefined) throw new Error(`no text ${key}`);
  return text.replace(/\{(\w+)\}/g, (/** @type {string} */ mark, /** @type {string} */ name) =>
    name in values ? String(values[name]) : mark,
  );
}

/**
 * @param {string | Date} moment
 * @param {Intl.DateTimeFormatOptions} options
 * @param {string} [language]
 */
export function format(moment, options, language = words.language) {
  const date = typeof moment === "string" ? new Date(moment) : moment;
  const said = new Intl.DateTimeFormat(`${language}-BE`, { timeZone: ZONE, ...options }).format(date);
  return language === "fr" ? said.replace(/\b1 (?=\D)/, "1er ") : said;
}

/** "23 novembre 2026", of a date (2026-11-23), a month (2026-03) or a year. @param {string} date @param {string} [language] */
export function longDate(date, language = words.language) {
  const [year, month, day] = date.split("-");
  if (!month) return year;
  return format(`${year}-${month}-${day || "15"}T12:00:00Z`, {
    year: "numeric",
    month: "long",
    day: day ? "numeric" : undefined,
  }, language);
}

/** "14h30", "14.30 uur". @param {string} moment @param {string} [language] */
export function hour(moment, language = words.language) {
  const time = format(moment, { hour: "numeric", minute: "2-digit", hour12: false }, "fr").replace(/\D+/, ":");
  return clock(time, language) + (language === "nl" ? " uur" : "");
}

/** "9h", "9.00", of "09:00". @param {string} time @param {string} [language] */
export function clock(time, language = words.language) {
  const [hours, minutes] = time.split(":");
  if (language === "nl") return `${Number(hours)}.${minutes}`;
  return `${Number(hours)}h${minutes === "00" ? "" : minutes}`;
}

/** "jeudi 3 décembre 2026 à 14h30": also what the assistant reads. @param {string} moment */
export function wholeMoment(moment) {
  const day = format(moment, { weekday: "long", day: "numeric", month: "long", year: "numeric" });
  return t("calendar.at", { day, time: hour(moment) });
}

/** 2026-12-03, in Brussels. @param {string | Date} moment */
export function dayOf(moment) {
  const date = typeof moment === "string" ? new Date(moment) : moment;
  return new Intl.DateTimeFormat("en-CA", { timeZone: ZONE }).format(date);
}
