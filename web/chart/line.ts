import type { Stretch } from './shared.ts';

/** What one sensor read on one channel, in time. `breaks[i]`: a gap lies before reading `i`. */
export type Line = {
  readonly device: string;
  readonly times: Float64Array;
  readonly values: Float64Array;
  readonly breaks: Uint8Array;
  /** Time in which nothing was read, by the verdict. */
  readonly gaps: readonly Stretch[];
  /** A hole that is longer is a gap too, before the verdict has it. */
  readonly maxGapMs: number;
  readonly min: number;
  readonly max: number;
};

/** A line as it is drawn: readings and, where there is a gap, a null between them. */
export type Drawn = readonly [times: number[], values: (number | null)[]];

/** Makes a line of points of the API. `convert` turns values into the unit that is shown. */
export function lineOf(
  device: string,
  points: readonly (readonly [number, number])[],
  { gaps, maxGapMs }: Pick<Line, 'gaps' | 'maxGapMs'>,
  convert: (value: number) => number,
): Line {
  const times = new Float64Array(points.length);
  const values = new Float64Array(points.length);
  const breaks = new Uint8Array(points.length);
  let [min, max] = [Infinity, -Infinity];
  for (const [index, [at, value]] of points.entries()) {
    const shown = convert(value);
    times[index] = at;
    if (index > 0 && at - times[index - 1]! > maxGapMs) breaks[index] = 1;
    values[index] = shown;
    if (shown < min) min = shown;
    if (shown > max) max = shown;
  }
  for (const { to } of gaps) {
    const after = firstFrom(times, to);
    if (after < times.length) breaks[after] = 1;
  }
  return { device, times, values, breaks, gaps, maxGapMs, min, max };
}

/** Index of the first time that is not before `at`. */
export function firstFrom(times: Float64Array, at: number): number {
  let [low, high] = [0, times.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (times[middle]! < at) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * A line within a stretch of time, with a reading on either side of it, reduced to at most the lowest and the highest
 * of each of `columns`; gaps stay.
 */
export function drawn({ times, values, breaks }: Line, { from, to }: Stretch, columns: number): Drawn {
  const first = Math.max(0, firstFrom(times, from) - 1);
  const end = Math.min(times.length, firstFrom(times, to) + 1);
  const xs: number[] = [];
  const ys: (number | null)[] = [];
  const put = (index: number): void => {
    xs.push(times[index]!);
    ys.push(values[index]!);
  };
  const breakBefore = (index: number): void => {
    if (breaks[index] !== 1 || xs.length === 0) return;
    // Strictly between its neighbours.
    xs.push((xs.at(-1)! + times[index]!) / 2);
    ys.push(null);
  };
  if (end - first <= columns * 4) {
    for (let index = first; index < end; index++) {
      breakBefore(index);
      put(index);
    }
    return [xs, ys];
  }
  const width = (to - from) / columns;
  let index = first;
  while (index < end) {
    const column = Math.floor((times[index]! - from) / width);
    breakBefore(index);
    let [low, high] = [index, index];
    let next = index + 1;
    while (next < end && breaks[next] !== 1 && Math.floor((times[next]! - from) / width) === column) {
      if (values[next]! < values[low]!) low = next;
      if (values[next]! > values[high]!) high = next;
      next++;
    }
    put(Math.min(low, high));
    if (low !== high) put(Math.max(low, high));
    index = next;
  }
  return [xs, ys];
}

/** The reading that holds at a moment: the one before it, unless a gap lies between. Null where there is none. */
export function readingAt(
  { times, values, gaps, maxGapMs }: Line,
  at: number,
): { at: number; value: number } | null {
  const index = firstFrom(times, at + 1) - 1;
  if (index < 0) return null;
  const read = times[index]!;
  const isLost = at - read > maxGapMs || gaps.some(({ from, to }) => at >= from && at < to && read <= from);
  return isLost ? null : { at: read, value: values[index]! };
}
