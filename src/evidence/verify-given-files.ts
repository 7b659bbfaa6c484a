import type { GivenLogFile } from '../logger-files/given-log-file.ts';
import { openGivenFile, readGivenFile } from '../logger-files/read-given-file.ts';
import { readerVersion } from '../logger-files/reader-version.ts';
import type { FileReadingAnswers } from '../model/attached-file.ts';
import { canonicalJson } from '../model/canonical-json.ts';
import { readingKey } from '../model/reading-key.ts';
import type { Reading } from '../model/reading.ts';
import { counted } from '../model/wording.ts';
import { compareFiles } from '../shipments/compare-files.ts';
import { fileFacts, readFileOf, recordedReadings } from '../shipments/file-facts.ts';
import { type RecordedFile, fileRecorded, filesRecorded } from '../shipments/files.ts';
import { type Attachment, type Entry, attachmentsRecorded } from '../shipments/ledger.ts';
import type { FileSetAside } from '../shipments/file-event.ts';
import { readFileBy } from '../shipments/read-file-by.ts';
import { differenceOf } from '../shipments/same-logger.ts';
import { NotConsistent, attempt } from './not-consistent.ts';
import type { BundleFiles } from './pack.ts';
import { fileNames } from './recompute.ts';

/**
 * Reads the files that came to a shipment again, by the answers that the ledger has: each says what the ledger says of
 * it, and has exactly the readings of its device's record; files of one logger
 * differ as the ledger says. Returns the number of readings by device, for each file that is in the record.
 *
 * @throws {NotConsistent} when a file fails a check.
 */
export async function verifyGivenFiles(
  entries: readonly Entry[],
  files: BundleFiles,
  recordOf: (index: number) => readonly Reading[],
): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>();
  const attachments = attachmentsRecorded(entries);
  for (const file of filesRecorded(entries)) {
    if (file.setAside?.inFavourOf != null) await checkComparison(entries, file, file.setAside, files);
    await checkLaterComparisons(entries, file, files);
    if (file.attached === null) continue;
    const log = await readAgain(file, files, file.attached.answers);
    checkFacts(file, log);
    const index = attachments.findIndex(({ device }) => device === file.device);
    if (index < 0) continue;
    checkProducts(file, attachments[index]!);
    counts.set(file.device, checkReadings(file, attachments[index]!, log, recordOf(index)));
  }
  return counts;
}

async function readAgain(
  { sha256: hash, name }: Pick<RecordedFile, 'sha256' | 'name'>,
  files: BundleFiles,
  answers: FileReadingAnswers,
): Promise<GivenLogFile> {
  return attempt(`${name} cannot be read again`, async () =>
    readGivenFile(await openGivenFile(files[fileNames.file(hash)]!), answers),
  );
}

/** Checks what the ledger says of a file that was read, apart from its readings. */
function checkFacts({ name, attached }: RecordedFile, log: GivenLogFile): void {
  const { reader, ...recorded } = attached!;
  const { reader: now, ...facts } = fileFacts({ ...recorded, name }, log, recorded);
  // A later release may put into other words how it reads a file.
  const isSameReader = reader.version === now.version;
  if (isSameReader && reader.format !== now.format)
    throw new NotConsistent(`${name} is not read as the ledger says: ${now.format}`);
  const different = (Object.keys(facts) as (keyof typeof facts)[]).find(
    (field) => canonicalJson(facts[field]) !== canonicalJson(recorded[field] ?? null),
  );
  if (different !== undefined)
    throw new NotConsistent(
      `${name}, read again by the same answers, says otherwise than the ledger in ${JSON.stringify(different)}${withVersion(reader.version)}`,
    );
}

/** Checks that the device of a file stands for the products that its logger stood with. */
function checkProducts({ name, attached }: RecordedFile, { products }: Attachment): void {
  if (canonicalJson(attached!.products ?? null) !== canonicalJson(products))
    throw new NotConsistent(`${name} stands for other products than those that its logger stood with`);
}

