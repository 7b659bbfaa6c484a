import { type Channel, type Reading, channels } from './reading.ts';
import { roundValue } from './rounding.ts';
import { GrowingSamples, type Sample, type Samples } from './samples.ts';

/** The record of one device: per channel its samples in device time. The same readings give the same series. */
export type Series = ReadonlyMap<Channel, Samples>;

/**
 * Orders readings by device time and folds repeats: an identical repeat is nothing, a differing one is kept beside
 * the first. Times are rounded to the millisecond and values to nine decimals before they are compared.
 */
export function seriesOf(readings: Iterable<Reading>): Series {
  const growing = new GrowingSeries();
  for (const reading of readings) growing.push(reading);
  return growing.series();
}

/** A series to which readings are added. What comes in the order of its times is folded at once, and packed. */
export class GrowingSeries {
  readonly #channels = new Map<Channel, Rows>();

  push(reading: Reading): void {
    const { channel } = reading;
    const at = Math.round(reading.at);
    let rows = this.#channels.get(channel);
    if (rows === undefined) this.#channels.set(channel, (rows = new Rows(channel !== 'location')));
    if (reading.channel === 'location')
      rows.take(at, roundValue(reading.latitude), roundValue(reading.longitude));
    else rows.take(at, roundValue(reading.value), 0);
  }

  /** How many of a channel's readings so far are no repeats of others. */
  distinct(channel: Channel): number {
    return this.#channels.get(channel)?.distinct() ?? 0;
  }

  series(): Series {
    const series = new Map<Channel, Samples>();
    for (const channel of channels) {
      const rows = this.#channels.get(channel);
      if (rows !== undefined) series.set(channel, rows.samples());
    }
    return series;
  }
}

type Row = [at: number, first: number, second: number];

/** What was read on one channel. While it comes in order, which most of it does, each row is a sample at once. */
class Rows {
  readonly #isScalar: boolean;
  #rising = new GrowingSamples();
  #lastAt = -Infinity;
  #rows: Row[] | null = null;

  constructor(isScalar: boolean) {
    this.#isScalar = isScalar;
  }

  take(at: number, first: number, second: number): void {
    if (this.#rows === null && at <= this.#lastAt) {
      this.#rows = Array.from(this.#rising, ({ at: known, values: [one, other = 0] }) => [
        known,
        one!,
        other,
      ]);
      this.#rising = new GrowingSamples();
    }
    if (this.#rows !== null) this.#rows.push([at, first, second]);
    else this.#rising.add({ at, values: this.#isScalar ? [first] : [first, second], differs: false });
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
    rows.sort((a, b) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2]);
    return rows;
  }
}

function isRepeat(row: Row, previous: Row | undefined): boolean {
  return previous !== undefined && previous[0] === row[0] && previous[1] === row[1] && previous[2] === row[2];
}

function fold(rows: readonly Row[], isScalar: boolean): Sample[] {
  const samples: { at: number; values: number[]; differs: boolean }[] = [];
  let previous: Row | undefined;
  for (const row of rows) {
    if (previous?.[0] !== row[0])
      samples.push({ at: row[0], values: isScalar ? [row[1]] : [row[1], row[2]], differs: false });
    else if (!isRepeat(row, previous)) {
      const sample = samples.at(-1)!;
      sample.differs = true;
      if (isScalar) sample.values.push(row[1]);
    }
    previous = row;
  }
  return samples;
}

/** The first and the last time of a series, of whatever channel; not finite where it is empty. */
export function extentOf(series: Series): { first: number; last: number } {
  const all = [...series.values()];
  return {
    first: all.reduce((least, samples) => Math.min(least, samples.at(0)?.at ?? Infinity), Infinity),
    last: all.reduce((most, samples) => Math.max(most, samples.at(-1)?.at ?? -Infinity), -Infinity),
  };
}

/** The samples with a time in the span, both ends included. */
export function within(samples: Samples, span: { from: number; to: number }): Samples {
  const [from, to] = [placeAfter(samples, span.from, false), placeAfter(samples, span.to, true)];
  return from === 0 && to === samples.length ? samples : samples.slice(from, to);
}

/** How many samples lie before a time, those at it among them or not. */
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
