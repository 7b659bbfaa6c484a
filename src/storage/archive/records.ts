import { recordFolders, recordName } from './archived-record.ts';
import type { StoredProfile } from '../../model/stored-profile.ts';
import { type Objects, textIn } from './objects.ts';

type Archive = Pick<Objects, 'get' | 'list'>;

/** A ledger as archived: each entry's exact text with its sequence, and when people were notified. */
type ArchivedLedger = {
  readonly entries: readonly { readonly sequence: number; readonly text: string }[];
  readonly notified: ReadonlyMap<number, number>;
};

/** The shipments whose ledgers are in the archive, in the order of their names. */
export async function archivedShipments(archive: Archive): Promise<string[]> {
  const shipments = new Set<string>();
  for await (const key of archive.list(recordFolders.ledger)) shipments.add(key.split('/', 2).at(-1)!);
  return [...shipments];
}

/** A shipment's archived ledger; without entries where the archive has none. */
export async function archivedLedger(archive: Archive, shipment: string): Promise<ArchivedLedger> {
  const entries = [];
  for await (const key of archive.list(`${recordFolders.ledger}${shipment}/`))
    entries.push({ sequence: sequenceIn(key), text: await textOf(archive, key) });
  const notified = new Map<number, number>();
  for await (const key of archive.list(`${recordFolders.notified}${shipment}/`))
    notified.set(sequenceIn(key), (JSON.parse(await textOf(archive, key)) as { at: number }).at);
  return { entries, notified };
}

/** Every archived profile version. */
export async function* archivedProfiles(archive: Archive): AsyncGenerator<StoredProfile> {
  for await (const key of archive.list(recordFolders.profiles)) {
    const profile = JSON.parse(await textOf(archive, key)) as StoredProfile;
    const approval = await textIn(archive, recordName.approval(profile.id, profile.version));
    yield {
      ...profile,
      approvedBy: null,
      approvedAt: null,
      ...(approval !== null && (JSON.parse(approval) as Partial<StoredProfile>)),
    };
  }
}

function sequenceIn(key: string): number {
  return Number(/\/(\d{8})[^/]*\.json$/.exec(key)![1]);
}

async function textOf(archive: Archive, key: string): Promise<string> {
  const text = await textIn(archive, key);
  if (text === null) throw new Error(`${key} was removed from the archive while it was being read`);
  return text;
}
