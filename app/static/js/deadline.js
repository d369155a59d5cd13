// Keeps the time left on the page by the server's clock: each minute from 48 hours on, said aloud at 24 h, 1 h and 15 min only.

const MINUTE = 60_000;
const SAID_AT = [24 * 60, 60, 15];
const language = document.documentElement.lang;
const unit = (name) => new Intl.NumberFormat(language, { style: "unit", unit: name, unitDisplay: "long", useGrouping: false });
const [days, hours, minutes] = ["day", "hour", "minute"].map(unit);

export function timeLeftText(minutesLeft) {
  if (minutesLeft > 14 * 24 * 60) return days.format(Math.floor(minutesLeft / 1440));
  if (minutesLeft > 48 * 60) {
    const rest = Math.floor((minutesLeft % 1440) / 60);
    return days.format(Math.floor(minutesLeft / 1440)) + (rest ? ` ${hours.format(rest)}` : "");
  }
  const wholeHours = Math.floor(minutesLeft / 60);
  if (!wholeHours) return minutes.format(minutesLeft);
  return hours.format(wholeHours) + (minutesLeft % 60 ? ` ${minutes.format(minutesLeft % 60)}` : "");
}

function follow(place) {
  const ends = Date.parse(place.dataset.deadline);
  const ahead = Date.parse(place.dataset.now) - Date.now();
  const live = place.parentElement.querySelector("[data-deadline-live]");
  let before = Math.ceil((ends - Date.now() - ahead) / MINUTE);

  function update() {
    const left = Math.ceil((ends - Date.now() - ahead) / MINUTE);
    const text = left > 0 ? place.dataset.words.replace("{time}", timeLeftText(left)) : place.dataset.closed;
    if (place.textContent !== text) place.textContent = text;
    if (live && SAID_AT.some((mark) => before > mark && left <= mark)) live.textContent = text;
    before = left;
    if (left > 0) setTimeout(update, left > 48 * 60 ? 10 * MINUTE : MINUTE / 4);
  }
  update();
}

for (const place of document.querySelectorAll("[data-deadline]")) follow(place);
