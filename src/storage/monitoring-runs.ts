import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { readMany } from './read-many.ts';
import { readable, written } from './schema-version.ts';
import type { Database } from './tables.ts';

// The last run of each function that monitors shipments: one item each in the table of devices, under a name that no
// device can have.

/** A run of a function that monitors. */
export type MonitoringRun = {
  /** When it ended, in epoch milliseconds. */
  readonly at: number;
  /** Ledger entries of which people should have been notified five minutes ago, and were not. */
  readonly unnotified: number;
  /** Parts that ended with an error. */
  readonly failures: number;
};

const keyOf = (firstPart: number) => ({ deviceId: { S: `#monitoring-${firstPart}` } });

/** Records the last run of the function whose first part is `firstPart`. */
export async function noteRun(
  { client, tables }: Database,
  firstPart: number,
  { at, unnotified, failures }: MonitoringRun,
): Promise<void> {
  await client.send(
    new UpdateItemCommand({
      TableName: tables.devices,
      Key: keyOf(firstPart),
      UpdateExpression: 'SET runAt = :at, unnotified = :u, failures = :f, v = :v',
      ExpressionAttributeValues: {
        ':at': { N: String(at) },
        ':u': { N: String(unnotified) },
        ':f': { N: String(failures) },
        ':v': written.v,
      },
    }),
  );
}

/** The last run of each function, by its first part; null for one that never ran. */
export async function lastRuns(
  { client, tables }: Pick<Database, 'client' | 'tables'>,
  firstParts: readonly number[],
): Promise<ReadonlyMap<number, MonitoringRun | null>> {
  const items = await readMany(client, tables.devices, firstParts.map(keyOf));
  return new Map(
    firstParts.map((part) => {
      const found = items.find((item) => item['deviceId']!.S === keyOf(part).deviceId.S);
      if (found === undefined) return [part, null];
      const { runAt, unnotified, failures } = readable('devices', found);
      return [
        part,
        { at: Number(runAt!.N), unnotified: Number(unnotified!.N), failures: Number(failures!.N) },
      ];
    }),
  );
}
