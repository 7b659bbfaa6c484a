import { type Entry, attachmentsRecorded, receiptsRecorded } from '../shipments/ledger.ts';
import type { Reading } from '../model/reading.ts';
import { profilesUsed } from '../shipments/profiles-used.ts';
import { reportName } from './bundle.ts';
import { earlierLegsIn, productsWithLegs } from './frozen-legs.ts';
import { NotConsistent, firstDifference } from './not-consistent.ts';
import { type BundleFiles, manifestName } from './pack.ts';
import { readmissionsRecorded } from '../shipments/readmissions.ts';
import { filesRecorded } from '../shipments/files.ts';
import { type TextFiles, fileNames, filesFolder, written, writtenReadings } from './recompute.ts';

/**
 * Checks that JSON files are in canonical form, which rules out repeated keys, other white space and other orders.
 *
 * @throws {NotConsistent} when a file is not.
 */
export function checkTexts(files: TextFiles, entries: readonly Entry[]): void {
  const check = (name: string, rewritten: (text: string) => string): void => {
    const text = files[name]!;
    let again: string;
    try {
      again = rewritten(text);
    } catch (cause) {
      throw new NotConsistent(`${name} cannot be read: ${(cause as Error).message}`, { cause });
    }
    if (again !== text)
      throw new NotConsistent(`${name} is not in canonical form${firstDifference(again, text)}`);
  };
  check(fileNames.ledger, (text) => written(JSON.parse(text)));
  for (const profile of profilesUsed(entries))
    check(fileNames.profile(profile), (text) => written(JSON.parse(text)));
  for (const [index] of attachmentsRecorded(entries).entries())
    check(fileNames.readings(index), (text) => writtenReadings(JSON.parse(text) as Reading[]));
  if (fileNames.legs in files) check(fileNames.legs, (text) => written(JSON.parse(text)));
}

/**
 * Checks that every file belongs to something in the ledger, and that none is missing.
 *
 * @throws {NotConsistent} when a file is missing or unknown.
 */
export function checkNames(files: TextFiles, bytes: BundleFiles, entries: readonly Entry[]): void {
  const attachments = attachmentsRecorded(entries);
  const expected = new Set([
    manifestName,
    fileNames.ledger,
    fileNames.verdict,
    ...profilesUsed(entries).map(fileNames.profile),
    ...attachments.flatMap((_, index) => [fileNames.readings(index), fileNames.raw(index)]),
    ...filesRecorded(entries).map(({ sha256 }) => fileNames.file(sha256)),
    ...readmissionsRecorded(entries).map((_, index) => fileNames.readmission(index)),
  ]);
  const known = new Set([reportName]);
  for (const [index] of receiptsRecorded(entries).entries()) {
    const folder = fileNames.signed(index);
    for (const name of ['evidence.json', 'signature.json', fileNames.verdict])
      expected.add(`${folder}/${name}`);
    const evidence = JSON.parse(files[`${folder}/evidence.json`] ?? '{}') as { readings?: unknown[] };
    // Readings that are already in the bundle are not repeated.
    (evidence.readings ?? []).forEach((_, reading) => known.add(`${folder}/${fileNames.readings(reading)}`));
    known.add(`${folder}/${fileNames.legs}`);
  }
  if (hasLegs(entries, files)) expected.add(fileNames.legs);
  for (const name of expected) if (!(name in bytes)) throw new NotConsistent(`${name} is missing`);
  for (const name of Object.keys(bytes))
    if (!expected.has(name) && !known.has(name))
      throw new NotConsistent(`${name} belongs to nothing in the ledger`);
}

function hasLegs(entries: readonly Entry[], files: TextFiles): boolean {
  try {
    return productsWithLegs(entries, files, earlierLegsIn(files)).length > 0;
  } catch {
    // A profile that cannot be read is refused with the other texts.
    return false;
  }
}

/**
 * Returns the text files of a bundle; its report and the files of loggers are none.
 *
 * @throws {NotConsistent} when a file is not UTF-8.
 */
export function textsOf(files: BundleFiles): TextFiles {
  const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  return Object.fromEntries(
    Object.entries(files)
      .filter(([name]) => name !== reportName && !name.startsWith(filesFolder))
      .map(([name, content]) => {
        try {
          return [name, utf8.decode(content)];
        } catch {
          throw new NotConsistent(`${name} is not text`);
        }
      }),
  );
}
