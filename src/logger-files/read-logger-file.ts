import type { Reading, Taker } from '../telemetry/payload-readings.ts';
import { isAndroSensor, readAndroSensor } from './readers/androsensor.ts';
import { isBerlinger, readBerlinger } from './readers/berlinger.ts';
import { type Content, type FileInspection, joined, linesOf, inspect } from './content.ts';
import { readCsv } from './readers/csv.ts';
import { readJson } from './readers/json.ts';
import { type FileAnswers, type LogFile, type TimeZoneOption, UnusableFile } from './logger-file.ts';
import { DeviceNames, refuseUnknownDevice } from './devices.ts';

/** Formats that the user can name; otherwise the format is detected from the content. */
export const formats = ['csv', 'json', 'senml', 'berlinger', 'androsensor'] as const;
export type Format = (typeof formats)[number];

/**
 * Reads the content of a log file. A value that cannot be read becomes an unreadable value; a row that cannot be placed
 * in time is refused with its line. `answers` resolves what the file leaves open.
 *
 * @throws {UnusableFile} when the file cannot be used.
 * @throws {UnusableArgument} when another argument would help.
 */
export function readLogFile(
  content: Uint8Array,
  format: Format | null,
  timeZone: TimeZoneOption,
  answers: FileAnswers = {},
): LogFile {
  return streamLogFile([content], format, timeZone, [] as Reading[], answers);
}

/**
 * The same in pieces: a CSV file, which may be long, is never in memory as a whole. Readings are pushed to `readings`.
 *
 * @throws {UnusableFile} when the file cannot be used.
 * @throws {UnusableArgument} when another argument would help.
 */
export function streamLogFile<Taken extends Taker>(
  content: Content,
  format: Format | null,
  timeZone: TimeZoneOption,
  readings: Taken,
  answers: FileAnswers = {},
): LogFile<Taken> {
  const inspection = inspect(content);
  if (inspection.first === undefined && !inspection.isBinary) throw new UnusableFile('it is empty');
  if (inspection.isUtf16)
    throw new UnusableFile(
      'it is UTF-16: save it as UTF-8 (in a spreadsheet, "CSV UTF-8"; in an editor, the encoding UTF-8)',
    );
  const taken = format ?? formatOf(inspection);
  if (taken !== 'json' && taken !== 'senml' && inspection.isBinary)
    throw new UnusableFile(
      'it is binary; readable are CSV, SenML (JSON or CBOR) and the text export of Berlinger loggers',
    );
  const lines = { [Symbol.iterator]: () => linesOf(content, inspection.encoding) };
  const encoding = inspection.encoding === 'utf-8' ? 'UTF-8' : 'Latin-1';
  if (taken === 'csv') return readCsv(lines, encoding, timeZone, readings, answers);
  const log = readWhole(taken, content, { lines, encoding }, timeZone, answers);
  for (const reading of log.readings) readings.push(reading);
  return { ...log, readings };
}

function readWhole(
  format: Exclude<Format, 'csv'>,
  content: Content,
  { lines, encoding }: { lines: Iterable<Uint8Array>; encoding: string },
  timeZone: TimeZoneOption,
  answers: FileAnswers,
): LogFile {
  if (format === 'json' || format === 'senml') return readJson(joined(content), answers);
  const log =
    format === 'androsensor'
      ? readAndroSensor(lines, encoding, timeZone, answers)
      : readBerlinger(new TextDecoder().decode(joined(lines)), encoding, timeZone, answers);
  if (answers.device !== undefined && answers.device !== log.device?.name) refuseOther(answers.device, log);
  return log;
}

/** These files are from one device, so a device that the user asked for must be that one. */
function refuseOther(asked: string, { device }: LogFile): void {
  const names = new DeviceNames(device?.heading ?? '');
  names.see(device?.name ?? '');
  refuseUnknownDevice(asked, [names]);
}

function formatOf({ first, beginning }: FileInspection): Format {
  if (first !== undefined && first >= 0x80 && first <= 0x9f) return 'senml';
  if (/^\s*[[{]/.test(beginning)) return 'json';
  if (isAndroSensor(beginning)) return 'androsensor';
  return isBerlinger(beginning) ? 'berlinger' : 'csv';
}
