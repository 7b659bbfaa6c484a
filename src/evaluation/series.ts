import {
  type Channel,
  type Reading,
  type UnreadableValue,
  channels,
  isUnreadable,
  measuredChannels,
} from '../model/reading.ts';
import { roundValue } from '../model/rounding.ts';
import { GrowingSamples, type Sample, type Samples } from './samples.ts';

/** The readings of one device: each channel's samples in device time. The same readings always give the same series. */
export type Series = ReadonlyMap<Channel, Samples>;

/** The unreadable values of one channel at one time. */
export type UnreadableSample = {
  readonly at: number;
  /** The distinct texts sent in place of a value, sorted. */
  readonly texts: readonly string[];
  /** The value lies above this bound; infinity if only the side is known, null if it is not. */
  readonly above: number | null;
  /** The value lies below this bound; minus infinity if only the side is known, null if it is not. */
  readonly below: number | null;
};

/** The unreadable values of each channel in device time, each time once. */
type Unreadables = ReadonlyMap<Channel, readonly UnreadableSample[]>;

/** Everything a device sent: per channel, what was readable and what was not. */
export type DeviceRecord = { readonly series: Series; readonly unreadable: Unreadables };

/**
 * Sorts readings by device time and removes repeats. An identical repeat has no effect; a different value for the same
 * time is stored with the first. Times are rounded to the millisecond and values to nine decimals before they are
 * compared.
 */
export function recordOf(readings: Iterable<Reading>): DeviceRecord {
  const growing = new GrowingRecord();
  for (const reading of readings) growing.push(reading);
  return growing.record();
}

/** Builds the series of the readable values only. */
export function seriesOf(readings: Iterable<Reading>): Series {
  return recordOf(readings).series;
}

/** A record that grows reading by reading. Readings that arrive in order of time are merged and packed at once. */
export class GrowingRecord {
  readonly #channels = new Map<Channel, Rows>();
  readonly #unreadable = new Map<Channel, UnreadableValue[]>();

  push(reading: Reading): void {
    const { channel } = reading;
    if (isUnreadable(reading)) {
      const known = this.#unreadable.get(channel);
      if (known === undefined) this.#unreadable.set(channel, [reading]);
      else known.push(reading);
      return;
    }
    const at = Math.round(reading.at);
    let rows = this.#channels.get(channel);
    if (rows === undefined) this.#channels.set(channel, (rows = new Rows(channel !== 'location')));
    if (reading.channel === 'location')
      rows.take(at, roundValue(reading.latitude), roundValue(reading.longitude), reading.accuracy);
    else rows.take(at, roundValue(reading.value));
  }

  /** The number of a channel's distinct readings so far, including unreadable values. */
  distinct(channel: Channel): number {
    const texts = this.#unreadable.get(channel) ?? [];
    return (
      (this.#channels.get(channel)?.distinct() ?? 0) +
      new Set(texts.map(({ at, text, offScale }) => JSON.stringify([Math.round(at), text, offScale]))).size
    );
  }

  record(): DeviceRecord {
    const series = new Map<Channel, Samples>();
    const unreadable = new Map<Channel, readonly UnreadableSample[]>();
    for (const channel of channels) {
      const rows = this.#channels.get(channel);
      if (rows !== undefined) series.set(channel, rows.samples());
      const values = this.#unreadable.get(channel);
      if (values !== undefined) unreadable.set(channel, foldUnreadable(values));
    }
    return { series, unreadable };
  }
}

function foldUnreadable(values: readonly UnreadableValue[]): UnreadableSample[] {
  const times = Map.groupBy(values, ({ at }) => Math.round(at));
  return [...times]
    .map(([at, own]) => ({
      at,
      texts: [...new Set(own.map(({ text }) => text))].sort(),
      above: farthest(own, 'above', Infinity, Math.max),
      below: farthest(own, 'below', -Infinity, Math.min),
    }))
    .sort((a, b) => a.at - b.at);
}

/** The bound beyond which the values at one time lie on one side; of several bounds, the most informative one. */
function farthest(
  values: readonly UnreadableValue[],
  side: 'above' | 'below',
  unknown: number,
  most: (a: number, b: number) => number,
): number | null {
  return values
    .filter(({ offScale }) => offScale === side || offScale === 'either')
    .map(({ bound }) => (bound === null ? unknown : roundValue(bound)))
    .reduce<number | null>((known, bound) => (known === null ? bound : most(known, bound)), null);
}

/** A value, or latitude and longitude with the accuracy radius if the device reports one. */
type Row = readonly [at: number, first: number, second?: number, third?: number | undefined];

/** The readings of one channel. As long as they arrive in order, as most do, each row becomes a sample at once. */
class Rows {
  readonly #isScalar: boolean;
  #rising = new GrowingSamples();
  #lastAt = -Infinity;
  #rows: Row[] | null = null;

