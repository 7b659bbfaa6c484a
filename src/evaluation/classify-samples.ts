import { remembered } from './remembered.ts';
import { credibleWithinCelsius, isFaultCode } from './fault-codes.ts';
import { roundValue } from '../model/rounding.ts';
import { GrowingSamples, type Sample, type Samples } from './samples.ts';
import type { DeviceRecord, UnreadableSample } from './series.ts';

/**
 * Moves fault codes to the record's unreadable values, unless nearby readings make them credible. The result depends on
 * the whole record only, not on the order or batches in which it arrived.
 */
export function withoutFaultCodes(record: DeviceRecord): DeviceRecord {
  return remembered(record, 'credible', () => classified(record));
}

function classified(record: DeviceRecord): DeviceRecord {
  const samples = record.series.get('temperature');
  if (samples === undefined || !hasFaultCode(samples)) return record;
  const { credible, faults } = splitFaultCodes(samples, []);
  if (faults.length === 0) return record;
  return {
    series: new Map(
      [...record.series].map(([channel, own]) => [channel, channel === 'temperature' ? credible : own]),
    ),
    unreadable: new Map(record.unreadable).set(
      'temperature',
      mergedUnreadable(record.unreadable.get('temperature') ?? [], faults),
    ),
  };
}

function hasFaultCode(samples: Samples): boolean {
  for (const { values } of samples) for (const value of values) if (isFaultCode(value)) return true;
  return false;
}

/** Credible samples, and fault codes as unreadable values. */
type SplitSamples = { readonly credible: Samples; readonly faults: readonly UnreadableSample[] };

/** The values at the two newest times whose values differ, oldest first. */
export type RecentValues = readonly (readonly number[])[];

/**
 * Separates fault codes from temperature samples. A code counts as a reading if the nearest earlier or nearest later
 * reading with a different value is close to it. `recent` is what was read before the samples. A code in `believed`,
 * the last credible values, stays credible until another value arrives, because the reading that made it credible may
 * no longer be among `recent`.
 */
export function splitFaultCodes(
  samples: Samples,
  recent: RecentValues,
  believed: readonly number[] = [],
): SplitSamples {
  const later = new LaterReadings(samples);
  const credible = new GrowingSamples();
  const faults: UnreadableSample[] = [];
  let earlier = recent;
  let place = 0;
  for (const sample of samples) {
    const isCredibleByEarlier = (value: number): boolean => {
      const other = earlier.findLast((values) => values.some((each) => each !== value));
      return other === undefined ? believed.includes(value) : isNear(value, other);
    };
    const isFault = (value: number): boolean =>
      isFaultCode(value) && !isCredibleByEarlier(value) && !isNear(value, later.otherThan(value, place));
    const wrong = sample.values.filter(isFault);
    if (wrong.length > 0)
      faults.push({ at: sample.at, texts: wrong.map(String).sort(), above: null, below: null });
    const right = wrong.length === 0 ? sample.values : sample.values.filter((value) => !isFault(value));
    if (right.length > 0)
      credible.add(wrong.length === 0 ? sample : { at: sample.at, values: right, differs: right.length > 1 });
    earlier = recentAfter(earlier, sample.values);
    place++;
  }
  return { credible: credible.samples(), faults };
}

/** Adds the values of one more time to the recent values. */
export function recentAfter(recent: RecentValues, values: readonly number[]): RecentValues {
  const newest = recent.at(-1);
  const isSame = newest?.length === values.length && newest.every((value, index) => value === values[index]);
  return isSame ? recent : [...recent.slice(-1), values];
}

/** Whether a reading at another time makes a code credible. One fault code never makes another credible. */
export function isNear(code: number, values: readonly number[] | undefined): boolean {
  return (values ?? []).some(
    (value) => !isFaultCode(value) && roundValue(Math.abs(value - code)) <= credibleWithinCelsius,
  );
}

/**
 * Returns the next later time with a different value. Queries must come in sample order, so the samples are read once.
 */
