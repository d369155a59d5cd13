/**
 * The PMQA 4.0 score in the browser, for live totals; the server's workflows/scoring decides, and a test holds both equal.
 *
 * Every figure is a fraction {n, d} of two BigInts in lowest terms with d > 0, so nothing is rounded before it is printed.
 * null is "not scored", never 0.
 */

const abs = (value) => (value < 0n ? -value : value);
const gcd = (a, b) => (b === 0n ? a : gcd(b, a % b));

/** n/d in lowest terms, for d > 0. */
function fraction(n, d) {
  const shared = gcd(abs(n), d);
  return { n: n / shared, d: d / shared };
}

const ZERO = fraction(0n, 1n);
const HUNDRED = fraction(100n, 1n);
const add = (a, b) => fraction(a.n * b.d + b.n * a.d, a.d * b.d);
const less = (a, b) => fraction(a.n * b.d - b.n * a.d, a.d * b.d);
const times = (a, b) => fraction(a.n * b.n, a.d * b.d);
const over = (a, b) => (b.n < 0n ? fraction(-a.n * b.d, a.d * -b.n) : fraction(a.n * b.d, a.d * b.n));
/** Below 0, 0 or above 0 as a lies under, at or over b. */
const compare = (a, b) => Number(a.n * b.d - b.n * a.d > 0n) - Number(a.n * b.d - b.n * a.d < 0n);
const between = (low, value, high) => (compare(value, low) < 0 ? low : compare(value, high) > 0 ? high : value);

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

/** The number somebody typed ("1,250.5", "-3", Thai digits), or null where it is none, or one the server will not score. */
export function typedNumber(text) {
  const plain = String(text ?? "").replace(/[๐-๙]/g, (digit) => digit.charCodeAt(0) - 0x0e50).replace(/[,\s]/g, "");
  const [, sign, whole, part = ""] = /^(-?)(\d{1,15})(?:\.(\d{1,10}))?$/.exec(plain) ?? [];
  if (whole === undefined) return null;
  const value = figure(part ? `${whole}.${part}` : whole);
  return sign ? fraction(-value.n, value.d) : value;
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
 * One results indicator, as the agency typed it: {actual, target, direction, floor, ceiling}, or null: not scored yet.
 *
 * `rules` are the rubric's: {generic: {steps: [{up_to, inclusive, times, score}], minimum, maximum},
 * ramp: {at_floor, at_ceiling, minimum, maximum}}. An indicator with a floor and a ceiling is read on the ramp.
 */
export function indicatorScore(indicator, rules) {
  const actual = typedNumber(indicator.actual);
  if (actual === null) return null;
  return indicator.floor && indicator.ceiling ? onRamp(actual, indicator, rules.ramp) : againstTarget(actual, indicator, rules.generic);
}

function againstTarget(actual, indicator, rule) {
  const target = typedNumber(indicator.target);
  if (target === null || target.n <= 0n || !rule) return null;
  const rateTimesTarget = times(indicator.direction === "less" ? less(add(target, target), actual) : actual, HUNDRED);
  const step = rule.steps.find(({ up_to: limit, inclusive }) => {
    if (limit === null) return true;
    const side = compare(rateTimesTarget, times(figure(limit), target));
    return side < 0 || (inclusive && side === 0);
  });
  const worth = step.score === null ? over(times(figure(step.times), rateTimesTarget), target) : figure(step.score);
  return between(figure(rule.minimum), worth, figure(rule.maximum));
}

function onRamp(actual, { floor, ceiling }, rule) {
  const [low, high] = [typedNumber(floor), typedNumber(ceiling)];
  if (!rule || low === null || high === null) return null;
  if (compare(actual, low) < 0) return figure(rule.minimum);
  if (compare(actual, high) >= 0) return figure(rule.maximum);
  const rise = less(figure(rule.at_ceiling), figure(rule.at_floor));
  return add(figure(rule.at_floor), over(times(rise, less(actual, low)), less(high, low)));
}

/** A results item: the mean of the indicators that can be scored, or null where none can. */
export function resultsScore(indicators, rules) {
  const scores = indicators.map((each) => indicatorScore(each, rules)).filter((each) => each !== null);
  return scores.length ? mean(scores) : null;
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

/**
 * Where a total stands among the bands, each {code, min}: the code of the band it lies in, the next one and what it lacks.
 *
 * In the highest band, `next` and `lacking` are null.
 */
export function standing(total, bands) {
  const reached = bands.filter(({ min }) => compare(figure(min), total) <= 0);
  const next = bands.find(({ min }) => compare(figure(min), total) > 0);
  return { band: reached.at(-1)?.code ?? null, next: next?.code ?? null, lacking: next ? less(figure(next.min), total) : null };
}

/** "Bureaucracy n.n": the total on the scale of {scale, decimals}, half up. */
export function bureaucracyIndex(total, { scale, decimals }, maximum) {
  const { n, d } = over(times(total, figure(scale)), figure(maximum));
  const unit = 10n ** BigInt(decimals);
  const parts = (n * unit * 2n + d) / (d * 2n);
  return decimals ? `${parts / unit}.${String(parts % unit).padStart(decimals, "0")}` : String(parts);
}

/** Half up to two decimals; a figure without a fraction part is printed without decimals ("405.50", "500"). */
export function printedFigure(value) {
  return pointsFigure(value).replace(/\.00$/, "");
}

/** Half up to two decimals always, as points of items and categories stand beside each other ("405.50", "500.00"). */
export function pointsFigure({ n, d }) {
  const hundredths = (n * 200n + d) / (d * 2n);
  return `${hundredths / 100n}.${String(hundredths % 100n).padStart(2, "0")}`;
}

/** The whole number below, as totals are printed. */
export function truncatedFigure({ n, d }) {
  return String(n / d);
}

/** The whole number above, as what a total lacks is printed: with the total as printed it makes up the band's limit. */
export function raisedFigure({ n, d }) {
  return String((n + d - 1n) / d);
}
