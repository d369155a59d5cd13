// Follows long work on the server: asks for its state, moves the bar, and loads the page anew when it is done.

const EVERY = 1500;
const SLOWEST = 15_000;

async function ask(url) {
  const answer = await fetch(url, { headers: { Accept: "application/json" }, cache: "no-store" });
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
}

// The answer: {state: queued | running | done | failed | cancelled, progress: 0 to 1, message, url}.
function follow(job) {
  const bar = job.querySelector("rect");
  const words = job.querySelector("[data-job-words]");
  let wait = EVERY;

  async function poll() {
    try {
      const { state, progress = 0, message = "", url = "" } = await ask(job.dataset.job);
      bar?.setAttribute("width", `${Math.round(Math.min(Math.max(progress, 0), 1) * 100)}%`);
      if (message && words.textContent !== message) words.textContent = message;
      if (state === "done") return url ? location.assign(url) : location.reload();
      if (state === "failed" || state === "cancelled") {
        if (!message) words.textContent = job.dataset.failed;
        return undefined;
      }
      wait = EVERY;
    } catch {
      wait = Math.min(wait * 2, SLOWEST);
    }
    return setTimeout(poll, wait);
  }
  poll();
}

for (const job of document.querySelectorAll("[data-job]")) follow(job);
