import { RemovalPolicy } from 'aws-cdk-lib';
import {
  AttributeType,
  BillingMode,
  ProjectionType,
  Table,
  TableEncryption,
  type TableProps,
} from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';
import { shipmentIndexes } from '../../src/storage/shipments.ts';
import type { ColdwatchFunction } from './coldwatch-function.ts';
import type { DataProtection } from './data-protection.ts';

const text = AttributeType.STRING;
type TableName = 'devices' | 'journal' | 'ledger' | 'shipments' | 'profiles' | 'rejected';

/** What was read and decided: the tables. They outlive the stack unless it is one that tests throw away. */
export class Tables extends Construct {
  readonly devices: Table;
  readonly journal: Table;
  readonly ledger: Table;
  readonly shipments: Table;
  readonly profiles: Table;
  readonly rejected: Table;

  constructor(scope: Construct, id: string, dataProtection: DataProtection) {
    super(scope, id);
    const table = (
      name: string,
      keys: Pick<TableProps, 'partitionKey' | 'sortKey' | 'timeToLiveAttribute'>,
    ) =>
      new Table(this, name, {
        ...keys,
        billingMode: BillingMode.PAY_PER_REQUEST,
        encryption: TableEncryption.CUSTOMER_MANAGED,
        encryptionKey: dataProtection.key,
        pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
        deletionProtection: dataProtection.removalPolicy === RemovalPolicy.RETAIN,
        removalPolicy: dataProtection.removalPolicy,
      });
    this.devices = table('Devices', { partitionKey: { name: 'deviceId', type: text } });
    this.journal = table('Journal', {
      partitionKey: { name: 'deviceId', type: text },
      sortKey: { name: 'segment', type: text },
      // Only what a device read while it was attached to nothing has one.
      timeToLiveAttribute: 'expiresAt',
    });
    this.ledger = table('Ledger', {
      partitionKey: { name: 'shipmentId', type: text },
      sortKey: { name: 'sequence', type: text },
    });
    this.shipments = table('Shipments', { partitionKey: { name: 'shipmentId', type: text } });
    const changedAt = { name: 'changedAt', type: AttributeType.NUMBER };
    const shipmentId = { name: 'shipmentId', type: text };
    for (const [indexName, name, sortKey] of [
      [shipmentIndexes.watched, 'watched', changedAt],
      [shipmentIndexes.watchedAtSite, 'watchedSite', changedAt],
      [shipmentIndexes.byLabel, 'sscc', shipmentId],
      [shipmentIndexes.byStatus, 'status', shipmentId],
      [shipmentIndexes.bySiteAndStatus, 'siteStatus', shipmentId],
    ] as const)
      this.shipments.addGlobalSecondaryIndex({
        indexName,
        partitionKey: { name, type: text },
        sortKey,
        projectionType: ProjectionType.ALL,
      });
    this.profiles = table('Profiles', {
      partitionKey: { name: 'profileId', type: text },
      sortKey: { name: 'version', type: AttributeType.NUMBER },
    });
    this.rejected = table('Rejected', {
      partitionKey: { name: 'deviceId', type: text },
      sortKey: { name: 'id', type: text },
      timeToLiveAttribute: 'expiresAt',
    });
  }