class LaterReadings {
  readonly #samples: Samples;
  readonly #known = new Map<number, number>();

  constructor(samples: Samples) {
    this.#samples = samples;
  }

  otherThan(value: number, place: number): readonly number[] | undefined {
    let next = Math.max(this.#known.get(value) ?? 0, place + 1);
    while (this.#samples.at(next)?.values.every((each) => each === value) === true) next++;
    this.#known.set(value, next);
    return this.#samples.at(next)?.values;
  }
}

/** Merges two lists of unreadable values in order of time. */
export function mergedUnreadable(
  one: readonly UnreadableSample[],
  other: readonly UnreadableSample[],
): UnreadableSample[] {
  const byTime = new Map(one.map((each) => [each.at, each]));
  for (const each of other) {
    const known = byTime.get(each.at);
    byTime.set(
      each.at,
      known === undefined ? each : { ...known, texts: [...new Set([...known.texts, ...each.texts])].sort() },
    );
  }
  return [...byTime.values()].sort((a, b) => a.at - b.at);
}

/**
 * Thresholds in degrees Celsius: how far a lone reading differs from both neighbours, and how closely those neighbours
 * agree with theirs.
 */
export const aloneBeyondCelsius = 8;
const agreeingWithinCelsius = 3;
const neighbourWithinMs = 15 * 60_000;

/**
 * Returns the lone temperature readings, which point to the sensor rather than the goods: those that differ from both
 * neighbours, each within 15 minutes and `maxGapMs`, by more than 8 °C in the same direction, while the two readings
 * before and the two after lie within 3 °C of each other. If a time has several values, all of them must differ.
 */
export function loneReadings(samples: Samples, maxGapMs: number): readonly Sample[] {
  const nearMs = Math.min(neighbourWithinMs, maxGapMs);
  return remembered(samples, `lone ${nearMs}`, () => loneWithin(samples, nearMs));
}

function loneWithin(samples: Samples, nearMs: number): Sample[] {
  const lone: Sample[] = [];
  let [first, before, candidate, after]: (Sample | undefined)[] = [];
  for (const sample of samples) {
    if (first !== undefined && mayBeLone(candidate!, before!)) {
      const window = [first, before!, candidate!, after!, sample];
      if (isLone(window, nearMs)) lone.push(candidate!);
    }
    [first, before, candidate, after] = [before, candidate, after, sample];
  }
  return lone;
}

/** A cheap test that rules out most readings at once. */
function mayBeLone({ values }: Sample, before: Sample): boolean {
  return Math.abs(values[0]! - before.values[0]!) > aloneBeyondCelsius - 1e-6;
}

function isLone(window: readonly Sample[], nearMs: number): boolean {
  const [, before, candidate, after] = window as [Sample, Sample, Sample, Sample, Sample];
  if (candidate.at - before.at > nearMs || after.at - candidate.at > nearMs) return false;
  const others = window.flatMap(({ values }, index) => (index === 2 ? [] : values));
  if (roundValue(Math.max(...others) - Math.min(...others)) > agreeingWithinCelsius) return false;
  const neighbours = [...before.values, ...after.values];
  const higher = roundValue(Math.min(...candidate.values) - Math.max(...neighbours));
  const lower = roundValue(Math.min(...neighbours) - Math.max(...candidate.values));
  return Math.max(higher, lower) > aloneBeyondCelsius;
}

/** Removes some of the samples, and returns those as unreadable values. */
export function asUnreadable(
  samples: Samples,
  unreadable: readonly UnreadableSample[],
  lone: readonly Sample[],
): { samples: Samples; unreadable: UnreadableSample[] } {
  const times = new Set(lone.map(({ at }) => at));
  const others = new GrowingSamples();
  for (const sample of samples) if (!times.has(sample.at)) others.add(sample);
  const faults = lone.map(({ at, values }) => ({ at, texts: values.map(String), above: null, below: null }));
  return { samples: others.samples(), unreadable: mergedUnreadable(unreadable, faults) };
}
