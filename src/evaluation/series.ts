import {
  type Channel,
  type Reading,
  type UnreadableValue,
  channels,
  isUnreadable,
  measuredChannels,
} from '../model/reading.ts';
import { roundValue } from '../model/rounding.ts';
import { ChannelRows } from './channel-rows.ts';
import type { Samples } from './samples.ts';

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
  readonly #channels = new Map<Channel, ChannelRows>();
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
    if (rows === undefined) this.#channels.set(channel, (rows = new ChannelRows(channel !== 'location')));
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