  /** What judging a device needs: it may add to journal and ledger, and never change or delete there. */
  grantEvaluating(judge: ColdwatchFunction): void {
    this.#use(judge, {
      devices: ['GetItem', 'UpdateItem'],
      journal: ['PutItem', 'UpdateItem', 'Query'],
      ledger: ['PutItem', 'Query'],
      profiles: ['GetItem'],
      shipments: ['PutItem'],
    });
    judge.function.addEnvironment('REJECTED_TABLE', this.rejected.tableName);
    this.#denyRewriting(judge);
  }

  /** What notifying people needs: to read what happened, and to mark of what people were notified. */
  grantNotifying(notifier: ColdwatchFunction): void {
    this.#use(notifier, { ledger: ['PutItem', 'Query'], profiles: ['GetItem'] });
    for (const name of ['devices', 'journal', 'shipments', 'rejected'] as const)
      notifier.function.addEnvironment(`${name.toUpperCase()}_TABLE`, this[name].tableName);
    this.#denyRewriting(notifier);
  }

  /** What taking in messages needs besides: what is refused of them is kept. */
  grantRefusing(refuser: ColdwatchFunction): void {
    refuser.allow([this.rejected.tableArn], ['dynamodb:PutItem']);
  }

  /** What a synthetic sensor needs: a shipment of its own each month, and to see whether its readings come out. */
  grantCanary(canary: ColdwatchFunction): void {
    this.#use(canary, {
      devices: ['GetItem', 'UpdateItem'],
      journal: ['PutItem', 'UpdateItem', 'Query'],
      ledger: ['PutItem', 'Query'],
      profiles: ['GetItem', 'PutItem'],
      shipments: ['PutItem'],
    });
    canary.function.addEnvironment('REJECTED_TABLE', this.rejected.tableName);
    this.#denyRewriting(canary);
  }

  /** What showing shipments needs: nothing is written. */
  grantReading(reader: ColdwatchFunction): void {
    this.#use(reader, {
      devices: ['GetItem', 'BatchGetItem'],
      journal: ['Query'],
      ledger: ['Query'],
      profiles: ['GetItem', 'Scan'],
    });
    reader.use(
      'SHIPMENTS_TABLE',
      this.shipments.tableName,
      Object.values(shipmentIndexes).map((index) => `${this.shipments.tableArn}/index/${index}`),
      ['dynamodb:Query'],
    );
    reader.function.addEnvironment('REJECTED_TABLE', this.rejected.tableName);
  }

  /** What the steps of people need: attach and detach devices, add to ledgers, keep profiles, make lists anew. */
  grantSteps(taker: ColdwatchFunction): void {
    this.#use(taker, {
      devices: ['GetItem', 'UpdateItem'],
      journal: ['PutItem', 'UpdateItem', 'Query'],
      ledger: ['PutItem', 'Query', 'Scan'],
      profiles: ['GetItem', 'PutItem', 'UpdateItem', 'Scan'],
      shipments: ['GetItem', 'PutItem'],
    });
    taker.function.addEnvironment('REJECTED_TABLE', this.rejected.tableName);
    this.#denyRewriting(taker);
  }

  /** What a signature needs: all that is judged, and to add to the ledger. */
  grantSigning(signer: ColdwatchFunction): void {
    this.#use(signer, {
      devices: ['GetItem'],
      journal: ['Query'],
      ledger: ['PutItem', 'Query'],
      profiles: ['GetItem'],
      shipments: ['PutItem'],
    });
    signer.function.addEnvironment('REJECTED_TABLE', this.rejected.tableName);
    this.#denyRewriting(signer);
  }

  #use(user: ColdwatchFunction, actions: { readonly [name in TableName]?: readonly string[] }): void {
    for (const [name, own] of Object.entries(actions) as [TableName, readonly string[]][]) {
      const each = this[name];
      user.use(
        `${name.toUpperCase()}_TABLE`,
        each.tableName,
        [each.tableArn],
        own.map((action) => `dynamodb:${action}`),
      );
    }
  }

  /** Nothing is ever taken from ledger or journal; an entry of the ledger is not changed either. */
  #denyRewriting(writer: ColdwatchFunction): void {
    const removing = ['DeleteItem', 'BatchWriteItem', 'PartiQLUpdate', 'PartiQLDelete'].map(
      (action) => `dynamodb:${action}`,
    );
    writer.deny([this.ledger.tableArn], ['dynamodb:UpdateItem', ...removing]);
    // The assignments that stand beside the segments change with departure and arrival.
    writer.deny([this.journal.tableArn], removing);
  }

  /** The list of shipments to which something may still happen by itself, and many heads at once. */
  grantMonitoring(lister: ColdwatchFunction): void {
    lister.allow([`${this.shipments.tableArn}/index/${shipmentIndexes.watched}`], ['dynamodb:Query']);
    lister.allow([this.devices.tableArn], ['dynamodb:BatchGetItem']);
  }
}
