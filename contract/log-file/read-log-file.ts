import { parsePayload } from '../payload/parse-payload.ts';
import type { Reading, Taker } from '../payload/reading.ts';
import { isAndroSensor, readAndroSensor } from './androsensor.ts';
import { isBerlinger, readBerlinger } from './berlinger.ts';
import { type Content, type Look, joined, linesOf, lookAt } from './content.ts';
import { readCsv } from './csv.ts';
import { type LogFile, type TimeZoneOption, UnusableFile } from './log-file.ts';

/** Formats that a file may be named as; without a name its content says which it is. */
export const formats = ['csv', 'json', 'senml', 'berlinger', 'androsensor'] as const;
export type Format = (typeof formats)[number];

/**
 * Reads the content of a log file. Throws `UnusableFile` where nothing can be made of it, `UnusableArgument` where an
 * argument would help. Single rows or values that cannot be read are refused, each with its line.
 */
export function readLogFile(content: Uint8Array, format: Format | null, timeZone: TimeZoneOption): LogFile {
  return streamLogFile([content], format, timeZone, [] as Reading[]);
}

/** The same, piece by piece: of CSV, which may be long, no more than a piece of it is held. `readings` takes what is found. */
export function streamLogFile<Taken extends Taker>(
  content: Content,
  format: Format | null,
  timeZone: TimeZoneOption,
  readings: Taken,
): LogFile<Taken> {
  const look = lookAt(content);
  if (look.first === undefined && !look.isBinary) throw new UnusableFile('it is empty');
  const taken = format ?? formatOf(look);
  if (taken !== 'json' && taken !== 'senml' && look.isBinary)
    throw new UnusableFile(
      'it is binary; readable are CSV, SenML (JSON or CBOR) and the text export of Berlinger loggers',
    );
  const lines = { [Symbol.iterator]: () => linesOf(content, look.encoding) };
  if (taken === 'csv') return readCsv(lines, timeZone, readings);
  const log = readWhole(taken, content, lines, timeZone);
  for (const reading of log.readings) readings.push(reading);
  return { ...log, readings };
}

function readWhole(
  format: Exclude<Format, 'csv'>,
  content: Content,
  lines: Iterable<Uint8Array>,
  timeZone: TimeZoneOption,
): LogFile {
  switch (format) {
    case 'json':
    case 'senml':
      return { ...parsePayload(joined(content), null), notes: [] };
    case 'androsensor':
      return readAndroSensor(lines, timeZone);
    case 'berlinger':
      return readBerlinger(new TextDecoder().decode(joined(lines)), timeZone);
  }
}

function formatOf({ first, head }: Look): Format {
  if (first !== undefined && first >= 0x80 && first <= 0x9f) return 'senml';
  if (/^\s*[[{]/.test(head)) return 'json';
  if (isAndroSensor(head)) return 'androsensor';
  return isBerlinger(head) ? 'berlinger' : 'csv';
}
