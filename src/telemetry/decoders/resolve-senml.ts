import { nearKnown } from '../near-names.ts';
import { quantities } from '../payload-readings.ts';
import { excerpt } from '../../model/printable.ts';
import { type RepeatedKeys, repeatedInWords, senmlLabels } from '../repeated-keys.ts';

/** RFC 8428, section 4.3: labels of the JSON form by their CBOR keys. */
const labelOfKey: { readonly [key: number]: string } = {
  '-1': 'bver',
  '-2': 'bn',
  '-3': 'bt',
  '-4': 'bu',
  '-5': 'bv',
  '-6': 'bs',
  0: 'n',
  1: 'u',
  2: 'v',
  3: 'vs',
  4: 'vb',
  5: 's',
  6: 't',
  7: 'ut',
  8: 'vd',
};

/** RFC 8428, section 4.4: this is version 10; a pack of a higher version must not be processed. */
const highestVersion = 10;
/** A record with its base fields applied; time in seconds, absolute if it is at least 2^28. */
export type ResolvedRecord = {
  /** The number of the record in its pack, from one. */
  line: number;
  /** The base name, as that of the device; the record's own name where there is none; null if neither is given. */
  device: string | null;
  /** The record's own name within its device. */
  own: string;
  name: string;
  unit: string | undefined;
  seconds: number;
  value: number | undefined;
  /** What was sent in place of a number: a text value (`vs`), or a `v` that is not a number. */
  text?: unknown;
  /** The value is a text, a boolean or data. */
  other: boolean;
};

/** A record that could not be resolved, and why. */
export type RefusedRecord = { line: number; device: string | null; reason: string };

type Label = { readonly [label: string]: unknown };

/**
 * Applies base fields to the records, as in RFC 8428, section 4.6. Returns the reason if the pack must not be
 * processed. `repeated` lists the records with a repeated label.
 */
export function resolveSenml(
  pack: readonly unknown[],
  repeated: RepeatedKeys = new Map(),
): (ResolvedRecord | RefusedRecord)[] | string {
  const base: { bn: string; bt: number; bu: string | undefined; bv: number } = {
    bn: '',
    bt: 0,
    bu: undefined,
    bv: 0,
  };
  /** Base fields that cannot be read. Records that depend on them are refused until the field is given again. */
  const broken = new Map<string, string>();
  const resolved: (ResolvedRecord | RefusedRecord)[] = [];
  for (const [index, record] of pack.entries()) {
    const line = index + 1;
    const fields = fieldsOf(record);
    const twice = repeated.get(line) ?? labelledTwice(record, fields);
    if (fields === null) {
      const reason = `a SenML record must be an object, found ${excerpt(record)}`;
      resolved.push({ line, device: null, reason });
      continue;
    }
    const mustUnderstand = Object.keys(fields).find((label) => label.endsWith('_'));
    if (mustUnderstand !== undefined) return `SenML field ${excerpt(mustUnderstand)} is not understood`;
    if (fields['bver'] !== undefined && !(Number(fields['bver']) <= highestVersion))
      return `SenML version ${excerpt(fields['bver'])} is not understood, allowed up to ${highestVersion}`;
    for (const label of ['bn', 'bt', 'bu', 'bv'] as const) {
      const value = fields[label];
      if (value === undefined) continue;
      const wrong = label === twice ? repeatedInWords(label) : wrongField(fields, label);
      if (wrong !== null) broken.set(label, wrong);
      else {
        broken.delete(label);
        Object.assign(base, { [label]: typeof value === 'bigint' ? Number(value) : value });
      }
    }
    const [wrong] = [
      ...(twice === undefined ? [] : [repeatedInWords(twice)]),
      ...broken.values(),
      ...['n', 'u', 's', 't'].flatMap((label) => wrongField(fields, label) ?? []),
    ];
    const device = broken.has('bn') ? null : deviceOf(base.bn, fields);
    if (wrong !== undefined) {
      resolved.push({ line, device, reason: wrong });
      continue;
    }
    const other = ['vs', 'vb', 'vd'].some((label) => fields[label] !== undefined);
    const valued = fields['v'] !== undefined && wrongField(fields, 'v') === null;
    const text = valued ? undefined : textIn(fields);
    const isValue = valued || text !== undefined || other || fields['s'] !== undefined;
    const unread = unreadIn(fields, isValue);
    if (unread !== null) resolved.push({ line, device, reason: unread });
    if (unread !== null || !isValue) continue;
    resolved.push({
      line,
      device,
      own: (fields['n'] as string | undefined) ?? '',
      name: base.bn + ((fields['n'] as string | undefined) ?? ''),
      unit: (fields['u'] as string | undefined) ?? base.bu,
      seconds: base.bt + Number(fields['t'] ?? 0),
      value: valued ? base.bv + Number(fields['v']) : undefined,
      ...(text !== undefined && { text }),
      other,
    });
  }
  return resolved;
}

