// Changes the server does not have yet, kept in this browser per person and form. A browser that refuses storage loses only this net.

const PREFIX = "lertrat:kept:";

export function keptChanges(store) {
  try {
    return JSON.parse(localStorage.getItem(PREFIX + store) ?? "{}");
  } catch {
    return {};
  }
}

function replace(store, changes) {
  try {
    if (Object.keys(changes).length) localStorage.setItem(PREFIX + store, JSON.stringify(changes));
    else localStorage.removeItem(PREFIX + store);
  } catch {
    // full or forbidden: the page still holds the text and goes on sending it
  }
}

// The version stays the one the first unsent change started from.
export function keepChange(store, field, { value, version }) {
  const changes = keptChanges(store);
  changes[field] = { value, version: changes[field]?.version ?? version };
  replace(store, changes);
}

export function forgetChange(store, field) {
  const changes = keptChanges(store);
  delete changes[field];
  replace(store, changes);
}

// A form on its way carries these changes: `versions` are those it starts from.
export function markSent(store, versions) {
  const changes = keptChanges(store);
  for (const field of Object.keys(changes)) if (field in versions) changes[field].sent = versions[field];
  replace(store, changes);
}

// A change that went with a form is saved once the server is past the version the form started from.
export function isUnsaved(change, version) {
  return change !== undefined && !(change.sent < version);
}
