// The PMQA 4.0 self-assessment page: each tick and each figure moves the item, the category, the total, what the next band lacks and the
// "Bureaucracy n.n" reading at once. The server's figures, which come with every save, replace ours; both count alike.
//
// The page says what it holds: [data-live-totals] carries data-scores, {"1.1": "500", "7.4": null, ...} of every item in order, and
// data-rules, the numbers of the edition (workflows/scoring/browser_rules.py).
// A level of an item: [data-item="3.3"] > [data-level="basic"][data-points="300"] with its checkboxes inside; what it says in each state
// stands in [data-when="complete" | "open" | "locked"], with [data-ticked], [data-more] and [data-left] for the numbers.
// A results item: [data-results="7.1"] with [data-row]s of [data-part]s; the ramp of a chosen example is on its option,
// and [data-range-of="7.1-k1"] says in words how it scores; [data-row-unscored] says that a row begun has no score and what it lacks,
// [data-lacks="target" | "result" | "decision"].
// A figure: [data-total="3.3" | "3" | "total"]; a whole number where data-whole stands. data-at-least shows while something is unscored.
// [data-next-band="basic"] is what the total lacks to that band, in [data-lacking]; [data-index] the reading; [data-way-up-words]
// comes whole from the server.

import {
  bureaucracyIndex, categoryAndTotal, figure, indicatorScore, itemScore, pointsFigure, printedFigure, raisedFigure, resultsScore, standing,
  truncatedFigure, typedNumber,
} from "./pmqa40-score.js";

const NOT_SCORED = "–";
const CELLS = ["below", "basic", "advance", "significance"];
const root = document.querySelector("[data-live-totals]");
const rules = JSON.parse(root?.dataset.rules ?? "null");
const scores = new Map();

const inPoints = (score) => (score === null ? NOT_SCORED : pointsFigure(score));

function put(place, text) {
  if (place && place.textContent !== text) place.textContent = text;
}

function levelsOf(item) {
  return [...item.querySelectorAll("[data-level]")].map((level) => {
    const boxes = [...level.querySelectorAll("input[type=checkbox][data-checkpoint]")];
    return { code: level.dataset.level, points: level.dataset.points, ticked: boxes.filter((box) => box.checked).length, checkpoints: boxes.length };
  });
}

function indicatorsOf(results) {
  return [...results.querySelectorAll("[data-row]")].map((row) => {
    const read = Object.fromEntries([...row.querySelectorAll("[data-part]")].map((part) => [part.dataset.part, part.value]));
    const { floor = "", ceiling = "" } = row.querySelector("select[data-examples]")?.selectedOptions[0]?.dataset ?? {};
    return { row, indicator: { ...read, floor, ceiling } };
  });
}

function categories() {
  const found = new Map();
  for (const [id, score] of scores) {
    const category = id.split(".")[0];
    if (!found.has(category)) found.set(category, []);
    found.get(category).push({ id, score });
  }
  return [...found].map(([id, items]) => ({ id, items }));
}

function write(id, score) {
  for (const place of document.querySelectorAll(`[data-total="${CSS.escape(id)}"]`)) {
    put(place, score !== null && "whole" in place.dataset ? truncatedFigure(score) : inPoints(score));
  }
}

function moveDots(total) {
  for (const bar of document.querySelectorAll("[data-level-bar]")) {
    bar.setAttribute("aria-label", bar.dataset.words.replace("{points}", truncatedFigure(total)));
    const at = `${(100 * Number(total.n)) / Number(total.d) / Number(bar.dataset.levelBar)}%`;
    for (const part of bar.querySelectorAll("[data-dot]")) {
      for (const name of part.matches("circle") ? ["cx"] : ["x1", "x2"]) part.setAttribute(name, at);
    }
  }
}

function showStanding(total) {
  if (!rules) return;
  const { next, lacking } = standing(total, rules.bands);
  for (const place of document.querySelectorAll("[data-next-band]")) {
    place.hidden = place.dataset.nextBand !== next;
    if (lacking) put(place.querySelector("[data-lacking]"), raisedFigure(lacking));
  }
  for (const place of document.querySelectorAll("[data-index]")) put(place, bureaucracyIndex(total, rules.index, rules.maximum));
}

