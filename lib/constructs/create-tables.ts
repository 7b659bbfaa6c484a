import { RemovalPolicy } from 'aws-cdk-lib';
import {
  AttributeType,
  BillingMode,
  ProjectionType,
  Table,
  TableEncryption,
  type TableProps,
} from 'aws-cdk-lib/aws-dynamodb';
import type { Construct } from 'constructs';
import { refusedIndex } from '../../src/storage/refused-by-day.ts';
import { shipmentIndexes } from '../../src/storage/shipments.ts';
import { listedAttributes, sourceIndex } from '../../src/storage/source-items.ts';
import type { DataProtection } from './data-protection.ts';

const text = AttributeType.STRING;

export type TableName =
  | 'devices'
  | 'journal'
  | 'ledger'
  | 'shipments'
  | 'profiles'
  | 'rejected'
  | 'files'
  | 'sources'
  | 'planning'
  | 'search'
  | 'recipients'
  | 'audit'
  | 'shares'
  | 'insights';

/** Creates the tables with their keys and indexes. All are encrypted, and can be restored to any second of 35 days. */
export function createTables(
  scope: Construct,
  dataProtection: DataProtection,
): { readonly [name in TableName]: Table } {
  const table = (name: string, keys: Pick<TableProps, 'partitionKey' | 'sortKey' | 'timeToLiveAttribute'>) =>
    new Table(scope, name, {
      ...keys,
      billingMode: BillingMode.PAY_PER_REQUEST,
      encryption: TableEncryption.CUSTOMER_MANAGED,
      encryptionKey: dataProtection.key,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: dataProtection.removalPolicy === RemovalPolicy.RETAIN,
      removalPolicy: dataProtection.removalPolicy,
    });
  const devices = table('Devices', { partitionKey: { name: 'deviceId', type: text } });
  const journal = table('Journal', {
    partitionKey: { name: 'deviceId', type: text },
    sortKey: { name: 'segment', type: text },
    // Only readings taken while the device was not attached to a shipment have it.
    timeToLiveAttribute: 'expiresAt',
  });
  const ledger = table('Ledger', {
    partitionKey: { name: 'shipmentId', type: text },
    sortKey: { name: 'sequence', type: text },
  });
  const shipments = table('Shipments', { partitionKey: { name: 'shipmentId', type: text } });
  const changedAt = { name: 'changedAt', type: AttributeType.NUMBER };
  const endedAt = { name: 'endedAt', type: AttributeType.NUMBER };
  const shipmentId = { name: 'shipmentId', type: text };
  const leftOut = indexesLeftOut(scope);
  for (const [indexName, name, sortKey] of [
    [shipmentIndexes.watched, 'watched', changedAt],
    [shipmentIndexes.watchedAtSite, 'watchedSite', changedAt],
    [shipmentIndexes.byLabel, 'sscc', shipmentId],
    [shipmentIndexes.byStatus, 'status', shipmentId],
    [shipmentIndexes.bySiteAndStatus, 'siteStatus', shipmentId],
    [shipmentIndexes.ended, 'status', endedAt],
    [shipmentIndexes.endedAtSite, 'siteStatus', endedAt],
  ] as const)
    if (!leftOut.has(indexName))
      shipments.addGlobalSecondaryIndex({
        indexName,
        partitionKey: { name, type: text },
        sortKey,
        projectionType: ProjectionType.ALL,
      });
  const profiles = table('Profiles', {
    partitionKey: { name: 'profileId', type: text },
    sortKey: { name: 'version', type: AttributeType.NUMBER },
  });
  const rejected = table('Rejected', {
    partitionKey: { name: 'deviceId', type: text },
    sortKey: { name: 'id', type: text },
    timeToLiveAttribute: 'expiresAt',
  });
  rejected.addGlobalSecondaryIndex({
    indexName: refusedIndex.name,
    partitionKey: { name: 'day', type: text },
    sortKey: { name: 'id', type: text },
    projectionType: ProjectionType.INCLUDE,
    nonKeyAttributes: [...refusedIndex.attributes],
  });
  const files = table('Files', { partitionKey: shipmentId, sortKey: { name: 'sha256', type: text } });
  const sources = table('Sources', {
    partitionKey: { name: 'sourceId', type: text },
    sortKey: { name: 'item', type: text },
  });
  sources.addGlobalSecondaryIndex({
    indexName: sourceIndex.name,
    partitionKey: { name: sourceIndex.partition, type: text },
    sortKey: { name: 'sourceId', type: text },
    // What changes with every message, and mappings, stay out, so that listing all sources is cheap.
    projectionType: ProjectionType.INCLUDE,
    nonKeyAttributes: [...listedAttributes],
  });
  // What sites and people remember for planning; see `src/storage/planning-items.ts`.
  const planning = table('Planning', {
    partitionKey: { name: 'owner', type: text },
    sortKey: { name: 'item', type: text },
  });
  const search = table('Search', {
    partitionKey: { name: 'under', type: text },
    sortKey: { name: 'item', type: text },
  });
  // Who is told directly; see `src/storage/recipients.ts`.
  const recipients = table('Recipients', {
    partitionKey: { name: 'audience', type: text },
    sortKey: { name: 'recipient', type: text },
    timeToLiveAttribute: 'expiresAt',
  });
  // See `src/storage/audit-items.ts`.
  const audit = table('Audit', {
    partitionKey: { name: 'day', type: text },
    sortKey: { name: 'item', type: text },
  });
  // See `src/storage/shares.ts`.
  const shares = table('Shares', {
    partitionKey: { name: 'share', type: text },
    timeToLiveAttribute: 'expiresAt',
  });
  // Outcomes of ended shipments, and their counters by site and month; see `src/storage/insight-items.ts`.
  const insights = table('Insights', {
    partitionKey: { name: 'owner', type: text },
    sortKey: { name: 'item', type: text },
  });
  return {
    devices,
    journal,
    ledger,
    shipments,
    profiles,
    rejected,
    files,
    sources,
    planning,
    search,
    recipients,
    audit,
    shares,
    insights,
  };
}

/**
 * The indexes of shipments that the context `without-indexes` leaves to the next deployment. CloudFormation adds one
 * index to an existing table at a time
 * (https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-dynamodb-table.html).
 */
function indexesLeftOut(scope: Construct): ReadonlySet<string> {
  const given = scope.node.tryGetContext('without-indexes') as string | undefined;
  const names = (given ?? '').split(',').filter((name) => name !== '');
  const known: readonly string[] = Object.values(shipmentIndexes);
  for (const name of names)
    if (!known.includes(name))
      throw new Error(`without-indexes: there is no index ${name}; the indexes are ${known.join(', ')}`);
  return new Set(names);
}
