import { kindOfName } from '../logger-files/devices.ts';
import type { FileAlarm } from '../logger-files/logger-alarms.ts';
import { type Ends, type LogFile, type NamedDevice, UnusableFile } from '../logger-files/logger-file.ts';
import { channels, isMeasured, isUnreadable } from '../model/reading.ts';
import type { Verdict } from '../model/verdict.ts';
import type { Reading, Taker } from '../telemetry/payload-readings.ts';
import { type DeviceRecord, GrowingRecord } from './series.ts';

type InputFile = Verdict['input'][number];
type ListedUnreadable = InputFile['unreadable'][number];

/** A row that has data but cannot be placed in time. */
export type RowWithoutTime = { readonly file: string; readonly line: number; readonly reason: string };

/** What log files contain, read as one device's record. */
export type Input = {
  /** The files as listed in a verdict. */
  readonly files: InputFile[];
  readonly record: DeviceRecord;
  readonly withoutTime: RowWithoutTime[];
  /** The earliest and latest time of each file whose lines were counted. */
  readonly ends: { readonly file: string; readonly ends: Ends }[];
  readonly notes: string[];
  /** What the loggers say of their own alarms. */
  readonly loggerAlarms: FileAlarm[];
};

/** A log file by the path that errors name it by, the name that a verdict lists, and the SHA-256 of its bytes. */
export type HashedFile = { readonly path: string; readonly name: string; readonly sha256: string };

/** Collects log files as one device's record. Add them in the order of their hashes, which is that of a verdict. */
export class RecordOfFiles {
  readonly #growing = new GrowingRecord();
  readonly #devices: { path: string; device: NamedDevice }[] = [];
  readonly #input: Omit<Input, 'record'> = {
    files: [],
    withoutTime: [],
    ends: [],
    notes: [],
    loggerAlarms: [],
  };
  readonly #paths: string[] = [];

  /** Adds a file, which `read` reads by pushing its readings to the given consumer. */
  async add(
    { path, name, sha256 }: HashedFile,
    read: (readings: Taker) => Promise<LogFile<Taker>>,
  ): Promise<void> {
    const growing = this.#growing;
    const input = this.#input;
    let readings = 0;
    const unreadable: ListedUnreadable[] = [];
    const distinctBefore = distinctIn(growing);
    const log = await read({
      push(reading: Reading) {
        if (isUnreadable(reading)) unreadable.push(listed(reading));
        // A clock deviation detected by the reader is not a reading of the file.
        else if (reading.channel !== 'clock') readings++;
        growing.push(reading);
      },
    });
    this.#paths.push(path);
    if (log.ends !== undefined) input.ends.push({ file: name, ends: log.ends });
    if (log.device !== undefined) this.#devices.push({ path, device: log.device });
    input.files.push({
      name,
      sha256,
      format: log.format,
      readings,
      duplicates: readings + unreadable.length - (distinctIn(growing) - distinctBefore),
      unreadable: unreadable.sort((a, b) => a.line - b.line),
      refused: log.refused.map(({ line, reason }) => ({ line, reason })),
    });
    for (const { line, reason, isWithoutTime } of log.refused)
      if (isWithoutTime) input.withoutTime.push({ file: name, line, reason });
    input.notes.push(...log.notes.map((note) => `${name}: ${note}`));
    input.loggerAlarms.push(...(log.loggerAlarms ?? []).map((alarm) => ({ file: name, ...alarm })));
  }

  /**
   * The record of all files added.
   *
   * @throws {UnusableFile} when no reading could be taken, or the files are from several loggers.
   */
  input(): Input {
    refuseSeveralLoggers(this.#devices);
    const record = this.#growing.record();
    if (record.series.size + record.unreadable.size === 0)
      throw new UnusableFile(
        `${this.#paths.join(', ')}: no reading could be taken\n${this.#input.files
          .flatMap(({ refused }) => refused.slice(0, 5))
          .map(({ line, reason }) => `  line ${line}: ${reason}`)
          .join('\n')}`.trimEnd(),
      );
    return { ...this.#input, record };
  }
}

function listed(reading: Extract<Reading, { text: string }>): ListedUnreadable {
  const { line, at, channel, text, offScale } = reading;
  return { line, time: new Date(at).toISOString(), channel, text, offScale };
}

/** Several files form one device's record: two loggers read as one would hide excursions. */
function refuseSeveralLoggers(named: readonly { path: string; device: NamedDevice }[]): void {
  // A name and a serial number may belong to one device.
  for (const own of Map.groupBy(named, ({ device }) => kindOfName(device.heading)).values()) {
    const [first] = own;
    const other = own.find(({ device }) => device.name !== first!.device.name);
    if (other !== undefined)
      throw new UnusableFile(
        `${first!.path} is of logger ${first!.device.name}, ${other.path} of ${other.device.name}: several files are read as the record of one device; evaluate each logger separately`,
      );
  }
}

function distinctIn(series: GrowingRecord): number {
  return channels.filter(isMeasured).reduce((count, channel) => count + series.distinct(channel), 0);
}
