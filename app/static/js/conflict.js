// Two people changed one field: shows both texts under it and reports the choice. Nothing is thrown away before the person chooses.

import { writeMarked } from "./differences.js";

function printed(value) {
  if (Array.isArray(value)) return value.map(printed).join("\n");
  return value !== null && typeof value === "object" ? Object.values(value).join(" · ") : String(value);
}

// Shows the choice after `group`. `choose` is called once, with "mine", "theirs" or "both".
export function showConflict(group, { mine, theirs, who = "" }, choose) {
  const template = document.getElementById("conflict-template");
  if (!template) return;
  closeConflict(group);
  const box = template.content.firstElementChild.cloneNode(true);
  box.dataset.conflictBox = "";
  writeMarked(box.querySelector("[data-mine]"), printed(mine), printed(theirs));
  writeMarked(box.querySelector("[data-theirs]"), printed(theirs), printed(mine));
  box.querySelector("[data-who]").textContent = who;
  box.querySelector("[data-choose=both]").hidden = typeof theirs !== "string" || typeof mine !== "string";
  box.addEventListener("click", (event) => {
    const button = event.target.closest("[data-choose]");
    if (!button) return;
    box.remove();
    choose(button.dataset.choose);
  });
  group.after(box);
}

export function closeConflict(group) {
  const next = group.nextElementSibling;
  if (next?.matches("[data-conflict-box]")) next.remove();
}