function paintCell(id, level, score) {
  const cell = document.querySelector(`[data-cell="${CSS.escape(id)}"]`);
  if (!cell) return;
  CELLS.forEach((code, place) => cell.classList.toggle(`lr-cell--${place}`, code === level));
  const { dataset } = cell.closest("nav");
  put(cell.querySelector("[data-cell-words]"), ` ${dataset[level]} ${dataset.points.replace("{points}", printedFigure(score))}`);
}

function showTotals() {
  const { categories: found, total, atLeast, unscored } = categoryAndTotal(categories());
  for (const [id, score] of Object.entries(found)) write(id, score);
  write("total", total ?? atLeast);
  moveDots(total ?? atLeast);
  showStanding(total ?? atLeast);
  for (const place of document.querySelectorAll("[data-at-least]")) place.hidden = total !== null;
  for (const place of document.querySelectorAll("[data-unscored]")) place.textContent = String(unscored.length);
}

// The lock in words: a level counts once nothing under it is missing.
function showLevels(item, levels) {
  let leftBelow = 0;
  [...item.querySelectorAll("[data-level]")].forEach((part, place) => {
    const { points, ticked, checkpoints } = levels[place];
    const left = checkpoints - ticked;
    const state = leftBelow ? "locked" : left ? "open" : "complete";
    part.classList.toggle("lr-level--locked", state === "locked");
    put(part.querySelector("[data-ticked]"), String(ticked));
    put(part.querySelector("[data-left]"), String(leftBelow));
    put(part.querySelector("[data-more]"), printedFigure(itemScore([{ code: "", points, ticked: left, checkpoints }]).score));
    for (const words of part.querySelectorAll("[data-when]")) words.hidden = words.dataset.when !== state;
    leftBelow += left;
  });
}

function countItem(item) {
  const levels = levelsOf(item);
  const { score, level } = itemScore(levels);
  scores.set(item.dataset.item, score);
  write(item.dataset.item, score);
  paintCell(item.dataset.item, level, score);
  showLevels(item, levels);
}

// What the row needs for a score, as workflows/scoring/kpi.py says it.
function lackOf({ target, actual, floor }) {
  if (floor) return "result";
  if (typedNumber(target) === null) return "target";
  return typedNumber(actual) === null ? "result" : "decision";
}

function showWhyUnscored(row, indicator, score) {
  const { title, target, actual } = indicator;
  const note = row.querySelector("[data-row-unscored]");
  if (!note) return;
  note.hidden = score !== null || !(title || target || actual);
  for (const words of note.querySelectorAll("[data-lacks]")) words.hidden = words.dataset.lacks !== lackOf(indicator);
}

function countResults(results) {
  const rows = indicatorsOf(results);
  for (const { row, indicator } of rows) {
    const score = indicatorScore(indicator, rules.kpi);
    put(row.querySelector("[data-row-score]"), inPoints(score));
    showWhyUnscored(row, indicator, score);
    for (const words of row.querySelectorAll("[data-range-of]")) words.hidden = words.dataset.rangeOf !== indicator.example;
  }
  const score = resultsScore(rows.map(({ indicator }) => indicator), rules.kpi);
  scores.set(results.dataset.results, score);
  write(results.dataset.results, score);
  if (score) paintCell(results.dataset.results, standing(score, rules.bands).band, score);
}

function noticed(event) {
  const item = event.target.closest("[data-item]");
  const results = event.target.closest("[data-results]");
  if (item && event.target.matches("[data-checkpoint]")) countItem(item);
  else if (results && rules && event.target.closest("[data-autosave-rows]")) countResults(results);
  else return;
  showTotals();
}

// The server's figures replace the totals; the way up comes as the server words it. Figures from before the last ticks would lead back.
function takeServerFigures(event) {
  const { totals, way_up: wayUp, isBehind } = event.detail;
  if (isBehind) return;
  const place = document.querySelector("[data-way-up-words]");
  if (wayUp && place) place.innerHTML = wayUp;
  if (!totals) return;
  for (const [id, text] of Object.entries(totals)) {
    if (scores.has(id)) scores.set(id, text === null ? null : figure(text));
  }
  showTotals();
  for (const [id, text] of Object.entries(totals)) {
    if (text !== null) write(id, figure(text));
  }
}

if (root) {
  for (const [id, text] of Object.entries(JSON.parse(root.dataset.scores))) scores.set(id, text === null ? null : figure(text));
  root.addEventListener("change", noticed);
  root.addEventListener("input", (event) => { if (event.target.matches("[data-part]")) noticed(event); });
  document.addEventListener("lertrat:saved", takeServerFigures);
}
