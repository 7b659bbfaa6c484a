import { ConditionalCheckFailedException, PutItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import type { ShipmentStatus, ShipmentSummary } from '../shipments/summary.ts';
import type { Item } from './device-item.ts';
import { readable, written } from './schema-version.ts';
import type { Database } from './tables.ts';
import { monitorPartOf } from './monitor-parts.ts';

/** Indexes of the table, by their key. */
export const shipmentIndexes = {
  /** Only shipments to which something may still happen by itself: by part, in it by when they changed. */
  watched: 'watched',
  /** The same by site. */
  watchedAtSite: 'watched-at-site',
  /** Only shipments with a serial shipping container code. */
  byLabel: 'by-label',
  byStatus: 'by-status',
  bySiteAndStatus: 'by-site-and-status',
} as const;

/** A projection as its table has it. */
export function summaryItem(summary: ShipmentSummary, isDone = true) {
  return {
    shipmentId: { S: summary.shipment },
    ...written,
    status: { S: summary.status },
    siteStatus: { S: siteStatusOf(summary) },
    // What lacks an entry in the archive, or of which people were not notified, is looked after until that is done.
    ...((summary.isWatched || !isDone) && {
      watched: { S: String(monitorPartOf(summary.shipment)) },
      watchedSite: { S: summary.site },
    }),
    ...(summary.sscc !== null && { sscc: { S: summary.sscc } }),
    changedAt: { N: String(summary.changedAt) },
    sequence: { N: String(summary.sequence) },
    summary: { S: JSON.stringify(summary) },
  };
}

/** Saves a projection, unless one of a longer ledger is there. */
export async function saveSummary(
  { client, tables }: Database,
  summary: ShipmentSummary,
  { isDone = true } = {},
): Promise<void> {
  const item = summaryItem(summary, isDone);
  const isOver = !('watched' in item);
  try {
    await client.send(
      new PutItemCommand({
        TableName: tables.shipments,
        Item: item,
        ConditionExpression: `attribute_not_exists(shipmentId) OR #q < :q${isOver ? ' OR (#q = :q AND attribute_exists(watched))' : ''}`,
        ExpressionAttributeNames: { '#q': 'sequence' },
        ExpressionAttributeValues: { ':q': { N: String(summary.sequence) } },
      }),
    );
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
  }
}

/** One list of the table: of a status, at one site or (null) at all of them. */
export type ShipmentList = { readonly site: string | null; readonly status: ShipmentStatus };

/** A page of a list, in the order of the shipments' ids, from after `after`; `last` names where the next one begins. */
export async function readShipments(
  { client, tables }: Database,
  { site, status }: ShipmentList,
  { after, limit }: { after: string | null; limit: number },
): Promise<{ shipments: ShipmentSummary[]; last: string | null }> {
  const key =
    site === null
      ? { index: shipmentIndexes.byStatus, name: 'status', value: status }
      : {
          index: shipmentIndexes.bySiteAndStatus,
          name: 'siteStatus',
          value: siteStatusOf({ site, status }),
        };
  const { Items = [], LastEvaluatedKey } = await client.send(
    new QueryCommand({
      TableName: tables.shipments,
      IndexName: key.index,
      KeyConditionExpression: after === null ? '#k = :k' : '#k = :k AND shipmentId > :a',
      ExpressionAttributeNames: { '#k': key.name },
      ExpressionAttributeValues: { ':k': { S: key.value }, ...(after !== null && { ':a': { S: after } }) },
      Limit: limit,
    }),
  );
  return {
    shipments: Items.map(summaryOf),
    last: LastEvaluatedKey?.['shipmentId']?.S ?? null,
  };
}

/** The shipments whose label says this, the newest change first. */
export async function shipmentsLabelled(
  { client, tables }: Database,
  sscc: string,
): Promise<ShipmentSummary[]> {
  const { Items = [] } = await client.send(
    new QueryCommand({
      TableName: tables.shipments,
      IndexName: shipmentIndexes.byLabel,
      KeyConditionExpression: 'sscc = :s',
      ExpressionAttributeValues: { ':s': { S: sscc } },
    }),
  );
  return Items.map(summaryOf).sort((a, b) => b.changedAt - a.changedAt);
}

/** A projection from its item. */
export function summaryOf(item: Item): ShipmentSummary {
  // Projections of earlier releases lack what came later, until they are made anew.
  const later = { plannedArrival: null, standingAlarms: [], warnings: [] };
  return { ...later, ...(JSON.parse(readable('shipments', item)['summary']!.S!) as ShipmentSummary) };
}

function siteStatusOf({ site, status }: { site: string; status: ShipmentStatus }): string {
  return `${status} ${site}`;
}
