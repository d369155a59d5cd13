// Marks what one text has that the other has not, word by word; Thai words are found by the browser's dictionary.

const words = "Segmenter" in Intl ? new Intl.Segmenter("th", { granularity: "word" }) : null;
const LONGEST = 3000;

const pieces = (text) => (words ? [...words.segment(text)].map(({ segment }) => segment) : text.split(/(\s+)/));

// Which pieces of `one` stand, in order, in `other` too: the longest common subsequence.
function shared(one, other) {
  const width = other.length + 1;
  const lengths = new Uint16Array((one.length + 1) * width);
  for (let i = one.length - 1; i >= 0; i -= 1) {
    for (let j = other.length - 1; j >= 0; j -= 1) {
      lengths[i * width + j] =
        one[i] === other[j] ? lengths[(i + 1) * width + j + 1] + 1 : Math.max(lengths[(i + 1) * width + j], lengths[i * width + j + 1]);
    }
  }
  const kept = new Set();
  for (let i = 0, j = 0; i < one.length && j < other.length; ) {
    if (one[i] === other[j]) {
      kept.add(i);
      i += 1;
      j += 1;
    } else if (lengths[(i + 1) * width + j] >= lengths[i * width + j + 1]) i += 1;
    else j += 1;
  }
  return kept;
}

// Writes `text` into `place`, with what `other` lacks inside <ins>.
export function writeMarked(place, text, other) {
  const [mine, theirs] = [pieces(text), pieces(other)];
  place.replaceChildren();
  if (mine.length > LONGEST || theirs.length > LONGEST) {
    place.textContent = text;
    return;
  }
  const kept = shared(mine, theirs);
  mine.forEach((piece, position) => {
    const last = place.lastChild;
    if (kept.has(position)) place.append(piece);
    else if (last instanceof HTMLElement) last.append(piece);
    else place.append(Object.assign(document.createElement("ins"), { textContent: piece }));
  });
}
