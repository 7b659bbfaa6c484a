import { CloudFormationClient, paginateListStackResources } from '@aws-sdk/client-cloudformation';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { IoTClient } from '@aws-sdk/client-iot';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import { type Objects, objectsIn } from '../storage/archive/objects.ts';
import type { RunningCloud } from '../../local/cloud.ts';
import type { Database } from '../storage/tables.ts';
import { unusableArguments } from './exit-status.ts';
import { runningCloud } from './running-cloud.ts';
import { stageNamed } from './stage.ts';

/** Commands list whole fleets, and IoT Core allows ten of some calls in a second. */
export const attemptsAtRegistry = 10;

/** Options that say which deployment an operator's command works on. */
export type DeploymentOptions = {
  /** State folder of the local run. */
  readonly state: string;
  /** A deployed stage, accessed with the credentials of the environment; by default the local run. */
  readonly stage?: string;
};

/** Resources that operators access with their own permissions instead of the API, which may be what needs repair. */
export type Deployment = {
  readonly database: Database;
  readonly archive: Objects;
  readonly queues: SQSClient;
  readonly iot: IoTClient;
  /** First level of this stage's topics. */
  readonly topicRoot: string;
  /**
   * The name of the resource whose logical ID begins with `logicalId`.
   *
   * @throws {CommandError} when the deployment has none.
   */
  readonly nameOf: (logicalId: string) => string;
};

/**
 * The deployment that the options name: the local run of a state folder, or a deployed stage.
 *
 * @throws {CommandError} when the stage is unusable, or nothing runs on the state folder.
 */
export async function deploymentOf({ state, stage }: DeploymentOptions): Promise<Deployment> {
  if (stage === undefined) return localDeployment(runningCloud(state));
  const { stackName, topicRoot } = await stageNamed(stage);
  return deploymentAt(await resourcesOf(stackName), topicRoot, () => ({}));
}

/** The deployment of a local run, from the description that the run writes. */
export function localDeployment({
  endpoints,
  resources,
  credentials,
}: Pick<RunningCloud, 'endpoints' | 'resources' | 'credentials'>): Deployment {
  return deploymentAt(resources, 'coldwatch', (service) => ({
    endpoint: endpoints[`AWS_ENDPOINT_URL_${service}`],
    region: 'us-east-1',
    credentials,
  }));
}

function deploymentAt(
  resources: Readonly<Record<string, string>>,
  topicRoot: string,
  clientOf: (service: string) => object,
): Deployment {
  const nameOf = (logicalId: string): string => {
    const [, name] = Object.entries(resources).find(([id]) => id.startsWith(logicalId)) ?? [];
    if (name === undefined)
      throw unusableArguments(`the deployment has no ${logicalId}; deploy this release`);
    return name;
  };
  const archive = objectsIn(new S3Client(clientOf('S3')), nameOf('ArchiveBucket'));
  return {
    database: {
      client: new DynamoDBClient(clientOf('DYNAMODB')),
      tables: {
        devices: nameOf('RecordsDevices'),
        journal: nameOf('RecordsJournal'),
        ledger: nameOf('RecordsLedger'),
        shipments: nameOf('RecordsShipments'),
        profiles: nameOf('RecordsProfiles'),
        rejected: nameOf('RecordsRejected'),
        sources: nameOf('RecordsSources'),
        search: nameOf('RecordsSearch'),
        audit: nameOf('RecordsAudit'),
        insights: nameOf('RecordsInsights'),
      },
      async archiveRecord(name, content) {
        await archive.put(name, content, 'application/json');
        return true;
      },
    },
    archive,
    queues: new SQSClient(clientOf('SQS')),
    iot: new IoTClient({ ...clientOf('IOT'), maxAttempts: attemptsAtRegistry }),
    topicRoot,
    nameOf,
  };
}

/** The physical names of a deployed stack's resources, by logical ID. */
export async function resourcesOf(StackName: string): Promise<Record<string, string>> {
  const resources: Record<string, string> = {};
  const pages = paginateListStackResources({ client: new CloudFormationClient({}) }, { StackName });
  for await (const { StackResourceSummaries = [] } of pages)
    for (const { LogicalResourceId, PhysicalResourceId } of StackResourceSummaries)
      if (PhysicalResourceId !== undefined) resources[LogicalResourceId!] = PhysicalResourceId;
  return resources;
}
