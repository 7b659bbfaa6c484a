import { decode, encode } from 'cborg';
import { cborTags } from '../telemetry/cbor-tags.ts';
import { fieldsOf, labelOf } from '../telemetry/decoders/resolve-senml.ts';
import { senmlUnits } from '../telemetry/decoders/senml.ts';
import type { DeviceRecords } from './device-records.ts';
import { DeviceNames, deviceAmong, refuseSeveralDevices, refuseUnknownDevice } from './devices.ts';

/**
 * Selects the records of one device from a SenML pack in CBOR. A pack that cannot be decoded is left to the parser,
 * which reports it.
 *
 * @throws {UnusableArgument} when the pack names several devices and `device` is not one of them.
 */
export function cborOfDevice(content: Uint8Array, device: string | undefined): DeviceRecords {
  let pack: unknown;
  try {
    pack = decode(content, { useMaps: true, rejectDuplicateMapKeys: true, tags: cborTags });
  } catch {
    pack = null;
  }
  return recordsOfPack(Array.isArray(pack) ? (pack as unknown[]) : [], device, (own) => encode(own));
}

/** Labels that apply to one record only and are not carried over to the following ones. */
const ownLabels = new Set(['n', 'u', 'v', 'vs', 'vb', 'vd', 's', 't', 'ut']);

/** A record's name, and the unit of its value; the unit is null if the record has no value of a supported channel. */
type NamedRecord = { readonly base: string; readonly name: string; readonly unit: string | null };

function namedIn(pack: readonly unknown[]): NamedRecord[] {
  let [base, baseUnit]: [string, unknown] = ['', undefined];
  return pack.map((record) => {
    const { bn, bu, n, u, v, vs, vb, vd, s } = fieldsOf(record) ?? {};
    if (typeof bn === 'string') base = bn;
    if (bu !== undefined) baseUnit = bu;
    const unit = String(u ?? baseUnit);
    const isValue =
      [v, vs, vb, vd, s].some((value) => value !== undefined) && Object.hasOwn(senmlUnits, unit);
    return { base, name: typeof n === 'string' ? n : '', unit: isValue ? unit : null };
  });
}

/** Base names that several sensors of the same quantity share; there, only the full name identifies a sensor. */
function basesOfSeveral(records: readonly NamedRecord[]): Set<string> {
  const nameOfQuantity = new Map<string, string>();
  const sharing = new Set<string>();
  for (const { base, name, unit } of records) {
    if (unit === null) continue;
    const key = JSON.stringify([base, senmlUnits[unit]!.quantity]);
    const first = nameOfQuantity.get(key);
    if (first === undefined) nameOfQuantity.set(key, name);
    else if (first !== name) sharing.add(base);
  }
  return sharing;
}

/**
 * The records of one device, by base name or full name. Records of other devices keep only the base fields that carry
 * over to the following records.
 */
export function recordsOfPack(
  pack: readonly unknown[],
  device: string | undefined,
  encoded: (pack: readonly unknown[]) => Uint8Array,
): DeviceRecords {
  const records = namedIn(pack);
  const sharing = basesOfSeveral(records);
  const nameOf = ({ base, name }: NamedRecord): string => (sharing.has(base) ? base + name : base);
  const names = new DeviceNames(sharing.size > 0 ? 'n' : 'bn');
  let isThere = false;
  for (const record of records) {
    if (record.unit === null) continue;
    names.see(nameOf(record));
    isThere ||= nameOf(record) === device;
  }
  if (names.names().length <= 1) {
    if (device !== undefined) refuseUnknownDevice(device, [names]);
    return { device: deviceAmong([names]), own: null };
  }
  if (device === undefined) refuseSeveralDevices([names]);
  if (device === undefined || !isThere) refuseUnknownDevice(device ?? '', [names]);
  const own = pack.map((record, place) =>
    [device, ''].includes(nameOf(records[place]!)) ? record : withoutOwn(record),
  );
  return {
    device: { heading: names.heading, name: device! },
    own: { content: encoded(own), lines: pack.map((_, place) => place + 1) },
  };
}

function withoutOwn(record: unknown): unknown {
  if (record instanceof Map)
    return new Map([...(record as Map<unknown, unknown>)].filter(([key]) => !ownLabels.has(labelOf(key))));
  return Object.fromEntries(
    Object.entries(fieldsOf(record) ?? {}).filter(([label]) => !ownLabels.has(label)),
  );
}
