// A proposed plan changed by drag or keyboard: two names exchange their seats, or somebody without a seat there takes one.
// The server checks every hard rule and answers; nothing is changed on the page before it said yes.

const table = document.querySelector("[data-plan]");
const names = [...document.querySelectorAll("[data-seat], [data-newcomer]")];
const answer = document.querySelector("[data-plan-answer]");
const help = document.querySelector("[data-plan-help]");
const MOVED = "lertrat-moved-seat";
let picked = null;

// An answer takes the place of the help, so that no name moves away from under the pointer.
function say(text, isError = true) {
  answer.textContent = text;
  answer.classList.toggle("lr-err", isError);
  answer.hidden = !text;
  help.hidden = Boolean(text);
}

function letGo() {
  picked?.removeAttribute("aria-pressed");
  picked = null;
}

function pickUp(name) {
  letGo();
  picked = name;
  name.setAttribute("aria-pressed", "true");
}

// One of the two must sit on a panel; the other may be anybody of the loads.
function change(one, other) {
  const seat = one.dataset.seat ? one : other;
  const second = seat === one ? other : one;
  const form = new URLSearchParams({ csrf_token: table.dataset.csrf, version: table.dataset.version, seat: seat.dataset.seat });
  if (second.dataset.seat) form.set("other", second.dataset.seat);
  else form.set("newcomer", second.dataset.newcomer);
  return form;
}

// The name that was picked up, at its new seat, has the focus once the page has come again.
function movedTo(source, target) {
  const [place, coming] = target.dataset.seat ? [target, source] : [source, target];
  const person = coming.dataset.newcomer ?? coming.dataset.seat.split(":")[1];
  return `${place.dataset.seat.split(":")[0]}:${person}`;
}

async function drop(target) {
  const source = picked;
  letGo();
  if (!source || source === target) return say("");
  if (!source.dataset.seat && !target.dataset.seat) return say("");
  try {
    const reply = await fetch(table.dataset.plan, { method: "POST", headers: { Accept: "application/json" }, body: change(source, target) });
    const told = await reply.json();
    if (told.done) {
      sessionStorage.setItem(MOVED, movedTo(source, target));
      return location.replace(table.dataset.board); // never a reload: the page may be the answer to a form
    }
    say(told.reasons.join(" · "));
  } catch {
    say(table.dataset.failed);
  }
  return target.focus();
}

for (const name of names) {
  name.classList.add("lr-grip");
  name.tabIndex = 0;
  name.setAttribute("role", "button");
  name.draggable = true;
  name.addEventListener("dragstart", (event) => {
    pickUp(name);
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", name.textContent);
  });
  name.addEventListener("dragend", letGo);
  name.addEventListener("dragover", (event) => {
    if (picked && picked !== name) event.preventDefault();
  });
  name.addEventListener("drop", (event) => {
    event.preventDefault();
    drop(name);
  });
  name.addEventListener("click", () => {
    if (picked) return drop(name);
    pickUp(name);
    return say(table.dataset.picked, false);
  });
  name.addEventListener("keydown", (event) => {
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      name.click();
    } else if (event.key === "Escape") {
      letGo();
      say("");
    }
  });
}
const moved = sessionStorage.getItem(MOVED);
sessionStorage.removeItem(MOVED);
names.find((name) => moved && name.dataset.seat === moved)?.focus();
say("");
