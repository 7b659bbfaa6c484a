import { ConditionalCheckFailedException, PutItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import { endedAt } from '../shipments/ended-at.ts';
import type { ShipmentSummary } from '../shipments/summary.ts';
import type { Item } from './device-item.ts';
import { readMany } from './read-many.ts';
import { readable, written } from './schema-version.ts';
import type { Database } from './tables.ts';
import { monitorPartOf } from './monitor-parts.ts';
import type { ShipmentStatus } from '../model/enumerations.ts';

/** Indexes of the table, by their key. */
export const shipmentIndexes = {
  /** Only shipments that may still change without anyone's action, by part and time of last change. */
  watched: 'watched',
  /** The same by site. */
  watchedAtSite: 'watched-at-site',
  /** Only shipments with a serial shipping container code. */
  byLabel: 'by-label',
  byStatus: 'by-status',
  bySiteAndStatus: 'by-site-and-status',
  /** Only decided and cancelled shipments, by status and time of the end. */
  ended: 'ended',
  /** The same by site and status. */
  endedAtSite: 'ended-at-site',
} as const;

/** The table item of a summary. */
export function summaryItem(summary: ShipmentSummary, isDone = true) {
  const end = endedAt(summary);
  return {
    shipmentId: { S: summary.shipment },
    ...written,
    status: { S: summary.status },
    siteStatus: { S: siteStatusOf(summary) },
    // A shipment with an entry that is not archived, or not notified yet, is monitored until that is done.
    ...((summary.isWatched || !isDone) && {
      watched: { S: String(monitorPartOf(summary.shipment)) },
      watchedSite: { S: summary.site },
    }),
    ...(summary.sscc !== null && { sscc: { S: summary.sscc } }),
    ...(end !== null && { endedAt: { N: String(end) } }),
    changedAt: { N: String(summary.changedAt) },
    sequence: { N: String(summary.sequence) },
    summary: { S: JSON.stringify(summary) },
  };
}

/**
 * Saves a summary, unless one of a longer ledger is stored. Returns the length of the ledger of the summary that it
 * replaced, 0 where there was none; null where nothing was saved. With `after`, one of a ledger at least that long must
 * be stored. With `isBehind`, it is saved as if it were of an empty ledger, and monitored: what else is computed from the
 * ledger is not complete yet.
 */
export async function saveSummary(
  { client, tables }: Database,
  summary: ShipmentSummary,
  { isDone = true, after = 0, isBehind = false } = {},
): Promise<number | null> {
  const final = summaryItem(summary, isDone);
  const item = isBehind ? behind(summary) : final;
  const isOver = !('watched' in final);
  try {
    const { Attributes } = await client.send(
      new PutItemCommand({
        TableName: tables.shipments,
        Item: item,
        ConditionExpression:
          after > 0
            ? '#q < :q AND #q >= :a'
            : `attribute_not_exists(shipmentId) OR #q < :q${isOver ? ' OR (#q = :q AND attribute_exists(watched))' : ''}`,
        ExpressionAttributeNames: { '#q': 'sequence' },
        ExpressionAttributeValues: {
          ':q': { N: String(summary.sequence) },
          ...(after > 0 && { ':a': { N: String(after) } }),
        },
        ReturnValues: 'ALL_OLD',
      }),
    );
    return Number(Attributes?.['sequence']?.N ?? 0);
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return null;
    throw error;
  }
}

/**
 * Lists a shipment that nobody monitors any more as monitored, until its next summary is saved: if the function that is
 * about to add to its ledger dies, monitoring brings everything up to date. A no-op for one that is monitored anyway, and
 * for one whose summary is of a longer ledger.
 */
export async function monitorUntilSaved(
  { client, tables }: Database,
  summary: ShipmentSummary,
): Promise<void> {
  if (summary.isWatched) return;
  const put = (Item: ReturnType<typeof summaryItem>, condition: string) =>
    putIf({ client, tables }, { Item, condition, values: { ':q': { N: String(summary.sequence) } } });
  if (await put(summaryItem(summary, false), '#q = :q')) return;
  // Where it is missing or of a shorter ledger, it stays so for whoever completes what else is missing.
  await put(behind(summary), 'attribute_not_exists(shipmentId) OR #q < :q');
}

async function putIf(
  { client, tables }: Pick<Database, 'client' | 'tables'>,
  {
    Item,
    condition,
    values,
  }: { Item: ReturnType<typeof summaryItem>; condition: string; values: Record<string, { N: string }> },
): Promise<boolean> {
  try {
    await client.send(
      new PutItemCommand({
        TableName: tables.shipments,
        Item,
        ConditionExpression: condition,
        ExpressionAttributeNames: { '#q': 'sequence' },
        ExpressionAttributeValues: values,
      }),
    );
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}

/** A monitored summary as if it were of an empty ledger. */
function behind(summary: ShipmentSummary): ReturnType<typeof summaryItem> {
  return { ...summaryItem(summary, false), sequence: { N: '0' } };
}

/** One list of the table: the shipments of a status, at one site or (null) at all sites. */
export type ShipmentList = { readonly site: string | null; readonly status: ShipmentStatus };

/**
 * A page of a list in the order of shipment ids, starting after `after`. `last` is the id after which the next page
 * begins.
 */
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

/** The shipments with this label, newest change first. */
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

/** The summaries of these shipments, in no particular order. Those that do not exist are left out. */
export async function readSummaries(
  { client, tables }: Database,
  shipments: readonly string[],
): Promise<ShipmentSummary[]> {
  const keys = shipments.map((shipment) => ({ shipmentId: { S: shipment } }));
  return (await readMany(client, tables.shipments, keys)).map(summaryOf);
}

/** The summary in an item. */
export function summaryOf(item: Item): ShipmentSummary {
  // Summaries of earlier releases lack newer fields until they are rebuilt.
  const later = {
    plannedDeparture: null,
    plannedArrival: null,
    warnings: [],
    lots: [],
    way: [],
    clearedAlarms: [],
  };
  const added = { vehicle: null, carrier: null, cancellation: null };
  const summary = JSON.parse(readable('shipments', item)['summary']!.S!) as ShipmentSummary;
  const standingAlarms = (summary.standingAlarms ?? []).map((alarm) => {
    const ofAlarm = { since: alarm.raisedAt, until: null, acknowledgedBy: null, comment: null };
    return { ...ofAlarm, ...alarm };
  });
  return { ...later, ...added, ...summary, standingAlarms };
}

/** The key of a site's shipments of a status. */
export function siteStatusOf({ site, status }: { site: string; status: ShipmentStatus }): string {
  return `${status} ${site}`;
}
