import type { Stretch } from './shared.ts';

/** The readings of one sensor on one channel over time. `breaks[i]`: a gap precedes reading `i`. */
export type Line = {
  readonly device: string;
  readonly times: Float64Array;
  readonly values: Float64Array;
  readonly breaks: Uint8Array;
  /** Gaps, according to the verdict. */
  readonly gaps: readonly Stretch[];
  /** Longer times without readings count as gaps too, even before the verdict includes them. */
  readonly maxGapMs: number;
  readonly min: number;
  readonly max: number;
};

/** A line as it is drawn: readings, with a null in each gap. */
type Drawn = readonly [times: number[], values: (number | null)[]];

/** Makes a line from points of the API. `convert` converts values to the displayed unit. */
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

/** Returns the index of the first time that is not before `at`. */
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
 * Returns the part of a line within a time range plus one reading on either side, reduced to at most the lowest and
 * highest reading in each of `columns`; gaps are preserved.
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

/** Returns the reading valid at a moment: the previous one, unless a gap lies between. Null where there is none. */
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
