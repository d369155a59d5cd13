// What stands beside a field because the server refused it: put there when a patch is refused, and taken away, like what the server
// wrote into the page itself, once the field is saved. A reason about one cell of a table (name/row/part) stands at that cell.

import { closeConflict } from "./conflict.js";

function unmark(control) {
  control.removeAttribute("aria-invalid");
  control.classList.remove(...[...control.classList].filter((name) => name.endsWith("--error")));
}

export class FieldFaults {
  constructor(fields) {
    this.fields = fields;
  }

  show(name, obstacles) {
    this.clearCells(this.fields.group(name));
    const ofCells = obstacles.filter(({ field, message }) => this.showAtCell(name, field, message));
    this.showAtField(name, obstacles.filter((each) => !ofCells.includes(each)).map(({ message }) => message).join(" "));
  }

  showAtCell(name, path, message) {
    const cell = this.fields.cell(name, path);
    if (!cell) return false;
    cell.setAttribute("aria-invalid", "true");
    cell.classList.add("govuk-input--error");
    const fault = Object.assign(document.createElement("p"), { className: "govuk-error-message", id: `${cell.id}-fault`, textContent: message });
    fault.dataset.autosaveFault = "";
    document.getElementById(fault.id)?.remove();
    cell.setAttribute("aria-describedby", fault.id);
    cell.before(fault);
    return true;
  }

  showAtField(name, message) {
    const group = this.fields.group(name);
    const shown = group.querySelector(":scope > [data-autosave-fault]");
    if (!message) {
      shown?.remove();
      return;
    }
    const fault = shown ?? Object.assign(document.createElement("p"), { className: "govuk-error-message" });
    fault.dataset.autosaveFault = "";
    fault.setAttribute("role", "alert");
    fault.textContent = message;
    if (!shown) group.append(fault);
  }

  clear(name) {
    const group = this.fields.group(name);
    this.showAtField(name, "");
    this.clearCells(group);
    closeConflict(group);
    this.clearWritten(name, group);
  }

  clearCells(group) {
    for (const fault of group.querySelectorAll("[data-row] .govuk-error-message")) fault.remove();
    for (const frame of group.querySelectorAll("[data-row] .govuk-form-group--error")) frame.classList.remove("govuk-form-group--error");
    for (const cell of group.querySelectorAll("[data-row] [aria-invalid]")) {
      unmark(cell);
      cell.removeAttribute("aria-describedby");
    }
  }

  // What the page came with after a plain POST was refused.
  clearWritten(name, group) {
    const message = document.getElementById(`${name}-error`);
    message?.remove();
    if (message) group.closest(".govuk-form-group--error")?.classList.remove("govuk-form-group--error");
    for (const control of this.fields.holders(name)) unmark(control);
    document.querySelector(`[aria-labelledby="${CSS.escape(name)}-conflict"]`)?.remove();
    this.clearSummary(name);
  }

  // The lines of the error summary that lead to this field; with the last line the summary goes too.
  clearSummary(name) {
    const summary = document.querySelector("[data-error-summary]");
    for (const link of summary?.querySelectorAll("a") ?? []) {
      const target = document.getElementById(decodeURIComponent(link.hash.slice(1)));
      if (target?.id === name || this.fields.holders(name).some((holder) => holder.contains(target))) link.closest("li").remove();
    }
    if (summary && !summary.querySelector("li")) summary.remove();
  }
}
