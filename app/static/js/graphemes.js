// Counts characters as the server does (app/thai/text.py): the same steps, checked on one shared file of strings.

const SARA_AM = /\u0e4d([\u0e48-\u0e4b]?)\u0e32|([\u0e48-\u0e4b])\u0e4d\u0e32/g;
const segmenter = "Segmenter" in Intl ? new Intl.Segmenter("th", { granularity: "grapheme" }) : null;

function folded(text) {
  return text
    .replace(/\r\n?/g, "\n")
    .normalize("NFC")
    .replace(SARA_AM, (_found, before, after) => `${before || after || ""}\u0e33`)
    .replace(/[ \t\u00a0]+(?=\n|$)/g, "")
    .replace(/\n+$/, "");
}

export function graphemeCount(text) {
  const counted = folded(text);
  if (!segmenter) return Array.from(counted).length;
  let count = 0;
  for (const _segment of segmenter.segment(counted)) count += 1;
  return count;
}
