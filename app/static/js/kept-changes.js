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

// The version stays the one the first unsent change started from. The page is where the field is found again.
export function keepChange(store, field, { value, version }) {
  const changes = keptChanges(store);
  const page = { address: document.body.dataset.here ?? location.pathname, title: document.title.replace(/ \| [^|]*$/, "") };
  changes[field] = { value, version: changes[field]?.version ?? version, page };
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

// Whatever the stores of one person hold, of every form: the name of a store begins with whose it is.
export function keptOf(owner) {
  return storesOf(owner).flatMap((store) => Object.entries(keptChanges(store)).map(([field, { page }]) => ({ field, page })));
}

export function forgetAllOf(owner) {
  for (const store of storesOf(owner)) replace(store, {});
}

function storesOf(owner) {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith(`${PREFIX}${owner}:`)).map((key) => key.slice(PREFIX.length));
  } catch {
    return [];
  }
}
