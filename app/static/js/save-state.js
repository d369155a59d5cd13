// The line that says what autosave is doing. Seen at every save; heard only when the state changes.

const SHOW_SAVING_AFTER = 1000;
const language = document.documentElement.lang;
const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: "Asia/Bangkok" });

function timeOf(instant) {
  const time = clock.format(new Date(instant));
  return language === "th" ? `${time.replace(":", ".")} น.` : time;
}

export function saveState(formId) {
  const line = document.querySelector(`[data-autosave-status="${CSS.escape(formId)}"]`);
  const words = line?.querySelector("[data-autosave-words]");
  const live = line?.querySelector("[role=status]");
  const signIn = line?.querySelector("[data-autosave-sign-in]");
  let present = line?.dataset.present ?? "saved";
  let before = words?.textContent; // what stood there while all was well
  let soon;

  function become(state, text) {
    clearTimeout(soon);
    if (!line) {
      present = state;
      return;
    }
    line.classList.remove("lr-save--saving", "lr-save--offline", "lr-save--conflict");
    if (state === "saving") line.classList.add("lr-save--saving");
    if (state === "offline" || state === "session") line.classList.add("lr-save--offline");
    if (state === "conflict" || state === "refused") line.classList.add("lr-save--conflict");
    words.textContent = text;
    if (state === "saved") before = text;
    if (signIn) signIn.hidden = state !== "session";
    if (state !== present && state !== "saving") live.textContent = text;
    if (state !== "saving") present = state;
  }

  const said = (state) => () => become(state, line?.dataset[state]);
  return {
    is: (state) => present === state,
    saving: () => {
      clearTimeout(soon);
      if (present === "saved") soon = setTimeout(said("saving"), SHOW_SAVING_AFTER);
    },
    saved: (instant) => become("saved", line?.dataset.saved.replace("{time}", timeOf(instant ?? Date.now()))),
    calm: () => become("saved", before),
    offline: said("offline"),
    stays: () => {
      become("offline", line?.dataset.stays);
      line?.scrollIntoView({ block: "center" });
      line?.focus({ preventScroll: true });
    },
    session: said("session"),
    conflict: said("conflict"),
    refused: said("refused"),
  };
}
