import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { concurrently } from '../runtime/concurrently.ts';
import { ledgerEventInWords } from '../shipments/ledger-event-in-words.ts';
import { type Entry, shipmentOf } from '../shipments/ledger.ts';
import { planBefore } from '../shipments/plans.ts';
import { auditItem } from './audit-items.ts';
import { numbered } from './ledger-markers.ts';
import type { Database } from './tables.ts';

/** Writes that are under way at a time. */
const atOnce = 25;

/**
 * Writes the rows of the audit trail for the entries of a ledger after the first `known` ones. Repeating the call is a
 * no-op: a row is computed from its ledger alone.
 */
export async function indexAudit(
  { client, tables }: Pick<Database, 'client' | 'tables'>,
  entries: readonly Entry[],
  known = 0,
): Promise<void> {
  if (entries.length <= known) return;
  const { site } = shipmentOf(entries);
  await concurrently(
    entries.slice(known),
    atOnce,
    async ({ shipment, sequence, recordedAt, by, why, fact }) => {
      const item = auditItem({
        at: recordedAt,
        id: `${shipment}#${numbered(sequence)}`,
        site,
        shipment,
        sequence,
        by,
        kind: fact.kind,
        what: ledgerEventInWords(fact, planBefore(entries, sequence)),
        why,
      });
      await client.send(new PutItemCommand({ TableName: tables.audit, Item: item }));
    },
  );
}
