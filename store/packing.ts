import { type Channel, type OffScaleSide, type Reading, isUnreadable } from '../domain/reading.ts';
import { roundValue } from '../domain/rounding.ts';

/**
 * Readings as few bytes. Per distinct time: the step from the time before (from 2000-01-01 for the first) as a
 * variable-length integer, then its readings: one byte for form or channel, decimals and "last of this time", and the
 * value as a decimal mantissa, or as a double where no nine decimals hold it. Equal sets of readings give equal bytes.
 */
const epoch = Date.UTC(2000, 0, 1);
const lastOfTime = 0x80;
/** Powers of ten by their number of decimals. */
const powers = Array.from({ length: 10 }, (_, decimals) => 10 ** decimals);
/** Instead of a number of decimals: eight bytes of IEEE 754 follow. */
const asDouble = 15;

/**
 * What channels are called on disk, once and for all: a number that was given stays given, wherever the channel stands in
 * the list of channels. Codes up to 5 fit into the first byte of a reading. Its last two forms are no codes: form 6 begins
 * an unreadable value, and form 7 is the extension byte, which every code above 5 has (and a position with accuracy): the
 * code follows in a byte of its own. A new channel takes the next number, and a new schema version.
 */
export const channelCodes: { readonly [channel in Channel]: number } = {
  temperature: 0,
  pressure: 1,
  humidity: 2,
  battery: 3,
  location: 4,
  clock: 5,
  refused: 6,
  backlog: 7,
};
const lastShortCode = 5;
/** In place of a short code: a byte with the channel's code follows, then an unreadable value, or a value as usual. */
const unreadableForm = 6;
const longForm = 7;
/** The extension is one byte. */
const lastCode = 255;

/** What sides of a scale are called on disk; 0 is none. */
const sideCodes: { readonly [side in OffScaleSide]: number } = { above: 1, below: 2, either: 3 };
const sideOfCode = new Map(
  Object.entries(sideCodes).map(([side, code]) => [code, side as OffScaleSide] as const),
);
/** The bits that hold the side; the next one says that a bound follows. */
const sideBits = 3;
const withBound = 4;

/** Names of channels with their codes on disk. */
export type ChannelCodes = Readonly<Record<string, number>>;

/** Reads and writes packed readings by a table of codes. */
export type ReadingsCodec = {
  /** Packs readings in device time; identical repeats are packed once. */
  readonly packReadings: (readings: readonly Reading[]) => Uint8Array;
  /** The readings of a packed message or segment, in device time. */
  readonly unpackReadings: (packed: Uint8Array) => Reading[];
  /** Calls with each packed reading in turn. Nothing is made for a value. */
  readonly visitReadings: (packed: Uint8Array, visit: VisitValue, visitUnreadable: VisitUnreadable) => void;
  /** The channel that a code on disk means. Throws where it means none. */
  readonly channelOf: (code: number) => Channel;
  /** The channels of the table in the order of their codes, in which the state of a device has them too. */
  readonly channelsByCode: readonly Channel[];
};

/** Takes a packed value, or latitude, longitude and the radius around them, which may be absent. */
export type VisitValue = (
  channel: Channel,
  at: number,
  first: number,
  second: number,
  accuracy: number | null,
) => void;
/** Takes a packed unreadable value. */
export type VisitUnreadable = (
  channel: Channel,
  at: number,
  text: string,
  offScale: OffScaleSide | null,
  bound: number | null,
) => void;

/** Makes a codec. Throws where the table gives two channels one code, or one that has no room. */
export function readingsCodec(codes: ChannelCodes): ReadingsCodec {
  const byCode = new Map(Object.entries(codes).map(([channel, code]) => [code, channel as Channel] as const));
  for (const [channel, code] of Object.entries(codes)) {
    if (!Number.isInteger(code) || code < 0 || code > lastCode)
      throw new Error(
        `channel ${channel} has code ${code} on disk; a code is a whole number from 0 to ${lastCode}`,
      );
    if (byCode.get(code) !== channel)
      throw new Error(`channels ${channel} and ${byCode.get(code)} have the same code on disk, ${code}`);
  }
  const channelsByCode = [...byCode].sort(([a], [b]) => a - b).map(([, channel]) => channel);
  return {
    packReadings: pack,
    unpackReadings: unpack,
    visitReadings: visit,
    channelOf: named,
    channelsByCode,
  };

  function named(code: number): Channel {
    const channel = byCode.get(code);
    if (channel === undefined) throw new Error(`packed readings name channel ${code}, which is unknown`);
    return channel;
  }

  function codeOf(channel: string): number {
    const code = codes[channel];
    if (code === undefined) throw new Error(`channel ${channel} has no code on disk`);
    return code;
  }

  function pack(readings: readonly Reading[]): Uint8Array {
    const rows = readings
      .map((reading) => rowOf(reading, codeOf(reading.channel)))
      .sort(compareRows)
      .filter((row, index, all) => index === 0 || compareRows(all[index - 1]!, row) !== 0);
    const writer = new Writer();
    let time = epoch;
    for (const [index, row] of rows.entries()) {
      if (rows[index - 1]?.at !== row.at) {
        writer.step(row.at - time);
        time = row.at;
      }
      writer.row(row, rows[index + 1]?.at === row.at ? 0 : lastOfTime);
    }
    return writer.bytes();
  }

  function unpack(packed: Uint8Array): Reading[] {
    const readings: Reading[] = [];
    visit(
      packed,
      (channel, at, first, second, accuracy) =>
        readings.push(
          channel === 'location'
            ? {
                channel,
                at,
                latitude: first,
                longitude: second,
                ...(accuracy !== null && { accuracy }),
              }
            : { channel: channel as 'temperature', at, value: first },
        ),
      (channel, at, text, offScale, bound) =>
        readings.push({ channel: channel as 'temperature', at, text, offScale, bound }),
    );
    return readings;
  }

  function visit(packed: Uint8Array, visitValue: VisitValue, visitUnreadable: VisitUnreadable): void {
    const reader = new Reader(packed);
    let at = epoch;
    while (reader.hasMore()) {
      at += reader.step();
      let head: number;
      do {
        head = reader.byte();
        const form = head & 7;
        const decimals = (head >> 3) & 15;
        const channel = named(form > lastShortCode ? reader.byte() : form);
        if (form === unreadableForm) {
          const side = reader.byte();
          const bound = (side & withBound) === 0 ? null : reader.value(decimals);
          visitUnreadable(channel, at, reader.text(), sideOfCode.get(side & sideBits) ?? null, bound);
          continue;
        }
        const first = reader.value(decimals);
        const second = channel === 'location' ? reader.value(decimals) : 0;
        visitValue(
          channel,
          at,
          first,
          second,
          channel === 'location' && form === longForm ? reader.value(0) : null,
        );
      } while ((head & lastOfTime) === 0);
    }
  }
}

