// Saves a form field by field while it is filled in. Each change is kept in this browser first and sent as a patch with the version
// it started from; it leaves the browser's store only when the server has it.
//
// The page has: <form id data-autosave-url data-owner> with a csrf_token, fields as form-fields.js says, one autosave_status(form id)
// and one conflict_template(). After a plain POST that was refused it shows what was typed, and data-unsaved names, with spaces between,
// the fields of which that is true; "*" stands for all.
// Sent: POST {field, value, version}, header X-CSRFToken.
// Answered: 200 {version, saved_at, graphemes?, remaining?, pages?, totals?, obstacles?: what is saved and cannot be sent} · 409 {theirs, version, who?} · 409 or 422 {obstacles: [{message}]}.
// Told to the page: "lertrat:saved" with the answer and isBehind where more waits to be sent, "lertrat:unsaved", both on the field.

import { showConflict, showMerged } from "./conflict.js";
import { FieldFaults } from "./field-faults.js";
import { FormFields } from "./form-fields.js";
import { forgetChange, keepChange, keptChanges, markSent } from "./kept-changes.js";
import { saveState } from "./save-state.js";

const QUIET = 900;
const RETRY = [5_000, 15_000, 60_000];
const GIVE_UP = 20_000;
const BEFORE_SUBMIT = 4_000;
// A browser may be wrong about its network, so the server itself is asked, for something small.
const isReached = () => {
  const asked = { method: "HEAD", cache: "no-store", signal: AbortSignal.timeout(BEFORE_SUBMIT) };
  return fetch(import.meta.url, asked).then(() => true, () => false);
};
const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

class Autosave {
  constructor(form) {
    this.form = form;
    this.fields = new FormFields(form);
    this.faults = new FieldFaults(this.fields);
    this.store = `${form.dataset.owner ?? ""}:${form.dataset.autosaveUrl}`;
    this.waiting = new Set(); // fields the server does not have yet
    this.blocked = new Set(); // fields in conflict or refused: kept, not sent
    this.inConflict = new Set(); // of these, the ones that wait for a choice and not for other words
    this.failures = 0;
    this.status = saveState(form.id);
    form.addEventListener("input", (event) => this.noticed(event, QUIET));
    form.addEventListener("change", (event) => this.noticed(event, 0));
    form.addEventListener("submit", (event) => this.beforeSubmit(event));
    addEventListener("online", () => this.reconnected());
    addEventListener("pagehide", () => this.leave());
    document.addEventListener("lertrat:leaving", (event) => event.detail.push(this.flush()));
    document.addEventListener("visibilitychange", () => this.cameBack());
    this.takeUpKept();
  }

  noticed(event, delay) {
    const name = this.fields.nameOf(event.target);
    if (name === undefined) return;
    if (!this.inConflict.has(name)) this.blocked.delete(name);
    this.changed(name);
    clearTimeout(this.quiet);
    this.quiet = setTimeout(() => this.flush(), delay);
  }

  changed(name) {
    this.waiting.add(name);
    keepChange(this.store, name, { value: this.fields.read(name), version: this.fields.version(name) });
  }

  // What a closed tab, a lost network or an ended session left behind comes back into its field and is sent with its old version. What
  // was kept on another page of the document stays for that page.
  takeUpKept() {
    const unsaved = new Set((this.form.dataset.unsaved ?? "").split(" "));
    for (const [name, { value, version }] of Object.entries(keptChanges(this.store))) {
      if (!this.fields.has(name)) continue;
      if (unsaved.has(name) || unsaved.has("*")) this.hold(name);
      else if (same(this.fields.read(name), value) || !this.fields.write(name, value)) forgetChange(this.store, name);
      else this.takeUp(name, version);
    }
    this.flush();
  }

  takeUp(name, version) {
    this.fields.setVersion(name, version);
    this.waiting.add(name);
    this.tell(name, "lertrat:unsaved");
  }

  // The page shows what was typed and why it could not be saved: kept until it is typed otherwise.
  hold(name) {
    this.changed(name);
    this.blocked.add(name);
  }

  // Ends when the server has all that can be sent; whoever asks meanwhile waits for the same end.
  flush() {
    this.flushing ??= this.sendAll().finally(() => { this.flushing = null; });
    return this.flushing;
  }

  hasSendable() {
    return [...this.waiting].some((name) => !this.blocked.has(name));
  }

  // Nobody waits for one answer before sending the next when the page goes away: all but the field on its way go at once.
  leave() {
    for (const name of this.waiting) if (!this.blocked.has(name) && name !== this.onItsWay) this.post(name).catch(() => {});
  }

  reconnected() {
    if (this.hasSendable()) this.flush();
    else if (this.status.is("offline")) this.status[this.inConflict.size ? "conflict" : this.blocked.size ? "refused" : "calm"]();
  }

  // One patch at a time, so that each starts from the version the last one left.
  async sendAll() {
    const next = () => [...this.waiting].find((waiting) => !this.blocked.has(waiting));
    for (let name = next(); name !== undefined; name = next()) {
      clearTimeout(this.retry);
      if (!(await this.send(name))) return;
    }
  }

