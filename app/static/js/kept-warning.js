// Before a document is handed on: says which of its pages hold words that only this browser has. autosave.js keeps them.
//
// The page has: one [data-kept-store] with a [data-versions] for each page, {field: version on the server} around its link; beside what
// hands the document on, [data-kept-reminder]; and where the page says that all is saved, [data-all-saved].

import { isUnsaved, keptChanges } from "./kept-changes.js";

const note = document.querySelector("[data-kept-store]");

function show() {
  const kept = keptChanges(note.dataset.keptStore);
  for (const page of note.querySelectorAll("[data-versions]")) {
    const versions = Object.entries(JSON.parse(page.dataset.versions));
    const first = versions.find(([field, version]) => isUnsaved(kept[field], version));
    page.hidden = !first;
    if (first) page.querySelector("a").hash = first[0];
  }
  const nothing = !note.querySelector("[data-versions]:not([hidden])");
  note.hidden = nothing;
  for (const reminder of document.querySelectorAll("[data-kept-reminder]")) reminder.hidden = nothing;
  for (const saved of document.querySelectorAll("[data-all-saved]")) saved.hidden = !nothing;
}

if (note) {
  show();
  addEventListener("storage", show);
  addEventListener("pageshow", show);
}
