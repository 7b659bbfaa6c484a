import { type Channel, type Reading, channels } from '../domain/reading.ts';
import { roundValue } from '../domain/rounding.ts';

/**
 * Readings as few bytes. Per distinct time: the step from the time before (from 2000-01-01 for the first) as a
 * variable-length integer, then its readings: one byte for channel, decimals and "last of this time", and the value
 * as a decimal mantissa, or as a double where no nine decimals hold it. Equal sets of readings give equal bytes.
 */
const epoch = Date.UTC(2000, 0, 1);
const lastOfTime = 0x80;
/** Powers of ten by their number of decimals. */
const powers = Array.from({ length: 10 }, (_, decimals) => 10 ** decimals);
/** Instead of a number of decimals: eight bytes of IEEE 754 follow. */
const asDouble = 15;

/** Packs readings in device time; identical repeats are packed once. */
export function packReadings(readings: readonly Reading[]): Uint8Array {
  const rows = readings
    .map(rowOf)
    .sort(compareRows)
    .filter((row, index, all) => index === 0 || compareRows(all[index - 1]!, row) !== 0);
  const writer = new Writer();
  let time = epoch;
  for (const [index, row] of rows.entries()) {
    if (rows[index - 1]?.at !== row.at) {
      writer.step(row.at - time);
      time = row.at;
    }
    writer.values(row, rows[index + 1]?.at === row.at ? 0 : lastOfTime);
  }
  return writer.bytes();
}

/** The readings of a packed message or segment, in device time. */
export function unpackReadings(packed: Uint8Array): Reading[] {
  const readings: Reading[] = [];
  visitReadings(packed, (channel, at, first, second) =>
    readings.push(
      channel === 'location'
        ? { channel, at, latitude: first, longitude: second }
        : { channel, at, value: first },
    ),
  );
  return readings;
}

/** Calls with each packed reading in turn: a value, or latitude and longitude. Nothing is made for it. */
export function visitReadings(
  packed: Uint8Array,
  visit: (channel: Channel, at: number, first: number, second: number) => void,
): void {
  const reader = new Reader(packed);
  let at = epoch;
  while (reader.hasMore()) {
    at += reader.step();
    let head: number;
    do {
      head = reader.byte();
      const channel = channels[head & 7]!;
      const decimals = (head >> 3) & 15;
      const first = reader.value(decimals);
      visit(channel, at, first, channel === 'location' ? reader.value(decimals) : 0);
    } while ((head & lastOfTime) === 0);
  }
}

type Row = { readonly at: number; readonly channel: Channel; readonly values: readonly number[] };

function rowOf(reading: Reading): Row {
  const values = reading.channel === 'location' ? [reading.latitude, reading.longitude] : [reading.value];
  return { at: Math.round(reading.at), channel: reading.channel, values: values.map(roundValue) };
}

function compareRows(a: Row, b: Row): number {
  return (
    a.at - b.at ||
    channels.indexOf(a.channel) - channels.indexOf(b.channel) ||
    a.values[0]! - b.values[0]! ||
    (a.values[1] ?? 0) - (b.values[1] ?? 0)
  );
}

function decimalsOf(values: readonly number[]): number {
  for (let decimals = 0; decimals <= 9; decimals++) {
    const scale = 10 ** decimals;
    if (
      values.every(
        (value) => Math.abs(value) * scale < 2 ** 51 && Math.round(value * scale) / scale === value,
      )
    )
      return decimals;
  }
  return asDouble;
}

class Writer {
  readonly #bytes: number[] = [];

  /** Whole seconds, as most devices have them, are written as such. */
  step(milliseconds: number): void {
    const whole = milliseconds % 1000 === 0;
    this.#integer(zigzag(whole ? milliseconds / 1000 : milliseconds) * 2 + (whole ? 0 : 1));
  }

  values({ channel, values }: Row, flag: number): void {
    const decimals = decimalsOf(values);
    this.#bytes.push(channels.indexOf(channel) | (decimals << 3) | flag);
    for (const value of values)
      if (decimals === asDouble) this.#bytes.push(...new Uint8Array(new Float64Array([value]).buffer));
      else this.#integer(zigzag(Math.round(value * 10 ** decimals)));
  }

  bytes(): Uint8Array {
    return Uint8Array.from(this.#bytes);
  }

  #integer(value: number): void {
    let rest = value;
    for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) this.#bytes.push((rest % 0x80) | 0x80);
    this.#bytes.push(rest);
  }
}

class Reader {
  readonly #bytes: Uint8Array;
  #position = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  hasMore(): boolean {
    return this.#position < this.#bytes.length;
  }

  byte(): number {
    const byte = this.#bytes[this.#position++];
    if (byte === undefined) throw new Error('packed readings end in the middle of a reading');
    return byte;
  }

  step(): number {
    const token = this.#integer();
    return unzigzag(Math.floor(token / 2)) * (token % 2 === 0 ? 1000 : 1);
  }

  value(decimals: number): number {
    if (decimals !== asDouble) return unzigzag(this.#integer()) / powers[decimals]!;
    const bytes = Uint8Array.from({ length: 8 }, () => this.byte());
    return new Float64Array(bytes.buffer)[0]!;
  }

  #integer(): number {
    let value = 0;
    for (let scale = 1; ; scale *= 0x80) {
      const byte = this.byte();
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
    }
  }
}

function zigzag(value: number): number {
  return value >= 0 ? value * 2 : -value * 2 - 1;
}

function unzigzag(value: number): number {
  return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
}
