// The PMQA 4.0 self-assessment page: each tick moves the item, the category and the total at once. The server's figures, which come
// with every save, replace ours; both count alike.
//
// The page says what it holds: [data-live-totals] carries data-scores, {"1.1": "500", "7.4": null, ...} of every item in order.
// A level of an item: [data-item="3.3"] > [data-level="basic"][data-points="300"] with its checkboxes inside.
// A figure: [data-total="3.3" | "3" | "total"]; a whole number where data-whole stands. data-at-least shows while something is unscored.

import { categoryAndTotal, figure, itemScore, printedFigure, truncatedFigure } from "./pmqa40-score.js";

const NOT_SCORED = "–";
const CELLS = ["below", "basic", "advance", "significance"];
const root = document.querySelector("[data-live-totals]");
const scores = new Map();

function levelsOf(item) {
  return [...item.querySelectorAll("[data-level]")].map((level) => {
    const boxes = [...level.querySelectorAll("input[type=checkbox][data-checkpoint]")];
    return { code: level.dataset.level, points: level.dataset.points, ticked: boxes.filter((box) => box.checked).length, checkpoints: boxes.length };
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
    const text = score === null ? NOT_SCORED : "whole" in place.dataset ? truncatedFigure(score) : printedFigure(score);
    if (place.textContent !== text) place.textContent = text;
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

function paintCell(id, level, score) {
  const cell = document.querySelector(`[data-cell="${CSS.escape(id)}"]`);
  if (!cell) return;
  CELLS.forEach((code, place) => cell.classList.toggle(`lr-cell--${place}`, code === level));
  const { dataset } = cell.closest("nav");
  cell.querySelector("[data-cell-words]").textContent = ` ${dataset[level]} ${dataset.points.replace("{points}", printedFigure(score))}`;
}

function showTotals() {
  const { categories: found, total, atLeast, unscored } = categoryAndTotal(categories());
  for (const [id, score] of Object.entries(found)) write(id, score);
  write("total", total ?? atLeast);
  moveDots(total ?? atLeast);
  for (const place of document.querySelectorAll("[data-at-least]")) place.hidden = total !== null;
  for (const place of document.querySelectorAll("[data-unscored]")) place.textContent = String(unscored.length);
}

function countItem(item) {
  const { score, level } = itemScore(levelsOf(item));
  scores.set(item.dataset.item, score);
  write(item.dataset.item, score);
  paintCell(item.dataset.item, level, score);
  for (const part of item.querySelectorAll("[data-level]")) {
    const ticked = part.querySelector("[data-ticked]");
    if (ticked) ticked.textContent = String(part.querySelectorAll("input[data-checkpoint]:checked").length);
  }
}

function takeServerFigures(event) {
  const { totals } = event.detail;
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
  root.addEventListener("change", (event) => {
    const item = event.target.closest("[data-item]");
    if (!item || !event.target.matches("[data-checkpoint]")) return;
    countItem(item);
    showTotals();
  });
  document.addEventListener("lertrat:saved", takeServerFigures);
}
