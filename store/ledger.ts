import { ConditionalCheckFailedException, PutItemCommand, paginateQuery } from '@aws-sdk/client-dynamodb';
import { sha256OfJson } from '../contract/digest.ts';
import type { Entry, NewEntry } from '../domain/ledger.ts';
import { summarise } from '../domain/ledger.ts';
import { saveSummary } from './shipments.ts';
import type { Database } from './tables.ts';

/** A shipment's ledger, and which of its entries people have been told. */
export type Ledger = { readonly entries: readonly Entry[]; readonly told: ReadonlySet<number> };

const toldPrefix = 'told#';

/** Reads a ledger as it is now. */
export async function readLedger({ client, tables }: Database, shipment: string): Promise<Ledger> {
  const entries: Entry[] = [];
  const told = new Set<number>();
  const pages = paginateQuery(
    { client },
    {
      TableName: tables.ledger,
      KeyConditionExpression: 'shipmentId = :s',
      ExpressionAttributeValues: { ':s': { S: shipment } },
      ConsistentRead: true,
    },
  );
  for await (const { Items } of pages)
    for (const item of Items ?? []) {
      const sequence = item['sequence']!.S!;
      if (sequence.startsWith(toldPrefix)) told.add(Number(sequence.slice(toldPrefix.length)));
      else entries.push(JSON.parse(item['entry']!.S!) as Entry);
    }
  return { entries, told };
}

/** Who records, and when (epoch milliseconds). */
export type Recorder = { readonly by: string; readonly now: () => number };

/**
 * Records what `decide` finds missing in the ledger, each entry chained to the one before. Who comes second decides
 * again from the ledger as it then is. Returns the ledger and the entries that this call put.
 */
export async function record(
  database: Database,
  shipment: string,
  recorder: Recorder,
  decide: (entries: readonly Entry[]) => readonly NewEntry[],
): Promise<{ ledger: Ledger; put: readonly Entry[] }> {
  const put: Entry[] = [];
  for (;;) {
    const ledger = await readLedger(database, shipment);
    const next = decide(ledger.entries)[0];
    if (next === undefined) {
      if (put.length > 0) await saveSummary(database, summarise(ledger.entries));
      return { ledger, put };
    }
    const entry = chain(ledger.entries.at(-1), shipment, recorder, next);
    if (await putIfAbsent(database, entry)) put.push(entry);
  }
}

function chain(last: Entry | undefined, shipment: string, { by, now }: Recorder, next: NewEntry): Entry {
  const unhashed = {
    shipment,
    sequence: (last?.sequence ?? 0) + 1,
    recordedAt: now(),
    by,
    why: next.why,
    fact: next.fact,
    previous: last?.hash ?? null,
  };
  return { ...unhashed, hash: sha256OfJson(unhashed) };
}

async function putIfAbsent({ client, tables }: Database, entry: Entry): Promise<boolean> {
  try {
    await client.send(
      new PutItemCommand({
        TableName: tables.ledger,
        Item: {
          shipmentId: { S: entry.shipment },
          sequence: { S: String(entry.sequence).padStart(8, '0') },
          entry: { S: JSON.stringify(entry) },
        },
        ConditionExpression: 'attribute_not_exists(shipmentId)',
      }),
    );
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}

/** Notes that people have been told of an entry. */
export async function markTold(
  { client, tables }: Database,
  { shipment, sequence }: Entry,
  at: number,
): Promise<void> {
  await client.send(
    new PutItemCommand({
      TableName: tables.ledger,
      Item: {
        shipmentId: { S: shipment },
        sequence: { S: `${toldPrefix}${String(sequence).padStart(8, '0')}` },
        at: { N: String(at) },
      },
    }),
  );
}