  async send(name) {
    const value = this.fields.read(name);
    this.status.saving();
    this.onItsWay = name;
    let answer;
    try {
      answer = await this.post(name);
    } catch {
      return this.failed(name, "offline");
    } finally {
      this.onItsWay = undefined;
    }
    const isJson = answer.headers.get("Content-Type")?.startsWith("application/json");
    if (answer.redirected || answer.status === 401 || (answer.ok && !isJson)) return this.failed(name, "session");
    return this.answered(name, value, answer, isJson ? await answer.json() : {});
  }

  post(name) {
    const body = JSON.stringify({ field: name, value: this.fields.read(name), version: this.fields.version(name) });
    return fetch(this.form.dataset.autosaveUrl, {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": this.form.elements.csrf_token.value },
      body,
      keepalive: body.length < 15_000,
      signal: AbortSignal.timeout(GIVE_UP),
    });
  }

  answered(name, value, answer, body) {
    if (answer.ok) return this.saved(name, value, body);
    if (answer.status === 409 && "theirs" in body) return this.conflicted(name, value, body);
    if (answer.status === 409 && body.error === "stale") return this.failed(name, "session");
    if (answer.status === 429 || answer.status >= 500) return this.failed(name, "offline");
    return this.refused(name, value, body);
  }

  saved(name, value, body) {
    this.failures = 0;
    this.fields.setVersion(name, body.version);
    this.faults.clear(name);
    if (body.obstacles) this.faults.show(name, body.obstacles);
    forgetChange(this.store, name);
    if (same(this.fields.read(name), value)) this.waiting.delete(name);
    else this.changed(name);
    this.tell(name, "lertrat:saved", { ...body, isBehind: this.hasSendable() });
    if (!this.waiting.size) this.status.saved(body.saved_at);
    return true;
  }

  failed(name, state) {
    this.status[state]();
    this.tell(name, "lertrat:unsaved");
    if (state === "offline") {
      this.retry = setTimeout(() => this.flush(), RETRY[Math.min(this.failures, RETRY.length - 1)]);
      this.failures += 1;
    }
    return false;
  }

  conflicted(name, mine, { theirs, version, who }) {
    this.blocked.add(name);
    this.inConflict.add(name);
    this.status.conflict();
    showConflict(this.fields.group(name), { mine, theirs, who }, (choice) => this.settled(name, choice, { theirs, version }));
    return true;
  }

  settled(name, choice, { theirs, version }) {
    this.blocked.delete(name);
    this.inConflict.delete(name);
    this.fields.setVersion(name, version);
    forgetChange(this.store, name);
    if (choice === "theirs") {
      this.waiting.delete(name);
      if (!this.fields.write(name, theirs)) location.reload();
      this.tell(name, "lertrat:unsaved");
      if (!this.waiting.size) this.status.saved();
    } else {
      if (choice === "both") this.merge(name, theirs);
      this.changed(name);
    }
    this.fields.control(name).focus();
    this.flush();
  }

  // Saved as it is, so that nothing is lost; what is left to do is said until somebody does it.
  merge(name, theirs) {
    this.fields.write(name, `${theirs}\n\n${this.fields.read(name)}`);
    showMerged(this.fields.group(name), this.fields.control(name));
  }

  // What was typed otherwise while the refusal was on its way is sent in its turn.
  refused(name, value, { obstacles = [] }) {
    if (!same(this.fields.read(name), value)) return true;
    this.blocked.add(name);
    this.status.refused();
    this.faults.show(name, obstacles);
    return true;
  }

  tell(name, kind, detail) {
    this.fields.first(name).dispatchEvent(new CustomEvent(kind, { bubbles: true, detail }));
  }

  // After signing in again in another tab this page's token is old; a fresh copy of the page has the new one.
  async cameBack() {
    if (document.visibilityState !== "visible" || !this.waiting.size) return;
    if (this.status.is("session")) {
      const page = await fetch(location.href, { headers: { Accept: "text/html" } }).catch(() => null);
      if (!page?.ok || page.redirected) return;
      const copy = new DOMParser().parseFromString(await page.text(), "text/html");
      const fresh = copy.querySelector(`#${CSS.escape(this.form.id)} input[name=csrf_token]`);
      if (fresh) this.form.elements.csrf_token.value = fresh.value;
    }
    this.flush();
  }

  // Saving and going on are one act for the person: what is still waiting goes first, within reason.
  beforeSubmit(event) {
    if (!this.submitting && (this.hasSendable() || !navigator.onLine)) {
      event.preventDefault();
      this.sendAndSubmit(event.submitter);
      return;
    }
    markSent(this.store, Object.fromEntries([...this.waiting].map((name) => [name, this.fields.version(name)])));
  }

  // Where the server cannot be reached the page stays, for the browser would put its own in its place.
  async sendAndSubmit(submitter) {
    await Promise.race([this.flush(), new Promise((resolve) => { setTimeout(resolve, BEFORE_SUBMIT); })]);
    if ((this.status.is("offline") || !navigator.onLine) && !(await isReached())) {
      this.status.stays();
      return;
    }
    this.submitting = true;
    this.form.requestSubmit(submitter);
    this.submitting = false;
  }
}

for (const form of document.querySelectorAll("form[data-autosave-url]")) new Autosave(form);
