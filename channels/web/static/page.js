// The button on the front page opens the chat; until the widget is there, the link beside it does.
document.getElementById("open")?.addEventListener("click", () => {
  if (window.azimut) window.azimut.open();
  else location.assign(`/widget?language=${document.documentElement.lang}`);
});
