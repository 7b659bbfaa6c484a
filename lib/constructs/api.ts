import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
  type CfnStage,
  HttpApi,
  HttpMethod,
  HttpNoneAuthorizer,
  HttpStage,
  LogGroupLogDestination,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpJwtAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { AttributeType, BillingMode, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';
import {
  type ApiFunction,
  type Route,
  type RouteFunction,
  apiFunctions,
  routes,
} from '../../src/api/routes/routes.ts';
import type { Alerts } from './alerts.ts';
import type { Archive } from './archive.ts';
import { ColdwatchFunction } from './coldwatch-function.ts';
import { grantFindingThings } from './grant-finding-things.ts';
import type { ExportBucket } from './export-bucket.ts';
import type { LoggerFiles } from './logger-files.ts';
import type { Notifications } from './notifications.ts';
import type { UserPoolWithClients } from './user-pool.ts';
import type { Tables } from './tables.ts';
import type { DataProtection } from './data-protection.ts';

type ApiProps = {
  readonly gateway: HttpApi;
  readonly tables: Tables;
  readonly ingestSource: ColdwatchFunction;
  readonly exportBucket: ExportBucket;
  readonly archive: Archive;
  readonly loggerFiles: LoggerFiles;
  readonly notify: Notifications;
  readonly alerts: Alerts;
  readonly userPool: UserPoolWithClients;
  readonly topicRoot: string;
  readonly dataProtection: DataProtection;
};

/** An HTTP API responds within 30 seconds or not at all. */
const timeout = Duration.seconds(29);

/**
 * Throttling of each route by the function behind it: requests per second and burst. Every route has its own limit, so
 * that reading the board or scanning shipments never slows down signing.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-throttling.html
 */
const throttles: { readonly [name in RouteFunction]: { readonly rate: number; readonly burst: number } } = {
  'api-read': { rate: 50, burst: 100 },
  'api-write': { rate: 20, burst: 40 },
  'api-sign': { rate: 20, burst: 40 },
  // Sources of 60 000 devices that each report every ten minutes. It also bounds what strangers can cost.
  'ingest-source': { rate: 100, burst: 200 },
};

/** Why a route has no authorizer, by its action. */
const withoutAuthorizer: { readonly [action: string]: string } = {
  public: 'Describes where to sign in and how to call the API; contains nothing about shipments.',
  source: 'Machines send here; the function checks the secret or the signature of each request.',
};

/**
 * The gateway's access log. It also covers requests that never reach a function. Behind CloudFront the gateway does not
 * know the client's address; the functions log it under the same request id. Latencies are in milliseconds.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging-variables.html
 */
const accessLog = {
  requestId: '$context.requestId',
  at: '$context.requestTimeEpoch',
  route: '$context.routeKey',
  status: '$context.status',
  subject: '$context.authorizer.claims.sub',
  username: '$context.authorizer.claims.username',
  gatewayPeer: '$context.identity.sourceIp',
  latency: '$context.responseLatency',
  functionLatency: '$context.integrationLatency',
  functionStatus: '$context.integrationStatus',
  refusedBecause: '$context.error.responseType',
};

/** The HTTP API: three functions separated by privilege, and one route per operation of the contract. */
export class Api extends Construct {
  readonly functions: readonly ColdwatchFunction[];

  constructor(
    scope: Construct,
    id: string,
    {
      gateway,
      tables,
      ingestSource,
      exportBucket,
      archive,
      loggerFiles,
      notify,
      alerts,
      userPool,
      topicRoot,
      dataProtection,
    }: ApiProps,
  ) {
    super(scope, id);
    const names: { readonly [name in ApiFunction]: string } = {
      'api-read': 'Read',
      'api-write': 'Write',
      'api-sign': 'Sign',
    };
    const functions = new Map(
      apiFunctions.map((file) => [
        file,
        new ColdwatchFunction(this, names[file], { file, timeout, memoryMegabytes: 1769, dataProtection }),
      ]),
    );
    const [read, write, sign] = apiFunctions.map((file) => functions.get(file)!) as [
      ColdwatchFunction,
      ColdwatchFunction,
      ColdwatchFunction,
    ];
    this.functions = [...functions.values()];
    for (const each of functions.values()) userPool.grantRecognising(each);
    tables.grantReading(read);
    exportBucket.grantMaking(read);
    archive.grantReading(read);
    tables.grantListingFiles(read);
    tables.grantReadingSources(read);
    tables.grantReadingPlanning(read);
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
    for (const each of [write, sign])
      each.use('REQUESTS_TABLE', requests.tableName, [requests.tableArn], ['dynamodb:PutItem']);
    const challenges = forgetful('Challenges', 'challengeId');
    sign.use(
      'CHALLENGES_TABLE',
      challenges.tableName,
      [challenges.tableArn],
      ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'],
    );
    this.#addRoutes(
      gateway,
      new Map<RouteFunction, ColdwatchFunction>([...functions, ['ingest-source', ingestSource]]),
      userPool,
      dataProtection,
    );
    for (const [file, { function: each }] of functions)
      alerts.alarmAboveZero(
        `${file}-errors`,
        each.metricErrors(),
        `${file} ended with an error; the caller got no answer.`,
      );
  }

  #addRoutes(
    api: HttpApi,
    functions: ReadonlyMap<RouteFunction, ColdwatchFunction>,
    userPool: UserPoolWithClients,
    dataProtection: DataProtection,
  ): void {
    const stage = new HttpStage(this, 'Stage', {
      httpApi: api,
      stageName: '$default',
      autoDeploy: true,
      throttle: { rateLimit: throttles['api-read'].rate, burstLimit: throttles['api-read'].burst },
      accessLogSettings: {
        destination: new LogGroupLogDestination(dataProtection.logGroup(this, 'AccessLogs')),
        format: AccessLogFormat.custom(JSON.stringify(accessLog)),
      },
    });
    (stage.node.defaultChild as CfnStage).routeSettings = Object.fromEntries(
      Object.values<Route>(routes).map(({ method, path, function: file }) => {
        const { rate, burst } = throttles[file];
        return [`${method} ${path}`, { ThrottlingRateLimit: rate, ThrottlingBurstLimit: burst }];
      }),
    );
    const authorizer = new HttpJwtAuthorizer('Person', userPool.userPool.userPoolProviderUrl, {
      jwtAudience: [userPool.client.userPoolClientId],
    });
    const integrations = new Map(
      [...functions].map(([file, each]) => [file, new HttpLambdaIntegration(file, each.function)]),
    );
    for (const { method, path, function: file, action } of Object.values<Route>(routes)) {
      const open = withoutAuthorizer[action ?? ''];
      const [route] = api.addRoutes({
        path,
        methods: [HttpMethod[method]],
        integration: integrations.get(file)!,
        ...(open !== undefined
          ? { authorizer: new HttpNoneAuthorizer() }
          : { authorizer, authorizationScopes: [userPool.scope] }),
      });
      // The gateway refuses a stage that names a route that does not exist yet.
      stage.node.addDependency(route!);
      if (open !== undefined)
        Validations.of(route!).acknowledge({ id: 'AwsSolutions::AwsSolutions-APIG4', reason: open });
    }
  }
}
