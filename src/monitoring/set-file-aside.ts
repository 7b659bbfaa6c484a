import { fileRecorded } from '../shipments/files.ts';
import type { StoredFile } from '../storage/attached-files.ts';
import {
  type Actor,
  ActionRefused,
  isExecuted,
  nameOf,
  refuseCancelled,
  requestOf,
} from '../storage/execute-action.ts';
import { record } from '../storage/ledger.ts';
import { syncAssignments } from '../storage/sync-assignments.ts';
import type { FileServices } from './files/file-services.ts';
import { evaluateFileDevice } from './files/record-file-readings.ts';
import { showAsInLedger } from './files/file-of-ledger.ts';

/** The file, why it does not count, and who says so. */
export type FileToSetAside = {
  readonly shipment: string;
  readonly sha256: string;
  readonly reason: string;
  readonly by: Actor;
};

/**
 * Sets a file aside: it stays in the archive and the ledger, and counts for nothing. Returns the file as people see it.
 * Repeating the call makes no difference.
 *
 * @throws {ActionRefused} when the reason is missing, no such file came to the shipment, or it was cancelled.
 */
export async function setFileAside(
  services: Pick<FileServices, 'database' | 'files' | 'evaluate'>,
  { shipment, sha256, reason, by: actor }: FileToSetAside,
): Promise<StoredFile> {
  const { database, files } = services;
  if (reason.trim() === '') throw new ActionRefused('the reason is missing: say why the file does not count');
  const { ledger } = await record(database, shipment, { by: nameOf(actor), now: Date.now }, (entries) => {
    if (isExecuted(entries, actor)) return [];
    refuseCancelled(entries);
    const file = fileRecorded(entries, sha256);
    if (file === null) throw new ActionRefused(`no file ${sha256.slice(0, 8)} came to shipment ${shipment}`);
    if (file.state === 'set-aside') return [];
    const { device } = file;
    const nothing = { inFavourOf: null, differing: 0, firstDiffering: null };
    return [
      {
        why: reason,
        fact: {
          kind: 'file-set-aside',
          sha256,
          device,
          reason,
          ...nothing,
          firstDifferingAt: null,
          compared: null,
        },
        ...requestOf(actor),
      },
    ];
  });
  const file = fileRecorded(ledger.entries, sha256)!;
  await syncAssignments(database, ledger.entries);
  if (file.attached !== null) await evaluateFileDevice(services, file.device);
  return showAsInLedger(files, shipment, file);
}
