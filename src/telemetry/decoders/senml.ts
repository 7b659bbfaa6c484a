import { type UnreadableText, unreadableText } from '../unreadable.ts';
import { checkDeviceTime } from '../../model/device-time.ts';
import { scalarChannelDefinitions, scalarChannels } from '../../model/channels/channels.ts';
import { type Unit, unconverted } from '../../model/channels/scalar-channel.ts';
import { excerpt } from '../../model/printable.ts';
import { type RawValues, type Parsed, type Quantity, refuseTime, takeValues } from '../payload-readings.ts';
import type { JsonDecoder } from './json-decoder.ts';
import { type RepeatedKeys, senmlKeys, senmlLabels } from '../repeated-keys.ts';
import { type RefusedRecord, type ResolvedRecord, fieldsOf, resolveSenml } from './resolve-senml.ts';

/** RFC 8428, section 4.5.3: times below 2^28 seconds are relative to now. */
const relativeBelow = 2 ** 28;

function textOf(value: unknown): string {
  return typeof value === 'object' && value !== null ? excerpt(value) : String(value);
}

/** Supported units of RFC 8428, section 12.1, and RFC 8798, each with its quantity and conversion. */
export const senmlUnits: {
  readonly [unit: string]: { readonly quantity: Quantity; readonly convert: Unit['convert'] };
} = {
  ...Object.fromEntries(
    scalarChannels.flatMap((channel) =>
      Object.entries(scalarChannelDefinitions[channel].senmlUnits).map(([unit, convert]) => [
        unit,
        { quantity: channel, convert },
      ]),
    ),
  ),
  lat: { quantity: 'latitude', convert: unconverted },
  lon: { quantity: 'longitude', convert: unconverted },
};

type Half = { readonly line: number; readonly value: number | UnreadableText };

/**
 * Parses a SenML pack (RFC 8428), from JSON or from CBOR decoded with maps. The unit determines the quantity; names are
 * ignored. A relative time needs `receivedAt`; in a file (null) it is refused. `repeated` lists the records with a
 * repeated label.
 */
export function parseSenml(
  pack: readonly unknown[],
  receivedAt: number | null,
  repeated: RepeatedKeys,
): Parsed {
  const parsed: Parsed = { readings: [], refused: [] };
  const resolved = resolveSenml(pack, repeated);
  if (typeof resolved === 'string') return { readings: [], refused: [{ line: 1, reason: resolved }] };
  if (resolved.length === 0) return { readings: [], refused: [{ line: 1, reason: emptyInWords(pack) }] };
  takeResolved(resolved, receivedAt, parsed);
  return parsed;
}

/** Turns resolved records, all of one device, into readings. */
export function takeResolved(
  resolved: readonly (ResolvedRecord | RefusedRecord)[],
  receivedAt: number | null,
  parsed: Parsed,
): void {
  // Latitude and longitude are separate records. Of those at one time, the first of each make a position, then the
  // second, and so on.
  const positions = new Map<number, { latitude: Half[]; longitude: Half[] }>();
  for (const record of resolved) {
    const { line } = record;
    const taken = takeRecord(record, receivedAt);
    if ('reason' in taken)
      refuseTime(parsed, line, taken, 'ok' in taken && !('reason' in record) && record.value !== undefined);
    else if (taken.quantity === 'latitude' || taken.quantity === 'longitude') {
      const { at, quantity, value } = taken;
      let halves = positions.get(at);
      if (halves === undefined) positions.set(at, (halves = { latitude: [], longitude: [] }));
      halves[quantity].push({ line, value });
    } else {
      const found: RawValues = { [taken.quantity]: taken.value };
      takeValues(found, taken.at, line, parsed);
    }
  }
  for (const [at, { latitude, longitude }] of positions)
    for (let index = 0; index < Math.max(latitude.length, longitude.length); index++) {
      const [north, east] = [latitude[index], longitude[index]];
      const found: RawValues = { latitude: north?.value, longitude: east?.value };
      takeValues(found, at, (north ?? east)!.line, parsed);
    }
}

/** Why a pack without a single value is refused. */
export function emptyInWords(pack: readonly unknown[]): string {
  if (pack.length === 0) return 'the pack is empty';
  const given = new Set(pack.slice(0, 100).flatMap((record) => Object.keys(fieldsOf(record) ?? {})));
  const found = given.size === 0 ? 'nothing' : [...given].join(', ');
  return `the pack holds no value: ${pack.length} ${pack.length === 1 ? 'record' : 'records'} with ${excerpt(found)}`;
}

function takeRecord(
  record: ResolvedRecord | RefusedRecord,
  receivedAt: number | null,
):
  | { at: number; quantity: Quantity; value: number | UnreadableText }
  | { ok?: false; reason: string; aheadMs?: number } {
  if ('reason' in record) return { reason: record.reason };
  if (record.value === undefined && record.text === undefined) return { reason: 'a sum is not a reading' };
  if (record.unit === undefined)
    return { reason: `unit is missing; known are ${Object.keys(senmlUnits).join(', ')}` };
  const unit = Object.hasOwn(senmlUnits, record.unit) ? senmlUnits[record.unit] : undefined;
  if (unit === undefined)
    return {
      reason: `unit ${excerpt(record.unit)} is unknown; known are ${Object.keys(senmlUnits).join(', ')}`,
    };
  const relative = record.seconds < relativeBelow;
  if (relative && receivedAt === null)
    return { ok: false, reason: 'time is relative to the moment of sending, which a file does not have' };
  const time = checkDeviceTime(record.seconds * 1000 + (relative ? receivedAt! : 0), receivedAt);
  if (!time.ok) return time;
  const { value } = record;
  if (value === undefined)
    return {
      at: time.at,
      quantity: unit.quantity,
      value: unreadableText(textOf(record.text)).convertedBy((bound) => unit.convert(bound)),
    };
  return { at: time.at, quantity: unit.quantity, value: unit.convert(value) };
}

/** SenML in JSON: the first record has a SenML label and no `time`, which plain JSON has. */
export const senml: JsonDecoder = {
  recognises: isSenml,
  keys: senmlKeys,
  decode: (json, receivedAt, repeated) => parseSenml(json as unknown[], receivedAt, repeated),
};

/** Whether JSON is a SenML pack. */
export function isSenml(json: unknown): json is unknown[] {
  if (!Array.isArray(json)) return false;
  const first: unknown = json[0];
  return (
    typeof first === 'object' &&
    first !== null &&
    !('time' in first) &&
    senmlLabels.some((label) => label in first)
  );
}
