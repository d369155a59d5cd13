// Opens files of evidence in the page's viewer without loading the page anew; where the window is too narrow, in a tab of their own.
//
// The page has: one evidence_viewer() and links of evidence_link(), as components/evidence_viewer.html writes them.

const viewer = document.querySelector("[data-viewer]");
const find = (name) => viewer.querySelector(`[data-viewer-${name}]`);
const isWide = () => matchMedia("(min-width: 64em)").matches;
let opened = viewer.hidden ? null : written();
let opener = null;

// The file the server opened, read back from what it wrote.
function written() {
  const tab = find("tab").getAttribute("href");
  const pages = viewer.querySelector("[name=page]");
  return {
    address: tab.split("#")[0],
    download: find("download").getAttribute("href"),
    id: viewer.querySelector("[name=file]").value,
    name: find("title").textContent,
    pages: find("pages").hidden ? undefined : find("count").textContent.replace(/\D/g, ""),
    page: Number(pages.value) || 1,
  };
}

function show(file) {
  opened = file;
  const isPaged = file.pages !== undefined;
  const at = isPaged ? `#page=${file.page}` : "";
  find("title").textContent = file.name;
  find("tab").href = file.address + at;
  find("download").href = file.download;
  find("pages").hidden = !isPaged;
  find("count").textContent = file.pages ? find("count").dataset.of.replace("{pages}", file.pages) : "";
  viewer.querySelector("[name=file]").value = file.id;
  viewer.querySelector("[name=page]").value = String(file.page);
  const words = find("frame").dataset.title.replace("{name}", file.name);
  // A frame that only changes what stands behind the # may stay where it is; a new one opens at the page.
  const frame = isPaged
    ? Object.assign(document.createElement("iframe"), { src: `${file.address}${at}&view=FitH&navpanes=0`, title: words })
    : Object.assign(document.createElement("img"), { src: file.address, alt: words });
  find("frame").replaceChildren(frame);
  viewer.hidden = false;
}

function turnTo(page) {
  const last = Number(opened.pages) || Infinity;
  const wanted = Math.min(Math.max(Math.trunc(page) || 1, 1), last);
  if (wanted !== opened.page) show({ ...opened, page: wanted });
  else viewer.querySelector("[name=page]").value = String(wanted);
}

function open(event) {
  const link = event.target.closest("a[data-evidence]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const { evidence: address, download, id, name, pages } = link.dataset;
  const page = Number(link.dataset.page) || 1;
  if (!isWide()) {
    link.target = "_blank";
    link.rel = "noopener";
    link.href = pages === undefined ? address : `${address}#page=${page}`;
    return;
  }
  event.preventDefault();
  opener = link;
  show({ address, download, id, name, pages, page });
  find("title").focus();
}

function close(event) {
  event.preventDefault();
  viewer.hidden = true;
  find("frame").replaceChildren();
  opener?.focus();
}

document.addEventListener("click", open);
find("close").addEventListener("click", close);
find("pages").addEventListener("submit", (event) => {
  event.preventDefault();
  turnTo(Number(viewer.querySelector("[name=page]").value.replace(/[๐-๙]/g, (digit) => String(digit.charCodeAt(0) - 0x0e50))));
});
for (const link of viewer.querySelectorAll("[data-viewer-step]")) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    turnTo(opened.page + Number(link.dataset.viewerStep));
  });
}
