// Reads and writes the fields of a form by name, whatever they are made of, with the version each started from.
//
//   one control      data-autosave           text, number, select; a radio group; one checkbox as true or false
//   checkboxes       data-autosave="list"    the values ticked
//   several parts    <... data-autosave-record="NAME"> with [data-part] inside: {part: value}
//   rows of parts    <... data-autosave-rows="NAME"> with [data-row] and [data-part] inside: [{part: value}, ...]
//
// The version stands on the control or the container (data-version). Fields saved together share one (data-shares-version="KEY").

import { addRow } from "./table-rows.js";

const CONTAINER = "[data-autosave-record], [data-autosave-rows]";

const valueOf = (control) => (control.type === "checkbox" ? control.checked : control.value);

function record(container) {
  return Object.fromEntries([...container.querySelectorAll("[data-part]")].map((part) => [part.dataset.part, valueOf(part)]));
}

export class FormFields {
  constructor(form) {
    this.form = form;
  }

  // The field a change belongs to, or undefined if it is none of ours.
  nameOf(target) {
    const container = target.closest(CONTAINER);
    if (container) return container.dataset.autosaveRecord ?? container.dataset.autosaveRows;
    return target.matches("[data-autosave]") ? target.name : undefined;
  }

  holders(name) {
    const escaped = CSS.escape(name);
    const selector = `[data-autosave][name="${escaped}"], [data-autosave-record="${escaped}"], [data-autosave-rows="${escaped}"]`;
    return [...document.querySelectorAll(selector)].filter((holder) => (holder.form ?? holder.closest("form")) === this.form);
  }

  has(name) {
    return this.holders(name).length > 0;
  }

  first(name) {
    return this.holders(name)[0];
  }

  isMadeOfParts(name) {
    return this.first(name).matches(CONTAINER);
  }

  read(name) {
    const holders = this.holders(name);
    const [first] = holders;
    if ("autosaveRecord" in first.dataset) return record(first);
    if ("autosaveRows" in first.dataset) return [...first.querySelectorAll("[data-row]")].map(record);
    if (first.dataset.autosave === "list") return holders.filter((box) => box.checked).map((box) => box.value);
    if (first.type === "radio") return holders.find((radio) => radio.checked)?.value ?? "";
    return valueOf(first);
  }

  // Fields made of parts are written only where every part has its control; says whether it was.
  write(name, value) {
    const holders = this.holders(name);
    const [first] = holders;
    if (first.matches(CONTAINER)) return this.writeParts(first, value);
    for (const control of holders) {
      if (control.dataset.autosave === "list") control.checked = value.includes(control.value);
      else if (control.type === "radio") control.checked = control.value === value;
      else if (control.type === "checkbox") control.checked = value === true;
      else control.value = value;
    }
    return true;
  }

  writeParts(container, value) {
    const isTable = "autosaveRows" in container.dataset;
    const places = isTable ? [...container.querySelectorAll("[data-row]")] : [container];
    const records = Array.isArray(value) ? value : [value];
    while (isTable && records.length > places.length) {
      const row = addRow(container);
      if (!row) break;
      places.push(row);
    }
    if (records.length > places.length) return false;
    places.forEach((place, position) => {
      for (const part of place.querySelectorAll("[data-part]")) {
        const written = records[position]?.[part.dataset.part] ?? "";
        if (part.type === "checkbox") part.checked = written === true;
        else part.value = written;
      }
    });
    return true;
  }

  version(name) {
    return Number(this.first(name).dataset.version ?? this.form.dataset.version ?? 0);
  }

  setVersion(name, version) {
    const [first] = this.holders(name);
    const shared = first.dataset.sharesVersion;
    const sharing = shared ? this.form.querySelectorAll(`[data-shares-version="${CSS.escape(shared)}"]`) : this.holders(name);
    if (first.dataset.version === undefined) this.form.dataset.version = version;
    else for (const holder of sharing) holder.dataset.version = version;
    const field = this.form.elements.namedItem(first.dataset.version === undefined ? "version" : `version-${shared ?? name}`);
    if (field instanceof HTMLInputElement) field.value = version;
  }

  group(name) {
    const first = this.first(name);
    return first.closest(".govuk-form-group, fieldset") ?? first.parentElement;
  }

  // The control of one cell of a table, by "NAME/row/part", the rows counted from 0.
  cell(name, path) {
    const [row, part] = (path ?? "").startsWith(`${name}/`) ? path.slice(name.length + 1).split("/") : [];
    if (part === undefined) return null;
    return this.first(name).querySelectorAll("[data-row]")[Number(row)]?.querySelector(`[data-part="${CSS.escape(part)}"]`) ?? null;
  }

  control(name) {
    const first = this.first(name);
    return first.matches(CONTAINER) ? first.querySelector("[data-part]") : first;
  }
}
