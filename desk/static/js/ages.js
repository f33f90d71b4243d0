// Ages of waiting: counted here, growing warm and then red.

const WARM = 2, LATE = 4; // minutes; late is when the visitor is offered something else
const STEP = 10_000; // ms

export function startAges() {
  show();
  setInterval(show, STEP);
  document.addEventListener("desk:piece", show);
}

function show() {
  for (const time of document.querySelectorAll("time[data-age]")) {
    const minutes = Math.max(0, Math.floor((Date.now() - Date.parse(time.dateTime)) / 60_000));
    const text = inWords(minutes);
    if (time.textContent !== text) time.textContent = text;
    if (time.dataset.age !== "queue") continue;
    time.classList.toggle("warm", minutes >= WARM && minutes < LATE);
    time.classList.toggle("late", minutes >= LATE);
  }
}

function inWords(minutes) {
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  return hours < 24 ? `${hours} h ${String(minutes % 60).padStart(2, "0")}` : `${Math.floor(hours / 24)} × 24 h`;
}
