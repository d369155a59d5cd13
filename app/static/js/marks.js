// Marks of comments: writes them into the line at hand of the field they belong to, and shows the comments as the server reads them.
//
// The page has: details[data-marks=FIELD] as components/comments.html writes them, and [data-said=FIELD] for the comments as read.

const viewer = document.querySelector("[data-viewer]");

function lineOf(field) {
  const start = field.value.lastIndexOf("\n", field.selectionStart - 1) + 1;
  const end = field.value.indexOf("\n", start);
  return { start, end: end < 0 ? field.value.length : end };
}

function rewrite(field, change) {
  const { start, end } = lineOf(field);
  const line = change(field.value.slice(start, end));
  field.setRangeText(line, start, end, "end");
  field.focus();
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.dispatchEvent(new Event("change", { bubbles: true }));
}

const toggled = (mark) => (line) => (/^\s*(\+\+|--)/.test(line) ? line.replace(/^\s*(\+\+|--)\s*/, "") : `${mark} ${line.trimStart()}`);
const pointing = (place) => (line) => (line.trim() ? `${line.trimEnd()} ${place}` : place);

// A file that stands open gives its page; the page is asked for only where there are pages.
function askForPage(marks) {
  const chosen = marks.querySelector("[data-mark-place]").selectedOptions[0];
  const page = marks.querySelector("[data-mark-page]");
  page.parentElement.hidden = !chosen?.matches("[data-paged]");
  const isOpen = viewer && !viewer.hidden && viewer.querySelector("[name=file]").value === chosen?.dataset.file;
  if (isOpen) page.value = viewer.querySelector("[name=page]").value;
}

function offer(marks) {
  const field = document.getElementById(marks.dataset.marks);
  const place = marks.querySelector("[data-mark-place]");
  marks.querySelector("[data-mark]").addEventListener("click", ({ target }) => rewrite(field, toggled(target.dataset.mark)));
  marks.querySelector("[data-mark-add]").addEventListener("click", () => {
    const page = marks.querySelector("[data-mark-page]").value.trim() || "1";
    if (place.value) rewrite(field, pointing(place.value.replace("{page}", page)));
  });
  place.addEventListener("change", () => askForPage(marks));
  marks.addEventListener("toggle", () => askForPage(marks));
}

function showSaid({ detail }) {
  for (const [name, comments] of Object.entries(detail.said ?? {})) {
    const place = document.querySelector(`[data-said="${CSS.escape(name)}"]`);
    if (place) place.innerHTML = comments; // our own server's markup of what it has just read
  }
}

for (const marks of document.querySelectorAll("[data-marks]")) offer(marks);
document.addEventListener("lertrat:saved", showSaid);
