import { ConditionalCheckFailedException, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { sha256OfJson } from '../model/digest.ts';
import type { StoredProfile } from '../model/stored-profile.ts';
import type { Entry } from '../shipments/ledger.ts';
import { summarise } from '../shipments/summary.ts';
import { indexAudit } from './index-audit.ts';
import { indexWords } from './index-words.ts';
import { isDone, keyOf, readItem, readLedger } from './ledger.ts';
import { markArchived, markNotified } from './ledger-markers.ts';
import { itemOf } from './profiles.ts';
import { written } from './schema-version.ts';
import { saveSummary } from './shipments.ts';
import type { Database } from './tables.ts';

/** The archived records are not consistent. The message says where. */
export class NotRestorable extends Error {}

/**
 * Restores a ledger from its archived entries, after checking that they form a chain from the first on, and the
 * record of notifications. Existing entries stay. Repeating the call is a no-op.
 * @throws {NotRestorable} when the chain is broken, or an existing entry differs.
 */
export async function restoreLedger(
  database: Database,
  shipment: string,
  texts: readonly { readonly sequence: number; readonly text: string }[],
  notified: ReadonlyMap<number, number>,
): Promise<{ entries: readonly Entry[]; put: number }> {
  const entries = checked(shipment, texts);
  let put = 0;
  for (const [index, entry] of entries.entries())
    if (await putBack(database, entry, texts[index]!.text)) put++;
  // Records that come from the archive need not be archived again.
  const withoutArchive = { ...database, archiveRecord: undefined };
  for (const [sequence, at] of notified) await markNotified(withoutArchive, { shipment, sequence }, at);
  await markArchived(database, shipment, entries.length);
  // The ledger may have grown since the archive was last written.
  const ledger = await readLedger(database, shipment);
  await saveSummary(database, summarise(ledger.entries), { isDone: isDone(database, ledger) });
  await indexAudit(database, ledger.entries);
  await indexWords(database, ledger.entries);
  return { entries: ledger.entries, put };
}

function checked(
  shipment: string,
  texts: readonly { readonly sequence: number; readonly text: string }[],
): Entry[] {
  const entries: Entry[] = [];
  for (const [index, { sequence, text }] of texts.entries()) {
    if (sequence === index) {
      const isSame = text === texts[index - 1]!.text;
      throw new NotRestorable(
        `entry ${sequence} of shipment ${shipment} is in the archive twice, ${isSame ? 'and both are the same: move one' : 'and they differ: decide which one is true, and move the other'} out of the archive`,
      );
    }
    if (sequence !== index + 1)
      throw new NotRestorable(
        `entry ${index + 1} of shipment ${shipment} is missing from the archive; later entries cannot be restored without it`,
      );
    const entry = JSON.parse(text) as Entry;
    const { hash, ...unhashed } = entry;
    if (sha256OfJson(unhashed) !== hash || entry.previous !== (entries.at(-1)?.hash ?? null))
      throw new NotRestorable(
        `entry ${sequence} of shipment ${shipment} does not follow the previous one: the archive was changed`,
      );
    entries.push(entry);
  }
  if (entries.length === 0) throw new NotRestorable(`the archive has no ledger of shipment ${shipment}`);
  return entries;
}

async function putBack({ client, tables }: Database, entry: Entry, text: string): Promise<boolean> {
  try {
    await client.send(
      new PutItemCommand({
        TableName: tables.ledger,
        Item: { ...keyOf(entry), ...written, entry: { S: text } },
        ConditionExpression: 'attribute_not_exists(shipmentId)',
      }),
    );
    return true;
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
  }
  const there = await readItem({ client, tables }, entry);
  if ((JSON.parse(there!['entry']!.S!) as Entry).hash !== entry.hash)
    throw new NotRestorable(
      `entry ${entry.sequence} of shipment ${entry.shipment} differs between ledger and archive: one of them was changed`,
    );
  return false;
}

/** Restores a profile version with its author and approver. An existing version stays. */
export async function restoreProfile({ client, tables }: Database, profile: StoredProfile): Promise<boolean> {
  try {
    await client.send(
      new PutItemCommand({
        TableName: tables.profiles,
        Item: itemOf(profile),
        ConditionExpression: 'attribute_not_exists(profileId)',
      }),
    );
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}
