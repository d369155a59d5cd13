// Refuses a file as soon as it is chosen where the server would refuse it after the upload: too large, too many, empty, of another type.
//
// The page has: input[type=file][data-most-mb] with its limits and words, as components/field_file.html writes them. What is refused is
// taken out of the field again, so it cannot be sent; the reason stands at the field until something else is chosen. A button with
// data-needs-file, the id of the field, sends nothing while none is chosen: the reason of the last refusal is not lost with the page.

const MEGABYTE = 1 << 20;

const sizeOf = (files) => [...files].reduce((sum, { size }) => sum + size, 0);

function faultOf(input) {
  const { mostMb, mostTogetherMb, room, tooLarge, tooMany, empty, otherType, tooMuch } = input.dataset;
  const files = [...input.files];
  const endings = input.accept.split(",");
  const named = (words, file) => words.replace("{name}", file.name);
  if (files.length > Number(room)) return tooMany;
  for (const file of files) {
    if (!endings.some((ending) => file.name.toLowerCase().endsWith(ending))) return named(otherType, file);
    if (!file.size) return named(empty, file);
    if (file.size > Number(mostMb) * MEGABYTE) return named(tooLarge, file);
  }
  const onThePage = [...input.form.querySelectorAll("input[type=file]")];
  return onThePage.reduce((sum, each) => sum + sizeOf(each.files), 0) > Number(mostTogetherMb) * MEGABYTE ? tooMuch : "";
}

// What the server said of the file before is answered by the next choice as well.
function clear(input, frame) {
  for (const old of frame.querySelectorAll(":scope > .govuk-error-message")) old.remove();
  frame.classList.remove("govuk-form-group--error");
  input.classList.remove("govuk-file-upload--error");
  input.removeAttribute("aria-invalid");
  const described = (input.getAttribute("aria-describedby") ?? "").split(" ").filter((id) => document.getElementById(id));
  input.setAttribute("aria-describedby", described.join(" "));
}

function refuse(input, frame, words) {
  const fault = Object.assign(document.createElement("p"), { className: "govuk-error-message", id: `${input.id}-chosen`, textContent: words });
  fault.setAttribute("role", "alert");
  input.before(fault);
  frame.classList.add("govuk-form-group--error");
  input.classList.add("govuk-file-upload--error");
  input.setAttribute("aria-invalid", "true");
  input.setAttribute("aria-describedby", `${input.getAttribute("aria-describedby")} ${fault.id}`.trim());
  input.value = "";
}

document.addEventListener("change", ({ target: input }) => {
  if (!input.matches("input[type=file][data-most-mb]")) return;
  const frame = input.closest(".govuk-form-group");
  const words = faultOf(input);
  clear(input, frame);
  if (words) refuse(input, frame, words);
});

document.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-needs-file]");
  const input = button && document.getElementById(button.dataset.needsFile);
  if (!input || input.files.length) return;
  event.preventDefault();
  if (input.getAttribute("aria-invalid") !== "true") refuse(input, input.closest(".govuk-form-group"), input.dataset.none);
  input.focus();
});
