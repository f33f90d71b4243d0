// Making elements without markup, and the icons.

const SVG_SPACE = "http://www.w3.org/2000/svg";

/** Strokes in a box of 24, drawn by `currentColor`. */
const ICONS = {
  send: "M4 12 20 4l-5 16-3.5-6.5z M11.5 13.5 20 4",
  menu: "M5 7h14 M5 12h14 M5 17h14",
  close: "M6 6l12 12 M18 6 6 18",
  back: "M14.5 5.5 8 12l6.5 6.5",
  next: "M9.5 5.5 16 12l-6.5 6.5",
  leave: "M10 5H6v14h4 M13 8l4 4-4 4 M9 12h8",
  chat: "M5 5h14v10H11l-4 4v-4H5z",
  articles: "M6 4h9l3 3v13H6z M9 11h6 M9 15h6",
  appointment: "M5 6h14v14H5z M5 10h14 M9 3.5V7 M15 3.5V7",
  copy: "M9 9h10v11H9z M5 15V4h10",
  print: "M7 9V4h10v5 M7 17H4V9h16v8h-3 M7 14h10v6H7z",
  save: "M12 4v11 M7.5 11 12 15.5 16.5 11 M5 20h14",
  search: "M10.5 5a5.5 5.5 0 1 1 0 11 5.5 5.5 0 0 1 0-11z M15 15l5 5",
  down: "M12 5v13 M6.5 12.5 12 18l5.5-5.5",
};

/**
 * An element. Properties that begin with "on" are listeners; `undefined` and `false` are left out.
 * @param {string} tag with its classes: "p.hint"
 * @param {Record<string, any>} [properties]
 * @param {...(Node | string | null | undefined | false)} children
 * @returns {any}
 */
export function h(tag, properties = {}, ...children) {
  const [name, ...looks] = tag.split(".");
  const element = document.createElement(name);
  if (looks.length) element.className = looks.join(" ");
  for (const [name, value] of Object.entries(properties)) {
    if (value == null || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name in element && typeof value !== "string") /** @type {any} */ (element)[name] = value;
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  for (const child of children) if (child || child === "") element.append(typeof child === "string" ? fine(child) : child);
  return element;
}

/** French puts a space before some signs: they never begin a line. @param {string} text */
export function fine(text) {
  return text.replace(/ (?=[:;?!»])|(?<=«) /g, "\u00a0");
}

/**
 * A button; objects among the children are further properties.
 * @param {string} looks its class
 * @param {(event: Event) => void} act
 * @param {...any} children
 * @returns {any}
 */
export function button(looks, act, ...children) {
  const properties = children.filter((child) => child?.constructor === Object);
  const inside = children.filter((child) => !properties.includes(child));
  return h("button", Object.assign({ type: "button", class: looks, onclick: act }, ...properties), ...inside);
}

/** @param {string} name A key of ICONS. */
export function icon(name) {
  const svg = document.createElementNS(SVG_SPACE, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG_SPACE, "path");
  path.setAttribute("d", /** @type {any} */ (ICONS)[name]);
  svg.append(path);
  return svg;
}

/** Azimut's mark: a compass whose needle points on. */
export function compass() {
  const svg = icon("close");
  svg.setAttribute("class", "compass");
  svg.setAttribute("viewBox", "0 0 40 40");
  const parts = [
    ["M20 2.5a17.5 17.5 0 1 0 0 35 17.5 17.5 0 0 0 0-35z", "ring"],
    ["M29 11 22.7 22.7 17.3 17.3z", "north"],
    ["M11 29 17.3 17.3 22.7 22.7z", "south"],
  ];
  svg.replaceChildren(
    ...parts.map(([shape, name]) => {
      const path = document.createElementNS(SVG_SPACE, "path");
      path.setAttribute("d", shape);
      path.setAttribute("class", name);
      return path;
    }),
  );
  return svg;
}

/** How things move for this visitor. @returns {ScrollBehavior} */
export function calm() {
  return matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth";
}
