import { basename } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import type { Content } from '../../contract/log-file/content.ts';
import { type LogFile, UnusableArgument, UnusableFile } from '../../contract/log-file/log-file.ts';
import { type Format, streamLogFile } from '../../contract/log-file/read-log-file.ts';
import type { Reading, Refusal, Taker } from '../../contract/payload/reading.ts';
import { channels, isMeasured } from '../../domain/reading.ts';
import { GrowingSeries, type Series } from '../../domain/series.ts';
import { unusableArguments, unusableInput } from './exit-status.ts';
import { piecesOf, sha256Of } from './file-pieces.ts';
import { startProgress } from './progress.ts';

/** A file as a verdict names it. `readings` counts all that was read, `duplicates` those of them seen before. */
export type InputFile = {
  name: string;
  sha256: string;
  readings: number;
  duplicates: number;
  refused: Refusal[];
};

export type Input = { files: InputFile[]; series: Series; notes: string[] };

/** Reads several files as one device's record, in the order of their hashes. `also` takes each reading as it was read. */
export function readFiles(
  paths: readonly string[],
  format: Format | null,
  timeZone: string | null,
  also?: Taker,
): Input {
  // What is read lives for a moment: room for more of it would only be memory that is held.
  setFlagsFromString('--semi-space-growth-factor=1');
  const progress = startProgress(paths.length, 'files read');
  const series = new GrowingSeries();
  const serials: { path: string; serial: string }[] = [];
  const input: Omit<Input, 'series'> = { files: [], notes: [] };
  for (const { path, content, hash } of byHash(paths)) {
    let readings = 0;
    const distinctBefore = distinctIn(series);
    const log = readOne(path, content, format, timeZone, {
      push(reading: Reading) {
        // What the reader of a file found out about its clock is no reading of the file.
        if (reading.channel !== 'clock') readings++;
        series.push(reading);
        also?.push(reading);
      },
    });
    if (sha256Of(content) !== hash)
      throw unusableInput(`${path} was changed while it was read; judge it when nobody writes to it`);
    if (log.serial !== undefined) serials.push({ path, serial: log.serial });
    input.files.push({
      name: basename(path),
      sha256: hash,
      readings,
      duplicates: readings - (distinctIn(series) - distinctBefore),
      refused: log.refused,
    });
    input.notes.push(...log.notes.map((note) => `${basename(path)}: ${note}`));
    progress.update(input.files.length);
  }
  progress.stop();
  refuseSeveralLoggers(serials);
  const read = series.series();
  if (read.size === 0)
    throw unusableInput(
      `${paths.join(', ')}: no reading could be taken\n${input.files
        .flatMap(({ refused }) => refused.slice(0, 5))
        .map(({ line, reason }) => `  line ${line}: ${reason}`)
        .join('\n')}`.trimEnd(),
    );
  return { ...input, series: read };
}

function byHash(paths: readonly string[]): { path: string; content: Content; hash: string }[] {
  return paths
    .map((path) => {
      try {
        const content = piecesOf(path);
        return { path, content, hash: sha256Of(content) };
      } catch (cause) {
        throw unusableInput(`${path} cannot be read: ${(cause as Error).message}`, cause);
      }
    })
    .sort((a, b) => (a.hash < b.hash ? -1 : a.hash > b.hash ? 1 : 0));
}

/** Several files are one device's record: two loggers read together would hide each other's excursions. */
function refuseSeveralLoggers(named: readonly { path: string; serial: string }[]): void {
  const [first] = named;
  const other = named.find(({ serial }) => serial !== first!.serial);
  if (other !== undefined)
    throw unusableInput(
      `${first!.path} is of logger ${first!.serial}, ${other.path} of ${other.serial}: several files are read as one device's record; judge each logger on its own`,
    );
}

function readOne(
  path: string,
  content: Content,
  format: Format | null,
  timeZone: string | null,
  readings: Taker,
): LogFile<Taker> {
  try {
    return streamLogFile(content, format, timeZone, readings);
  } catch (cause) {
    if (cause instanceof UnusableArgument) throw unusableArguments(`${path}: ${cause.message}`, cause);
    if (cause instanceof UnusableFile) throw unusableInput(`${path}: ${cause.message}`, cause);
    throw cause;
  }
}

function distinctIn(series: GrowingSeries): number {
  return channels.filter(isMeasured).reduce((count, channel) => count + series.distinct(channel), 0);
}
