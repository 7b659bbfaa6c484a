import { checkDeviceTime } from '../model/device-time.ts';
import { printable } from '../model/printable.ts';
import { isObject } from '../telemetry/decoders/json-path.ts';
import { layoutOf } from '../telemetry/decoders/layouts.ts';
import type { MeasuredValue, TimeField } from '../telemetry/decoders/record-layout.ts';
import {
  type NumberedRecord,
  type RefusedPart,
  type Sample,
  samplesOf,
  takeSamples,
  temperaturesIn,
} from '../telemetry/decoders/samples.ts';
import type { Parsed, Taker } from '../telemetry/payload-readings.ts';
import { repeatedInWords } from '../telemetry/repeated-keys.ts';
import { type GivenValue, repeatedKeysOf } from './json-file.ts';
import {
  type FileAnswers,
  type LogFile,
  type TimeZoneOption,
  UnusableArgument,
  UnusableFile,
} from './logger-file.ts';
import { isOf, samplesOfDevice } from './mapped-devices.ts';
import { chosenTemperature, inStatedUnit } from './mapped-temperature.ts';
import { fileClock } from './zoned-clock.ts';

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
  if (!given.some(({ value }) => layoutOf(value) !== null)) return null;
  const records = given.flatMap(({ value, line }): NumberedRecord[] => {
    const layout = layoutOf(value);
    return layout === null || !isObject(value) ? [] : [{ record: value, layout, line }];
  });
  const layoutNames = [...new Set(records.map(({ layout }) => layout.name))];
  if (layoutNames.length > 1)
    throw new UnusableFile(
      `it holds records of several kinds, ${layoutNames.join(', ')}; give those of each kind in a file of their own`,
    );
  const { samples: all, refused: allRefused } = samplesIn(text, given, records);
  const { device, samples: own } = samplesOfDevice(all, answers.device);
  const refused = allRefused.filter((refusal) => isOf(answers.device, refusal));
  const samples = inZone(own, answers.timeZone);
  const temperature = chosenTemperature(samples, answers.columns);
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
  const repeatedAt = repeatedKeysOf(text, given);
  for (const { line } of given) {
    const record = recordAt.get(line);
    const repeated = repeatedAt.get(line);
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
