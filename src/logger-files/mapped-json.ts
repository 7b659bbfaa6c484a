import { isObject } from '../telemetry/decoders/json-path.ts';
import { layoutOf } from '../telemetry/decoders/layouts.ts';
import {
  type NumberedRecord,
  type RefusedPart,
  type Sample,
  candidatesIn,
  samplesOf,
  takeSamples,
  temperaturesIn,
} from '../telemetry/decoders/mapped-records.ts';
import { measured } from '../telemetry/decoders/measured-value.ts';
import type { MeasuredValue, TimeField } from '../telemetry/decoders/record-layout.ts';
import type { Parsed, Taker } from '../telemetry/payload-readings.ts';
import { repeatedInWords, repeatedKeys } from '../telemetry/repeated-keys.ts';
import { checkDeviceTime } from '../model/device-time.ts';
import { printable } from '../model/printable.ts';
import { fileClock } from './zoned-clock.ts';
import {
  type FileAnswers,
  type TimeZoneOption,
  type LogFile,
  type NamedDevice,
  UnusableArgument,
  UnusableFile,
} from './logger-file.ts';

/** A value of a JSON file with its position, counted from 1, and its text where it stands in a line of its own. */
export type GivenValue = { readonly value: unknown; readonly line: number; readonly content: string | null };

/**
 * Reads the records of other people's trackers, gateways and network servers; null if the file has none. `text` is the
 * whole file.
 *
 * @throws {UnusableFile} when the records are of several layouts.
 * @throws {UnusableArgument} when the file names several devices or several temperatures and the answer is missing or
 *   unknown, when the unit is not the one that the file is known to have, or when times have no offset and no zone is
 *   given.
 */
export function readMapped<Taken extends Taker>(
  text: string,
  given: readonly GivenValue[],
  answers: FileAnswers & { readonly timeZone: TimeZoneOption },
  readings: Taken,
): LogFile<Taken> | null {
  const records = given.flatMap(({ value, line }): NumberedRecord[] => {
    const layout = layoutOf(value);
    return layout === null || !isObject(value) ? [] : [{ record: value, layout, line }];
  });
  if (records.length === 0) return null;
  const layoutNames = [...new Set(records.map(({ layout }) => layout.name))];
  if (layoutNames.length > 1)
    throw new UnusableFile(
      `it holds records of several kinds, ${layoutNames.join(', ')}; give those of each kind in a file of their own`,
    );
  const { samples: all, refused: allRefused } = samplesIn(text, given, records);
  const { device, samples: own } = samplesOfDevice(all, answers.device);
  const refused = allRefused.filter((refusal) => isOf(answers.device, refusal));
  const samples = inZone(own, answers.timeZone);
  const temperature = chosenTemperature(samples, answers.columns?.temperature);
  const inUnit = temperature === null ? samples : inStatedUnit(samples, temperature, answers.unit);
  const parsed: Parsed<Taken> = { readings, refused };
  takeSamples(inUnit, temperature, parsed);
  return {
    ...parsed,
    // Records have no rows of totals or units, so a refused record was meant to be data.
    refused: parsed.refused
      .map(({ line, reason }) => ({ line, reason, isWithoutTime: true as const }))
      .sort((one, other) => one.line - other.line),
    notes: [],
    format: formatOf(inUnit, temperature, records[0]!.layout, answers),
    ...(device && { device }),
  };
}

/** The samples of the records, and what was refused: other values, and records with a repeated key. */
function samplesIn(text: string, given: readonly GivenValue[], records: readonly NumberedRecord[]) {
  const samples: Sample[] = [];
  const refused: RefusedPart[] = [];
  const recordAt = new Map(records.map((record) => [record.line, record]));
  const repeatedInText = given[0]!.content === null ? repeatedKeys(text, null, 'all') : null;
  for (const { line, content } of given) {
    const record = recordAt.get(line);
    const repeated =
      repeatedInText?.get(line) ?? (content === null ? undefined : repeatedKeys(content, null, 'all').get(1));
    if (record === undefined)
      refused.push({ line, reason: `it is not a record of ${records[0]!.layout.name}`, devices: [] });
    else if (repeated !== undefined) refused.push({ line, reason: repeatedInWords(repeated), devices: [] });
    else {
      const found = samplesOf(record, null, given.length === 1);
      for (const sample of found.samples) samples.push(sample);
      for (const refusal of found.refused) refused.push(refusal);
    }
  }
  return { samples, refused };
}

/** Whether a sample may be of the device that the user asks for; one without a name may be. */
function isOf(asked: string | undefined, { devices }: Pick<Sample, 'devices'>): boolean {
  return asked === undefined || devices.length === 0 || devices.some(({ name }) => name === asked);
}

function samplesOfDevice(
  samples: readonly Sample[],
  asked: string | undefined,
): { device: NamedDevice | undefined; samples: readonly Sample[] } {
  const own = samples.filter((sample) => isOf(asked, sample));
  const names = namesIn(own);
  if (asked !== undefined && names.length === 0) {
    const all = namesIn(samples);
    throw new UnusableArgument(
      all.length === 0
        ? `it names no device; leave --device ${quoted(asked)} out`
        : `no record is of --device ${quoted(asked)}; named are ${inWords(all)}`,
    );
  }
  if (names.length > 1)
    throw new UnusableArgument(
      `it holds readings of several devices, ${inWords(names)}; say which is meant, as --device ${quoted(names[0]!.name)}`,
      { question: { option: 'device', candidates: names.map(({ name }) => name) } },
    );
  return { device: names[0], samples: own };
}

