// Rows of a table that is filled in: one more, one less, and an example that fills in what it knows. Without this script the page has
// one empty row to fill and gains another with every save.
//
// The page has: [data-autosave-rows=NAME][data-rows-most] with [data-row] inside, <template data-rows-template=NAME> with ROW for its
// number, [data-rows-add=NAME], [data-rows-remove] in each row, and select[data-examples] whose options carry what they know.

import { addRow, rowsOf, showRoom } from "./table-rows.js";

const setOf = (name) => document.querySelector(`[data-autosave-rows="${CSS.escape(name)}"]`);
const told = (set) => set.dispatchEvent(new Event("change", { bubbles: true }));

function remove(button) {
  const row = button.closest("[data-row]");
  const set = row.closest("[data-autosave-rows]");
  if (rowsOf(set).length > 1) row.remove();
  else for (const part of row.querySelectorAll("input[data-part]")) part.value = "";
  told(set);
  showRoom(set);
  set.querySelector("[data-part]")?.focus();
}

// What somebody typed stays; only empty fields, or those an example filled in before, take the example's words.
function takeExample(select) {
  const row = select.closest("[data-row]");
  const { title = "", unit = "", direction = "more" } = select.selectedOptions[0].dataset;
  const known = [...select.options].map((option) => option.dataset);
  for (const [name, words] of Object.entries({ title, unit })) {
    const part = row.querySelector(`[data-part="${name}"]`);
    if (!part.value || known.some((each) => each[name] === part.value)) part.value = words;
    showUnfilled(part);
  }
  if (select.value) row.querySelector('[data-part="direction"]').value = direction;
}

// The mark of a cell that a row still owes stands while the cell is empty.
function showUnfilled(part) {
  const mark = document.getElementById(`${part.id}-unfilled`);
  if (mark) mark.hidden = part.value.trim() !== "";
}

document.addEventListener("click", (event) => {
  const adding = event.target.closest("[data-rows-add]");
  const removing = event.target.closest("[data-rows-remove]");
  if (adding) addRow(setOf(adding.dataset.rowsAdd)).querySelector("[data-part]").focus();
  if (removing) remove(removing);
});
document.addEventListener("change", (event) => {
  if (event.target.matches("select[data-examples]")) takeExample(event.target);
}, true);
document.addEventListener("input", ({ target }) => showUnfilled(target));
for (const set of document.querySelectorAll("[data-autosave-rows]")) if (setOf(set.dataset.autosaveRows)) showRoom(set);
