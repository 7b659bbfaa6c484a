import { elementaryIntervals, validUntil, wholeGaps, type Course } from './coverage.ts';
import { isValidFor, peakOf, sideOf, type Side } from './limits.ts';
import { durationInMilliseconds, type RuleAsWritten } from './profile-as-written.ts';
import { toIso, toSeconds } from './rounding.ts';
import type { Sample } from './samples.ts';

type Outcome = 'pass' | 'fail' | 'not-applicable';
export type RuleVerdict = {
  id: string;
  outcome: Outcome;
  observedSeconds: number | null;
  worstCaseSeconds: number | null;
  worstCase: Outcome;
  allowedSeconds: number | null;
  firedAt: string | null;
};
export type Excursion = {
  rule: string;
  from: string;
  to: string | null;
  endedBy: 'in-range' | 'gap' | 'end-of-record' | null;
  firedAt: string;
  observedSeconds: number;
  peak: number | null;
};

type Piece = { from: number; to: number; side: Side };
/** What lies between two readings in range: the indices of the samples outside, and of the next one in range. */
type Stretch = { outside: number[]; pieces: Piece[]; next: number | null };
type Firing = { stretches: Stretch[]; at: number };

/** The verdict of one rule on its channel, and its excursions. */
export function judgeRule(rule: RuleAsWritten, course: Course, longestGapMs: number) {
  const stretches = stretchesOf(rule, course);
  const firings = firingsOf(rule, course, stretches);
  const isApplicable = firings.length > 0 || course.samples.some((sample) => sample.values.length > 0);
  const isTimed = rule.mode !== 'instant';
  const counts = gapsThatCount(rule, course, longestGapMs);
  const worstCaseMs = secondsBy(rule, stretches, (piece) => piece.side !== 'inside');
  const countedMs = secondsBy(
    rule,
    stretches,
    (piece) =>
      piece.side === 'outside' ||
      (piece.side === 'unknown' && counts.some((gap) => gap.from <= piece.from && piece.to <= gap.to)),
  );
  const outcomeOf = (fails: boolean): Outcome => {
    if (!isApplicable) return 'not-applicable';
    return fails ? 'fail' : 'pass';
  };
  const verdict: RuleVerdict = {
    id: rule.id,
    outcome: outcomeOf(firings.length > 0),
    observedSeconds: isApplicable
      ? toSeconds(secondsBy(rule, stretches, (piece) => piece.side === 'outside'))
      : null,
    worstCaseSeconds: isTimed && isApplicable ? toSeconds(worstCaseMs) : null,
    worstCase: isTimed ? outcomeOf(isReached(rule, countedMs)) : 'not-applicable',
    allowedSeconds: isTimed ? toSeconds(allowanceOf(rule)) : null,
    firedAt: firings.length > 0 ? toIso(Math.min(...firings.map((firing) => firing.at))) : null,
  };
  return { verdict, excursions: firings.map((firing) => excursionOf(rule, course, firing)) };
}

/** Whether a rule still fires if the readings at the given times count as unmonitored. */
export function firesWithout(rule: RuleAsWritten, course: Course, times: ReadonlySet<number>): boolean {
  const samples = course.samples.map((sample): Sample =>
    times.has(sample.at) ? { ...sample, values: [], faultCodes: sample.values } : sample,
  );
  return firingsOf(rule, course, stretchesOf(rule, { ...course, samples })).length > 0;
}

function stretchesOf(rule: RuleAsWritten, course: Course): Stretch[] {
  const intervals = elementaryIntervals(course);
  let current: Stretch = { outside: [], pieces: [], next: null };
  const stretches = [current];
  for (let index = -1; index < course.samples.length; index += 1) {
    const sample = course.samples[index];
    const side = sample === undefined ? 'unknown' : sideOf(rule, sample);
    if (side === 'outside') current.outside.push(index);
    if (side === 'inside') {
      current.next = index;
      current = { outside: [], pieces: [], next: null };
      stretches.push(current);
    }
    const end = sample !== undefined && isValidFor(rule, sample) ? validUntil(course, index) : -Infinity;
    for (const { from, to, latest } of intervals)
      if (latest === index) current.pieces.push({ from, to, side: from < end ? side : 'unknown' });
  }
  return stretches;
}

