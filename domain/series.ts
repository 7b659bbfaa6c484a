import { type Channel, type Reading, channels } from './reading.ts';
import { roundValue } from './rounding.ts';

/** All that was read on one channel at one time: distinct values, rising; of a position latitude and longitude. */
export type Sample = { readonly at: number; readonly values: readonly number[]; readonly differs: boolean };

/** The record of one device: per channel its samples in device time. The same readings give the same series. */
export type Series = ReadonlyMap<Channel, readonly Sample[]>;

/**
 * Orders readings by device time and folds repeats: an identical repeat is nothing, a differing one is kept beside
 * the first. Times are rounded to the millisecond and values to nine decimals before they are compared.
 */
export function seriesOf(readings: Iterable<Reading>): Series {
  const byChannel = new Map<Channel, [at: number, first: number, second: number][]>();
  for (const reading of readings) {
    const at = Math.round(reading.at);
    let rows = byChannel.get(reading.channel);
    if (rows === undefined) byChannel.set(reading.channel, (rows = []));
    if (reading.channel === 'location')
      rows.push([at, roundValue(reading.latitude), roundValue(reading.longitude)]);
    else rows.push([at, roundValue(reading.value), 0]);
  }
  const series = new Map<Channel, readonly Sample[]>();
  for (const channel of channels) {
    const rows = byChannel.get(channel);
    if (rows !== undefined) series.set(channel, fold(rows, channel !== 'location'));
  }
  return series;
}

function fold(rows: [number, number, number][], isScalar: boolean): Sample[] {
  rows.sort((a, b) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2]);
  const samples: { at: number; values: number[]; differs: boolean }[] = [];
  let previous: [number, number, number] | undefined;
  for (const row of rows) {
    if (previous !== undefined && previous[0] === row[0]) {
      if (previous[1] !== row[1] || previous[2] !== row[2]) {
        const sample = samples.at(-1)!;
        sample.differs = true;
        if (isScalar) sample.values.push(row[1]);
      }
    } else samples.push({ at: row[0], values: isScalar ? [row[1]] : [row[1], row[2]], differs: false });
    previous = row;
  }
  return samples;
}

/** The samples with a time in the span, both ends included. */
export function within(samples: readonly Sample[], span: { from: number; to: number }): readonly Sample[] {
  return samples.filter((sample) => sample.at >= span.from && sample.at <= span.to);
}
