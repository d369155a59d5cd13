// Keeps in this browser what is typed into a form that has no draft on the server, and gives it back until the server has it.
//
// The page has: <form data-keep-url data-owner> with fields as form-fields.js says, each with a version that grows whenever the server
// takes the form, and in the form one given_back(). After a refusal the form shows what was typed and has data-unsaved. A page that a form
// leads to says with kept_taken() what the server has of it.

import { FormFields } from "./form-fields.js";
import { forgetChange, isUnsaved, keepChange, keptChanges, markSent } from "./kept-changes.js";

const KEPT = "form[data-keep-url]";
const storeOf = (form) => `${form.dataset.owner}:${form.dataset.keepUrl}`;
const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);
const asServed = new WeakMap(); // of each form what its fields said when the page came

function servedBy(form) {
  const fields = new FormFields(form);
  const holders = form.querySelectorAll("[data-autosave], [data-autosave-record], [data-autosave-rows]");
  return Object.fromEntries([...holders].map((holder) => fields.nameOf(holder)).map((name) => [name, fields.read(name)]));
}

function keep(form, fields, name) {
  const value = fields.read(name);
  if (!("unsaved" in form.dataset) && same(value, asServed.get(form)?.[name])) forgetChange(storeOf(form), name);
  else keepChange(storeOf(form), name, { value, version: fields.version(name) });
}

function keptOf(form) {
  const fields = new FormFields(form);
  return { fields, kept: Object.entries(keptChanges(storeOf(form))).filter(([name]) => fields.has(name)) };
}

// What else on the page depends on a field follows it, as if it had been typed just now.
function tellChanged(fields, name) {
  for (const kind of ["input", "change"]) fields.control(name).dispatchEvent(new Event(kind, { bubbles: true }));
}

function giveBack(form) {
  const { fields, kept } = keptOf(form);
  for (const [name, change] of kept) {
    if ("unsaved" in form.dataset) keep(form, fields, name);
    else if (!isUnsaved(change, fields.version(name)) || same(fields.read(name), change.value)) forgetChange(storeOf(form), name);
    else if (fields.write(name, change.value)) {
      tellChanged(fields, name);
      form.querySelector("[data-given-back]").hidden = false;
    }
  }
}

// Back to what the server has; the press is answered where one goes on writing.
function drop(form) {
  const { fields, kept } = keptOf(form);
  form.reset();
  for (const [name] of kept) {
    tellChanged(fields, name);
    forgetChange(storeOf(form), name);
  }
  form.querySelector("[data-given-back]").hidden = true;
  for (const [name] of kept.slice(0, 1)) fields.control(name).focus();
}

function noticed({ target }) {
  const form = target.closest(KEPT);
  const fields = form && new FormFields(form);
  const name = fields?.nameOf(target);
  if (name !== undefined) keep(form, fields, name);
}

document.addEventListener("input", noticed);
document.addEventListener("change", noticed);
document.addEventListener("submit", ({ target }) => {
  if (!target.matches(KEPT)) return;
  const { fields, kept } = keptOf(target);
  markSent(storeOf(target), Object.fromEntries(kept.map(([name]) => [name, fields.version(name)])));
});
document.addEventListener("click", ({ target }) => {
  if (target.closest("[data-drop-kept]")) drop(target.closest(KEPT));
});
for (const form of document.querySelectorAll(KEPT)) {
  asServed.set(form, servedBy(form));
  giveBack(form);
}
for (const { dataset } of document.querySelectorAll("[data-kept-taken]")) {
  const store = `${dataset.owner}:${dataset.keptTaken}`;
  const taken = Object.entries(keptChanges(store)).filter(([, change]) => !isUnsaved(change, Number(dataset.version)));
  for (const [name] of taken) forgetChange(store, name);
}