/** For a consecutive rule the longest stretch, for any other rule the sum of all stretches. */
function secondsBy(rule: RuleAsWritten, stretches: readonly Stretch[], counts: (piece: Piece) => boolean) {
  const lengths = stretches.map(({ pieces }) =>
    pieces.filter(counts).reduce((sum, piece) => sum + piece.to - piece.from, 0),
  );
  return rule.mode === 'consecutive'
    ? Math.max(0, ...lengths)
    : lengths.reduce((sum, length) => sum + length, 0);
}

function firingsOf(rule: RuleAsWritten, course: Course, stretches: readonly Stretch[]): Firing[] {
  const runs = stretches.filter((stretch) => stretch.outside.length > 0);
  if (rule.mode === 'instant')
    return runs.map((run) => ({ stretches: [run], at: course.samples[run.outside[0]!]!.at }));
  if (rule.mode === 'cumulative') {
    const at = firingMoment(rule, runs);
    return at === null ? [] : [{ stretches: runs, at }];
  }
  return runs.flatMap((run) => {
    const at = firingMoment(rule, [run]);
    return at === null ? [] : [{ stretches: [run], at }];
  });
}

/** The exact time at which the time outside reaches the duration; null if it never does. */
function firingMoment(rule: RuleAsWritten, runs: readonly Stretch[]): number | null {
  const allowance = allowanceOf(rule);
  let observed = 0;
  for (const piece of runs.flatMap((run) => run.pieces)) {
    if (piece.side !== 'outside') continue;
    const length = piece.to - piece.from;
    if (isReached(rule, observed + length)) return piece.from + allowance - observed;
    observed += length;
  }
  return null;
}

function allowanceOf(rule: RuleAsWritten): number {
  return durationInMilliseconds(rule.for ?? rule.longerThan ?? 'PT0S');
}

function isReached(rule: RuleAsWritten, milliseconds: number): boolean {
  return rule.for === undefined ? milliseconds > allowanceOf(rule) : milliseconds >= allowanceOf(rule);
}

/** The whole gaps that exceed the longest allowed one, or contain or touch a value outside the limit. */
function gapsThatCount(rule: RuleAsWritten, course: Course, longestGapMs: number) {
  return wholeGaps(course).filter((gap) => {
    if (gap.to - gap.from > longestGapMs) return true;
    const before = course.samples.findLast((sample) => sample.at <= gap.from && sample.values.length > 0);
    const within = course.samples.filter((sample) => sample.at >= gap.from && sample.at <= gap.to);
    return [...(before === undefined ? [] : [before]), ...within].some(
      (sample) => sideOf(rule, sample) === 'outside',
    );
  });
}

function excursionOf(rule: RuleAsWritten, course: Course, { stretches, at }: Firing): Excursion {
  const readings = stretches.flatMap((stretch) => stretch.outside);
  const last = readings.at(-1)!;
  const next = stretches.at(-1)!.next;
  const lasts = next === null && course.span.isOpen;
  const end = isValidFor(rule, course.samples[last]!) ? validUntil(course, last) : course.samples[last]!.at;
  const observed = stretches
    .flatMap((stretch) => stretch.pieces)
    .filter((piece) => piece.side === 'outside')
    .reduce((sum, piece) => sum + piece.to - piece.from, 0);
  let endedBy: Excursion['endedBy'] = 'end-of-record';
  if (next !== null) endedBy = course.samples[next]!.at === end ? 'in-range' : 'gap';
  return {
    rule: rule.id,
    from: toIso(course.samples[readings[0]!]!.at),
    to: lasts ? null : toIso(end),
    endedBy: lasts ? null : endedBy,
    firedAt: toIso(at),
    observedSeconds: toSeconds(observed),
    peak: peakOf(
      rule,
      readings.map((index) => course.samples[index]!),
    ),
  };
}
