import { canonicalJson } from '../model/canonical-json.ts';
import { sha256 as hashOf } from '../model/digest.ts';
import { type ReadFileBy, planComparisons } from '../shipments/compare-files.ts';
import { type RecordedFile, fileRecorded, filesRecorded } from '../shipments/files.ts';
import { cancellationOf } from '../shipments/cancellation.ts';
import type { Entry, NewEntry } from '../shipments/ledger.ts';
import { readFileBy } from '../shipments/read-file-by.ts';
import type { ReadFile } from '../shipments/same-logger.ts';
import { archiveFile, archivedFile } from '../storage/archive/files.ts';
import { type StoredFile, readFile, updateFile } from '../storage/attached-files.ts';
import { ActionRefused, refuseCancelled } from '../storage/execute-action.ts';
import { readLedger, record } from '../storage/ledger.ts';
import { readVersionOfProfile } from '../storage/profiles.ts';
import { syncAssignments } from '../storage/sync-assignments.ts';
import type { FileServices, GivenFile } from './files/file-services.ts';

import type { FilePlan, PlannedFile } from './files/file-plan.ts';
import { planFile } from './files/plan-file.ts';
import { showAsInLedger } from './files/file-of-ledger.ts';
import { evaluateFileDevice, recordFileReadings } from './files/record-file-readings.ts';
import { shownFile } from './files/show-file.ts';
import { understandFile } from './files/understand-file.ts';
import { refuseFile } from './refuse-file.ts';

export type { FileServices, GivenFile };

/**
 * Reads a file and attaches it to its shipment as a sensor of the goods, asks what it leaves open, or refuses it.
 * Returns the file as people see it. A cancelled shipment accepts none. Repeating the call, also after a crash at any
 * point, makes no difference.
 *
 * @throws {ActionRefused} when there is no such shipment.
 * @throws {Error} when the bytes are not those of the hash.
 */
export async function attachFile(services: FileServices, given: GivenFile): Promise<StoredFile> {
  const { database, archive, files } = services;
  const { shipment, sha256, bytes } = given;
  if (hashOf(bytes) !== sha256) throw new Error(`the bytes of ${given.name} are not those of ${sha256}`);
  // Whatever becomes of the file, its bytes are archived.
  await archiveFile(archive, sha256, bytes);
  try {
    return await attachArchived(services, given);
  } catch (error) {
    const isCancelled = cancellationOf((await readLedger(database, shipment)).entries) !== null;
    if (!(error instanceof ActionRefused) || !isCancelled) throw error;
    await refuseFile(services, given, error.message);
    return (await readFile(files, shipment, sha256))!;
  }
}

async function attachArchived(services: FileServices, given: GivenFile): Promise<StoredFile> {
  const { database } = services;
  const { shipment, sha256, bytes, answers, by } = given;
  const { name } = await receive(services, given);
  const understood = await understandFile(bytes, answers, Date.now());
  const asked: PlannedFile = { sha256, name, answers, understood };
  const plan = await decide(services, shipment, asked, by);
  const file = plan.kind === 'attached' ? await byRecordedAnswers(database, shipment, asked, bytes) : asked;
  const done = plan.kind === 'attached' ? await complete(services, shipment, file, by) : plan;
  await compare(services, shipment, by);
  const { entries } = await readLedger(database, shipment);
  await syncOthers(services, shipment, entries);
  const shown = await shownFile(database, entries, file, done);
  await updateFile(services.files, shipment, shown);
  return shown;
}

/** Records that a file came. Returns what the ledger has of it. */
async function receive({ database }: FileServices, given: GivenFile): Promise<RecordedFile> {
  const { shipment, sha256, name, bytes, by } = given;
  const { ledger } = await record(database, shipment, { by, now: Date.now }, (entries) => {
    if (entries.length === 0) throw new ActionRefused(`shipment ${shipment} does not exist`);
    refuseCancelled(entries);
    if (fileRecorded(entries, sha256) !== null) return [];
    const fact = { kind: 'file-received', file: { name, sha256, bytes: bytes.length } } as const;
    return [{ why: 'a file of a logger came', fact }];
  });
  return fileRecorded(ledger.entries, sha256)!;
}

