import { type OffScaleSide, UnreadableText, numberSpelled, unreadableText } from './unreadable.ts';

/** One value of one channel at the device's own time (epoch milliseconds), in degrees Celsius, kPa, %RH, %. */
export type ScalarReading = {
  channel: 'temperature' | 'pressure' | 'humidity' | 'battery';
  at: number;
  value: number;
};
/** `accuracy`: the radius around the position in which the device is, in whole metres; absent where it does not say. */
export type LocationReading = {
  channel: 'location';
  at: number;
  latitude: number;
  longitude: number;
  accuracy?: number;
};
/** By how many seconds a device's clock was found behind ours; ahead is negative. */
export type ClockReading = { channel: 'clock'; at: number; value: number };
/**
 * A value with a readable time whose number cannot be had: what stood there, on which side it is off the sensor's scale
 * where it says so, and beyond which end of the scale, in the channel's unit.
 */
export type UnreadableValue = {
  channel: ScalarReading['channel'] | 'location';
  at: number;
  text: string;
  offScale: OffScaleSide | null;
  bound: number | null;
  /** Where it stands: the line of a text file, the record of a payload, from one. */
  line: number;
};
export type Reading = ScalarReading | LocationReading | ClockReading | UnreadableValue;

/** What was not taken, and why; `line` counts from one: the line of a text file, the record of a payload. */
export type Refusal = {
  line: number;
  reason: string;
  /** A row of a file that holds data and could not be placed in time, or taken at all: it forbids release. */
  isWithoutTime?: true;
};

/** Half of the way around the earth, in metres: no circle is larger. */
const earthMeters = 20_037_509;

/** Takes readings as they are found: a list, or whoever needs them one after the other. */
export type Taker = { push(reading: Reading): unknown };

/** What a payload or a file held; and by how much times were ahead of the receipt that were refused for it. */
export type Parsed<Taken extends Taker = Reading[]> = {
  readings: Taken;
  refused: Refusal[];
  refusedAheadMs?: number;
};

/** Refuses what was read at a time that cannot be; `isData`: a number stands beside it. */
export function refuseTime(
  parsed: Parsed,
  line: number,
  time: { reason: string; aheadMs?: number },
  isData: boolean,
): void {
  parsed.refused.push({ line, reason: time.reason, ...(isData && { isWithoutTime: true }) });
  if (time.aheadMs !== undefined) parsed.refusedAheadMs = Math.max(parsed.refusedAheadMs ?? 0, time.aheadMs);
}

type Bounds = { readonly least: number; readonly most: number };

/**
 * What a working sensor can give of each quantity; beyond it a number is an unreadable value. Temperature from below
 * liquid nitrogen (-196 °C) to above any thermal process that a logger goes through; pressure to twice that at sea
 * level; relative humidity and charge with the error of their sensors.
 */
export const quantities = {
  temperature: { least: -210, most: 150 },
  pressure: { least: 0, most: 200 },
  humidity: { least: 0, most: 110 },
  battery: { least: 0, most: 110 },
  latitude: { least: -90, most: 90 },
  longitude: { least: -180, most: 180 },
} satisfies { readonly [quantity: string]: Bounds };
export type Quantity = keyof typeof quantities;

/** The values found for one time, still unchecked: numbers, or whatever stands in their place. */
export type Found = { readonly [quantity in Quantity | 'accuracy']?: unknown };

/** The number of a value within its quantity's bounds; what stands in its place where there is none. */
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

/** Turns the values of one time into readings; each value that cannot be one becomes an unreadable value. */
export function takeFound(found: Found, at: number, line: number, parsed: Parsed<Taker>): void {
  for (const channel of ['temperature', 'pressure', 'humidity', 'battery'] as const) {
    const value = found[channel];
    if (value === undefined) continue;
    const read = readValue(channel, value);
    if (typeof read === 'number') parsed.readings.push({ channel, at, value: read });
    else parsed.readings.push(unreadableAt(channel, at, line, read));
  }
  if (found.latitude !== undefined || found.longitude !== undefined)
    parsed.readings.push(positionOf(found, at, line));
}

/** A position, with the radius in which it lies; unreadable as a whole where a part of it is. */
function positionOf(found: Found, at: number, line: number): LocationReading | UnreadableValue {
  const { latitude, longitude } = found;
  // Receivers that do not know the radius leave it out, or say null.
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
      // The whole circle counts: rounded up, so that it is not smaller than the device said.
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
