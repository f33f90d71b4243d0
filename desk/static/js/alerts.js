// Sound and notifications of the browser: only when the counsellor asked for them.
import { say, tell } from "./page.js";

const KEY = "azimut-desk-alerts";
let context = null;

export function startAlerts() {
  const button = document.getElementById("alerts");
  if (!button) return;
  button.hidden = false;
  show(button);
  button.addEventListener("click", async () => {
    const on = localStorage.getItem(KEY) !== "1";
    localStorage.setItem(KEY, on ? "1" : "0");
    if (on && "Notification" in window && Notification.permission === "default") await Notification.requestPermission();
    if (on) ring();
    show(button);
    tell(say(on ? "alerts_on" : "alerts_off"));
  });
}

/** Tell that something new is there. No text of visitors: a notification may be seen by others. */
export function alertTo(title) {
  if (localStorage.getItem(KEY) !== "1") return;
  ring();
  if (document.hidden && "Notification" in window && Notification.permission === "granted") {
    const notification = new Notification(title, { body: say("open_desk"), tag: "azimut-desk" });
    notification.onclick = () => { window.focus(); notification.close(); };
  }
}

function show(button) {
  button.setAttribute("aria-pressed", String(localStorage.getItem(KEY) === "1"));
}

/** Two soft tones. */
function ring() {
  context ??= new AudioContext();
  [660, 880].forEach((frequency, index) => {
    const start = context.currentTime + index * 0.16;
    const tone = new OscillatorNode(context, { frequency });
    const volume = new GainNode(context, { gain: 0 });
    volume.gain.setValueAtTime(0, start);
    volume.gain.linearRampToValueAtTime(0.12, start + 0.02);
    volume.gain.exponentialRampToValueAtTime(0.001, start + 0.3);
    tone.connect(volume).connect(context.destination);
    tone.start(start);
    tone.stop(start + 0.32);
  });
}
