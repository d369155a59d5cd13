// Keeps the time left on the page by the server's clock: each minute from 48 hours on, said aloud at 24 h, 1 h and 15 min only.

const MINUTE = 60_000;
const SAID_AT = [24 * 60, 60, 15];
const language = document.documentElement.lang;
const unit = (name) => new Intl.NumberFormat(language, { style: "unit", unit: name, unitDisplay: "long", useGrouping: false });
const [days, hours, minutes] = ["day", "hour", "minute"].map(unit);

// The two largest useful units, as time_left_parts of the server says them.
export function timeLeftParts(minutesLeft) {
  if (minutesLeft > 48 * 60) {
    const rest = minutesLeft > 14 * 1440 ? 0 : Math.floor((minutesLeft % 1440) / 60);
    return [days.format(Math.floor(minutesLeft / 1440)), rest ? hours.format(rest) : ""];
  }
  const [wholeHours, rest] = [Math.floor(minutesLeft / 60), minutesLeft % 60];
  if (!wholeHours) return [minutes.format(rest), ""];
  return [hours.format(wholeHours), rest ? minutes.format(rest) : ""];
}

function write(place, minutesLeft) {
  const [large, small] = timeLeftParts(minutesLeft);
  const places = [place.querySelector("[data-large]"), place.querySelector("[data-small]")];
  const text = place.dataset.words.replace("{time}", `${large} ${small}`.trim());
  if (minutesLeft <= 0) place.textContent = place.dataset.closed;
  else if (!places[0]) place.textContent = text;
  else {
    places[0].textContent = large;
    if (places[1]) places[1].textContent = small;
  }
  return minutesLeft > 0 ? text : place.dataset.closed;
}

function follow(place) {
  const ends = Date.parse(place.dataset.deadline);
  const ahead = Date.parse(place.dataset.now) - Date.now();
  const live = place.parentElement.querySelector("[data-deadline-live]");
  const minutesLeft = () => Math.ceil((ends - Date.now() - ahead) / MINUTE);
  let before = minutesLeft();

  function update() {
    const left = minutesLeft();
    const text = write(place, left);
    if (live && SAID_AT.some((mark) => before > mark && left <= mark)) live.textContent = text;
    before = left;
    if (left > 0) setTimeout(update, left > 48 * 60 ? 10 * MINUTE : MINUTE / 4);
  }
  setTimeout(update, MINUTE / 4);
}

for (const place of document.querySelectorAll("[data-deadline]")) follow(place);
