import { byScalarChannel } from '../model/channels/channels.ts';
import {
  type Channel,
  type OffScaleSide,
  type Reading,
  type ScalarReading,
  type UnreadableValue,
  isUnreadable,
} from '../model/reading.ts';
import {
  RowReader,
  RowWriter,
  UnreadablePackedReadings,
  compareRows,
  lastOfTime,
  lastShortCode,
  longForm,
  rowOf,
  sideBits,
  sideOfCode,
  unreadableForm,
  withBound,
} from './packed-rows.ts';

/**
 * A compact encoding of readings. For each distinct time, it writes the step from the previous time (from 2000-01-01
 * for the first) as a variable-length integer, and then the readings of that time. A reading is one byte for form or
 * channel, decimals and "last of this time", followed by the value as a decimal mantissa, or as a double where nine
 * decimals are not exact. Equal sets of readings give equal bytes.
 */
const epoch = Date.UTC(2000, 0, 1);
/**
 * The stored codes of channels. A code never changes, whatever the order in the list of channels. Codes up to 5 fit
 * into the first byte of a reading. The last two forms of that byte are not codes: form 6 begins an unreadable value,
 * and form 7 is an extension, used by every code above 5 and by a position with accuracy, whose code follows in its
 * own byte. A new channel takes the next number, and a new schema version.
 */
export const channelCodes: { readonly [channel in Channel]: number } = {
  ...byScalarChannel(({ storedCode }) => storedCode),
  location: 4,
  clock: 5,
  refused: 6,
  backlog: 7,
};
/** The extension is one byte. */
const lastCode = 255;

/** The table of codes is not usable: a code is missing, out of range or given twice. */
export class UnusableChannelCodes extends Error {}

/** The stored codes by channel name. */
export type ChannelCodes = Readonly<Record<string, number>>;

/** Packs and unpacks readings by a table of codes. */
export type ReadingsCodec = {
  /** Packs readings in device time; identical repeats are packed once. */
  readonly packReadings: (readings: readonly Reading[]) => Uint8Array;
  /** The readings of a packed message or segment, in device time. */
  readonly unpackReadings: (packed: Uint8Array) => Reading[];
  /** Calls a visitor with each packed reading in turn, without allocating an object per value. */
  readonly visitReadings: (packed: Uint8Array, visit: VisitValue, visitUnreadable: VisitUnreadable) => void;
  /**
   * The channel of a stored code.
   * @throws {UnreadablePackedReadings} when there is none.
   */
  readonly channelOf: (code: number) => Channel;
  /** The channels of the table in the order of their codes, which is also their order in a device's state. */
  readonly channelsByCode: readonly Channel[];
};

/** Receives a packed value, or a position as latitude, longitude and an optional radius of accuracy. */
export type VisitValue = (
  channel: Channel,
  at: number,
  first: number,
  second: number,
  accuracy: number | null,
) => void;
/** Receives a packed unreadable value. */
export type VisitUnreadable = (
  channel: Channel,
  at: number,
  text: string,
  offScale: OffScaleSide | null,
  bound: number | null,
) => void;

/**
 * Creates a codec.
 * @throws {UnusableChannelCodes} when two channels share a code, or a code is not from 0 to 255.
 */
export function readingsCodec(codes: ChannelCodes): ReadingsCodec {
  const byCode = channelByCode(codes);
  const codeOf = (channel: string): number => {
    const code = codes[channel];
    if (code === undefined) throw new UnusableChannelCodes(`channel ${channel} has no code on disk`);
    return code;
  };
  const channelOf = (code: number): Channel => {
    const channel = byCode.get(code);
    if (channel === undefined)
      throw new UnreadablePackedReadings(`packed readings name channel ${code}, which is unknown`);
    return channel;
  };
  return {
    packReadings: (readings) => pack(readings, codeOf),
    unpackReadings: (packed) => unpack(packed, channelOf),
    visitReadings: (packed, visitValue, visitUnreadable) =>
      visit(packed, channelOf, visitValue, visitUnreadable),
    channelOf,
    channelsByCode: [...byCode].sort(([a], [b]) => a - b).map(([, channel]) => channel),
  };
}

function channelByCode(codes: ChannelCodes): ReadonlyMap<number, Channel> {
  const byCode = new Map(Object.entries(codes).map(([channel, code]) => [code, channel as Channel] as const));
  for (const [channel, code] of Object.entries(codes)) {
    if (!Number.isInteger(code) || code < 0 || code > lastCode)
      throw new UnusableChannelCodes(
        `channel ${channel} has code ${code} on disk; a code is a whole number from 0 to ${lastCode}`,
      );
    if (byCode.get(code) !== channel)
      throw new UnusableChannelCodes(
        `channels ${channel} and ${byCode.get(code)} have the same code on disk, ${code}`,
      );
  }
  return byCode;
}

function pack(readings: readonly Reading[], codeOf: (channel: string) => number): Uint8Array {
  const rows = readings
    .map((reading) => rowOf(reading, codeOf(reading.channel)))
    .sort(compareRows)
    .filter((row, index, all) => index === 0 || compareRows(all[index - 1]!, row) !== 0);
  const writer = new RowWriter();
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

function unpack(packed: Uint8Array, channelOf: (code: number) => Channel): Reading[] {
  const readings: Reading[] = [];
  visit(
    packed,
    channelOf,
    (channel, at, first, second, accuracy) =>
      readings.push(
        channel === 'location'
          ? { channel, at, latitude: first, longitude: second, ...(accuracy !== null && { accuracy }) }
          : { channel: channel as ScalarReading['channel'], at, value: first },
      ),
    (channel, at, text, offScale, bound) =>
      readings.push({ channel: channel as UnreadableValue['channel'], at, text, offScale, bound }),
  );
  return readings;
}

function visit(
  packed: Uint8Array,
  channelOf: (code: number) => Channel,
  visitValue: VisitValue,
  visitUnreadable: VisitUnreadable,
): void {
  const reader = new RowReader(packed);
  let at = epoch;
  while (reader.hasMore()) {
    at += reader.step();
    let firstByte: number;
    do {
      firstByte = reader.byte();
      const form = firstByte & 7;
      const decimals = (firstByte >> 3) & 15;
      const channel = channelOf(form > lastShortCode ? reader.byte() : form);
      if (form === unreadableForm) {
        const side = reader.byte();
        const bound = (side & withBound) === 0 ? null : reader.value(decimals);
        visitUnreadable(channel, at, reader.text(), sideOfCode.get(side & sideBits) ?? null, bound);
        continue;
      }
      const first = reader.value(decimals);
      const second = channel === 'location' ? reader.value(decimals) : 0;
      const accuracy = channel === 'location' && form === longForm ? reader.value(0) : null;
      visitValue(channel, at, first, second, accuracy);
    } while ((firstByte & lastOfTime) === 0);
  }
}

/** The codec for stored readings. */
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
