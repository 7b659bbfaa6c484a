import { basename } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { type Input, RecordOfFiles } from '../evaluation/record-of-files.ts';
import type { Content } from '../logger-files/content.ts';
import { type LogFile, UnusableArgument, UnusableFile } from '../logger-files/logger-file.ts';
import { openFile } from '../logger-files/open-file.ts';
import { streamLogFile } from '../logger-files/read-logger-file.ts';
import type { Taker } from '../telemetry/payload-readings.ts';
import { unusableArguments, unusableInput } from './exit-status.ts';
import { filePaths } from './file-paths.ts';
import { piecesOf, sha256Of } from './file-pieces.ts';
import { whyUnreadable } from './given-file.ts';
import type { ReadingOptions } from './options.ts';
import { startProgress } from './progress.ts';

/**
 * Reads several files as one device's record, in the order of their hashes. A path may be a pattern, as `*.csv`. Each
 * reading is also pushed to `also`.
 *
 * @throws {CommandError} when a file is unusable, or the files are from several loggers.
 */
export async function readFiles(
  given: readonly string[],
  options: ReadingOptions,
  also?: Taker,
): Promise<Input> {
  // Most objects are short-lived; a growing semi-space would only use more memory.
  setFlagsFromString('--semi-space-growth-factor=1');
  const paths = filePaths(given);
  const progress = startProgress(paths.length, 'files read');
  const collected = new RecordOfFiles();
  let filesRead = 0;
  for (const { path, content, hash } of byHash(paths)) {
    await collected.add({ path, name: basename(path), sha256: hash }, (taker) =>
      readOne(path, content, options, also === undefined ? taker : toBoth(taker, also)),
    );
    if (sha256Of(content) !== hash)
      throw unusableInput(`${path} was changed while it was read; run this again when nothing writes to it`);
    progress.update(++filesRead);
  }
  progress.stop();
  try {
    return collected.input();
  } catch (cause) {
    if (cause instanceof UnusableFile) throw unusableInput(cause.message, cause);
    throw cause;
  }
}

function toBoth(one: Taker, other: Taker): Taker {
  return {
    push(reading) {
      one.push(reading);
      other.push(reading);
    },
  };
}

function byHash(paths: readonly string[]): { path: string; content: Content; hash: string }[] {
  return paths
    .map((path) => {
      try {
        const content = piecesOf(path);
        return { path, content, hash: sha256Of(content) };
      } catch (cause) {
        throw unusableInput(
          `${path} cannot be read: ${whyUnreadable(cause as NodeJS.ErrnoException)}`,
          cause,
        );
      }
    })
    .sort((a, b) => (a.hash < b.hash ? -1 : a.hash > b.hash ? 1 : 0));
}

async function readOne(
  path: string,
  content: Content,
  { format, timeZone, answers }: ReadingOptions,
  readings: Taker,
): Promise<LogFile<Taker>> {
  try {
    return streamLogFile(await openFile(content), format, timeZone, readings, answers);
  } catch (cause) {
    if (cause instanceof UnusableArgument) throw unusableArguments(`${path}: ${cause.message}`, cause);
    if (cause instanceof UnusableFile) throw unusableInput(`${path}: ${cause.message}`, cause);
    throw cause;
  }
}
