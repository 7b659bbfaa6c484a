import { cancellationOf } from '../shipments/cancellation.ts';
import { fileRecorded } from '../shipments/files.ts';
import { readFile, updateFile, uploadingFile } from '../storage/attached-files.ts';
import { record } from '../storage/ledger.ts';
import type { FileServices, GivenFile } from './files/file-services.ts';
import { showAsInLedger } from './files/file-of-ledger.ts';

/**
 * Refuses a file that could not be read to its end, in the ledger if it came so far, and for people. The ledger of a
 * cancelled shipment stays as it is. A file that is
 * attached or set aside stays so. Resolves to whether nothing is left to do: false for a file that is attached, whose
 * readings may be incomplete. Repeating the call makes no difference.
 */
export async function refuseFile(
  { database, files }: Pick<FileServices, 'database' | 'files'>,
  { shipment, sha256, name, by }: Omit<GivenFile, 'bytes' | 'answers'>,
  reason: string,
): Promise<boolean> {
  const { ledger } = await record(database, shipment, { by, now: Date.now }, (entries) => {
    const known = fileRecorded(entries, sha256);
    const isOpen = known?.state === 'received' || (known?.state === 'refused' && known.reason !== reason);
    return isOpen && cancellationOf(entries) === null
      ? [{ why: reason, fact: { kind: 'file-refused', sha256, reason } }]
      : [];
  });
  const recorded = fileRecorded(ledger.entries, sha256);
  if (recorded !== null && recorded.state !== 'received') {
    await showAsInLedger(files, shipment, recorded);
    return recorded.state !== 'attached';
  }
  const known =
    (await readFile(files, shipment, sha256)) ??
    uploadingFile({ sha256, name, bytes: 0, by, receivedAt: Date.now() });
  await updateFile(files, shipment, { ...known, state: 'refused', question: null, reason });
  return true;
}
