import { byScalarChannel } from '../model/channels/channels.ts';
import {
  type LocationReading,
  type MeasuredChannel,
  type ScalarReading,
  type UnreadableValue as StoredUnreadableValue,
  scalarChannels,
} from '../model/reading.ts';
import { UnreadableText, numberSpelled, unreadableText } from './unreadable.ts';

/**
 * An unreadable value with its position: the line of a text file or the record of a payload, from one.
 */
export type UnreadableValue = StoredUnreadableValue & {
  readonly channel: MeasuredChannel;
  readonly line: number;
};
export type Reading = ScalarReading | LocationReading | UnreadableValue;

/** What was refused, and why. `line` counts from one: the line of a text file or the record of a payload. */
export type Refusal = {
  line: number;
  reason: string;
  /** A row of a file that contains data but has no usable time, or could not be read at all. It prevents a release. */
  isWithoutTime?: true;
};

/** Half the circumference of the earth, in metres: no circle is larger. */
const earthMeters = 20_037_509;

/** Receives readings as they are parsed: a list, or a consumer that processes them one by one. */
export type Taker = { push(reading: Reading): unknown };

/** What a payload or a file contained, and how far refused times were ahead of the receipt. */
export type Parsed<Taken extends Taker = Reading[]> = {
  readings: Taken;
  refused: Refusal[];
  refusedAheadMs?: number;
  /** The times of fixes that a record repeated together with newer values. */
  lastFixes?: Set<number>;
};

/** Refuses what was read at an impossible time; `isData`: it has a number. */
export function refuseTime(
  parsed: Parsed<Taker>,
  line: number,
  time: { reason: string; aheadMs?: number },
  isData: boolean,
): void {
  parsed.refused.push({ line, reason: time.reason, ...(isData && { isWithoutTime: true }) });
  if (time.aheadMs !== undefined) parsed.refusedAheadMs = Math.max(parsed.refusedAheadMs ?? 0, time.aheadMs);
}

/** The range that a working sensor can report for each quantity; a number outside it is an unreadable value. */
export const quantities = {
  ...byScalarChannel(({ least, most }) => ({ least, most })),
  latitude: { least: -90, most: 90 },
  longitude: { least: -180, most: 180 },
};
export type Quantity = keyof typeof quantities;

/** The values at one time before they are checked: numbers, or whatever was sent in their place. */
export type RawValues = { readonly [quantity in Quantity | 'accuracy']?: unknown };

/** Returns the number of a value within its quantity's range, or the text in place of it. */
export function readValue(quantity: Quantity, value: unknown): number | UnreadableText {
  if (value instanceof UnreadableText) return value;
  const number = typeof value === 'string' ? numberSpelled(value) : value;
  const { least, most } = quantities[quantity];
  if (typeof number === 'number' && number >= least && number <= most) return number;
  return unreadableText(asText(value));
}

function asText(value: unknown): string {
  if (value === undefined) return '';
  if (value instanceof UnreadableText) return value.text;
  if (typeof value === 'object' && value !== null) return Array.isArray(value) ? '[…]' : '{…}';
  return `${value as string | number | boolean | null}`;
}

/** Turns the values at one time into readings; each value that cannot be one becomes an unreadable value. */
export function takeValues(found: RawValues, at: number, line: number, parsed: Parsed<Taker>): void {
  for (const channel of scalarChannels) {
    const value = found[channel];
    if (value === undefined) continue;
    const read = readValue(channel, value);
    if (typeof read === 'number') parsed.readings.push({ channel, at, value: read });
    else parsed.readings.push(unreadableAt(channel, at, line, read));
  }
  if (found.latitude !== undefined || found.longitude !== undefined)
    parsed.readings.push(positionOf(found, at, line));
}

/** Returns a position with its accuracy radius. If any part is unreadable, the whole position is. */
function positionOf(found: RawValues, at: number, line: number): LocationReading | UnreadableValue {
  const { latitude, longitude } = found;
  // Receivers that do not know the radius leave it out or send null.
  const accuracy = found.accuracy ?? undefined;
  const [north, east] = [readValue('latitude', latitude), readValue('longitude', longitude)];
  const radius = typeof accuracy === 'string' ? numberSpelled(accuracy) : accuracy;
  const isRadius = typeof radius === 'number' && radius >= 0 && radius <= earthMeters;
  if (typeof north === 'number' && typeof east === 'number' && (radius === undefined || isRadius))
    return {
      channel: 'location',
      at,
      latitude: north,
      longitude: east,
      // Rounded up, so that the circle is never smaller than the device reported.
      ...(isRadius && { accuracy: Math.ceil(radius) }),
    };
  const text = [latitude, longitude, ...(accuracy === undefined ? [] : [accuracy])].map(asText).join(',');
  return unreadableAt('location', at, line, new UnreadableText(text));
}

function unreadableAt(
  channel: UnreadableValue['channel'],
  at: number,
  line: number,
  { text, offScale, bound }: UnreadableText,
): UnreadableValue {
  return { channel, at, text, offScale, bound, line };
}
