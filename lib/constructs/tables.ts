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
import { listedAttributes, sourceIndex } from '../../src/storage/source-items.ts';
import type { ColdwatchFunction } from './coldwatch-function.ts';
import type { DataProtection } from './data-protection.ts';

const text = AttributeType.STRING;
type TableName =
  'devices' | 'journal' | 'ledger' | 'shipments' | 'profiles' | 'rejected' | 'files' | 'sources';

/** The tables of readings and decisions. They outlive the stack unless its records are set to be deleted with it. */
export class Tables extends Construct {
  readonly devices: Table;
  readonly journal: Table;
  readonly ledger: Table;
  readonly shipments: Table;
  readonly profiles: Table;
  readonly rejected: Table;
  readonly files: Table;
  readonly sources: Table;

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
      // Only readings taken while the device was not attached to a shipment have it.
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
    this.files = table('Files', { partitionKey: shipmentId, sortKey: { name: 'sha256', type: text } });
    this.sources = table('Sources', {
      partitionKey: { name: 'sourceId', type: text },
      sortKey: { name: 'item', type: text },
    });
    this.sources.addGlobalSecondaryIndex({
      indexName: sourceIndex.name,
      partitionKey: { name: sourceIndex.partition, type: text },
      sortKey: { name: 'sourceId', type: text },
      // What changes with every message, and mappings, stay out, so that listing all sources is cheap.
      projectionType: ProjectionType.INCLUDE,
      nonKeyAttributes: [...listedAttributes],
    });
  }

  /** Grants what evaluating a device needs: adding to the journal and ledger, but never changing or deleting there. */
  grantEvaluating(evaluator: ColdwatchFunction): void {
    this.#use(evaluator, {
      devices: ['GetItem', 'UpdateItem'],
      journal: ['PutItem', 'UpdateItem', 'Query'],
      ledger: ['PutItem', 'Query'],
      profiles: ['GetItem'],
      shipments: ['PutItem'],
    });
    this.#name(evaluator, 'rejected', 'sources');
    this.#denyRewriting(evaluator);
  }

  /** Grants what notifying people needs: reading ledger entries, and marking those of which people were notified. */
  grantNotifying(notifier: ColdwatchFunction): void {
    this.#use(notifier, { ledger: ['PutItem', 'Query'], profiles: ['GetItem'] });
    this.#name(notifier, 'devices', 'journal', 'shipments', 'rejected');
    this.#use(notifier, { sources: ['GetItem', 'UpdateItem', 'Query'] });
    this.#denyRewriting(notifier);
  }

  /** Grants what ingest needs in addition: storing refused input. */
  grantRefusing(refuser: ColdwatchFunction): void {
    refuser.allow([this.rejected.tableArn], ['dynamodb:PutItem']);
  }

  /** Grants what listing the files of a shipment needs: reading only. */
  grantListingFiles(lister: ColdwatchFunction): void {
    this.#use(lister, { files: ['Query'] });
  }

  /** Grants what announcing files, having them read and setting them aside needs, in addition to people's actions. */
  grantAnnouncingFiles(receiver: ColdwatchFunction): void {
    this.#use(receiver, { files: ['GetItem', 'PutItem', 'Query'] });
  }

  /** Grants what attaching files needs: evaluating, and noting what became of each file and of each attempt to read it. */
  grantAttachingFiles(reader: ColdwatchFunction): void {
    this.grantEvaluating(reader);
    this.#use(reader, { files: ['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem'] });
  }

  /** Grants what accepting the requests of sources needs: checking and counting them, and storing what was refused. */
  grantAcceptingRequests(accepting: ColdwatchFunction): void {
    this.#use(accepting, { sources: ['GetItem', 'UpdateItem'], rejected: ['PutItem'] });
    this.#name(accepting, 'devices', 'journal', 'ledger', 'shipments', 'profiles');
  }

  /** Grants what showing sources needs: reading them, and what was refused of them. */
  grantReadingSources(reader: ColdwatchFunction): void {
    reader.allow([this.sources.tableArn], ['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:Query']);
    reader.allow([`${this.sources.tableArn}/index/${sourceIndex.name}`], ['dynamodb:Query']);
    reader.allow([this.rejected.tableArn], ['dynamodb:Query']);
  }

  /** Grants what changing sources needs; only the registration of a device is ever deleted. */
  grantManagingSources(manager: ColdwatchFunction): void {
    manager.allow(
      [this.sources.tableArn],
      ['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem', 'Query'].map((action) => `dynamodb:${action}`),
    );
  }

  /** Grants what ingest needs to know of sources: which devices one speaks for, and noting when it was heard. */
  grantKnowingSources(ingest: ColdwatchFunction): void {
    ingest.allow(
      [this.sources.tableArn],
      ['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:UpdateItem'],
    );
  }

  /**
   * Grants what the synthetic sensor needs: creating a shipment each month, and checking that its readings are
   * evaluated.
   */
  grantCanary(canary: ColdwatchFunction): void {
    this.#use(canary, {
      devices: ['GetItem', 'UpdateItem'],
      journal: ['PutItem', 'UpdateItem', 'Query'],
      ledger: ['PutItem', 'Query'],
      profiles: ['GetItem', 'PutItem'],
      shipments: ['PutItem'],
    });
    this.#name(canary, 'rejected', 'sources');
    this.#denyRewriting(canary);
  }

  /** Grants what showing shipments needs: reading only. */
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
    this.#name(reader, 'rejected', 'sources');
  }

  /**
   * Grants what people's actions need: attaching and detaching devices, adding to ledgers, storing profiles, rebuilding
   * lists.
   */
  grantSteps(actor: ColdwatchFunction): void {
    this.#use(actor, {
      devices: ['GetItem', 'UpdateItem'],
      journal: ['PutItem', 'UpdateItem', 'Query'],
      ledger: ['PutItem', 'Query', 'Scan'],
      profiles: ['GetItem', 'PutItem', 'UpdateItem', 'Scan'],
      shipments: ['GetItem', 'PutItem'],
    });
    this.#name(actor, 'rejected', 'sources');
    this.#denyRewriting(actor);
  }

  /** Grants what signing needs: reading everything that is evaluated, and adding to the ledger. */
  grantSigning(signer: ColdwatchFunction): void {
    this.#use(signer, {
      devices: ['GetItem'],
      journal: ['Query'],
      ledger: ['PutItem', 'Query'],
      profiles: ['GetItem'],
      shipments: ['PutItem'],
    });
    this.#name(signer, 'rejected', 'sources');
    this.#denyRewriting(signer);
  }

  /** Names tables to a function that has no permission on them; its storage layer requires every name. */
  #name(user: ColdwatchFunction, ...names: readonly TableName[]): void {
    for (const name of names)
      user.function.addEnvironment(`${name.toUpperCase()}_TABLE`, this[name].tableName);
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

  /** Denies removing anything from the ledger or journal, and changing ledger entries. */
  #denyRewriting(writer: ColdwatchFunction): void {
    const removing = ['DeleteItem', 'BatchWriteItem', 'PartiQLUpdate', 'PartiQLDelete'].map(
      (action) => `dynamodb:${action}`,
    );
    writer.deny([this.ledger.tableArn], ['dynamodb:UpdateItem', ...removing]);
    // The journal also contains assignments, which change with departure and arrival.
    writer.deny([this.journal.tableArn], removing);
  }

  /**
   * Grants what monitoring needs: listing the shipments that may still change by themselves, and reading many device
   * items at once.
   */
  grantMonitoring(lister: ColdwatchFunction): void {
    lister.allow([`${this.shipments.tableArn}/index/${shipmentIndexes.watched}`], ['dynamodb:Query']);
    lister.allow([this.devices.tableArn], ['dynamodb:BatchGetItem']);
  }

  /** Grants what monitoring sources needs: listing them, and recording which are silent. */
  grantMonitoringSources(monitor: ColdwatchFunction): void {
    monitor.allow([`${this.sources.tableArn}/index/${sourceIndex.name}`], ['dynamodb:Query']);
    monitor.allow([this.sources.tableArn], ['dynamodb:GetItem', 'dynamodb:UpdateItem']);
  }
}
