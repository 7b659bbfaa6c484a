import type { Parsed, RawValues, Refusal, Taker } from '../payload-readings.ts';
import { refuseTime, takeValues } from '../payload-readings.ts';
import { repeatedInWords } from '../repeated-keys.ts';
import type { JsonDecoder } from './json-decoder.ts';
import { valueAt } from './json-path.ts';
import { layoutOf } from './layouts.ts';
import { isNumber } from './measured-value.ts';
import { takeRecord } from './plain.ts';
import type {
  JsonObject,
  MeasuredValue,
  RecordLayout,
  TimeField,
  TimeForm,
  ValueGroup,
} from './record-layout.ts';

/** The values that a record has at one time. */
export type Sample = {
  /** The number of the record in its payload or file, or of the part in a payload of one record, from one. */
  readonly line: number;
  readonly layout: RecordLayout;
  /** The device's names with their paths; the first identifies it. */
  readonly devices: readonly { readonly heading: string; readonly name: string }[];
  readonly time: ReturnType<TimeForm>;
  /** Where the time was found; null if it is missing. */
  readonly timeField: TimeField | null;
  readonly values: readonly MeasuredValue[];
};

/** A record with its number in its payload or file. */
export type NumberedRecord = {
  readonly record: JsonObject;
  readonly layout: RecordLayout;
  readonly line: number;
};

/**
 * Reads records by their layouts. `receivedAt` is epoch milliseconds, null for a file; `isAlone` says that the records
 * are one, whose parts are numbered instead.
 */
export function samplesOf(
  { record, layout, line }: NumberedRecord,
  receivedAt: number | null,
  isAlone: boolean,
): { readonly samples: readonly Sample[]; readonly refused: readonly Refusal[] } {
  const samples: Sample[] = [];
  const refused: Refusal[] = [];
  const parts = layout.parts?.(record) ?? [record];
  if (parts.length === 0) refused.push({ line, reason: `${layout.name}: no records in it` });
  for (const [index, part] of parts.entries()) {
    const at = isAlone ? index + 1 : line;
    const found = layout.groups.flatMap((group) => sampleOf(part, group, layout, at, receivedAt));
    samples.push(...found);
    if (found.length === 0) refused.push({ line: at, reason: `${layout.name}: no value that is read` });
  }
  return { samples, refused };
}

function sampleOf(
  part: JsonObject,
  { times, values: valuesOf }: ValueGroup,
  layout: RecordLayout,
  line: number,
  receivedAt: number | null,
): Sample[] {
  const values = valuesOf(part);
  if (values.length === 0) return [];
  const devices = layout.devices.flatMap((heading) => {
    const name = valueAt(part, heading);
    return (typeof name === 'string' && name !== '') || typeof name === 'number'
      ? [{ heading, name: String(name) }]
      : [];
  });
  const timeField = times.find(({ path }) => (valueAt(part, path) ?? null) !== null) ?? null;
  const time =
    timeField === null
      ? { ok: false as const, reason: `time is missing (${times.map(({ path }) => path).join(', ')})` }
      : timeField.form(valueAt(part, timeField.path), receivedAt);
  return [{ line, layout, devices, time, timeField, values }];
}

/** The names of the temperatures in samples, in the order of their layout. */
export function temperaturesIn(samples: readonly Sample[]): readonly string[] {
  return [...new Set(samples.flatMap(({ values }) => values.filter(isTemperature).map(({ name }) => name)))];
}

/**
 * The names of the temperatures of which one must be chosen: those with a number in any sample, without those that a
 * preferred one replaces. Where none has a number, the first one.
 */
export function candidatesIn(samples: readonly Sample[]): readonly string[] {
  const readable = new Map<string, MeasuredValue>();
  for (const { values } of samples)
    for (const value of values)
      if (isTemperature(value) && !readable.has(value.name) && isNumber(value))
        readable.set(value.name, value);
  const replaced = new Set([...readable.values()].flatMap(({ overrides = [] }) => overrides));
  const candidates = [...readable.keys()].filter((name) => !replaced.has(name));
  return candidates.length > 0 ? candidates : temperaturesIn(samples).slice(0, 1);
}

