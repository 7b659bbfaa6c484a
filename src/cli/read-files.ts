import { basename } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import type { Content } from '../logger-files/content.ts';
import {
  type Ends,
  type LogFile,
  type NamedDevice,
  UnusableArgument,
  UnusableFile,
} from '../logger-files/logger-file.ts';
import type { FileAlarm } from '../logger-files/logger-alarms.ts';
import { kindOfName } from '../logger-files/devices.ts';
import { openFile } from '../logger-files/open-file.ts';
import { streamLogFile } from '../logger-files/read-logger-file.ts';
import type { Reading, Taker } from '../telemetry/payload-readings.ts';
import { type OffScaleSide, channels, isMeasured, isUnreadable } from '../model/reading.ts';
import { type DeviceRecord, GrowingRecord } from '../evaluation/series.ts';
import { unusableArguments, unusableInput } from './exit-status.ts';
import { filePaths } from './file-paths.ts';
import { piecesOf, sha256Of } from './file-pieces.ts';
import type { ReadingOptions } from './options.ts';
import { startProgress } from './progress.ts';

/** An unreadable value of a file, as listed in a verdict; `time` is ISO 8601 in UTC. */
type ListedUnreadable = {
  line: number;
  time: string;
  channel: string;
  text: string;
  offScale: OffScaleSide | null;
};

/**
 * A file as listed in a verdict. `readings` counts the readable values and `unreadable` lists the others; `duplicates`
 * counts those of either kind that were known before. `format` says how the file was read.
 */
type InputFile = {
  name: string;
  sha256: string;
  format: string;
  readings: number;
  duplicates: number;
  unreadable: ListedUnreadable[];
  refused: { line: number; reason: string }[];
};

/** A row that has data but cannot be placed in time. */
export type RowWithoutTime = { readonly file: string; readonly line: number; readonly reason: string };

export type Input = {
  readonly files: InputFile[];
  readonly record: DeviceRecord;
  readonly withoutTime: RowWithoutTime[];
  /** The earliest and latest time of each file whose lines were counted. */
  readonly ends: { readonly file: string; readonly ends: Ends }[];
  readonly notes: string[];
  /** What the loggers say of their own alarms. */
  readonly loggerAlarms: FileAlarm[];
};

/**
 * Reads several files as one device's record, in the order of their hashes. A path may be a pattern, as `*.csv`. Each reading is also pushed to `also`.
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
  const growing = new GrowingRecord();
  const devices: { path: string; device: NamedDevice }[] = [];
  const input: Omit<Input, 'record'> = {
    files: [],
    withoutTime: [],
    ends: [],
    notes: [],
    loggerAlarms: [],
  };
  for (const { path, content, hash } of byHash(paths)) {
    const name = basename(path);
    let readings = 0;
    const unreadable: ListedUnreadable[] = [];
    const distinctBefore = distinctIn(growing);
    const log = await readOne(path, content, options, {
      push(reading: Reading) {
        if (isUnreadable(reading)) unreadable.push(listed(reading));
        // A clock deviation detected by the reader is not a reading of the file.
        else if (reading.channel !== 'clock') readings++;
        growing.push(reading);
        also?.push(reading);
      },
    });
    if (sha256Of(content) !== hash)
      throw unusableInput(`${path} was changed while it was read; run this again when nothing writes to it`);
    if (log.ends !== undefined) input.ends.push({ file: name, ends: log.ends });
    if (log.device !== undefined) devices.push({ path, device: log.device });
    input.files.push({
      name,
      sha256: hash,
      format: log.format,
      readings,
      duplicates: readings + unreadable.length - (distinctIn(growing) - distinctBefore),
      unreadable: unreadable.sort((a, b) => a.line - b.line),
      refused: log.refused.map(({ line, reason }) => ({ line, reason })),
    });
    for (const { line, reason, isWithoutTime } of log.refused)
      if (isWithoutTime) input.withoutTime.push({ file: name, line, reason });
    input.loggerAlarms.push(...(log.loggerAlarms ?? []).map((alarm) => ({ file: name, ...alarm })));
    input.notes.push(...log.notes.map((note) => `${name}: ${note}`));
    progress.update(input.files.length);
  }
  progress.stop();
  refuseSeveralLoggers(devices);
  const record = growing.record();
  if (record.series.size + record.unreadable.size === 0)
    throw unusableInput(
      `${paths.join(', ')}: no reading could be taken\n${input.files
        .flatMap(({ refused }) => refused.slice(0, 5))
        .map(({ line, reason }) => `  line ${line}: ${reason}`)
        .join('\n')}`.trimEnd(),
    );
  return { ...input, record };
}

function listed(reading: Extract<Reading, { text: string }>): ListedUnreadable {
  const { line, at, channel, text, offScale } = reading;
  return { line, time: new Date(at).toISOString(), channel, text, offScale };
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

const reasons: { readonly [code: string]: string } = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a folder; name the files in it',
  EACCES: 'you have no permission to read it',
  EPERM: 'you have no permission to read it',
  ENOTDIR: 'a part of its path is no folder',
};

/** Explains a file system error; rare ones keep the system's own message. */
function whyUnreadable({ code, message }: NodeJS.ErrnoException): string {
  return reasons[code ?? ''] ?? message;
}

/** Several files form one device's record: two loggers read as one would hide excursions. */
function refuseSeveralLoggers(named: readonly { path: string; device: NamedDevice }[]): void {
  // A name and a serial number may belong to one device.
  for (const own of Map.groupBy(named, ({ device }) => kindOfName(device.heading)).values()) {
    const [first] = own;
    const other = own.find(({ device }) => device.name !== first!.device.name);
    if (other !== undefined)
      throw unusableInput(
        `${first!.path} is of logger ${first!.device.name}, ${other.path} of ${other.device.name}: several files are read as the record of one device; evaluate each logger separately`,
      );
  }
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

function distinctIn(series: GrowingRecord): number {
  return channels.filter(isMeasured).reduce((count, channel) => count + series.distinct(channel), 0);
}
