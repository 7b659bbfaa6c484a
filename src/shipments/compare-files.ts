import type { FileReadingAnswers } from '../model/attached-file.ts';
import { type RecordedFile, filesRecorded } from './files.ts';
import type { FileCompared } from './file-event.ts';
import type { Entry, NewEntry } from './ledger.ts';
import { type ReadFile, differenceOf, isSameLogger } from './same-logger.ts';

/** Reads a file by answers, whatever state it has; resolves to null if it cannot be read by them. */
export type ReadFileBy = (
  file: Pick<RecordedFile, 'sha256'>,
  answers: FileReadingAnswers,
) => Promise<ReadFile | null>;

/**
 * The comparisons of files that were set aside with attached files that the ledger lacks. Planned after each entry on a
 * file, so that the order in which files come and are set aside makes no difference.
 */
export async function planComparisons(entries: readonly Entry[], read: ReadFileBy): Promise<NewEntry[]> {
  const files = filesRecorded(entries);
  const plans: NewEntry[] = [];
  for (const setAside of files) {
    const others = notComparedWith(setAside, files);
    if (others.length === 0) continue;
    const sameLogger: FileCompared['sameLogger'][number][] = [];
    for (const other of others) {
      const compared = await compareFiles(setAside, other, read);
      if (compared !== null) sameLogger.push({ sha256: other.sha256, ...compared });
    }
    const { sha256 } = setAside;
    plans.push({
      why: 'a file that is set aside must not hide what its logger has read',
      fact: { kind: 'file-compared', sha256, with: others.map((other) => other.sha256), sameLogger },
    });
  }
  return plans;
}

/**
 * The attached files with which a file that was set aside has still to be compared: none if one of them has everything
 * that it has, or if it was never readable.
 */
export function notComparedWith(file: RecordedFile, files: readonly RecordedFile[]): readonly RecordedFile[] {
  if (file.state !== 'set-aside' || file.wasRefused || isCovered(file, files)) return [];
  const known = new Set(file.comparisons.map((comparison) => comparison.with));
  return files.filter(({ state, sha256 }) => state === 'attached' && !known.has(sha256));
}

/** Whether an attached file of the same logger has everything that a file has. */
export function isCovered({ comparisons }: RecordedFile, files: readonly RecordedFile[]): boolean {
  return comparisons.some(
    (comparison) =>
      comparison.difference?.differing === 0 &&
      files.some(({ state, sha256 }) => state === 'attached' && sha256 === comparison.with),
  );
}

/**
 * Compares a file that was set aside with one that is attached, by the answers that leave the smallest difference: a
 * file that was read in a wrong zone has the same rows as the one that was given for it. Resolves to null if it is of
 * another logger, or cannot be read.
 */
export async function compareFiles(
  setAside: RecordedFile,
  attached: RecordedFile,
  read: ReadFileBy,
): Promise<Omit<FileCompared['sameLogger'][number], 'sha256'> | null> {
  const other = await read(attached, attached.attached!.answers);
  if (other === null) return null;
  let least: Omit<FileCompared['sameLogger'][number], 'sha256'> | null = null;
  let isSame = false;
  for (const answers of answersToTry(setAside, attached)) {
    const own = await read(setAside, answers);
    if (own === null) continue;
    isSame ||= isSameLogger(own, other);
    const difference = differenceOf(own, other);
    if (least === null || difference.differing < least.differing) least = { answers, ...difference };
  }
  return isSame ? least : null;
}

/**
 * The answers by which a file that was set aside may have been meant: its own, and how the other file's numbers and
 * times are to be understood. What is to be read of it (device, sheet, column) is never taken from the other.
 */
function answersToTry(setAside: RecordedFile, attached: RecordedFile): readonly FileReadingAnswers[] {
  const theirs = attached.attached!.answers;
  if (setAside.attached === null) return [theirs, {}];
  const { answers } = setAside.attached;
  const understood = Object.fromEntries(
    (['time-zone', 'unit', 'decimal', 'date-order'] as const).flatMap((option) =>
      theirs[option] === undefined ? [] : [[option, theirs[option]]],
    ),
  );
  return [answers, { ...answers, ...understood }];
}
