import type { Channel } from './profile-as-written.ts';
import type { Unreadable } from './read-cell.ts';
import type { Entry } from './read-file.ts';
import { roundToNineDecimals } from './rounding.ts';

/** The content of one channel at one time. */
export type Sample = {
  at: number;
  /** The distinct readable values, ascending. */
  values: number[];
  unreadable: Unreadable[];
  /** Fault codes that no neighbouring reading makes credible, hence unreadable values. */
  faultCodes: number[];
};

// Design, section 3.
const CREDIBLE_WITHIN_CELSIUS = 20;
const LONE_FROM_CELSIUS = 8;
const NEIGHBOURS_WITHIN_CELSIUS = 3;
const NEIGHBOURS_WITHIN_MS = 15 * 60_000;

/** The samples of a channel in order of time; `codes` are fault codes in degrees Celsius. */
export function samplesOf(entries: readonly Entry[], channel: Channel, codes: readonly number[]): Sample[] {
  const own = entries.filter((entry) => entry.channel === channel);
  const times = [...new Set(own.map((entry) => entry.at))].sort((one, other) => one - other);
  const raw = times.map((at): Sample => {
    const cells = own.filter((entry) => entry.at === at).map((entry) => entry.cell);
    const values = cells.flatMap((cell) => (cell.kind === 'value' ? [cell.value] : []));
    return {
      at,
      values: [...new Set(values)].sort((one, other) => one - other),
      unreadable: cells.flatMap((cell) => (cell.kind === 'unreadable' ? [cell] : [])),
      faultCodes: [],
    };
  });
  return channel === 'temperature' ? raw.map((_, index) => withoutFaultCodes(raw, index, codes)) : raw;
}

/** Whether the sample has anything unreadable at its time; if so, it is valid for no time at all. */
export function hasUnreadable(sample: Sample): boolean {
  return sample.unreadable.length > 0 || sample.faultCodes.length > 0;
}

function withoutFaultCodes(raw: readonly Sample[], index: number, codes: readonly number[]): Sample {
  const sample = raw[index]!;
  const isFault = (value: number) => codes.includes(value) && !isCredible(raw, index, value);
  return {
    ...sample,
    values: sample.values.filter((value) => !isFault(value)),
    faultCodes: sample.values.filter((value) => isFault(value)),
  };
}

function isCredible(raw: readonly Sample[], index: number, code: number): boolean {
  const hasAnother = (sample: Sample) => sample.values.some((value) => value !== code);
  const neighbours = [raw.slice(0, index).findLast(hasAnother), raw.slice(index + 1).find(hasAnother)];
  return neighbours.some((neighbour) =>
    neighbour?.values.some((value) => value !== code && distance(value, code) <= CREDIBLE_WITHIN_CELSIUS),
  );
}

/** The lone readings of the temperature: their times and highest values. */
export function loneReadings(samples: readonly Sample[], maxGapMs: number): { at: number; value: number }[] {
  const readings = samples.filter((sample) => sample.values.length > 0);
  return readings
    .filter((_, index) => isLone(readings.slice(Math.max(0, index - 2), index + 3), index, maxGapMs))
    .map((sample) => ({ at: sample.at, value: sample.values.at(-1)! }));
}

function isLone(around: readonly Sample[], index: number, maxGapMs: number): boolean {
  if (index < 2 || around.length < 5) return false;
  const [first, before, sample, after, last] = around as [Sample, Sample, Sample, Sample, Sample];
  const near = Math.min(NEIGHBOURS_WITHIN_MS, maxGapMs);
  if (sample.at - before.at > near || after.at - sample.at > near) return false;
  const others = [first, before, after, last].flatMap((other) => other.values);
  if (distance(Math.max(...others), Math.min(...others)) > NEIGHBOURS_WITHIN_CELSIUS) return false;
  const differences = [before, after].flatMap((neighbour) =>
    neighbour.values.flatMap((value) => sample.values.map((own) => roundToNineDecimals(own - value))),
  );
  return (
    differences.every((difference) => difference > LONE_FROM_CELSIUS) ||
    differences.every((difference) => difference < -LONE_FROM_CELSIUS)
  );
}

function distance(one: number, other: number): number {
  return roundToNineDecimals(Math.abs(one - other));
}
