// Scoring pages: reference levels and the percent beside them move together, points and locks follow at once, and the server's figures
// and advice, which come with every save, go to their places.
//
// The page has: [data-anchors] with radios, input[name=percent] with data-of (full points), [data-earned]; fieldsets [data-level] with
// [data-met] and [data-not-counted] in a [data-checklist], which is [data-judged] once ticked; rows of indicators, [data-row], with
// [data-worth] and what is asked where a score may be decided, [data-decided]; #cannot_judge, beside which nothing is worth anything, with
// [data-excused]; [data-figure=NAME] for figures; [data-advice=FIELD] for the phrase book's advice.

const percent = document.querySelector("[name=percent]");
const earned = document.querySelector("[data-earned]");
const anchors = [...document.querySelectorAll("[data-anchors] input")];
const excuse = document.querySelector("#cannot_judge");
const levels = [...document.querySelectorAll("fieldset[data-level]")];

// Thai digits are read too; what is no number stays the server's to refuse.
function numberOf(text) {
  const plain = text.replace(/[๐-๙]/g, (digit) => String(digit.charCodeAt(0) - 0x0e50)).replace(/[%\s]/g, "");
  return /^\d+(\.\d+)?$/.test(plain) ? Number(plain) : null;
}

function isOnScale(value) {
  const [low, high, by] = [percent.dataset.min, percent.dataset.max, percent.dataset.by].map(Number);
  if (!percent.dataset.by) return true;
  const steps = (value - low) / by;
  return value >= low && value <= high && Math.abs(steps - Math.round(steps)) < 1e-9;
}

function showEarned() {
  const value = numberOf(percent.value);
  const isWorth = value !== null && isOnScale(value) && !excuse?.checked;
  if (earned) earned.textContent = isWorth ? ((value * Number(percent.dataset.of)) / 100).toFixed(2) : "–";
  for (const anchor of anchors) anchor.checked = value !== null && Number(anchor.value) === value;
}

function takeAnchor({ target }) {
  if (!target.checked) return;
  percent.value = target.value;
  percent.dispatchEvent(new Event("input", { bubbles: true }));
  percent.dispatchEvent(new Event("change", { bubbles: true }));
}

// Bands above the weakest dimension cannot be chosen; while a dimension is open every band stays in sight.
function permitBands() {
  const names = new Set([...document.querySelectorAll("input[name^=level-]")].map(({ name }) => name));
  const chosen = [...names].map((name) => document.querySelector(`input[name="${CSS.escape(name)}"]:checked`)?.value);
  const weakest = chosen.includes(undefined) ? Infinity : Math.min(...chosen.map(Number));
  for (const group of percent.querySelectorAll("optgroup")) group.disabled = Number(group.dataset.band) > weakest;
}

function countTicks() {
  let isCounted = true;
  for (const level of levels) {
    const boxes = [...level.querySelectorAll("input[name=ticks]")];
    const met = boxes.filter(({ checked }) => checked).length;
    const words = level.querySelector("[data-met]");
    words.textContent = words.dataset.met.replace("{met}", String(met));
    level.classList.toggle("lr-level--locked", !isCounted);
    level.querySelector("[data-not-counted]").hidden = isCounted;
    isCounted &&= met === boxes.length;
  }
}

function showRows(rows) {
  document.querySelectorAll("#kpis [data-row]").forEach((row, place) => {
    if (!rows[place]) return;
    row.querySelector("[data-worth]").textContent = rows[place].worth;
    for (const part of row.querySelectorAll("[data-decided]")) part.hidden = !rows[place].may_decide;
  });
}

function showFigures(figures) {
  for (const place of document.querySelectorAll("[data-figure]")) {
    const text = figures[place.dataset.figure];
    if (text !== undefined && place.textContent !== text) place.textContent = text;
  }
}

function showAdvice(advice) {
  for (const [field, sentences] of Object.entries(advice)) {
    const place = document.querySelector(`[data-advice="${CSS.escape(field)}"]`);
    const paragraphs = sentences.map((textContent) => Object.assign(document.createElement("p"), { className: "lr-lint", textContent }));
    place?.replaceChildren(...paragraphs);
  }
}

function takeAnswer({ detail }) {
  showFigures(detail.figures ?? {});
  showAdvice(detail.advice ?? {});
  showRows(detail.rows ?? []);
  if (percent?.matches("[data-by-weakest]") && detail.percent === "" && percent.value !== "") {
    percent.value = "";
    showEarned();
  }
}

if (percent) {
  percent.addEventListener("input", showEarned);
  percent.addEventListener("change", showEarned);
  for (const anchor of anchors) anchor.addEventListener("change", takeAnchor);
}
if (percent?.matches("[data-by-weakest]")) {
  document.addEventListener("change", (event) => {
    if (event.target.name?.startsWith("level-")) permitBands();
  });
}
excuse?.addEventListener("change", () => {
  document.querySelector("[data-excused]").hidden = !excuse.checked;
  if (percent) showEarned();
});
if (levels.length) {
  document.addEventListener("change", (event) => {
    if (event.target.name === "ticks") event.target.closest("[data-checklist]").dataset.judged = "";
    countTicks();
  });
}
document.addEventListener("lertrat:saved", takeAnswer);
