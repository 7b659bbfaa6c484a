import { type FileReadingAnswers, mostFileBytes } from '../model/attached-file.ts';
import type { Reading, Taker } from '../telemetry/payload-readings.ts';
import { type FileAnswers, UnusableArgument, UnusableFile } from './logger-file.ts';
import type { GivenLogFile } from './given-log-file.ts';
import { type OpenedFile, openFile } from './open-file.ts';
import type { OpenLimits } from './open-limits.ts';
import { streamLogFile } from './read-logger-file.ts';
import { checkTimeZone } from './zone.ts';

/** Far more than a logger's memory holds. */
const mostReadings = 2_000_000;
/** Far longer than a file of the largest size takes. */
const longestMs = 120_000;
/** How many readings are taken between two looks at the clock. */
const readingsBetween = 4096;
const megabyte = 1024 * 1024;

/**
 * Opens a file that somebody sent, within the limits of this module: 20 MB, 128 MB when inflated, four million cells,
 * two minutes.
 *
 * @throws {UnusableFile} when it exceeds a limit, or cannot be opened.
 */
export async function openGivenFile(bytes: Uint8Array, within = bounds()): Promise<OpenedFile> {
  if (bytes.length > mostFileBytes)
    throw new UnusableFile(`it is larger than ${mostFileBytes / megabyte} MB: export a shorter time, or CSV`);
  return openFile([bytes], within);
}

/**
 * Reads an opened file by people's answers. The same bytes and answers give the same readings.
 *
 * @throws {UnusableFile} when it cannot be used.
 * @throws {UnusableArgument} when it leaves something open, or an answer does not fit.
 */
export function readGivenFile(
  opened: OpenedFile,
  answers: FileReadingAnswers,
  { checkTime } = bounds(),
): GivenLogFile {
  const zone = answers['time-zone'];
  const timeZone = zone === undefined ? null : checkTimeZone(zone);
  const readings: Reading[] = [];
  const bounded: Taker = {
    push(reading) {
      if (readings.length % readingsBetween === 0) checkTime();
      if (readings.length >= mostReadings)
        throw new UnusableFile(`it has more than ${mostReadings} readings: export a shorter time`);
      readings.push(reading);
    },
  };
  return { ...streamLogFile(opened, null, timeZone, bounded, fileAnswersOf(answers)), readings };
}

/** The limits while a file is opened and read, from now on. */
export function bounds(now: () => number = Date.now): OpenLimits {
  const deadline = now() + longestMs;
  return {
    inflatedBytes: 128 * megabyte,
    cells: 4_000_000,
    checkTime() {
      if (now() > deadline)
        throw new UnusableFile(
          `it takes longer than ${longestMs / 60_000} minutes to read: export a shorter time, or CSV`,
        );
    },
  };
}

/**
 * The answer that does not fit a file: the one without which the file is read, or asks something. Null if no single
 * answer is to blame.
 */
export function wrongAnswer(
  opened: OpenedFile,
  answers: FileReadingAnswers,
): keyof FileReadingAnswers | null {
  const ofReading = ['time-zone', 'column', 'unit', 'decimal', 'date-order', 'device', 'sheet'] as const;
  for (const option of ofReading) {
    if (answers[option] === undefined) continue;
    const { [option]: _, ...others } = answers;
    try {
      readGivenFile(opened, others);
      return option;
    } catch (error) {
      if (error instanceof UnusableArgument && error.question !== null) return option;
    }
  }
  return null;
}

function fileAnswersOf(answers: FileReadingAnswers): FileAnswers {
  const { column, unit, decimal, device, sheet } = answers;
  return { columns: column, unit, decimal, device, sheet, dateOrder: answers['date-order'] };
}
