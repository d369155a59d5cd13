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

// Says after `group`, until `control` is edited, that both texts now stand in it one below the other.
export function showMerged(group, control) {
  const note = document.getElementById("conflict-template")?.content.querySelector("[data-merged]")?.cloneNode(true);
  if (!note) return;
  note.id = `${control.id}-merged`;
  document.getElementById(note.id)?.remove();
  group.after(note);
  const described = (control.getAttribute("aria-describedby") ?? "").split(" ").filter((id) => id && id !== note.id);
  control.setAttribute("aria-describedby", [...described, note.id].join(" "));
  control.addEventListener("input", () => {
    note.remove();
    control.setAttribute("aria-describedby", described.join(" "));
  }, { once: true });
}

export function closeConflict(group) {
  const next = group.nextElementSibling;
  if (next?.matches("[data-conflict-box]")) next.remove();
}
