import { UnusableArgument } from './logger-file.ts';
import {
  type Meanings,
  type Twice,
  isFixed,
  meaningsIn,
  offsetsInWords,
  offsetsOf,
  wallInWords,
} from './zone.ts';

/**
 * The wall clock of one row. `columns` has a bit for each column that the row fills: rows with the same time that fill
 * different columns are one stamp of the device.
 */
export type Stamp = { readonly utcMs: number; readonly line: number; readonly columns: number };

/** Converts the wall clocks of a file to epoch milliseconds, row by row in line order. */
export type FileClock = (utcMs: number, line: number) => number;

/**
 * Consecutive rows inside one repeated hour. If the rows run backwards in time, the file's first pass through the hour
 * is the later one.
 */
type Run = {
  readonly line: number;
  readonly meaning: Twice;
  readonly walls: number[];
  readonly columns: number[];
  /** The moments of the rows before and after; null if there is none. */
  readonly before: number | null;
  after: number | null;
};

/**
 * A clock for a file written in a named zone ("Europe/Berlin") or at an offset ("+01:00"). `stamps` are all rows that
 * the clock will be asked for, in order. In an hour that occurs twice, the second pass begins at the stamp that does
 * not advance in the file's direction. If there is no such stamp, the row interval must leave only one possibility.
 *
 * @throws {UnusableArgument} when both passes remain possible, or the zone skips a stamp.
 */
export function fileClock(zone: string, stamps: Iterable<Stamp>): FileClock {
  const meanings = meaningsIn(zone);
  if (isFixed(zone)) return (utcMs) => meanings(utcMs) as number;
  const survey = surveyOf(stamps, (utcMs, line) => meaningAt(meanings, utcMs, line));
  const isRising = survey.direction >= 0;
  const secondPasses = survey.runs.map((run) => {
    const place = secondPassOf(run, isRising, survey.usualStepMs);
    if (place === null)
      throw new UnusableArgument(
        `line ${run.line}: ${wallInWords(run.walls[0]!)} comes twice in ${zone}, where clocks went back, and the rows around it do not show which of the two it is; write the times with their offsets, or say at which offset the file was written, ${offsetsInWords(run.walls[0]!, run.meaning)}`,
        { question: { option: 'time-zone', candidates: offsetsOf(run.walls[0]!, run.meaning) } },
      );
    return place;
  });
  let run = -1;
  let place = 0;
  let previous: number | null = null;
  return (utcMs, line) => {
    const meaning = meaningAt(meanings, utcMs, line);
    if (typeof meaning === 'number') {
      previous = null;
      return meaning;
    }
    if (isSameHour(previous, utcMs, meaning)) place++;
    else [run, place] = [run + 1, 0];
    previous = utcMs;
    const isFirstPass = place < secondPasses[run]!;
    return isFirstPass === isRising ? meaning.earlier : meaning.later;
  };
}

function meaningAt(meanings: Meanings, utcMs: number, line: number): number | Twice {
  try {
    return meanings(utcMs);
  } catch (cause) {
    if (!(cause instanceof UnusableArgument)) throw cause;
    throw new UnusableArgument(`line ${line}: ${cause.message}`, { cause, question: cause.question });
  }
}

function isSameHour(previous: number | null, utcMs: number, { earlier, later }: Twice): boolean {
  return previous !== null && Math.abs(utcMs - previous) < later - earlier;
}

type Survey = {
  readonly runs: readonly Run[];
  /** Positive if the rows run forward in time, negative if they run backwards. */
  readonly direction: number;
  /** The most frequent interval between rows; null if there are fewer than two times. */
  readonly usualStepMs: number | null;
};

/** At most this many different intervals are counted. */
const countedSteps = 1000;

