// Says to the server that this page is open and shows which colleagues have it open too. Without it the page shows who was here
// when it was loaded.

const EVERY = 25_000;

async function say(room, words) {
  try {
    const answer = await fetch(room.dataset.presenceUrl, {
      method: "POST",
      headers: { Accept: "application/json", "X-CSRFToken": room.dataset.token },
    });
    if (!answer.ok) return;
    const told = await answer.json();
    if (words.textContent !== told.words) words.textContent = told.words;
  } catch {
    // Offline: autosave tells it, and a hint may be missing.
  }
}

const room = document.querySelector("[data-presence-url]");
const words = room?.querySelector("[data-presence]");
if (room && words) {
  const tick = () => document.visibilityState === "visible" && say(room, words);
  tick();
  setInterval(tick, EVERY);
  document.addEventListener("visibilitychange", tick);
}
