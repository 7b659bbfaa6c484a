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
import { shipmentIndexes } from '../store/shipments.ts';
import type { ColdwatchFunction } from './coldwatch-function.ts';

const text = AttributeType.STRING;

/** What was read and decided: the tables. They outlive the stack unless it is one that tests throw away. */
export class Records extends Construct {
  readonly devices: Table;
  readonly journal: Table;
  readonly ledger: Table;
  readonly shipments: Table;
  readonly profiles: Table;
  readonly rejected: Table;

  constructor(scope: Construct, id: string, { retain }: { retain: boolean }) {
    super(scope, id);
    const table = (
      name: string,
      keys: Pick<TableProps, 'partitionKey' | 'sortKey' | 'timeToLiveAttribute'>,
    ) =>
      new Table(this, name, {
        ...keys,
        billingMode: BillingMode.PAY_PER_REQUEST,
        encryption: TableEncryption.AWS_MANAGED,
        pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
        deletionProtection: retain,
        removalPolicy: retain ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
      });
    this.devices = table('Devices', { partitionKey: { name: 'deviceId', type: text } });
    this.journal = table('Journal', {
      partitionKey: { name: 'deviceId', type: text },
      sortKey: { name: 'segment', type: text },
    });
    this.ledger = table('Ledger', {
      partitionKey: { name: 'shipmentId', type: text },
      sortKey: { name: 'sequence', type: text },
    });
    this.shipments = table('Shipments', { partitionKey: { name: 'shipmentId', type: text } });
    this.shipments.addGlobalSecondaryIndex({
      indexName: shipmentIndexes.byStatus,
      partitionKey: { name: 'status', type: text },
      sortKey: { name: 'shipmentId', type: text },
      projectionType: ProjectionType.ALL,
    });
    this.shipments.addGlobalSecondaryIndex({
      indexName: shipmentIndexes.bySite,
      partitionKey: { name: 'site', type: text },
      sortKey: { name: 'shipmentId', type: text },
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
  grantJudging(judge: ColdwatchFunction): void {
    judge.use(
      'DEVICES_TABLE',
      this.devices.tableName,
      [this.devices.tableArn],
      ['dynamodb:GetItem', 'dynamodb:UpdateItem'],
    );
    judge.use(
      'JOURNAL_TABLE',
      this.journal.tableName,
      [this.journal.tableArn],
      ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:Query'],
    );
    judge.use(
      'LEDGER_TABLE',
      this.ledger.tableName,
      [this.ledger.tableArn],
      ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:Query'],
    );
    judge.use('PROFILES_TABLE', this.profiles.tableName, [this.profiles.tableArn], ['dynamodb:GetItem']);
    judge.use('SHIPMENTS_TABLE', this.shipments.tableName, [this.shipments.tableArn], ['dynamodb:PutItem']);
    judge.use('REJECTED_TABLE', this.rejected.tableName, [this.rejected.tableArn], ['dynamodb:PutItem']);
    judge.deny(
      [this.ledger.tableArn, this.journal.tableArn],
      [
        'dynamodb:UpdateItem',
        'dynamodb:DeleteItem',
        'dynamodb:BatchWriteItem',
        'dynamodb:PartiQLUpdate',
        'dynamodb:PartiQLDelete',
      ],
    );
  }

  /** Lists of the shipments on their way. */
  grantListing(lister: ColdwatchFunction): void {
    lister.allow([`${this.shipments.tableArn}/index/${shipmentIndexes.byStatus}`], ['dynamodb:Query']);
  }
}