/** The codec of what is stored. */
export const { packReadings, unpackReadings, visitReadings, channelOf, channelsByCode } =
  readingsCodec(channelCodes);

/** Whether packed readings have a form that releases before schema version 2 cannot read. */
export function isOfVersion2(readings: readonly Reading[]): boolean {
  return readings.some(
    (reading) =>
      isUnreadable(reading) ||
      channelCodes[reading.channel] > lastShortCode ||
      ('accuracy' in reading && reading.accuracy !== undefined),
  );
}

type Row = {
  readonly at: number;
  readonly code: number;
  readonly values: readonly number[];
  readonly accuracy: number | null;
  readonly unreadable: {
    readonly text: string;
    readonly side: OffScaleSide | null;
    readonly bound: number | null;
  } | null;
};

function rowOf(reading: Reading, code: number): Row {
  const at = Math.round(reading.at);
  if (isUnreadable(reading)) {
    const { text, offScale: side, bound } = reading;
    const unreadable = { text, side, bound: bound === null ? null : roundValue(bound) };
    return { at, code, values: [], accuracy: null, unreadable };
  }
  const isPosition = reading.channel === 'location';
  const values = isPosition ? [reading.latitude, reading.longitude] : [reading.value];
  const accuracy = isPosition ? (reading.accuracy ?? null) : null;
  return { at, code, values: values.map(roundValue), accuracy, unreadable: null };
}

function compareRows(a: Row, b: Row): number {
  return (
    a.at - b.at ||
    a.code - b.code ||
    compareUnreadable(a.unreadable, b.unreadable) ||
    (a.values[0] ?? 0) - (b.values[0] ?? 0) ||
    (a.values[1] ?? 0) - (b.values[1] ?? 0) ||
    (a.accuracy ?? -1) - (b.accuracy ?? -1)
  );
}

/** Values come before what stands in their place; then by text, side and bound. */
function compareUnreadable(a: Row['unreadable'], b: Row['unreadable']): number {
  if (a === null || b === null) return (a === null ? 0 : 1) - (b === null ? 0 : 1);
  const [one, other] = [a, b].map(({ text, side, bound }) => JSON.stringify([text, side, bound])) as [
    string,
    string,
  ];
  return one < other ? -1 : one > other ? 1 : 0;
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

  row({ code, values, accuracy, unreadable }: Row, flag: number): void {
    const numbers = unreadable === null ? values : unreadable.bound === null ? [] : [unreadable.bound];
    const decimals = decimalsOf(numbers);
    const form =
      unreadable !== null ? unreadableForm : code > lastShortCode || accuracy !== null ? longForm : code;
    this.#bytes.push(form | (decimals << 3) | flag);
    if (form > lastShortCode) this.#bytes.push(code);
    if (unreadable !== null) {
      const { side, bound } = unreadable;
      this.#bytes.push((side === null ? 0 : sideCodes[side]) | (bound === null ? 0 : withBound));
    }
    for (const value of numbers) this.#number(value, decimals);
    if (accuracy !== null) this.#integer(zigzag(accuracy));
    if (unreadable !== null) this.#text(unreadable.text);
  }

  #number(value: number, decimals: number): void {
    if (decimals === asDouble) this.#bytes.push(...new Uint8Array(new Float64Array([value]).buffer));
    else this.#integer(zigzag(Math.round(value * 10 ** decimals)));
  }

  #text(text: string): void {
    const bytes = new TextEncoder().encode(text);
    this.#integer(bytes.length);
    this.#bytes.push(...bytes);
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

  text(): string {
    return new TextDecoder().decode(Uint8Array.from({ length: this.#integer() }, () => this.byte()));
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
