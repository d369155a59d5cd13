// Before somebody signs out: what only this browser has of their words goes to the server, and they are asked about the rest. None stays
// behind on a machine that others use.
//
// The page has: <form data-sign-out> with the person's id as autosave.js knows it, and one <dialog data-sign-out-question> with
// [data-sign-out-count] (its words, with {count}), [data-sign-out-pages] and the buttons [data-sign-out-anyway] and [data-sign-out-stay].

import { forgetAllOf, keptOf } from "./kept-changes.js";

const LAST_WORDS = 4_000;
const form = document.querySelector("form[data-sign-out]");
const question = document.querySelector("[data-sign-out-question]");
let isAsked = false;

// Whoever holds unsent words puts a promise into the list; nobody waits for it longer than a moment.
function lastWordsAreSent() {
  const sending = [];
  document.dispatchEvent(new CustomEvent("lertrat:leaving", { detail: sending }));
  if (!sending.length) return null;
  return Promise.race([Promise.allSettled(sending), new Promise((resolve) => { setTimeout(resolve, LAST_WORDS); })]);
}

function leave() {
  forgetAllOf(form.dataset.signOut);
  form.submit(); // asks nobody again
}

function ask(changes) {
  const words = question.querySelector("[data-sign-out-count]");
  words.textContent = words.dataset.signOutCount.replace("{count}", String(changes.length));
  const pages = new Map(changes.filter(({ page }) => page).map((change) => [change.page.address, change]));
  question.querySelector("[data-sign-out-pages]").replaceChildren(...[...pages.values()].map(leadTo));
  question.showModal();
}

function leadTo({ field, page }) {
  const link = Object.assign(document.createElement("a"), { href: page.address, textContent: page.title });
  link.hash = field;
  const line = document.createElement("li");
  line.append(link);
  return line;
}

async function signOut(event) {
  event.preventDefault();
  if (isAsked) return;
  isAsked = true;
  await lastWordsAreSent();
  isAsked = false;
  const changes = keptOf(form.dataset.signOut);
  if (changes.length) ask(changes);
  else leave();
}

if (form) {
  form.addEventListener("submit", signOut);
  question.querySelector("[data-sign-out-anyway]").addEventListener("click", leave);
  question.querySelector("[data-sign-out-stay]").addEventListener("click", () => question.close());
  question.addEventListener("click", (event) => { if (event.target.closest("a")) question.close(); });
}
