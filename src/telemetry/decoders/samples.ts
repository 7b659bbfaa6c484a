import { parseWallClock } from '../../model/instant.ts';
import { excerpt } from '../../model/printable.ts';
import type { Parsed, RawValues, Refusal, Taker } from '../payload-readings.ts';
import { refuseTime, takeValues } from '../payload-readings.ts';
import { valueAt } from './json-path.ts';
import { isNumber } from './measured-value.ts';
import type {
  JsonObject,
  MeasuredValue,
  RecordLayout,
  TimeField,
  TimeForm,
  ValueGroup,
} from './record-layout.ts';
import { iso } from './time-forms.ts';

/** The values that a record has at one time. */
export type Sample = {
  /** The number of the record in its payload or file, or of the part in a payload of one record, from one. */
  readonly line: number;
  readonly layout: RecordLayout;
  /** The device's names with their paths; the first identifies it. */
  readonly devices: readonly { readonly heading: string; readonly name: string }[];
  readonly time: ReturnType<TimeForm>;
  /**
   * The time on the clock of its place, as if it were UTC, where it has no offset; null where that is not what is
   * wrong.
   */
  readonly wallClock: number | null;
  /** Where the time was found; null if it is missing. */
  readonly timeField: TimeField | null;
  readonly values: readonly MeasuredValue[];
  /** Whether it may repeat an earlier fix. */
  readonly isLastFix: boolean;
};

/** A record, or a part of one, that was refused, with the names of its device. */
export type RefusedPart = Refusal & Pick<Sample, 'devices'>;

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
): { readonly samples: readonly Sample[]; readonly refused: readonly RefusedPart[] } {
  const samples: Sample[] = [];
  const refused: RefusedPart[] = [];
  const parts = layout.parts?.(record) ?? [record];
  if (parts.length === 0) refused.push({ line, reason: `${layout.name}: no records in it`, devices: [] });
  for (const [index, part] of parts.entries()) {
    const at = isAlone ? index + 1 : line;
    const refusal = layout.refusal?.(part) ?? null;
    if (refusal !== null) {
      refused.push({ line: at, reason: `${layout.name}: ${refusal}`, devices: devicesOf(part, layout) });
      continue;
    }
    const found = layout.groups.flatMap((group) => sampleOf(part, group, layout, at, receivedAt));
    samples.push(...found);
    if (found.length === 0)
      refused.push({
        line: at,
        reason: `${layout.name}: no value that is read`,
        devices: devicesOf(part, layout),
      });
  }
  return { samples, refused };
}

function sampleOf(
  part: JsonObject,
  { times, values: valuesOf, isLastFix = false }: ValueGroup,
  layout: RecordLayout,
  line: number,
  receivedAt: number | null,
): Sample[] {
  const values = valuesOf(part);
  if (!values.some(({ quantity }) => quantity !== 'accuracy')) return [];
  const devices = devicesOf(part, layout);
  const timeField = times.find(({ path }) => (valueAt(part, path) ?? null) !== null) ?? null;
  const time =
    timeField === null
      ? { ok: false as const, reason: `time is missing (${times.map(({ path }) => path).join(', ')})` }
      : timeField.form(valueAt(part, timeField.path), receivedAt);
  const wallClock = wallClockOf(time, part, timeField);
  return [{ line, layout, devices, time, wallClock, timeField, values, isLastFix }];
}

function devicesOf(part: JsonObject, { devices }: RecordLayout): Sample['devices'] {
  return devices.flatMap((heading) => {
    const name = valueAt(part, heading);
    // JSON.parse rounds a larger number, so that two devices would have one name.
    return (typeof name === 'string' && name !== '') ||
      (typeof name === 'number' && Math.abs(name) <= Number.MAX_SAFE_INTEGER)
      ? [{ heading, name: String(name) }]
      : [];
  });
}

function wallClockOf(time: Sample['time'], part: JsonObject, field: TimeField | null): number | null {
  const text = time.ok || field?.form !== iso ? null : valueAt(part, field.path);
  const clock = typeof text === 'string' ? parseWallClock(text) : null;
  return clock !== null && clock.offsetMinutes === null ? clock.utcMs : null;
}

/** The names of the temperatures in samples, in the order of their layout. */
export function temperaturesIn(samples: readonly Sample[]): readonly string[] {
  return [...new Set(samples.flatMap(({ values }) => values.filter(isTemperature).map(({ name }) => name)))];
}

/**
 * The names of the temperatures of which one must be chosen: those with a number in any sample, without those that a
 * preferred one replaces, even where it sent something else than a number. Where none has a number, the first one.
 */
export function candidatesIn(samples: readonly Sample[]): readonly string[] {
  const possible = new Map<string, MeasuredValue>();
  for (const { values } of samples)
    for (const value of values)
      if (isTemperature(value) && !possible.has(value.name) && (isNumber(value) || isBrokenProbe(value)))
        possible.set(value.name, value);
  const replaced = new Set([...possible.values()].flatMap(({ overrides = [] }) => overrides));
  const candidates = [...possible.keys()].filter((name) => !replaced.has(name));
  return candidates.length > 0 ? candidates : temperaturesIn(samples).slice(0, 1);
}

/**
 * What a preferred sensor sent in place of a number must not be hidden by the one that it replaces; null means that
 * there is no such sensor.
 */
const isBrokenProbe = ({ overrides = [], value }: MeasuredValue): boolean =>
  overrides.length > 0 && (value ?? null) !== null;

const isTemperature = ({ quantity }: MeasuredValue): boolean => quantity === 'temperature';

/**
 * Turns samples into readings; `temperature` is the name of the temperature that is read, null if none is. A sample
 * whose only values are other temperatures is refused.
 */
export function takeSamples(
  samples: readonly Sample[],
  temperature: string | null,
  parsed: Parsed<Taker>,
): void {
  // Together with something new of the same record, an old fix says nothing about the clock.
  const recent = new Set(
    samples.flatMap(({ line, time, isLastFix }) => (time.ok && !isLastFix ? [line] : [])),
  );
  for (const { line, layout, time, values, isLastFix } of samples) {
    if (isLastFix && time.ok && recent.has(line)) (parsed.lastFixes ??= new Set()).add(time.at);
    const found = rawValues(values, temperature);
    if (!time.ok) refuseTime(parsed, line, time, values.some(isNumber));
    else if (Object.keys(found).length > 0) takeValues(found, time.at, line, parsed);
    else if (temperature !== null)
      parsed.refused.push({ line, reason: `${layout.name}: no ${excerpt(temperature)}` });
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
