import { type Channel, type OffScaleSide, type Reading, isUnreadable } from '../model/reading.ts';
import {
  RowReader,
  RowWriter,
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
 * Readings as few bytes. Per distinct time: the step from the time before (from 2000-01-01 for the first) as a
 * variable-length integer, then its readings: one byte for form or channel, decimals and "last of this time", and the
 * value as a decimal mantissa, or as a double where no nine decimals hold it. Equal sets of readings give equal bytes.
 */
const epoch = Date.UTC(2000, 0, 1);
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
/** The extension is one byte. */
const lastCode = 255;

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
    const reader = new RowReader(packed);
    let at = epoch;
    while (reader.hasMore()) {
      at += reader.step();
      let deviceItem: number;
      do {
        deviceItem = reader.byte();
        const form = deviceItem & 7;
        const decimals = (deviceItem >> 3) & 15;
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
      } while ((deviceItem & lastOfTime) === 0);
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