const isTemperature = ({ quantity }: MeasuredValue): boolean => quantity === 'temperature';

/** Turns samples into readings; `temperature` is the name of the temperature that is read, null if there is none. */
export function takeSamples(
  samples: readonly Sample[],
  temperature: string | null,
  parsed: Parsed<Taker>,
): void {
  for (const { line, time, values } of samples) {
    if (time.ok) takeValues(rawValues(values, temperature), time.at, line, parsed);
    else refuseTime(parsed as Parsed, line, time, values.some(isNumber));
  }
}

/** The values of one time by quantity. Of several for one quantity, the first with a number counts. */
function rawValues(values: readonly MeasuredValue[], temperature: string | null): RawValues {
  const found: { [quantity in MeasuredValue['quantity']]?: MeasuredValue } = {};
  for (const value of values) {
    const { quantity } = value;
    const isMeant = value.name === temperature;
    // Where the chosen temperature is missing, what stands in its place is unreadable, and never another sensor's value.
    if (quantity === 'temperature' && !isMeant && (temperature === null || isNumber(value))) continue;
    const present = found[quantity];
    if (
      present === undefined ||
      isMeant ||
      (quantity !== 'temperature' && !isNumber(present) && isNumber(value))
    )
      found[quantity] = value;
  }
  return Object.fromEntries(Object.entries(found).map(([quantity, { value }]) => [quantity, value]));
}

/** Why the samples of one message cannot be read as those of one sensor; null if they can. */
function severalIn(samples: readonly Sample[], candidates: readonly string[]): string | null {
  const devices = new Set(samples.flatMap(({ devices: [first] }) => first?.name ?? []));
  if (devices.size > 1) return `several devices in one message: ${listed([...devices])}`;
  return candidates.length > 1
    ? `several temperatures: ${listed(candidates)}; which is meant is not known`
    : null;
}

/** At most this many names are listed. */
const listedAtMost = 5;

function listed(names: readonly string[]): string {
  const shown = names
    .slice(0, listedAtMost)
    .map((name) => (name.length > 40 ? `${name.slice(0, 40)}…` : name));
  return `${shown.join(', ')}${names.length > listedAtMost ? ' and more' : ''}`;
}

/** A value of a payload that may be a record: with its number from one, and a key that an object in it has twice. */
type GivenRecord = { readonly value: unknown; readonly line: number; readonly repeated: string | undefined };

/**
 * Decodes records of other people's layouts; those that no layout recognises are plain. What could not be a record is
 * given with the reason.
 */
export function decodeRecords(given: readonly (GivenRecord | Refusal)[], receivedAt: number | null): Parsed {
  const parsed: Parsed = { readings: [], refused: [] };
  const samples: Sample[] = [];
  for (const each of given) {
    if ('reason' in each) {
      parsed.refused.push(each);
      continue;
    }
    const { value, line, repeated } = each;
    const layout = layoutOf(value);
    if (layout === null) takeRecord(value, line, receivedAt, parsed, repeated);
    else if (repeated !== undefined) parsed.refused.push({ line, reason: repeatedInWords(repeated) });
    else {
      const record = { record: value as JsonObject, layout, line };
      const found = samplesOf(record, receivedAt, given.length === 1);
      for (const sample of found.samples) samples.push(sample);
      for (const refusal of found.refused) parsed.refused.push(refusal);
    }
  }
  const candidates = candidatesIn(samples);
  const several = severalIn(samples, candidates);
  if (several !== null) parsed.refused.push({ line: samples[0]!.line, reason: several });
  else takeSamples(samples, candidates[0] ?? null, parsed);
  return parsed;
}

/** Records of other people's layouts, one or a list of them. */
export const mapped: JsonDecoder = {
  recognises: (json) =>
    Array.isArray(json) ? json.some((record) => layoutOf(record) !== null) : layoutOf(json) !== null,
  keys: 'all',
  decode: (json, receivedAt, repeated) => {
    const values: readonly unknown[] = Array.isArray(json) ? json : [json];
    const given = values.map((value, index) => ({
      value,
      line: index + 1,
      repeated: repeated.get(index + 1),
    }));
    return decodeRecords(given, receivedAt);
  },
};
