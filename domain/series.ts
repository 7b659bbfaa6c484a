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
  const byChannel = new Map<Channel, Rows>();
  for (const reading of readings) {
    const at = Math.round(reading.at);
    let rows = byChannel.get(reading.channel);
    if (rows === undefined) byChannel.set(reading.channel, (rows = new Rows(reading.channel !== 'location')));
    if (reading.channel === 'location')
      rows.take(at, roundValue(reading.latitude), roundValue(reading.longitude));
    else rows.take(at, roundValue(reading.value), 0);
  }
  const series = new Map<Channel, readonly Sample[]>();
  for (const channel of channels) {
    const rows = byChannel.get(channel);
    if (rows !== undefined) series.set(channel, rows.samples());
  }
  return series;
}

type Row = [at: number, first: number, second: number];

/** What was read on one channel. While it comes in order, which most of it does, each row is a sample at once. */
class Rows {
  readonly #isScalar: boolean;
  readonly #rising: Sample[] = [];
  #rows: Row[] | null = null;

  constructor(isScalar: boolean) {
    this.#isScalar = isScalar;
  }

  take(at: number, first: number, second: number): void {
    if (this.#rows !== null) {
      this.#rows.push([at, first, second]);
      return;
    }
    const last = this.#rising.at(-1);
    if (last === undefined || at > last.at)
      this.#rising.push({ at, values: this.#isScalar ? [first] : [first, second], differs: false });
    else {
      this.#rows = this.#rising.map(({ at: known, values: [one, other = 0] }) => [known, one!, other]);
      this.#rows.push([at, first, second]);
    }
  }

  samples(): readonly Sample[] {
    return this.#rows === null ? this.#rising : fold(this.#rows, this.#isScalar);
  }
}

function fold(rows: Row[], isScalar: boolean): Sample[] {
  rows.sort((a, b) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2]);
  const samples: { at: number; values: number[]; differs: boolean }[] = [];
  let previous: Row | undefined;
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
  const [first, last] = [samples[0], samples.at(-1)];
  if (first === undefined || (first.at >= span.from && last!.at <= span.to)) return samples;
  return samples.filter((sample) => sample.at >= span.from && sample.at <= span.to);
}
