import { messagesSince } from '../storage/archive/messages.ts';
import { archivedLedger, archivedProfiles, archivedShipments } from '../storage/archive/records.ts';
import { type Attachment, attachmentsRecorded } from '../shipments/ledger.ts';
import type { Reading } from '../model/reading.ts';
import { readingsOfArchived } from '../storage/archive/decode-archived.ts';
import { AlreadyAttached } from '../storage/assign.ts';
import { readLedger } from '../storage/ledger.ts';
import { NotRestorable, restoreLedger, restoreProfile } from '../storage/restore.ts';
import { recordOutcome } from '../storage/record-outcome.ts';
import { restoreJournal } from '../storage/restore-journal.ts';
import { readingsOfFiles } from './readings-of-files.ts';
import { type Deployment, type DeploymentOptions, deploymentOf } from './deployment.ts';
import { unusableInput } from './exit-status.ts';

/** The messages of this many shipments are read in one pass through the archive. */
const shipmentsTogether = 200;

/**
 * Restores all shipments, or those named, from the archive: profiles, ledger, journal, device items of attached
 * devices, lists. Existing records stay. Yields one line per shipment that says what was missing.
 *
 * @throws {CommandError} when a shipment could not be restored; the others are.
 */
export async function* shipmentRestore(
  named: readonly string[],
  options: DeploymentOptions,
): AsyncGenerator<string> {
  const deployment = await deploymentOf(options);
  const { database, archive } = deployment;
  let profiles = 0;
  for await (const profile of archivedProfiles(archive))
    if (await restoreProfile(database, profile)) profiles++;
  yield `profiles: ${profiles === 0 ? 'none missing' : `${profiles} restored`}`;
  const shipments = named.length > 0 ? named : await archivedShipments(archive);
  const refused: string[] = [];
  for (let first = 0; first < shipments.length; first += shipmentsTogether)
    yield* restoreTogether(deployment, shipments.slice(first, first + shipmentsTogether), refused);
  const count = shipments.length - refused.length;
  yield `${count} ${count === 1 ? 'shipment matches the archive' : 'shipments match the archive'}.`;
  if (refused.length > 0) throw unusableInput(`not restored:\n  ${refused.join('\n  ')}`);
}

async function* restoreTogether(
  { database, archive }: Deployment,
  shipments: readonly string[],
  refused: string[],
): AsyncGenerator<string> {
  const restored = [];
  for (const shipment of shipments) {
    const { entries, notified } = await archivedLedger(archive, shipment);
    try {
      restored.push({ shipment, ...(await restoreLedger(database, shipment, entries, notified)) });
    } catch (error) {
      // A shipment that cannot be restored does not stop the others.
      if (!(error instanceof NotRestorable)) throw error;
      refused.push(error.message);
    }
  }
  const sent = await sentBy(
    archive,
    restored.flatMap(({ entries }) => attachmentsRecorded(entries)),
  );
  for (const { shipment, put } of restored) {
    // The ledger is read again, because it may have grown while the messages were read.
    const { entries } = await readLedger(database, shipment);
    let missing: number;
    try {
      const ofFiles = await readingsOfFiles(archive, entries);
      missing = await restoreJournal(
        database,
        entries,
        (device) => ofFiles.get(device) ?? sent.get(device) ?? [],
      );
    } catch (error) {
      if (!(error instanceof AlreadyAttached || error instanceof NotRestorable)) throw error;
      refused.push(
        `the readings of ${shipment}, whose ledger is restored: ${error.message}, then run this again`,
      );
      continue;
    }
    // Of the journal, too, which a ledger alone says nothing of.
    await recordOutcome(database, entries, { isRepeated: true });
    yield put === 0 && missing === 0
      ? `${shipment}: nothing was missing`
      : `${shipment}: ${put} of ${entries.length} ledger entries and ${missing} readings restored`;
  }
}

/** The readings that each device sent since it was attached, without duplicates. */
async function sentBy(
  archive: Deployment['archive'],
  attachments: readonly Attachment[],
): Promise<ReadonlyMap<string, readonly Reading[]>> {
  const known = new Map(attachments.map(({ device }) => [device, new Map<string, Reading>()]));
  for await (const messages of messagesSince(archive, attachments, Infinity))
    for (const message of messages) {
      // A body in which a device is named like a thing does not make it a message of that thing.
      const own = known.get(message.thing);
      if (own === undefined) continue;
      for (const reading of readingsOfArchived(message, Buffer.from(message.payload, 'base64')))
        own.set(JSON.stringify(reading), reading);
    }
  return new Map([...known].map(([device, readings]) => [device, [...readings.values()]]));
}
