// Live count of characters under a text. Near the limit the server's number counts, which autosave brings.

import { graphemeCount } from "./graphemes.js";

const NEAR = 10;
const numbers = new Intl.NumberFormat("en-US");
const REPORT_AFTER = 1000;

function words(counter, used, limit) {
  const template = used > limit ? counter.dataset.over : counter.dataset.fits;
  return template
    .replace("{used}", numbers.format(used))
    .replace("{left}", numbers.format(limit - used))
    .replace("{over}", numbers.format(used - limit));
}

function show(counter, used, limit) {
  const before = counter.classList.contains("lr-err");
  counter.textContent = words(counter, used, limit);
  counter.classList.toggle("lr-err", used > limit);
  announce(counter, before !== used > limit || limit - used <= NEAR);
}

// A screen reader hears the count when writing pauses near the limit, not at every key.
function announce(counter, worthSaying) {
  const live = document.querySelector(`[data-counter-live="${CSS.escape(counter.dataset.counter ?? counter.dataset.pages)}"]`);
  clearTimeout(counter.pending);
  if (!live || !worthSaying) return;
  counter.pending = setTimeout(() => { live.textContent = counter.textContent; }, REPORT_AFTER);
}

function follow(counter) {
  const field = document.getElementById(counter.dataset.counter);
  const limit = Number(field?.dataset.limit);
  if (!field || !limit) return;
  let waitsForServer = false;

  field.addEventListener("input", () => {
    const used = graphemeCount(field.value);
    waitsForServer = field.matches("[data-autosave]") && Math.abs(limit - used) <= NEAR;
    if (!waitsForServer) show(counter, used, limit);
  });
  field.addEventListener("lertrat:saved", (event) => {
    const { graphemes } = event.detail;
    if (typeof graphemes === "number" && (waitsForServer || Math.abs(limit - graphemes) <= NEAR)) show(counter, graphemes, limit);
  });
  // Without an answer (offline, for example) the browser's own count is better than a stale one.
  field.addEventListener("lertrat:unsaved", () => show(counter, graphemeCount(field.value), limit));
}

// Only the server can tell how many pages a text takes: its number comes with what it saved. 0 is "not counted".
function followPages(counter) {
  document.getElementById(counter.dataset.pages)?.addEventListener("lertrat:saved", (event) => {
    const { pages } = event.detail;
    if (typeof pages !== "number") return;
    const { soFar, over, atMost } = counter.dataset;
    const tooMany = pages - Number(counter.dataset.most);
    const before = counter.classList.contains("lr-err");
    const template = pages ? (tooMany > 0 ? over : soFar) : atMost;
    counter.textContent = template.replace("{pages}", numbers.format(pages)).replace("{over}", numbers.format(tooMany));
    counter.classList.toggle("lr-err", tooMany > 0);
    announce(counter, before !== tooMany > 0);
  });
}

for (const counter of document.querySelectorAll("[data-counter]")) follow(counter);
for (const counter of document.querySelectorAll("[data-pages]")) followPages(counter);
