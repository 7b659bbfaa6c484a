import { decode, encode } from 'cborg';
import { readDeviceTime } from '../model/device-time.ts';
import { quantities } from '../telemetry/payload-readings.ts';
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
 * The device that the records of a JSON file are of, where they name one, and those records, each with where it stood,
 * from one: null where all can be read as they are.
 */
export type DeviceRecords = {
  readonly device: NamedDevice | undefined;
  readonly own: { readonly content: Uint8Array; readonly lines: readonly number[] } | null;
};

/** Words that are no JSON and that devices write for a number all the same; not inside of texts. */
const bareWords = /"(?:[^"\\]|\\.)*"|(?<![\w.])[+-]?(?:nan|inf(?:inity)?)\b/gi;

/**
 * Looks for devices in the records of a JSON file: an array of objects, one object a line, or a SenML pack, whose
 * devices are its base names, or whole names where several sensors of one base name measure the same. Throws `UnusableArgument` where it names several devices and `device` is none of them.
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
  // A field that was asked about by what stands in it is one of devices.
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

/** The same of a SenML pack in CBOR; what cannot be decoded is left to who reads it. */
export function cborOfDevice(content: Uint8Array, device: string | undefined): DeviceRecords {
  let pack: unknown;
  try {
    pack = decode(content, { useMaps: true, rejectDuplicateMapKeys: true, tags: cborTags });
  } catch {
    pack = null;
  }
  return recordsOfPack(Array.isArray(pack) ? (pack as unknown[]) : [], device, (own) => encode(own));
}

/** RFC 8949, section 3.4.4 and 3.4.6: a decimal fraction is exponent and mantissa; "this is CBOR" says nothing more. */
const cborTags = {
  4: (fraction: () => unknown): number => {
    const pair = fraction();
    return Array.isArray(pair) && pair.length === 2
      ? Number(`${String(pair[1])}e${String(pair[0])}`)
      : Number.NaN;
  },
  55799: (content: () => unknown): unknown => content(),
};

/** RFC 8428, section 4.3: labels of SenML in JSON, each with its key in CBOR (section 6). */
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
/** What is of one record alone, and not carried over to those that follow. */
const ownLabels = new Set(['n', 'u', 'v', 'vs', 'vb', 'vd', 's', 't', 'ut']);
const labelOfKey = new Map(Object.entries(senmlKeys).map(([label, key]) => [key, label]));
/** Units of the channels. */
const channelUnits = new Set(['Cel', 'K', 'Pa', 'hPa', '%RH', '%EL', 'lat', 'lon']);

/** Units of one quantity, under the first of them. */
const sameQuantity: { readonly [unit: string]: string } = { K: 'Cel', hPa: 'Pa' };

/** Whether a JSON file is a SenML pack: its first record has a label of SenML, and none of plain JSON. */
function isSenml(whole: unknown): whole is unknown[] {
  const first: unknown = Array.isArray(whole) ? whole[0] : null;
  return (
    typeof first === 'object' &&
    first !== null &&
    !('time' in first) &&
    Object.keys(senmlKeys).some((label) => label in first)
  );
}

/** What a record of a pack is named, and the unit of its value: null where it has none of a channel. */
type NamedRecord = { readonly base: string; readonly name: string; readonly unit: string | null };

function namedIn(pack: readonly unknown[]): NamedRecord[] {
  let [base, baseUnit]: [string, unknown] = ['', undefined];
  return pack.map((record) => {
    const { bn, bu, n, u, v, vs, vb, vd, s } = labelled(record);
    if (typeof bn === 'string') base = bn;
    if (bu !== undefined) baseUnit = bu;
    const unit = String(u ?? baseUnit);
    const isValue = [v, vs, vb, vd, s].some((value) => value !== undefined) && channelUnits.has(unit);
    return { base, name: typeof n === 'string' ? n : '', unit: isValue ? unit : null };
  });
}

/** Base names below which several sensors measure the same: there a sensor is known by its whole name only. */
function basesOfSeveral(records: readonly NamedRecord[]): Set<string> {
  const nameOfQuantity = new Map<string, string>();
  const sharing = new Set<string>();
  for (const { base, name, unit } of records) {
    if (unit === null) continue;
    const key = JSON.stringify([base, sameQuantity[unit] ?? unit]);
    const first = nameOfQuantity.get(key);
    if (first === undefined) nameOfQuantity.set(key, name);
    else if (first !== name) sharing.add(base);
  }
  return sharing;
}

/** The records of a device: of a base name, or of a whole one. Records of others keep what is carried over to those behind them, and nothing else. */
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
/** Fields that are watched of a file. */
const checkedAtMost = 50;

/**
 * The fields of a record, also those of the objects in it, that hold a text or a number and are not read; each by its
 * name, behind those of the objects that it is in.
 */
function scalarsOf(record: JsonRecord): [string, string | number][] {
  const found: [string, string | number][] = [];
  const collect = (fields: JsonRecord, prefix: string, depth: number): void => {
    for (const [name, value] of Object.entries(fields)) {
      if (depth === 1 && (name === 'time' || name === 'accuracy' || Object.hasOwn(quantities, name)))
        continue;
      if (typeof value === 'string' || typeof value === 'number')
        // A name in an object may be whole by itself, as device_id is; an id is one of what it is in.
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

/** The records, and where each of them stands: the line of JSON Lines, else which of the array it is, from one. */
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