  constructor(isScalar: boolean) {
    this.#isScalar = isScalar;
  }

  take(at: number, first: number, second?: number, third?: number): void {
    if (this.#rows === null && at <= this.#lastAt) {
      this.#rows = Array.from(this.#rising, ({ at: known, values: [one, ...others] }): Row => [
        known,
        one!,
        ...(others as [number?, number?]),
      ]);
      this.#rising = new GrowingSamples();
    }
    const row: Row = [at, first, second, third];
    if (this.#rows !== null) this.#rows.push(row);
    else this.#rising.add({ at, values: valuesOf(row), differs: false });
    this.#lastAt = at;
  }

  distinct(): number {
    return this.#rows === null
      ? this.#rising.length
      : this.#sorted(this.#rows).filter((row, index, all) => !isRepeat(row, all[index - 1])).length;
  }

  samples(): Samples {
    return this.#rows === null ? this.#rising.samples() : fold(this.#sorted(this.#rows), this.#isScalar);
  }

  #sorted(rows: Row[]): Row[] {
    return rows.sort(
      (a, b) =>
        a[0] - b[0] ||
        a[1] - b[1] ||
        (a[2] ?? 0) - (b[2] ?? 0) ||
        // If one position has several radii, the largest sorts first and is the one that remains.
        (b[3] ?? -1) - (a[3] ?? -1),
    );
  }
}

function valuesOf([, first, second, third]: Row): number[] {
  if (second === undefined) return [first];
  return third === undefined ? [first, second] : [first, second, third];
}

function isRepeat(row: Row, previous: Row | undefined): boolean {
  return (
    previous !== undefined &&
    previous[0] === row[0] &&
    previous[1] === row[1] &&
    previous[2] === row[2] &&
    previous[3] === row[3]
  );
}

function fold(rows: readonly Row[], isScalar: boolean): Sample[] {
  const samples: { at: number; values: number[]; differs: boolean }[] = [];
  let previous: Row | undefined;
  for (const row of rows) {
    if (previous?.[0] !== row[0]) samples.push({ at: row[0], values: valuesOf(row), differs: false });
    else if (!isRepeat(row, previous)) {
      const sample = samples.at(-1)!;
      sample.differs = true;
      if (isScalar) sample.values.push(row[1]);
    }
    previous = row;
  }
  return samples;
}

/**
 * The first and last time of a record, over readable and unreadable measured values. Not finite if the record is empty.
 */
export function extentOf({ series, unreadable }: DeviceRecord): { first: number; last: number } {
  const all = measuredChannels.flatMap((channel) => [
    series.get(channel) ?? [],
    unreadable.get(channel) ?? [],
  ]);
  return {
    first: all.reduce((least, samples) => Math.min(least, samples.at(0)?.at ?? Infinity), Infinity),
    last: all.reduce((most, samples) => Math.max(most, samples.at(-1)?.at ?? -Infinity), -Infinity),
  };
}

/** Returns the samples within the span, both ends included. */
export function within(samples: Samples, span: { from: number; to: number }): Samples {
  const [from, to] = [placeAfter(samples, span.from, false), placeAfter(samples, span.to, true)];
  return from === 0 && to === samples.length ? samples : samples.slice(from, to);
}

/** Returns the number of samples before a time; `itself` says whether samples at that time are included. */
export function placeAfter(samples: Samples, time: number, itself: boolean): number {
  let low = 0;
  for (let high = samples.length; low < high;) {
    const middle = (low + high) >> 1;
    const { at } = samples.at(middle)!;
    if (itself ? at <= time : at < time) low = middle + 1;
    else high = middle;
  }
  return low;
}
