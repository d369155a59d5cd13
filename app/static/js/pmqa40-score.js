/**
 * The PMQA 4.0 score in the browser, for live totals; the server's workflows/scoring decides, and a test holds both equal.
 *
 * Every figure is a fraction {n, d} of two BigInts in lowest terms with d > 0, so nothing is rounded before it is printed.
 * null is "not scored", never 0.
 */

const gcd = (a, b) => (b === 0n ? a : gcd(b, a % b));

/** n/d in lowest terms, for n >= 0 and d > 0. */
function fraction(n, d) {
  const shared = gcd(n, d);
  return { n: n / shared, d: d / shared };
}

const ZERO = fraction(0n, 1n);
const add = (a, b) => fraction(a.n * b.d + b.n * a.d, a.d * b.d);

function mean(values) {
  const sum = values.reduce(add, ZERO);
  return fraction(sum.n, sum.d * BigInt(values.length));
}

/** The fraction that "300", "405.5" or "800/3" stands for. Throws RangeError for anything else. */
export function figure(text) {
  const [, whole, part = "", divisor = "1"] = /^(\d+)(?:\.(\d+)|\/([1-9]\d*))?$/.exec(String(text)) ?? [];
  if (whole === undefined) throw new RangeError(`not a figure: ${text}`);
  return fraction(BigInt(whole + part), BigInt(divisor) * 10n ** BigInt(part.length));
}

/**
 * One process item: its score and the level it holds ("below" or the code of its highest complete level).
 *
 * `levels` stand in rising order, each {code, points, ticked, checkpoints}: points as in the rubric ("300"), ticked and
 * checkpoints whole numbers. A level adds points x ticked / checkpoints; the first incomplete level is the last that adds.
 */
export function itemScore(levels) {
  let score = ZERO;
  let level = "below";
  for (const { code, points, ticked, checkpoints } of levels) {
    if (!(ticked >= 0 && ticked <= checkpoints && checkpoints > 0)) throw new RangeError(`level ${code}: ${ticked} of ${checkpoints}`);
    const worth = figure(points);
    score = add(score, fraction(worth.n * BigInt(ticked), worth.d * BigInt(checkpoints)));
    if (ticked < checkpoints) break;
    level = code;
  }
  return { score, level };
}

/**
 * The categories and the total from the items: plain means, null where a part is not scored.
 *
 * `categories` are {id, items: [{id, score}]} with a fraction or null as score. Returns {categories: {id: fraction|null},
 * total, atLeast, unscored}: `atLeast` is the total with unscored items as 0, `unscored` their ids in the given order.
 */
export function categoryAndTotal(categories) {
  const strict = categories.map(({ items }) => (items.some(({ score }) => score === null) ? null : mean(items.map(({ score }) => score))));
  const atLeast = mean(categories.map(({ items }) => mean(items.map(({ score }) => score ?? ZERO))));
  return {
    categories: Object.fromEntries(categories.map(({ id }, place) => [id, strict[place]])),
    total: strict.includes(null) ? null : atLeast,
    atLeast,
    unscored: categories.flatMap(({ items }) => items.filter(({ score }) => score === null).map(({ id }) => id)),
  };
}

/** Half up to two decimals; a figure without a fraction part is printed without decimals ("405.50", "500"). */
export function printedFigure({ n, d }) {
  const hundredths = (n * 200n + d) / (d * 2n);
  const part = hundredths % 100n;
  const whole = String(hundredths / 100n);
  return part === 0n ? whole : `${whole}.${String(part).padStart(2, "0")}`;
}

/** The whole number below, as totals are printed. */
export function truncatedFigure({ n, d }) {
  return String(n / d);
}