/** Records what becomes of a file, decided from the ledger as it is when the entries are put. */
async function decide(
  { database, archive }: FileServices,
  shipment: string,
  file: PlannedFile,
  by: string,
): Promise<FilePlan> {
  const read = readerOf(archive);
  const readAttached = async (attached: RecordedFile) => {
    const known = await read(attached, attached.attached!.answers);
    if (known === null) throw new Error(`${attached.sha256} was attached, and cannot be read again`);
    return known;
  };
  let plan: FilePlan | null = null;
  await record(database, shipment, { by, now: Date.now }, async (entries) => {
    refuseCancelled(entries);
    plan = await planFile(entries, file, {
      profileOf: (version) => readVersionOfProfile(database, version),
      readFile: readAttached,
      now: Date.now(),
    });
    return plan.entries;
  });
  return plan!;
}

/**
 * A file that is attached, read by the answers that the ledger has: an earlier request, or one at the same time, may
 * have given others than these.
 */
async function byRecordedAnswers(
  database: FileServices['database'],
  shipment: string,
  file: PlannedFile,
  bytes: Uint8Array,
): Promise<PlannedFile> {
  const { entries } = await readLedger(database, shipment);
  const { answers } = fileRecorded(entries, file.sha256)!.attached!;
  return canonicalJson(answers) === canonicalJson(file.answers)
    ? file
    : { ...file, answers, understood: await understandFile(bytes, answers, Date.now()) };
}

/** Records how files that were set aside differ from those that are attached now. */
async function compare({ database, archive }: FileServices, shipment: string, by: string): Promise<void> {
  const read = readerOf(archive);
  await record(database, shipment, { by, now: Date.now }, (entries) => {
    refuseCancelled(entries);
    return planComparisons(entries, read);
  });
}

/** Makes a reader of archived files, which reads the bytes of each once by the same answers. */
function readerOf(archive: FileServices['archive']): ReadFileBy {
  const known = new Map<string, ReadFile | null>();
  return async ({ sha256 }, answers) => {
    const key = `${sha256} ${JSON.stringify(answers)}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    const read = await readFileBy(await archivedFile(archive, sha256), answers);
    known.set(key, read);
    return read;
  };
}

/** Makes a file's readings the record of its device, or refuses the file if the shipment changed meanwhile. */
async function complete(
  services: FileServices,
  shipment: string,
  { sha256, understood }: PlannedFile,
  by: string,
): Promise<FilePlan> {
  const { entries } = await readLedger(services.database, shipment);
  const { attached } = fileRecorded(entries, sha256)!;
  if (understood.kind !== 'read')
    throw new Error(`${sha256} was attached, and cannot be read again: another version of the readers?`);
  try {
    await recordFileReadings(services, shipment, attached!, understood.log.readings, by);
    return { kind: 'attached', entries: [] };
  } catch (error) {
    if (!(error instanceof ActionRefused)) throw error;
    const reason = error.message;
    const refused: NewEntry = { why: reason, fact: { kind: 'file-refused', sha256, reason } };
    await record(services.database, shipment, { by, now: Date.now }, (now) => {
      refuseCancelled(now);
      return fileRecorded(now, sha256)?.state === 'attached' ? [refused] : [];
    });
    return { kind: 'refused', reason, entries: [] };
  }
}

/**
 * Brings up to the ledger the devices of files that were set aside in favour of others, and what people see of them.
 */
async function syncOthers(
  services: FileServices,
  shipment: string,
  entries: readonly Entry[],
): Promise<void> {
  const setAside = filesRecorded(entries).filter(
    ({ state, attached, setAside: fact }) =>
      state === 'set-aside' && attached !== null && fact!.inFavourOf !== null,
  );
  if (setAside.length === 0) return;
  const { database, files } = services;
  await syncAssignments(database, entries);
  for (const file of setAside) {
    await evaluateFileDevice(services, file.device);
    await showAsInLedger(files, shipment, file);
  }
}
