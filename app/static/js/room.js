// The consensus room, live for those present: asks for the room's mark, and when it has changed takes over the parts that are only
// read. What somebody is writing in stays as it is; a part that holds the cursor waits until the cursor has left it.
//
// The page has: one [data-room] with the address of the mark and data-room-mark; [data-live] parts with ids; [data-room-news] to tell in.

const EVERY = 4_000;
const SLOWEST = 60_000;
const room = document.querySelector("[data-room]");
let wait = EVERY;

const holdsCursor = (part) => part.contains(document.activeElement) && document.activeElement.matches("input, textarea, select, button");
const isWritten = (part) =>
  [...part.querySelectorAll("textarea")].some((area) => area.value !== area.defaultValue) ||
  [...part.querySelectorAll("input[type=radio]:not(:disabled)")].some((radio) => radio.checked !== radio.defaultChecked);

async function fetched(url, type) {
  const answer = await fetch(url, { headers: { Accept: type }, cache: "no-store" });
  if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
  return answer;
}

// Says whether every part could be taken over; one that is in use is tried again at the next look.
async function takeOver() {
  const text = await (await fetched(location.href, "text/html")).text();
  const fresh = new DOMParser().parseFromString(text, "text/html");
  let isWhole = true;
  for (const part of document.querySelectorAll("[data-live]")) {
    const newer = fresh.getElementById(part.id);
    if (!newer || newer.innerHTML === part.innerHTML) continue;
    if (holdsCursor(part) || isWritten(part)) isWhole = false;
    else part.innerHTML = newer.innerHTML;
  }
  return isWhole;
}

async function look() {
  try {
    if (document.visibilityState === "visible") {
      const { mark } = await (await fetched(room.dataset.room, "application/json")).json();
      if (mark !== room.dataset.roomMark && (await takeOver())) {
        room.dataset.roomMark = mark;
        const news = document.querySelector("[data-room-news]");
        news.textContent = news.dataset.roomNews;
      }
    }
    wait = EVERY;
  } catch {
    wait = Math.min(wait * 2, SLOWEST);
  }
  setTimeout(look, wait);
}

if (room) setTimeout(look, EVERY);