function surveyOf(
  stamps: Iterable<Stamp>,
  meaningOf: (utcMs: number, line: number) => number | Twice,
): Survey {
  const runs: Run[] = [];
  const steps = new Map<number, number>();
  let balance = 0;
  let first: number | null = null;
  let last: Stamp | null = null;
  let lastMoment: number | null = null;
  let open: Run | null = null;
  for (const stamp of stamps) {
    const { utcMs, line, columns } = stamp;
    const meaning = meaningOf(utcMs, line);
    const isInside = typeof meaning !== 'number';
    const wasInside: boolean = open !== null;
    if (last !== null) {
      const stepMs = utcMs - last.utcMs;
      balance += Math.sign(stepMs);
      const seconds = Math.round(Math.abs(stepMs) / 1000);
      // A step into or out of the hour may be an hour longer than it seems.
      if (stepMs !== 0 && isInside === wasInside && (steps.has(seconds) || steps.size < countedSteps))
        steps.set(seconds, (steps.get(seconds) ?? 0) + 1);
    }
    if (!isInside) {
      if (open !== null) open.after = meaning;
      [open, lastMoment] = [null, meaning];
    } else if (open !== null && isSameHour(last!.utcMs, utcMs, meaning)) {
      open.walls.push(utcMs);
      open.columns.push(columns);
    } else {
      if (open !== null) open.after = meaning.earlier;
      open = { line, meaning, walls: [utcMs], columns: [columns], before: lastMoment, after: null };
      runs.push(open);
      lastMoment = meaning.earlier;
    }
    first ??= utcMs;
    last = stamp;
  }
  const mostFrequent = [...steps].reduce<[number, number] | null>(
    (most, each) => (most === null || each[1] > most[1] ? each : most),
    null,
  );
  return {
    runs,
    direction: balance === 0 && first !== null ? last!.utcMs - first : balance,
    usualStepMs: mostFrequent === null ? null : mostFrequent[0] * 1000,
  };
}

/**
 * The index of the row at which the second pass of a run begins; the number of rows if none does; null if that stays
 * open. In the second pass each row is an hour farther than its clock shows, so exactly one of the steps from row to
 * row, into the run or out of it is an hour longer than it seems. If the clock steps back, it is that step; otherwise
 * it must be the only choice that makes all steps equal to the file's interval.
 */
function secondPassOf(run: Run, isRising: boolean, usualStepMs: number | null): number | null {
  const { walls } = run;
  const steps = stepsOf(run, isRising);
  const hourMs = run.meaning.later - run.meaning.earlier;
  const tolerance = Math.min((usualStepMs ?? 0) / 2, hourMs / 2);
  const isOdd = (step: number | null): boolean =>
    step !== null && step !== 0 && (usualStepMs === null || Math.abs(step - usualStepMs) >= tolerance);
  const odd = steps.filter(isOdd).length;
  const oddWith = (place: number): number => {
    const step = steps[place]!;
    return odd - Number(isOdd(step)) + Number(isOdd(step === null ? null : step + hourMs));
  };
  const back = stepsBack(run, steps);
  // A repeated row does not advance either; the best place is the one that leaves the fewest irregular steps.
  if (back.length > 0) return back.reduce((best, place) => (oddWith(place) < oddWith(best) ? place : best));
  // A single stamp at the start of the file may be from either pass, because a row may be missing after it.
  if (walls.length === 1 && run.before === null) return null;
  const possible = [...walls.keys(), walls.length].filter(
    (place) => (place === 0 || steps[place] !== 0) && oddWith(place) === 0,
  );
  return usualStepMs !== null && possible.length === 1 ? possible[0]! : null;
}

/**
 * The steps of a run in the file's direction, in milliseconds: from the row before into the first pass, from row to row
 * by the clock, and out of the second pass to the row after. Null if the neighbouring row is missing or belongs to
 * another part of the file.
 */
function stepsOf({ meaning, walls, before, after }: Run, isRising: boolean): (number | null)[] {
  const sign = isRising ? 1 : -1;
  // If the rows run backwards, the first pass is the later one.
  const [firstPass, secondPass] = isRising
    ? [meaning.earlier, meaning.later]
    : [meaning.later, meaning.earlier];
  const into = before === null ? null : sign * (firstPass - before);
  const out = after === null ? null : sign * (after - (secondPass + walls.at(-1)! - walls[0]!));
  return [
    into !== null && into < 0 ? null : into,
    ...walls.slice(1).map((wall, index) => sign * (wall - walls[index]!)),
    out !== null && out < 0 ? null : out,
  ];
}

/** The rows of a run whose clock does not advance in the file's direction. */
function stepsBack({ walls, columns }: Run, steps: readonly (number | null)[]): number[] {
  const places: number[] = [];
  let filled = columns[0]!;
  for (let place = 1; place < walls.length; place++) {
    const step = steps[place]!;
    const isAnother = step === 0 && (filled & columns[place]!) === 0;
    if (step < 0 || (step === 0 && !isAnother)) places.push(place);
    filled = isAnother ? filled | columns[place]! : columns[place]!;
  }
  return places;
}
