import { readDeviceTime } from '../model/device-time.ts';
import { quantities } from '../telemetry/payload-readings.ts';
import { isSenml } from '../telemetry/decoders/senml.ts';
import { GroupCheck, refuseGroups } from './groups.ts';
import type { DeviceRecords } from './device-records.ts';
import type { JsonFile } from './json-file.ts';
import { recordsOfPack } from './senml-devices.ts';
import {
  DeviceNames,
  deviceAmong,
  namesDevice,
  namesRemarks,
  refuseSeveralDevices,
  refuseUnknownDevice,
} from './devices.ts';

/**
 * Selects the records of one device from a JSON file: an array of objects, JSON Lines, or a SenML pack. A pack's
 * devices are its base names, or full names where several sensors with the same base name measure the same quantity.
 *
 * @throws {UnusableArgument} when the file names several devices and `device` is not one of them.
 */
export function recordsOfDevice(file: JsonFile, device: string | undefined): DeviceRecords {
  const { whole } = file;
  if (isSenml(whole))
    return recordsOfPack(whole, device, (pack) => new TextEncoder().encode(JSON.stringify(pack)));
  const records = recordsIn(file);
  const fields = new Map<string, DeviceNames>();
  const lines: number[] = [];
  const remaining: unknown[] = [];
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
    remaining.push(record);
  }
  if (device !== undefined && !isThere) refuseUnknownDevice(device, [...fields.values()]);
  refuseSeveralDevices([...read.values()]);
  refuseGroups([...groups.values()]);
  return {
    device: deviceAmong([...read.values()]),
    own:
      lines.length === records.length
        ? null
        : { content: new TextEncoder().encode(JSON.stringify(remaining)), lines },
  };
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
  const { temperature } = record;
  const isText = typeof temperature === 'string';
  const celsius = isText || typeof temperature === 'number' ? Number(temperature) : Number.NaN;
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
function recordsIn({ values }: JsonFile): { record: JsonRecord | null; line: number }[] {
  return values.map(({ value, line }) => ({
    record:
      typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonRecord) : null,
    line,
  }));
}
