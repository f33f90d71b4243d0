// The page around the frame. It is listened to only when its origin may embed us, and told only
// what its button needs: never a message, never the token.

export class Host {
  /** @param {(open: boolean) => void} shown */
  constructor(shown) {
    const named = (document.documentElement.dataset.origins || "").split(" ").filter(Boolean);
    this.allowed = new Set([location.origin, ...named]);
    this.embedded = window.parent !== window;
    this.origin = "";
    this.visible = !this.embedded;
    addEventListener("message", (event) => {
      if (event.source !== window.parent || !this.embedded || !this.allowed.has(event.origin)) return;
      const { azimut: said, theme, scheme } = event.data || {};
      if (said !== "open" && said !== "hidden") return;
      this.origin = event.origin;
      wear(theme || {}, scheme);
      this.visible = said === "open";
      shown(this.visible);
    });
  }

  /** @param {string} kind @param {any} [data] */
  tell(kind, data = {}) {
    if (this.embedded && this.origin) window.parent.postMessage({ azimut: kind, ...data }, this.origin);
  }

  /** Away to a neutral page, without a way back. @param {string} to */
  leave(to) {
    this.tell("leave", { to });
    if (!this.embedded) location.replace(to);
  }
}

/** The colours that the page's CSS gives. @param {Record<string, string>} theme @param {string} scheme */
function wear(theme, scheme) {
  const root = document.documentElement;
  for (const name of ["accent", "on-accent"]) {
    if (theme[name] && CSS.supports("color", theme[name])) root.style.setProperty(`--${name}`, theme[name]);
  }
  if (scheme === "light" || scheme === "dark") root.dataset.scheme = scheme;
}
