import { randomUUID } from 'node:crypto';
import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { SystemEntry } from '../model/system-entry.ts';
import { auditItem } from './audit-items.ts';

/** The table of the audit trail across shipments. */
export type AuditTable = { readonly client: DynamoDBClient; readonly table: string };

/**
 * Records what somebody did to the system itself, for good. Record it before the request is answered: a request whose
 * entry could not be recorded has failed, and is repeated.
 */
export async function recordSystemEntry(
  { client, table }: AuditTable,
  { actor, kind, detail, reason }: SystemEntry,
  at: number = Date.now(),
): Promise<void> {
  const item = auditItem({
    at,
    id: randomUUID(),
    site: null,
    shipment: null,
    sequence: null,
    by: actor,
    kind,
    what: detail,
    why: reason,
  });
  try {
    await client.send(
      new PutItemCommand({
        TableName: table,
        Item: item,
        ConditionExpression: 'attribute_not_exists(#d)',
        ExpressionAttributeNames: { '#d': 'day' },
      }),
    );
  } catch (error) {
    // When the answer is lost, the client repeats the request and then meets its own entry.
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
  }
}
