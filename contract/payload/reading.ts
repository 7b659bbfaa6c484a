/** One value of one channel at the device's own time (epoch milliseconds), in degrees Celsius, kPa, %RH, %. */
export type ScalarReading = {
  channel: 'temperature' | 'pressure' | 'humidity' | 'battery';
  at: number;
  value: number;
};
export type LocationReading = { channel: 'location'; at: number; latitude: number; longitude: number };
/** By how many seconds a device's clock was found behind ours; ahead is negative. */
export type ClockReading = { channel: 'clock'; at: number; value: number };
export type Reading = ScalarReading | LocationReading | ClockReading;

/** What was not taken, and why; `line` counts from one: the line of a text file, the record of a payload. */
export type Refusal = { line: number; reason: string };

/** Takes readings as they are found: a list, or whoever needs them one after the other. */
export type Taker = { push(reading: Reading): unknown };

/** What a payload or a file held; and by how much times were ahead of the receipt that were refused for it. */
export type Parsed<Taken extends Taker = Reading[]> = {
  readings: Taken;
  refused: Refusal[];
  refusedAheadMs?: number;
};

/** Refuses what was read at a time that cannot be. */
export function refuseTime(parsed: Parsed, line: number, time: { reason: string; aheadMs?: number }): void {
  parsed.refused.push({ line, reason: time.reason });
  if (time.aheadMs !== undefined) parsed.refusedAheadMs = Math.max(parsed.refusedAheadMs ?? 0, time.aheadMs);
}

type Allowed = { readonly least: number; readonly most: number; readonly inWords: string };
const atLeast = (least: number, unit: string): Allowed => ({
  least,
  most: Number.MAX_VALUE,
  inWords: `at least ${least} ${unit}`,
});
const degrees = (most: number): Allowed => ({
  least: -most,
  most,
  inWords: `between -${most} and ${most} degrees`,
});

/** What physics allows of each quantity. */
export const quantities = {
  temperature: atLeast(-273.15, '°C, absolute zero'),
  pressure: atLeast(0, 'kPa'),
  humidity: atLeast(0, '%RH'),
  battery: atLeast(0, '%'),
  latitude: degrees(90),
  longitude: degrees(180),
};
export type Quantity = keyof typeof quantities;

/** Why a value of a quantity is refused; null where it is taken. */
export function refusalOf(quantity: Quantity, value: unknown): string | null {
  const { least, most, inWords } = quantities[quantity];
  if (typeof value === 'number' && value >= least && value <= most) return null;
  return `${quantity} must be ${Number.isFinite(value) ? inWords : 'a number'}, found ${excerpt(value)}`;
}

/** A value as a message can quote it: short, on one line, however large or deep it is. */
export function excerpt(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value);
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' && value !== null ? 'an object' : String(value);
}

/** The values found for one time, still unchecked. */
export type Found = { readonly [quantity in Quantity]?: unknown };

/** Turns the values of one time into readings; each value that cannot be is refused on its own. */
export function takeFound(found: Found, at: number, line: number, parsed: Parsed<Taker>): void {
  for (const channel of ['temperature', 'pressure', 'humidity', 'battery'] as const) {
    const value = found[channel];
    if (value === undefined) continue;
    const reason = refusalOf(channel, value);
    if (reason === null) parsed.readings.push({ channel, at, value: value as number });
    else parsed.refused.push({ line, reason });
  }
  const { latitude, longitude } = found;
  if (latitude === undefined && longitude === undefined) return;
  const reason =
    latitude === undefined
      ? 'longitude came without latitude'
      : longitude === undefined
        ? 'latitude came without longitude'
        : (refusalOf('latitude', latitude) ?? refusalOf('longitude', longitude));
  if (reason === null)
    parsed.readings.push({
      channel: 'location',
      at,
      latitude: latitude as number,
      longitude: longitude as number,
    });
  else parsed.refused.push({ line, reason });
}
