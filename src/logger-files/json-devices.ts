import { decode, encode } from 'cborg';
import { readDeviceTime } from '../model/device-time.ts';
import { quantities } from '../telemetry/payload-readings.ts';
import { senmlUnits } from '../telemetry/decoders/senml.ts';
import { GroupCheck, refuseGroups } from './groups.ts';
import type { NamedDevice } from './logger-file.ts';
import {
  DeviceNames,
  deviceAmong,
  namesDevice,
  namesRemarks,
  refuseSeveralDevices,
  refuseUnknownDevice,
} from './devices.ts';

/**
 * The device that a JSON file's records belong to, if they name one. `own` has the records of that device with their
 * positions in the file, counted from 1; it is null if the whole file can be read unchanged.
 */
type DeviceRecords = {
  readonly device: NamedDevice | undefined;
  readonly own: { readonly content: Uint8Array; readonly lines: readonly number[] } | null;
};

/** Bare words that are not valid JSON but that devices write as numbers; quoted texts are skipped. */
const bareWords = /"(?:[^"\\]|\\.)*"|(?<![\w.])[+-]?(?:nan|inf(?:inity)?)\b/gi;

/**
 * Selects the records of one device from a JSON file: an array of objects, JSON Lines, or a SenML pack. A pack's
 * devices are its base names, or full names where several sensors with the same base name measure the same quantity.
 *
 * @throws {UnusableArgument} when the file names several devices and `device` is not one of them.
 */
export function recordsOfDevice(text: string, device: string | undefined): DeviceRecords {
  const whole = parsed(text);
  if (isSenml(whole))
    return recordsOfPack(whole, device, (pack) => new TextEncoder().encode(JSON.stringify(pack)));
  const records = recordsIn(text, whole);
  const fields = new Map<string, DeviceNames>();
  const lines: number[] = [];
  const kept: unknown[] = [];
  const read = new Map<string, DeviceNames>();
  const groups = new Map<string, GroupCheck>();
  // A field with this device's name as a value names devices, whatever the field is called.
  const asked = new Set<string>();
  if (device !== undefined)
    for (const { record } of records)
      for (const [name, value] of record === null ? [] : scalarsOf(record))
        if (String(value) === device) asked.add(name);
  const isNamed = [...asked].some((name) => namesDevice(name));
  let isThere = false;
  for (const { record, line } of records) {
    const hasData = Object.keys(record ?? {}).some((name) => Object.hasOwn(quantities, name));
    const scalars = record === null ? [] : scalarsOf(record);
    const named = scalars.filter(([name, value]) =>
      name === 'n' || namesRemarks(name)
        ? hasData && (typeof value === 'string' || (name !== 'n' && isName(value)))
        : namesDevice(name) || (!isNamed && asked.has(name)),
    );
    see(fields, named);
    const isOther =
      device !== undefined && named.length > 0 && named.every(([, value]) => String(value) !== device);
    if (isOther) continue;
    isThere ||= named.length > 0;
    see(read, named);
    if (record !== null)
      check(
        groups,
        scalars.filter(([name]) => device === undefined || !asked.has(name)),
        record,
      );
    lines.push(line);
    kept.push(record);
  }
  if (device !== undefined && !isThere) refuseUnknownDevice(device, [...fields.values()]);
  refuseSeveralDevices([...read.values()]);
  refuseGroups([...groups.values()]);
  return {
    device: deviceAmong([...read.values()]),
    own:
      lines.length === records.length
        ? null
        : { content: new TextEncoder().encode(JSON.stringify(kept)), lines },
  };
}

/**
 * The same for a SenML pack in CBOR. A pack that cannot be decoded is left to the parser, which reports it.
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

/**
 * RFC 8949, sections 3.4.4 and 3.4.6: a decimal fraction is an exponent and a mantissa; the tag "this is CBOR" adds
 * nothing.
 */
const cborTags = {
  4: (fraction: () => unknown): number => {
    const pair = fraction();
    return Array.isArray(pair) && pair.length === 2
      ? Number(`${String(pair[1])}e${String(pair[0])}`)
      : Number.NaN;
  },
  55799: (content: () => unknown): unknown => content(),
};

/** RFC 8428, section 4.3: SenML labels in JSON, each with its CBOR key (section 6). */
const senmlKeys: { readonly [label: string]: number } = {
  bver: -1,
  bn: -2,
  bt: -3,
  bu: -4,
  bv: -5,
  bs: -6,
  n: 0,
  u: 1,
  v: 2,
  vs: 3,
  vb: 4,
  s: 5,
  t: 6,
  ut: 7,
  vd: 8,
};
/** Labels that apply to one record only and are not carried over to the following ones. */
const ownLabels = new Set(['n', 'u', 'v', 'vs', 'vb', 'vd', 's', 't', 'ut']);
const labelOfKey = new Map(Object.entries(senmlKeys).map(([label, key]) => [key, label]));
/** Whether a JSON file is a SenML pack: its first record has a SenML label and no `time`, which plain JSON has. */
function isSenml(whole: unknown): whole is unknown[] {
  const first: unknown = Array.isArray(whole) ? whole[0] : null;
  return (
    typeof first === 'object' &&
    first !== null &&
    !('time' in first) &&
    Object.keys(senmlKeys).some((label) => label in first)
  );
}

