import { parsePayload, repeatedKeysIn } from '../../telemetry/parse-payload.ts';
import type { RepeatedKeys } from '../../telemetry/repeated-keys.ts';
import { cborOfDevice, recordsOfDevice } from '../json-devices.ts';
import type { FileAnswers, LogFile } from '../logger-file.ts';

/** Reads plain JSON, SenML JSON or SenML CBOR, as a device would have sent it, of one device where it names several. */
export function readJson(content: Uint8Array, { device }: FileAnswers): LogFile {
  const first = content.find((byte) => byte > 0x20);
  // No text begins with a byte that goes on.
  const isCbor =
    first !== undefined && ((first >= 0x80 && first <= 0x9f) || (first >= 0xc0 && first <= 0xdb));
  const text = isCbor ? null : new TextDecoder().decode(content);
  const { device: named, own } =
    text === null ? cborOfDevice(content, device) : recordsOfDevice(text, device);
  const parsed =
    own === null ? parsePayload(content, null) : parsePayload(own.content, null, repeatedOf(own.lines, text));
  const log: LogFile = {
    ...parsed,
    // A file of records has no rows of totals or units: what was refused was to say something, as over MQTT.
    refused: parsed.refused.map((refusal) => ({ ...refusal, isWithoutTime: true })),
    notes: [],
    format: formatOf(text, device),
    ...(named && { device: named }),
  };
  if (own === null) return log;
  // Records are counted as they stand in the file.
  const lineOf = (line: number): number => own.lines[line - 1] ?? line;
  for (const refusal of log.refused) refusal.line = lineOf(refusal.line);
  for (const reading of log.readings) if ('line' in reading) reading.line = lineOf(reading.line);
  return log;
}

/** What a text holds twice, by the numbers that its records have among those of one device. */
function repeatedOf(lines: readonly number[], text: string | null): RepeatedKeys {
  const repeated = text === null ? new Map<number, string>() : repeatedKeysIn(text);
  return new Map(
    lines.flatMap((line, index) => {
      const key = repeated.get(line);
      return key === undefined ? [] : [[index + 1, key] as const];
    }),
  );
}

/** Labels that a SenML record has and a plain one has not (RFC 8428, section 4.3). */
const senmlRecord = /^\s*\[\s*\{[^}]*"(?:bn|bt|bu|bv|bs|bver|n|u|v|vs|vb|s)"\s*:/;

function formatOf(text: string | null, device: string | undefined): string {
  const isSenml = text === null || (senmlRecord.test(text) && !/^\s*\[\s*\{[^}]*"time"\s*:/.test(text));
  return [
    text === null ? 'SenML, CBOR' : isSenml ? 'SenML, JSON' : 'JSON, UTF-8',
    isSenml ? 'times in seconds since 1970' : 'times with their offsets or in milliseconds since 1970',
    isSenml
      ? 'units in the records'
      : 'temperature in °C, pressure in kPa, positions in °, accuracy in m, humidity in %RH, battery in %',
    ...(device === undefined ? [] : [`records of ${JSON.stringify(device)} (--device)`]),
  ].join('; ');
}