function deviceOf(base: string, { n }: Label): string | null {
  const name = base === '' ? n : base;
  return typeof name === 'string' && name !== '' ? name : null;
}

const labels = new Set(senmlLabels);
/** A record contains at most one of these (RFC 8428, section 4.2). */
const valueLabels = ['v', 'vs', 'vb', 'vd'];

/**
 * Returns why a record is refused because of fields that have no meaning here. Without a value, these are any unknown
 * field, and a base value, which may be meant as the value (RFC 8428, section 4.5.1, adds it to the value of a record);
 * with a value, a second one or a field that seems to be one. Null if it contains none.
 */
function unreadIn(fields: Label, isValue: boolean): string | null {
  const values = valueLabels.filter((label) => fields[label] !== undefined);
  if (values.length > 1)
    return `a SenML record holds one value; found ${values.map((label) => `"${label}"`).join(' and ')} (RFC 8428, section 4.2)`;
  const unknown = Object.keys(fields).filter((label) => !labels.has(label));
  if (isValue) {
    const meant = unknown.find(
      (label) => nearKnown(label) !== null || plainKeys.has(label) || labels.has(label.trim().toLowerCase()),
    );
    return meant === undefined
      ? null
      : `${excerpt(meant)} is no field of SenML, and stands beside a value; one record holds one value, as "v"`;
  }
  if (unknown.length > 0)
    return `a SenML record holds its value as "v", "vs", "vb" or "vd"; found ${excerpt(unknown.join(', '))}`;
  return fields['bv'] === undefined
    ? null
    : 'a base value ("bv") alone is no value; write it in the first record that it is added to';
}

/** Fields of plain records that no SenML record has. */
const plainKeys = new Set(['time', 'value', ...Object.keys(quantities)]);

/** Returns a label that a CBOR record contains both as a number and as a text. */
function labelledTwice(record: unknown, fields: Label | null): string | undefined {
  if (!(record instanceof Map) || fields === null || record.size === Object.keys(fields).length)
    return undefined;
  return Object.entries(labelOfKey).find(([key, label]) => record.has(Number(key)) && record.has(label))?.[1];
}

/** The JSON label of a key in CBOR. */
export function labelOf(key: unknown): string {
  return typeof key === 'number' ? (labelOfKey[key] ?? String(key)) : String(key);
}

/** Returns the fields of a record by their JSON labels; null if it is not an object. */
export function fieldsOf(record: unknown): Label | null {
  if (record instanceof Map)
    return Object.fromEntries([...record].map(([key, value]) => [labelOf(key), value]));
  return typeof record === 'object' && record !== null && !Array.isArray(record) ? (record as Label) : null;
}

/**
 * Returns what was sent in place of a number: a `v` that is not one, a text, a boolean, data, or nothing at all at a
 * time of its own.
 */
function textIn(fields: Label): unknown {
  const given = valueLabels.find((label) => fields[label] !== undefined);
  if (given !== undefined) return fields[given];
  return fields['t'] !== undefined && fields['s'] === undefined ? '' : undefined;
}

const texts = new Set(['bn', 'bu', 'n', 'u']);

function wrongField(fields: Label, label: string): string | null {
  const value = fields[label];
  if (value === undefined) return null;
  const isText = texts.has(label);
  const fits = isText ? typeof value === 'string' : typeof value === 'number' || typeof value === 'bigint';
  return fits
    ? null
    : `SenML field "${label}" must be ${isText ? 'text' : 'a number'}, found ${excerpt(value)}`;
}
