import { scalarChannels } from '../../model/channels/channels.ts';
import { unitOf } from '../../model/wording.ts';
import { parsePayload, repeatedKeysIn } from '../../telemetry/parse-payload.ts';
import { type RepeatedKeys, repeatedInWords } from '../../telemetry/repeated-keys.ts';
import { unreadKeyOf } from '../../telemetry/near-names.ts';
import { isSenml } from '../../telemetry/decoders/senml.ts';
import { recordsOfDevice } from '../json-devices.ts';
import { type JsonFile, jsonFileOf, repeatedKeysOf } from '../json-file.ts';
import { tableOfJson } from '../json-table.ts';
import { readTable } from '../table/read-table.ts';
import { hasTimes } from '../table/time-columns.ts';
import { readMapped } from '../mapped-json.ts';
import { cborOfDevice } from '../senml-devices.ts';
import { joined } from '../content.ts';
import { type LogFile, UnusableArgument, UnusableFile } from '../logger-file.ts';
import type { FileToRead, Reader } from './reader.ts';
import { type Taker, quantities } from '../../telemetry/payload-readings.ts';

/**
 * Reads plain JSON, SenML JSON, SenML CBOR or other people's JSON in the form that devices send, for one device if the
 * file names several.
 *
 * @throws {UnusableFile} when the records are of several layouts.
 * @throws {UnusableArgument} when the file names several devices or several temperatures, and the answer is missing or
 *   unknown, or when an answer is given to what the file states.
 */
function readJson<Taken extends Taker>(
  { content: pieces, lines, encoding, answers, timeZone }: FileToRead,
  readings: Taken,
): LogFile<Taken> {
  const bytes = joined(pieces);
  const first = bytes.find((byte) => byte > 0x20);
  // No text begins with a UTF-8 continuation byte.
  const isCbor =
    first !== undefined && ((first >= 0x80 && first <= 0x9f) || (first >= 0xc0 && first <= 0xdb));
  const content = isCbor ? bytes : joined(lines);
  const text = isCbor ? null : new TextDecoder().decode(content);
  const file = text === null ? null : jsonFileOf(text);
  const mapped = file === null ? null : readMapped(text!, file.values, { ...answers, timeZone }, readings);
  if (mapped !== null) return mapped;
  if (file !== null && !isOfOurs(file)) {
    const log = readAsTable(text!, file, { encoding, answers, timeZone }, readings);
    if (log !== null) return log;
  }
  const { device, columns, unit } = answers;
  if (Object.keys(columns ?? {}).length > 0 || (unit !== undefined && unit !== 'degC'))
    throw new UnusableArgument(
      'plain JSON and SenML state what is temperature and its unit; leave --column and --unit out',
    );
  const { device: named, own } =
    file === null ? cborOfDevice(content, device) : recordsOfDevice(file, device);
  const parsed =
    own === null ? parsePayload(content, null) : parsePayload(own.content, null, repeatedOf(own.lines, text));
  // Lines refer to the positions in the file, not among the selected records.
  const atItsLine = <Found extends { readonly line: number }>(found: Found): Found =>
    own === null ? found : { ...found, line: own.lines[found.line - 1] ?? found.line };
  for (const reading of parsed.readings) readings.push('line' in reading ? atItsLine(reading) : reading);
  return {
    ...parsed,
    readings,
    // Records have no rows of totals or units, so a refused record was meant to be data, as over MQTT.
    refused: parsed.refused.map((refusal) => ({ ...atItsLine(refusal), isWithoutTime: true })),
    notes: [],
    format: formatOf(text, device),
    ...(named && { device: named }),
  };
}

/** Reads JSON of no known shape as a table of its records; null if no record has a time. */
function readAsTable<Taken extends Taker>(
  text: string,
  { whole, values }: JsonFile,
  { encoding, answers, timeZone }: Pick<FileToRead, 'encoding' | 'answers' | 'timeZone'>,
  readings: Taken,
): LogFile<Taken> | null {
  const table = tableOfJson(whole ?? values.map(({ value }) => value));
  if (table === null || !hasTimes(table.rows)) return null;
  const repeated = [...repeatedKeysOf(text, values)][0];
  if (repeated !== undefined)
    throw new UnusableFile(`record ${repeated[0]}: ${repeatedInWords(repeated[1])}`);
  const form = `${encoding}, ${table.inWords}`;
  const asTable = { rows: table.rows, form, isCommaSeparated: false, mayBeCut: false, timeZone, answers };
  const log = readTable({ ...asTable, hint: { name: 'JSON' } }, readings);
  // Records have no rows of totals or units, so a refused record was meant to be data.
  return { ...log, refused: log.refused.map((refusal) => ({ ...refusal, isWithoutTime: true })) };
}

/** Whether a JSON file has the form that our devices send, even if its keys are spelled in another way. */
function isOfOurs({ whole, values }: JsonFile): boolean {
  if (isSenml(whole)) return true;
  return values.some(({ value }) => {
    if (typeof value !== 'object' || value === null || !('time' in value)) return false;
    const keys = Object.keys(value);
    return keys.some((key) => Object.hasOwn(quantities, key)) || unreadKeyOf(value) !== null;
  });
}

/** Repeated keys of the text, by the positions that their records have among those of the device. */
function repeatedOf(lines: readonly number[], text: string | null): RepeatedKeys {
  const repeated = text === null ? new Map<number, string>() : repeatedKeysIn(text);
  return new Map(
    lines.flatMap((line, index) => {
      const key = repeated.get(line);
      return key === undefined ? [] : [[index + 1, key] as const];
    }),
  );
}

/** Labels that a SenML record has and a plain record does not (RFC 8428, section 4.3). */
const senmlRecord = /^\s*\[\s*\{[^}]*"(?:bn|bt|bu|bv|bs|bver|n|u|v|vs|vb|s)"\s*:/;

function formatOf(text: string | null, device: string | undefined): string {
  const isPack = text === null || (senmlRecord.test(text) && !/^\s*\[\s*\{[^}]*"time"\s*:/.test(text));
  return [
    text === null ? 'SenML, CBOR' : isPack ? 'SenML, JSON' : 'JSON, UTF-8',
    isPack ? 'times in seconds since 1970' : 'times with their offsets or in milliseconds since 1970',
    isPack
      ? 'units in the records'
      : [
          ...scalarChannels.map((channel) => `${channel} in ${unitOf[channel]}`),
          'positions in °',
          'accuracy in m',
        ].join(', '),
    ...(device === undefined ? [] : [`records of ${JSON.stringify(device)} (--device)`]),
  ].join('; ');
}

const reader = { mayBeBinary: true, isOfOneDevice: false, read: readJson } as const;

/** Plain JSON and SenML in JSON; both begin with a bracket. */
export const json: Reader = {
  ...reader,
  name: 'plain JSON, JSON Lines and SenML',
  recognisedBy: 'a first character `{` or `[`, as JSON goes on after it',
  recognises: ({ beginning }) => /^\s*(?:\{|\[\s*(?:[[{"\]\d-]|null|true|false))/.test(beginning),
};

/** SenML in CBOR, which begins with the head of an array. Texts of East Asia may begin with the same bytes. */
export const senml: Reader = {
  ...reader,
  name: 'SenML in CBOR',
  recognisedBy: 'a first byte from 0x80 to 0x9f, with which a CBOR array begins',
  recognises: ({ first, label }) =>
    first !== undefined && first >= 0x80 && first <= 0x9f && label !== 'gb18030' && label !== 'shift_jis',
};