/** The devices of samples, sorted. */
function namesIn(samples: readonly Sample[]): readonly NamedDevice[] {
  const found = new Map<string, NamedDevice>();
  for (const {
    devices: [first],
  } of samples)
    if (first !== undefined) found.set(JSON.stringify([first.heading, first.name]), first);
  return [...found.keys()].sort().map((key) => found.get(key)!);
}

/** An error lists at most this many devices and adds that there are more. */
const listedAtMost = 20;

function inWords(devices: readonly NamedDevice[]): string {
  const shown = devices.slice(0, listedAtMost).map(({ name }) => name);
  const headings = new Set(devices.map(({ heading }) => JSON.stringify(heading)));
  return `${shown.join(', ')}${devices.length > listedAtMost ? ' and more' : ''} (in ${[...headings].join(', ')})`;
}

function quoted(name: string): string {
  return /^[\w.:/-]+$/.test(name) ? name : JSON.stringify(name);
}

/** Samples with the times that have no offset read in the zone that the user states. */
function inZone(samples: readonly Sample[], timeZone: TimeZoneOption): readonly Sample[] {
  const stamps = samples.flatMap(({ wallClock, line }) =>
    wallClock === null ? [] : [{ utcMs: wallClock, line, columns: 1 }],
  );
  if (stamps.length === 0) return samples;
  if (timeZone === null)
    throw new UnusableArgument(
      `record ${stamps[0]!.line}: the time has no offset; say which zone the times are in, as --time-zone Europe/Berlin or --time-zone +01:00`,
      { question: { option: 'time-zone', candidates: [] } },
    );
  const clock = fileClock(timeZone, stamps);
  return samples.map((sample) =>
    sample.wallClock === null
      ? sample
      : { ...sample, time: checkDeviceTime(clock(sample.wallClock, sample.line), null) },
  );
}

/** The name of the temperature to read; null if the file has none. */
function chosenTemperature(samples: readonly Sample[], asked: string | undefined): string | null {
  if (asked !== undefined) {
    const all = temperaturesIn(samples);
    const meant = all.includes(asked) ? [asked] : all.filter((name) => name.endsWith(`.${asked}`));
    if (meant.length === 1) return meant[0]!;
    throw new UnusableArgument(
      `no temperature is --column temperature=${asked}; there ${all.length === 1 ? 'is' : 'are'} ${all.join(', ') || 'none'}`,
    );
  }
  const candidates = candidatesIn(samples);
  if (candidates.length > 1)
    throw new UnusableArgument(
      `it holds several temperatures, ${candidates.join(', ')}; say which is meant, as --column temperature=${candidates[0]!}`,
      { question: { option: 'column', candidates } },
    );
  return candidates[0] ?? null;
}

const unitNames = { degC: '°C', degF: '°F', K: 'K' } as const;

/** Samples with the temperature in the unit that the user states, where neither the file nor its maker does. */
function inStatedUnit(
  samples: readonly Sample[],
  temperature: string,
  answer: FileAnswers['unit'],
): readonly Sample[] {
  if (answer === undefined) return samples;
  const unit = unitNames[answer];
  const converted = (value: MeasuredValue): MeasuredValue => {
    if (value.name !== temperature || (value.unit === unit && !value.isUnitOpen)) return value;
    if (!value.isUnitOpen)
      throw new UnusableArgument(`${temperature} is in ${value.unit}; leave --unit ${answer} out`);
    return measured({ name: value.name, quantity: value.quantity, value: value.value, unit });
  };
  return samples.map((sample) => ({ ...sample, values: sample.values.map(converted) }));
}

function formatOf(
  samples: readonly Sample[],
  temperature: string | null,
  { name, notRead }: Sample['layout'],
  { device, timeZone }: FileAnswers & { readonly timeZone: TimeZoneOption },
): string {
  const isZoned = samples.some(({ wallClock }) => wallClock !== null);
  const times = new Set(
    samples.flatMap(({ timeField }) => (timeField === null ? [] : timeInWords(timeField))),
  );
  const read = new Set(
    samples.flatMap(({ values }) =>
      values
        .filter(({ quantity, name: path }) => quantity !== 'temperature' || path === temperature)
        .map(valueInWords),
    ),
  );
  const others = temperaturesIn(samples).filter((path) => path !== temperature);
  const left = [...others, ...(notRead === undefined ? [] : [notRead])];
  const said = [
    name,
    ...times,
    ...(isZoned ? [`in ${timeZone} (--time-zone)`] : []),
    ...read,
    ...(left.length === 0 ? [] : [`not read: ${left.join(', ')}`]),
    ...(device === undefined ? [] : [`records of ${JSON.stringify(device)} (--device)`]),
  ];
  return printable(said.join('; '));
}

function timeInWords({ clock, path }: TimeField): string {
  return `${clock === 'device' ? 'times of the device' : 'times of receipt'} (${path})`;
}

function valueInWords({ quantity, name, unit, isUnitOpen }: MeasuredValue): string {
  return `${quantity} from ${name}, ${unit}${isUnitOpen ? ' (not stated)' : ''}`;
}
