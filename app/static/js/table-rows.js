// The rows of a table that is filled in: which there are, whether there is room for one more, and one more from the page's template.

export const rowsOf = (set) => [...set.querySelectorAll("[data-row]")];

function nextNumber(set) {
  const numbers = [...set.querySelectorAll("[data-part]")].map(({ name }) => Number(name.split("/").at(-2)));
  return Math.max(-1, ...numbers) + 1;
}

export function showRoom(set) {
  const button = document.querySelector(`[data-rows-add="${CSS.escape(set.dataset.autosaveRows)}"]`);
  const most = Number(set.dataset.rowsMost || Infinity);
  if (button) button.closest("p").hidden = rowsOf(set).length >= most;
}

// Another empty row at the end; undefined where this page has none to give.
export function addRow(set) {
  const name = set.dataset.autosaveRows;
  const template = document.querySelector(`template[data-rows-template="${CSS.escape(name)}"]`);
  if (!template) return undefined;
  const number = nextNumber(set);
  const holder = document.createElement("div");
  holder.innerHTML = template.innerHTML.replaceAll("/ROW/", `/${number}/`).replaceAll("-ROW-", `-${number}-`);
  const row = holder.firstElementChild;
  for (const part of row.querySelectorAll("[data-needs-script]")) part.hidden = false;
  set.append(row);
  showRoom(set);
  return row;
}
