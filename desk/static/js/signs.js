// Signs of life: keys and clicks keep the counsellor present; an open page alone does not.
import { ask } from "./page.js";

const STEP = 60_000; // ms

export function startSignsOfLife() {
  let last = Date.now();
  const sign = () => {
    if (Date.now() - last < STEP) return;
    last = Date.now();
    ask("/desk/presence/seen", { form: {} }).catch(() => {});
  };
  for (const kind of ["keydown", "pointerdown", "wheel"]) addEventListener(kind, sign, { passive: true });
}
