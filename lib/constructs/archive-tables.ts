import { Aws, Stack } from 'aws-cdk-lib';
import { CfnWorkGroup } from 'aws-cdk-lib/aws-athena';
import { CfnDatabase, CfnTable } from 'aws-cdk-lib/aws-glue';
import { Construct } from 'constructs';
import { archivePrefix } from '../../src/storage/archive/archived-message.ts';
import { recordFolders } from '../../src/storage/archive/archived-record.ts';
import type { Archive } from './archive.ts';
import type { ExportBucket } from './export-bucket.ts';

const json = 'org.openx.data.jsonserde.JsonSerDe';
const textInput = 'org.apache.hadoop.mapred.TextInputFormat';
const textOutput = 'org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat';

/**
 * The archive as tables that Athena can query with SQL, for questions that no page answers. Athena bills by data
 * scanned.
 */
export class ArchiveTables extends Construct {
  readonly #database: CfnDatabase;

  constructor(
    scope: Construct,
    id: string,
    { archive, downloads }: { archive: Archive; downloads: ExportBucket },
  ) {
    super(scope, id);
    const name = Stack.of(this).stackName.toLowerCase().replaceAll('-', '_');
    this.#database = new CfnDatabase(this, 'Database', {
      catalogId: Aws.ACCOUNT_ID,
      databaseInput: { name, description: 'What Coldwatch received and recorded' },
    });
    const telemetry = archive.addressOf(archivePrefix);
    this.#addTable('Telemetry', telemetry, {
      description: 'Every message as it was received; payload is base64',
      columns: {
        receivedat: 'bigint',
        thing: 'string',
        topic: 'string',
        payload: 'string',
        // JSON; only in lines about a device of a body that a source sent.
        from: 'string',
      },
      partitionKeys: [{ name: 'day', type: 'string' }],
      parameters: {
        // Partition projection computes the days from the query, so that no crawler is needed.
        'projection.enabled': 'true',
        'projection.day.type': 'date',
        'projection.day.format': 'yyyy/MM/dd',
        'projection.day.range': '2026/01/01,NOW',
        'storage.location.template': `${telemetry}\${day}/`,
      },
    });
    this.#addTable('Ledger', archive.addressOf(recordFolders.ledger), {
      description: 'Every entry of every ledger; fact is JSON',
      columns: {
        shipment: 'string',
        sequence: 'bigint',
        recordedat: 'bigint',
        by: 'string',
        why: 'string',
        fact: 'string',
        previous: 'string',
        hash: 'string',
      },
    });
    const questions = new CfnWorkGroup(this, 'Questions', {
      name: `${Stack.of(this).stackName}-archive`,
      description: 'Queries of the archive',
      // A workgroup with query history cannot be deleted otherwise. Queries and results are not records; they are
      // deleted with the stack:
      // https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-athena-workgroup.html
      recursiveDeleteOption: true,
      workGroupConfiguration: {
        enforceWorkGroupConfiguration: true,
        publishCloudWatchMetricsEnabled: true,
        // 100 GB, about half a dollar; a query that scans more has probably left out the day.
        bytesScannedCutoffPerQuery: 100_000_000_000,
        resultConfiguration: {
          outputLocation: downloads.addressOf('answers/'),
          encryptionConfiguration: { encryptionOption: 'SSE_KMS', kmsKey: downloads.keyArn },
        },
      },
    });
    downloads.goesBeforeEmptying(questions);
  }

  #addTable(
    id: string,
    location: string,
    {
      description,
      columns,
      partitionKeys = [],
      parameters = {},
    }: {
      description: string;
      columns: Readonly<Record<string, string>>;
      partitionKeys?: CfnTable.ColumnProperty[];
      parameters?: Readonly<Record<string, string>>;
    },
  ): void {
    const table = new CfnTable(this, id, {
      catalogId: Aws.ACCOUNT_ID,
      databaseName: this.#database.ref,
      tableInput: {
        name: id.toLowerCase(),
        description,
        tableType: 'EXTERNAL_TABLE',
        parameters: { classification: 'json', ...parameters },
        partitionKeys,
        storageDescriptor: {
          location,
          inputFormat: textInput,
          outputFormat: textOutput,
          serdeInfo: { serializationLibrary: json },
          columns: Object.entries(columns).map(([name, type]) => ({ name, type })),
        },
      },
    });
    table.addResourceDependency(this.#database);
  }
}