/** A record's name, and the unit of its value; the unit is null if the record has no value of a supported channel. */
type NamedRecord = { readonly base: string; readonly name: string; readonly unit: string | null };

function namedIn(pack: readonly unknown[]): NamedRecord[] {
  let [base, baseUnit]: [string, unknown] = ['', undefined];
  return pack.map((record) => {
    const { bn, bu, n, u, v, vs, vb, vd, s } = labelled(record);
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
function recordsOfPack(
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

function labelled(record: unknown): { readonly [label: string]: unknown } {
  if (typeof record !== 'object' || record === null) return {};
  if (!(record instanceof Map)) return record as { readonly [label: string]: unknown };
  return Object.fromEntries(
    [...(record as Map<unknown, unknown>)].map(([key, value]) => [
      labelOfKey.get(Number(key)) ?? String(key),
      value,
    ]),
  );
}

function withoutOwn(record: unknown): unknown {
  if (record instanceof Map)
    return new Map(
      [...(record as Map<unknown, unknown>)].filter(
        ([key]) => !ownLabels.has(labelOfKey.get(Number(key)) ?? String(key)),
      ),
    );
  return Object.fromEntries(Object.entries(labelled(record)).filter(([label]) => !ownLabels.has(label)));
}

/** How deep in a record a device may be named: deviceInfo.devEui, uplink.end_device_ids.device_id. */
const deepest = 3;
/** At most this many fields of a file are checked. */
const checkedAtMost = 50;

/**
 * A record's text and number fields that are not read, including those of nested objects. A nested field's name is
 * prefixed with the names of its parents.
 */
function scalarsOf(record: JsonRecord): [string, string | number][] {
  const found: [string, string | number][] = [];
  const collect = (fields: JsonRecord, prefix: string, depth: number): void => {
    for (const [name, value] of Object.entries(fields)) {
      if (depth === 1 && (name === 'time' || name === 'accuracy' || Object.hasOwn(quantities, name)))
        continue;
      if (typeof value === 'string' || typeof value === 'number')
        // A nested name such as device_id is complete on its own; an id belongs to its parent object.
        found.push([
          prefix === '' || (name.length > 4 && namesDevice(name)) ? name : `${prefix}.${name}`,
          value,
        ]);
      else if (typeof value === 'object' && value !== null && !Array.isArray(value) && depth < deepest)
        collect(value as JsonRecord, prefix === '' ? name : `${prefix}.${name}`, depth + 1);
    }
  };
  collect(record, '', 1);
  return found;
}

function check(
  groups: Map<string, GroupCheck>,
  scalars: readonly (readonly [string, string | number])[],
  record: JsonRecord,
): void {
  const celsius = Number(record['temperature'] ?? Number.NaN);
  const at = Number.isNaN(celsius) ? null : readDeviceTime(record['time'], null);
  if (at === null || !at.ok) return;
  for (const [name, value] of scalars) {
    let group = groups.get(name);
    if (group === undefined) {
      if (groups.size === checkedAtMost) continue;
      groups.set(name, (group = new GroupCheck(name)));
    }
    group.see(String(value), celsius, at.at);
  }
}

type JsonRecord = { readonly [name: string]: unknown };

function isName(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'number';
}

function see(fields: Map<string, DeviceNames>, named: readonly (readonly [string, unknown])[]): void {
  for (const [name, value] of named) {
    let field = fields.get(name);
    if (field === undefined) fields.set(name, (field = new DeviceNames(name)));
    field.see(String(value));
  }
}

/** The records with their positions, counted from 1: the line in JSON Lines, the index in an array. */
function recordsIn(text: string, whole: unknown): { record: JsonRecord | null; line: number }[] {
  const values =
    whole === undefined
      ? text.split('\n').flatMap((content, index) => {
          const isEmpty = content.trim() === '';
          return isEmpty ? [] : [{ value: parsed(content), line: index + 1 }];
        })
      : (Array.isArray(whole) ? (whole as unknown[]) : [whole]).map((value, index) => ({
          value,
          line: index + 1,
        }));
  return values.map(({ value, line }) => ({
    record:
      typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonRecord) : null,
    line,
  }));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(
      text.replaceAll(bareWords, (word) => (word.startsWith('"') ? word : JSON.stringify(word))),
    );
  } catch {
    return undefined;
  }
}
