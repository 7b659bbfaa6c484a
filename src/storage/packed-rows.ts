import { type OffScaleSide, type Reading, isUnreadable } from '../model/reading.ts';
import { roundValue } from '../model/rounding.ts';

/** Flag in the first byte of a reading: it is the last one of its time. */
export const lastOfTime = 0x80;
/** Powers of ten by their number of decimals. */
const powers = Array.from({ length: 10 }, (_, decimals) => 10 ** decimals);
/** Stored in place of the number of decimals: eight bytes of IEEE 754 follow. */
const asDouble = 15;

export const lastShortCode = 5;
/**
 * Stored in place of a short code: a byte with the channel's code follows, then an unreadable value (6) or a normal
 * one (7).
 */
export const unreadableForm = 6;
export const longForm = 7;

/** The stored codes of the sides of a scale; 0 means none. */
const sideCodes: { readonly [side in OffScaleSide]: number } = { above: 1, below: 2, either: 3 };
export const sideOfCode = new Map(
  Object.entries(sideCodes).map(([side, code]) => [code, side as OffScaleSide] as const),
);
/** The bits for the side; the next bit says that a bound follows. */
export const sideBits = 3;
export const withBound = 4;

/** A reading in packed form: its channel's stored code, its time in epoch milliseconds, and rounded numbers. */
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

/** The row of a reading, under the code of its channel. */
export function rowOf(reading: Reading, code: number): Row {
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

/** Orders rows by time, code and content; 0 where they are the same. */
export function compareRows(a: Row, b: Row): number {
  return (
    a.at - b.at ||
    a.code - b.code ||
    compareUnreadable(a.unreadable, b.unreadable) ||
    (a.values[0] ?? 0) - (b.values[0] ?? 0) ||
    (a.values[1] ?? 0) - (b.values[1] ?? 0) ||
    (a.accuracy ?? -1) - (b.accuracy ?? -1)
  );
}

/** Values sort before unreadable values, which sort by text, side and bound. */
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

/** Writes packed rows. */
export class RowWriter {
  readonly #bytes: number[] = [];

  /** Most devices report whole seconds, so these are written as seconds. */
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

/** Packed readings are damaged, or of a channel that this release does not know. */
export class UnreadablePackedReadings extends Error {}

/** Reads what `RowWriter` wrote. */
export class RowReader {
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
    if (byte === undefined)
      throw new UnreadablePackedReadings('packed readings end in the middle of a reading');
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
