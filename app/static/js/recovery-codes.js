// Recovery codes are shown once: print them, or copy them where the browser lets a page do so.

const tools = document.querySelector("[data-copy-tools]");
const said = document.querySelector("[data-copied]");

async function copy(button) {
  const lines = [...document.getElementById(button.dataset.copy).children].map((line) => line.textContent.trim());
  await navigator.clipboard.writeText(lines.join("\n"));
  said.textContent = said.dataset.words;
}

tools.hidden = false;
for (const button of tools.querySelectorAll("[data-print]")) button.addEventListener("click", () => window.print());
for (const button of tools.querySelectorAll("[data-copy]")) {
  button.hidden = !navigator.clipboard;
  button.addEventListener("click", () => copy(button));
}
