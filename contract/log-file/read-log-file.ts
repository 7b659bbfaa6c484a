import { parsePayload } from '../payload/parse-payload.ts';
import { isAndroSensor, readAndroSensor } from './androsensor.ts';
import { isBerlinger, readBerlinger } from './berlinger.ts';
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
  if (content.length === 0) throw new UnusableFile('it is empty');
  const taken = format ?? formatOf(content);
  if (taken === 'json' || taken === 'senml') return { ...parsePayload(content, null), notes: [] };
  const text = textOf(content);
  if (text.trim() === '') throw new UnusableFile('it is empty');
  if (taken === 'androsensor') return readAndroSensor(text, timeZone);
  return taken === 'berlinger' ? readBerlinger(text, timeZone) : readCsv(text, timeZone);
}

function formatOf(content: Uint8Array): Format {
  const first = content.find((byte) => byte > 0x20);
  if (first !== undefined && first >= 0x80 && first <= 0x9f) return 'senml';
  const text = textOf(content);
  if (/^\s*[[{]/.test(text)) return 'json';
  if (isAndroSensor(text)) return 'androsensor';
  return isBerlinger(text) ? 'berlinger' : 'csv';
}

function textOf(content: Uint8Array): string {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(content);
  } catch {
    // Loggers of an older make write Latin-1.
    text = new TextDecoder('latin1').decode(content);
  }
  // eslint-disable-next-line no-control-regex -- control characters are what tells a binary file
  if (/[\u0000-\u0008\u000e-\u001f]/.test(text))
    throw new UnusableFile(
      'it is binary; readable are CSV, SenML (JSON or CBOR) and the text export of Berlinger loggers',
    );
  return text;
}
