import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { AttributeType, BillingMode, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';
import { type ApiFunction, type RouteFunction, apiFunctions } from '../../src/api/routes/routes.ts';
import type { Alerts } from './alerts.ts';
import { addRoutes } from './api-routes.ts';
import type { Archive } from './archive.ts';
import { ColdwatchFunction } from './coldwatch-function.ts';
import type { Deliveries } from './deliveries.ts';
import { grantFindingThings } from './grant-finding-things.ts';
import type { ExportBucket } from './export-bucket.ts';
import type { Ingest } from './ingest.ts';
import type { LoggerFiles } from './logger-files.ts';
import { monitoringFunctions } from './monitoring-functions.ts';
import type { Notifications } from './notifications.ts';
import type { UserPoolWithClients } from './user-pool.ts';
import type { Tables } from './tables.ts';
import type { DataProtection } from './data-protection.ts';

type ApiProps = {
  readonly gateway: HttpApi;
  readonly tables: Tables;
  readonly ingest: Ingest;
  readonly ingestSource: ColdwatchFunction;
  readonly exportBucket: ExportBucket;
  readonly archive: Archive;
  readonly loggerFiles: LoggerFiles;
  readonly notify: Notifications;
  readonly alerts: Alerts;
  readonly deliveries: Deliveries;
  readonly userPool: UserPoolWithClients;
  readonly topicRoot: string;
  readonly hasCanary: boolean;
  readonly dataProtection: DataProtection;
};

/** An HTTP API responds within 30 seconds or not at all. */
const timeout = Duration.seconds(29);

/** The HTTP API: functions separated by privilege, and one route per operation of the contract. */
export class Api extends Construct {
  readonly functions: readonly ColdwatchFunction[];

  constructor(
    scope: Construct,
    id: string,
    {
      gateway,
      tables,
      ingest,
      ingestSource,
      exportBucket,
      archive,
      loggerFiles,
      notify,
      alerts,
      deliveries,
      userPool,
      topicRoot,
      hasCanary,
      dataProtection,
    }: ApiProps,
  ) {
    super(scope, id);
    const names: { readonly [name in ApiFunction]: string } = {
      'api-read': 'Read',
      'api-write': 'Write',
      'api-sign': 'Sign',
      'api-system': 'System',
      'api-shared': 'Shared',
      'api-people': 'Manage',
    };
    const functions = new Map(
      apiFunctions.map((file) => [
        file,
        new ColdwatchFunction(this, names[file], { file, timeout, memoryMegabytes: 1769, dataProtection }),
      ]),
    );
    const of = (file: ApiFunction): ColdwatchFunction => functions.get(file)!;
    const [read, write, sign] = [of('api-read'), of('api-write'), of('api-sign')];
    const [system, people, shared] = [of('api-system'), of('api-people'), of('api-shared')];
    this.functions = [...functions.values()];
    for (const each of functions.values()) userPool.grantRecognising(each);
    tables.grantReading(read);
    exportBucket.grantMaking(read);
    archive.grantReading(read);
    tables.grantListingFiles(read);
    tables.grantReadingSources(read);
    tables.grantReadingPlanning(read);
    deliveries.grantManagingOwnAlerts(read, write);
    grantFindingThings(read);
    tables.grantSteps(write);
    tables.grantManagingSources(write);
    tables.grantChangingPlanning(write);
    for (const each of [read, write]) {
      each.function.addEnvironment('API_ENDPOINT', gateway.apiEndpoint);
      each.function.addEnvironment('TOPIC_ROOT', topicRoot);
    }
    archive.grantArchiving(write, ['ledger', 'profiles', 'approvals']);
    alerts.grantSubscribing(write);
    tables.grantAnnouncingFiles(write);
    loggerFiles.grantReceiving(write);
    // A file that is set aside changes the verdict, of which people may have to be notified.
    notify.grantRequesting(write);
    tables.grantSigning(sign);
    archive.grantArchiving(sign, ['ledger', 'evidence', 'signatures']);
    // A correction reuses the label that was scanned for the decision it corrects.
    archive.grantReadingEvidence(sign);
    // No other function may receive or move what waits: whoever can send to the ingest queue can send readings.
    tables.grantOperating(system);
    ingest.grantRetrying(system);
    loggerFiles.grantRetrying(system);
    deliveries.grantRetrying(system);
    notify.grantCounting(system);
    system.function.addEnvironment('TOPIC_ROOT', topicRoot);
    system.function.addEnvironment('HAS_CANARY', String(hasCanary));
    system.function.addEnvironment('MONITORING_FUNCTIONS', String(monitoringFunctions));
    tables.grantMakingLinks(write);
    tables.grantSharing(shared);
    archive.grantArchiving(shared, ['ledger']);
    deliveries.grantRequesting(shared);
    userPool.grantManaging(people);
    tables.grantRecordingAudit(people);
    tables.grantChangingRecipients(people);
    // Tables whose items expire after minutes or a month.
    const forgetful = (name: string, key: string): Table =>
      new Table(this, name, {
        partitionKey: { name: key, type: AttributeType.STRING },
        timeToLiveAttribute: 'forgottenAt',
        billingMode: BillingMode.PAY_PER_REQUEST,
        encryption: TableEncryption.CUSTOMER_MANAGED,
        encryptionKey: dataProtection.key,
        pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
        removalPolicy: RemovalPolicy.DESTROY,
      });
    const requests = forgetful('Requests', 'requestKey');
    for (const each of [write, sign, system, people])
      each.use('REQUESTS_TABLE', requests.tableName, [requests.tableArn], ['dynamodb:PutItem']);
    const challenges = forgetful('Challenges', 'challengeId');
    sign.use(
      'CHALLENGES_TABLE',
      challenges.tableName,
      [challenges.tableArn],
      ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'],
    );
    addRoutes(this, {
      gateway,
      functions: new Map<RouteFunction, ColdwatchFunction>([...functions, ['ingest-source', ingestSource]]),
      userPool,
      dataProtection,
    });
    for (const [file, { function: each }] of functions)
      alerts.alarmAboveZero(
        `${file}-errors`,
        each.metricErrors(),
        `${file} ended with an error; the caller got no answer.`,
      );
  }
}
