import type { Reading, Taker } from '../telemetry/payload-readings.ts';
import { inspect, linesOf } from './content.ts';
import { DeviceNames, refuseUnknownDevice } from './devices.ts';
import type { Format } from './formats.ts';
import { type FileAnswers, type LogFile, type TimeZoneOption, UnusableFile } from './logger-file.ts';
import type { OpenedFile } from './open-file.ts';
import { readTables } from './read-tables.ts';
import { readers } from './readers/readers.ts';

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
  return streamLogFile(
    { content: [content], tables: null, kind: 'text or CBOR' },
    format,
    timeZone,
    [] as Reading[],
    answers,
  );
}

/**
 * The same in pieces: a CSV file, which may be long, is never in memory as a whole. Readings are pushed to `readings`.
 *
 * @throws {UnusableFile} when the file cannot be used.
 * @throws {UnusableArgument} when another argument would help.
 */
export function streamLogFile<Taken extends Taker>(
  { content, tables, kind }: OpenedFile,
  format: Format | null,
  timeZone: TimeZoneOption,
  readings: Taken,
  answers: FileAnswers = {},
): LogFile<Taken> {
  if (tables !== null) return readTables({ tables, kind, timeZone, answers }, readings);
  const inspection = inspect(content);
  if (inspection.first === undefined && !inspection.isBinary) throw new UnusableFile('it is empty');
  const reader =
    format === null
      ? Object.values(readers).find(({ recognises }) => recognises(inspection))!
      : readers[format];
  if (!reader.mayBeBinary && inspection.isBinary)
    throw new UnusableFile(
      'it is binary; readable are tables as text or XLSX, JSON, SenML in CBOR, and PDF reports of some loggers',
    );
  const lines = { [Symbol.iterator]: () => linesOf(content, inspection.label) };
  const { encoding } = inspection;
  const log = reader.read({ content, lines, encoding, timeZone, answers }, readings);
  if (reader.isOfOneDevice && answers.device !== undefined && answers.device !== log.device?.name)
    refuseOther(answers.device, log);
  return log;
}

/** These files are from one device, so a device that the user asked for must be that one. */
function refuseOther(asked: string, { device }: Pick<LogFile, 'device'>): void {
  const names = new DeviceNames(device?.heading ?? '');
  names.see(device?.name ?? '');
  refuseUnknownDevice(asked, [names]);
}
