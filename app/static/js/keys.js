// Keys on assessors' pages and in the screening queue. An element says which key it answers to (data-key="j"), and whether the
// key only leads to it (data-key-leads); in a list J and K go from row to row (data-row), O opens and X chooses the row. Fields
// keep their letters; the person may switch the keys off, and the choice stays in this browser.

const STORED = "lertrat:keys";
const TYPING = "input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]";

const STEPS = { j: 1, k: -1 };

const isOn = () => localStorage.getItem(STORED) !== "off";

// A Thai keyboard sends Thai letters from the same keys; then the place of the key says which one is meant.
function keyOf({ key, code, shiftKey }) {
  if (/^[a-z]$/i.test(key)) return key.toLowerCase();
  if (shiftKey) return code === "Slash" ? "?" : key;
  return code.match(/^(?:Key|Digit)(.)$/)?.[1].toLowerCase() ?? key;
}

function press(event) {
  if (!isOn() || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.target.closest(TYPING)) return;
  if (moveAmongRows(event)) return;
  const wanted = document.querySelector(`[data-key="${CSS.escape(keyOf(event))}"]`);
  if (!wanted || wanted.closest("[hidden]")) return;
  event.preventDefault();
  if (wanted.matches("details")) {
    wanted.open = !wanted.open;
    wanted.querySelector("summary").focus();
  } else {
    wanted.focus();
    if (wanted.matches("a, button, input[type=radio]") && !("keyLeads" in wanted.dataset)) wanted.click();
  }
}

function moveAmongRows(event) {
  const rows = [...document.querySelectorAll("[data-row]")];
  const key = keyOf(event);
  const at = rows.findIndex((row) => row.closest("tr").contains(document.activeElement));
  if (rows.length && key in STEPS) {
    const next = at < 0 ? 0 : Math.min(Math.max(at + STEPS[key], 0), rows.length - 1);
    rows[next].focus();
  } else if (at >= 0 && key === "o") {
    rows[at].click();
  } else if (at >= 0 && key === "x") {
    rows[at].closest("tr").querySelector("input[type=checkbox]")?.click();
  } else {
    return false;
  }
  event.preventDefault();
  return true;
}

function offerSwitch(box) {
  box.checked = isOn();
  box.addEventListener("change", () => localStorage.setItem(STORED, box.checked ? "on" : "off"));
}

document.addEventListener("keydown", press);
for (const box of document.querySelectorAll("[data-keys-switch]")) offerSwitch(box);
