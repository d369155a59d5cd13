// Keys on assessors' pages. An element says which key it answers to (data-key="j"); fields keep their letters; the person may
// switch the keys off, and the choice stays in this browser.

const STORED = "lertrat:keys";
const TYPING = "input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]";

const isOn = () => localStorage.getItem(STORED) !== "off";

function press(event) {
  if (!isOn() || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.target.closest(TYPING)) return;
  const wanted = document.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
  if (!wanted) return;
  event.preventDefault();
  if (wanted.matches("details")) {
    wanted.open = !wanted.open;
    wanted.querySelector("summary").focus();
  } else {
    wanted.focus();
    if (wanted.matches("a, button, input[type=radio]")) wanted.click();
  }
}

function offerSwitch(box) {
  box.checked = isOn();
  box.addEventListener("change", () => localStorage.setItem(STORED, box.checked ? "on" : "off"));
}

document.addEventListener("keydown", press);
for (const box of document.querySelectorAll("[data-keys-switch]")) offerSwitch(box);
