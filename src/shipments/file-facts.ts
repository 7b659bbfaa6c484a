import { rowsWithoutTime } from '../evaluation/rows-without-time.ts';
import type { GivenLogFile } from '../logger-files/given-log-file.ts';
import { readerVersion } from '../logger-files/reader-version.ts';
import type { FileReadingAnswers } from '../model/attached-file.ts';
import { printable } from '../model/printable.ts';
import { type Reading, isMeasured, isUnreadable } from '../model/reading.ts';
import { distinctReadings } from './files.ts';
import type { FileAttached, FileReadingsLeftOut } from './file-event.ts';
import type { ReadFile } from './same-logger.ts';

/** At most this many of a logger's own alarms are recorded; those that went off come first. */
const mostAlarms = 100;

/** The readings of a file, from the first to the last measured time (epoch milliseconds); null if it has none. */
export function extentOfReadings(readings: readonly Reading[]): { from: number; to: number } | null {
  let [from, to] = [Infinity, -Infinity];
  for (const { at, channel } of readings) {
    if (!isMeasured(channel)) continue;
    from = Math.min(from, at);
    to = Math.max(to, at);
  }
  return from <= to ? { from, to } : null;
}

/** The median step between the distinct times of a file, in milliseconds; null if it has only one. */
export function medianStepMs(readings: readonly Reading[]): number | null {
  const times = [...new Set(readings.flatMap(({ at, channel }) => (isMeasured(channel) ? [at] : [])))].sort(
    (a, b) => a - b,
  );
  const steps = times.slice(1).map((at, index) => at - times[index]!);
  steps.sort((a, b) => a - b);
  return steps[(steps.length - 1) >> 1] ?? null;
}

/** A reading as the record of a device has it, without its line in the file. */
export function recordedReadings(readings: readonly Reading[], since: number): Reading[] {
  return readings
    .filter(({ at }) => at >= since)
    .map((reading) => {
      if (!('line' in reading)) return reading;
      const { line: _, ...kept } = reading as Reading & { line: number };
      return kept;
    });
}

/** What the ledger records of a file that was read. The same bytes, name and answers give the same facts. */
export function fileFacts(
  {
    sha256,
    name,
    device,
    answers,
  }: Pick<FileAttached, 'sha256' | 'device' | 'answers'> & { readonly name: string },
  log: GivenLogFile,
  { since, intervalMs }: Pick<FileAttached, 'since' | 'intervalMs'>,
): FileAttached {
  const withoutTime = log.refused.filter(({ isWithoutTime }) => isWithoutTime === true);
  const alarms = log.loggerAlarms ?? [];
  return {
    kind: 'file-attached',
    sha256,
    device,
    reader: { format: log.format, version: readerVersion },
    answers,
    serial: serialOf(log, answers),
    timeZone: timeZoneOf(log, answers),
    readings: distinctReadings(recordedReadings(log.readings, since)),
    since,
    intervalMs,
    ...extentOfReadings(log.readings)!,
    leftOut: leftOutBefore(log.readings, since),
    rowsWithoutTime: withoutTime.length,
    withoutTime: rowsWithoutTime(withoutTime.map(({ line, reason }) => ({ file: name, line, reason }))),
    loggerAlarms: [...alarms.filter(({ isAlarm }) => isAlarm), ...alarms.filter(({ isAlarm }) => !isAlarm)]
      .slice(0, mostAlarms)
      .map((alarm) => ({ ...alarm, text: printable(alarm.text) })),
  };
}

/** A file that was read by answers, as far as it says of which logger it is. */
export function readFileOf(log: GivenLogFile, answers: FileAttached['answers']): ReadFile {
  return {
    serial: serialOf(log, answers),
    readings: log.readings,
    rowsWithoutTime: log.refused.filter(({ isWithoutTime }) => isWithoutTime === true).length,
  };
}

function serialOf({ device }: GivenLogFile, answers: FileAttached['answers']): string | null {
  const name = device?.name ?? answers.device ?? null;
  return name === null ? null : printable(name);
}

function leftOutBefore(readings: readonly Reading[], since: number): FileReadingsLeftOut | null {
  const before = readings.filter(({ at, channel }) => at < since && isMeasured(channel));
  const extent = extentOfReadings(before);
  if (extent === null) return null;
  let [lowest, highest] = [Infinity, -Infinity];
  for (const reading of before) {
    if (isUnreadable(reading) || reading.channel !== 'temperature') continue;
    lowest = Math.min(lowest, reading.value);
    highest = Math.max(highest, reading.value);
  }
  return {
    readings: distinctReadings(before),
    ...extent,
    temperature: lowest <= highest ? { lowest, highest } : null,
  };
}

/** The zone of a file's times: as the sentence on how it was read says it, else as it was answered. */
function timeZoneOf({ format }: Pick<GivenLogFile, 'format'>, answers: FileReadingAnswers): string | null {
  const said =
    /\b(?:in|at) ([A-Z][A-Za-z_]*(?:\/[A-Za-z_+-]+)*|UTC[+-]\d+|[+-]\d\d:\d\d|Z) (?:hours )?\(/.exec(format);
  return said?.[1] ?? answers['time-zone'] ?? null;
}