/** Compares the readings of a file with those of its device's record. Returns how many there are. */
function checkReadings(
  { name, attached }: RecordedFile,
  { since }: Attachment,
  log: GivenLogFile,
  record: readonly Reading[],
): number {
  const [read, recorded] = [recordedReadings(log.readings, since), record].map(
    (readings) => new Set(readings.map(readingKey)),
  ) as [Set<string>, Set<string>];
  const lacking = lackingIn(recorded, read);
  const added = lackingIn(read, recorded);
  if (added > 0)
    throw new NotConsistent(
      `${counted(added, 'reading')} of the record ${added === 1 ? 'is' : 'are'} not in ${name}, read again by the same answers${withVersion(attached!.reader.version)}`,
    );
  if (lacking > 0)
    throw new NotConsistent(
      `${counted(lacking, 'reading')} of ${name}, read again by the same answers, ${lacking === 1 ? 'is' : 'are'} not in the record${withVersion(attached!.reader.version)}`,
    );
  return recorded.size;
}

/** How many keys of one set another lacks. */
function lackingIn(known: ReadonlySet<string>, keys: ReadonlySet<string>): number {
  let lacking = 0;
  for (const key of keys) if (!known.has(key)) lacking++;
  return lacking;
}

/** Compares two files of one logger again, by the ledger as it was. */
async function checkComparison(
  entries: readonly Entry[],
  loser: RecordedFile,
  { compared, inFavourOf, differing, firstDiffering, firstDifferingAt }: FileSetAside,
  files: BundleFiles,
): Promise<void> {
  const winner = fileRecorded(entries, inFavourOf ?? '');
  if (winner === null || winner.attached === null)
    throw new NotConsistent(`${loser.name} was set aside in favour of a file that was never read`);
  if (compared === null)
    throw new NotConsistent(`${loser.name} was set aside in favour of ${winner.name} without comparing them`);
  const { answers } = compared;
  const [own, other] = [
    await readAgain(loser, files, answers),
    await readAgain(winner, files, winner.attached.answers),
  ];
  const found = differenceOf(readFileOf(own, answers), readFileOf(other, winner.attached.answers));
  if (canonicalJson(found) !== canonicalJson({ differing, firstDiffering, firstDifferingAt }))
    throw new NotConsistent(
      `${loser.name} differs from ${winner.name} in ${counted(found.differing, 'reading')}, and the ledger says ${differing}`,
    );
}

/** Compares a file that was set aside with attached files again, as the ledger says that it was. */
async function checkLaterComparisons(
  entries: readonly Entry[],
  file: RecordedFile,
  files: BundleFiles,
): Promise<void> {
  const facts = entries.flatMap(({ fact }) =>
    fact.kind === 'file-compared' && fact.sha256 === file.sha256 ? [fact] : [],
  );
  for (const { with: others, sameLogger } of facts)
    for (const hash of others) {
      const other = fileRecorded(entries, hash);
      if (other === null || other.attached === null)
        throw new NotConsistent(`${file.name} was compared with a file that was never read`);
      const found = await compareFiles(file, other, ({ sha256 }, answers) =>
        readFileBy(files[fileNames.file(sha256)]!, answers),
      );
      const { sha256: _, ...recorded } = sameLogger.find((same) => same.sha256 === hash) ?? { sha256: hash };
      if (canonicalJson(found ?? {}) !== canonicalJson(recorded))
        throw new NotConsistent(
          `${file.name}, compared with ${other.name} again, differs otherwise than the ledger says${withVersion(other.attached.reader.version)}`,
        );
    }
}

/** Adds which version of the readers the ledger names, where it is another. */
function withVersion(recorded: number): string {
  return recorded === readerVersion
    ? ''
    : `; it was read by version ${recorded} of the readers, and this release has version ${readerVersion}: verify it with the release that made it`;
}
