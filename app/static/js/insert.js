// A kept text put into the field it is for (a[data-insert] names the field), after what stands there; nothing typed is lost.
// Without this script the link opens the page again with the text in an empty field.

function insert(event) {
  const link = event.currentTarget;
  const field = document.getElementById(link.dataset.insert);
  if (!field) return;
  event.preventDefault();
  field.value = [field.value.trimEnd(), link.dataset.text].filter(Boolean).join("\n");
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.focus();
}

for (const link of document.querySelectorAll("a[data-insert]")) link.addEventListener("click", insert);
