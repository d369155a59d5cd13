// What every page does: focus goes to what is wrong, nothing is sent twice, steppers step, and what needs a script appears.

function focusFirstNews() {
  const news = document.querySelector("[data-error-summary]") ?? document.querySelector("[data-flash].lr-flash--error");
  news?.focus();
}

// The error summary's links lead to a field; a group's id is on its fieldset, so go on to its first control.
function followErrorLink(event) {
  const link = event.target.closest("[data-error-summary] a[href^='#']");
  const target = link && document.getElementById(decodeURIComponent(link.hash.slice(1)));
  if (!target) return;
  const control = target.matches("fieldset") ? target.querySelector("input, select, textarea") : target;
  if (!control) return;
  event.preventDefault();
  target.closest(".govuk-form-group")?.scrollIntoView();
  control.focus({ preventScroll: true });
}

function sendOnce(event) {
  const form = event.target;
  if (!form.matches("[data-once]")) return;
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "yes";
}

// The page may come back from the browser's memory after "back"; then its forms may be sent again.
function allowAgain(event) {
  if (!event.persisted) return;
  for (const form of document.querySelectorAll("[data-once][data-sent]")) delete form.dataset.sent;
}

function step(event) {
  const button = event.target.closest("[data-step]");
  const input = button && button.closest(".lr-stepper")?.querySelector("input");
  if (!input) return;
  const { min = "-Infinity", max = "Infinity" } = input.dataset;
  const next = Number(input.value || 0) + Number(button.dataset.step);
  input.value = String(Math.min(Math.max(next, Number(min)), Number(max)));
  input.dispatchEvent(new Event("input", { bubbles: true }));
  input.dispatchEvent(new Event("change", { bubbles: true }));
}

// Long chapters are open for everybody and for paper; where the window is narrow they are folded, except the one asked for.
function foldChapters() {
  if (!matchMedia("(max-width: 48em)").matches) return;
  for (const chapter of document.querySelectorAll("details[data-fold-narrow]")) {
    chapter.open = Boolean(location.hash) && chapter.querySelector(`#${CSS.escape(location.hash.slice(1))}`) !== null;
  }
}

// On a phone the menu runs on beyond the window: the entry one is at is brought into sight.
function showWhereOneIs() {
  const current = document.querySelector(".lr-nav ul [aria-current]");
  const list = current?.closest("ul");
  if (list) list.scrollLeft = current.offsetLeft - list.offsetLeft - (list.clientWidth - current.offsetWidth) / 2;
}

for (const part of document.querySelectorAll("[data-needs-script]")) part.hidden = false;
foldChapters();
showWhereOneIs();
document.addEventListener("click", followErrorLink);
document.addEventListener("click", step);
document.addEventListener("submit", sendOnce);
window.addEventListener("pageshow", allowAgain);
focusFirstNews();
