import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { sha256 } from '../../contract/digest.ts';
import { type LogFile, UnusableArgument, UnusableFile } from '../../contract/log-file/log-file.ts';
import { type Format, readLogFile } from '../../contract/log-file/read-log-file.ts';
import type { Reading, Refusal } from '../../contract/payload/reading.ts';
import { roundValue } from '../../domain/rounding.ts';
import { unusableArguments, unusableInput } from './exit-status.ts';
import { startProgress } from './progress.ts';

/** A file as a verdict names it. `readings` counts all that was read, `duplicates` those of them seen before. */
export type InputFile = {
  name: string;
  sha256: string;
  readings: number;
  duplicates: number;
  refused: Refusal[];
};

export type Input = { files: InputFile[]; readings: Reading[]; notes: string[] };

/** Reads several files as one device's record, in the order of their hashes. */
export function readFiles(paths: readonly string[], format: Format | null, timeZone: string | null): Input {
  const progress = startProgress(paths.length, 'files read');
  const logs = paths
    .map((path, index) => {
      const read = { path, ...readOne(path, format, timeZone) };
      progress.update(index + 1);
      return read;
    })
    .sort((a, b) => (a.hash < b.hash ? -1 : a.hash > b.hash ? 1 : 0));
  progress.stop();
  refuseSeveralLoggers(logs);
  const seen = new Set<string>();
  const input: Input = { files: [], readings: [], notes: [] };
  for (const { path, hash, log } of logs) {
    // In a file whose times rise nothing comes twice: a million of its readings need not be remembered.
    const distinct =
      logs.length === 1 && rises(log.readings)
        ? log.readings
        : log.readings.filter((reading) => {
            const key = keyOf(reading);
            const isNew = !seen.has(key);
            seen.add(key);
            return isNew;
          });
    const readings = countOfTheFile(log.readings);
    input.files.push({
      name: basename(path),
      sha256: hash,
      readings,
      duplicates: readings - countOfTheFile(distinct),
      refused: log.refused,
    });
    for (const reading of distinct) input.readings.push(reading);
    input.notes.push(...log.notes.map((note) => `${basename(path)}: ${note}`));
  }
  if (input.readings.length === 0)
    throw unusableInput(
      `${paths.join(', ')}: no reading could be taken\n${input.files
        .flatMap(({ refused }) => refused.slice(0, 5))
        .map(({ line, reason }) => `  line ${line}: ${reason}`)
        .join('\n')}`.trimEnd(),
    );
  return input;
}

/** Several files are one device's record: two loggers read together would hide each other's excursions. */
function refuseSeveralLoggers(logs: readonly { path: string; log: LogFile }[]): void {
  const named = logs.filter(({ log }) => log.serial !== undefined);
  const other = named.find(({ log }) => log.serial !== named[0]!.log.serial);
  if (other !== undefined)
    throw unusableInput(
      `${named[0]!.path} is of logger ${named[0]!.log.serial}, ${other.path} of ${other.log.serial}: several files are read as one device's record; judge each logger on its own`,
    );
}

function readOne(
  path: string,
  format: Format | null,
  timeZone: string | null,
): { hash: string; log: LogFile } {
  let content: Uint8Array;
  try {
    content = readFileSync(path);
  } catch (cause) {
    throw unusableInput(`${path} cannot be read: ${(cause as Error).message}`, cause);
  }
  try {
    return { hash: sha256(content), log: readLogFile(content, format, timeZone) };
  } catch (cause) {
    if (cause instanceof UnusableArgument) throw unusableArguments(`${path}: ${cause.message}`, cause);
    if (cause instanceof UnusableFile) throw unusableInput(`${path}: ${cause.message}`, cause);
    throw cause;
  }
}

/** What the reader of a file found out about its clock is no reading of the file. */
function countOfTheFile(readings: readonly Reading[]): number {
  let count = 0;
  for (const { channel } of readings) if (channel !== 'clock') count++;
  return count;
}

/** Whether each channel's readings are in the order of their times, no time twice. */
function rises(readings: readonly Reading[]): boolean {
  const last = new Map<string, number>();
  return readings.every(({ channel, at }) => {
    const isLater = at > (last.get(channel) ?? -Infinity);
    last.set(channel, at);
    return isLater;
  });
}

function keyOf(reading: Reading): string {
  const values =
    reading.channel === 'location'
      ? `${roundValue(reading.latitude)},${roundValue(reading.longitude)}`
      : roundValue(reading.value);
  return `${reading.channel} ${reading.at} ${values}`;
}
