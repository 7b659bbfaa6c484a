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

/** How a command for operations says what it works on. */
export type DeploymentOptions = {
  /** State folder of the local run. */
  readonly state: string;
  /** A deployed stage, with the credentials of the environment; else the local run. */
  readonly stage?: string;
};

/** What operations reach with rights of their own, not through the API: it may be what they have to mend. */
export type Deployment = {
  readonly database: Database;
  readonly archive: Objects;
  readonly queues: SQSClient;
  readonly iot: IoTClient;
  /** First level of the topics of this stage. */
  readonly topicRoot: string;
  /** What the resource is called whose logical id begins so. */
  readonly nameOf: (logicalId: string) => string;
};

/** The local run of a state folder, or a deployed stage. */
export async function deploymentOf({ state, stage }: DeploymentOptions): Promise<Deployment> {
  if (stage === undefined) return localDeployment(runningCloud(state));
  const { stackName, topicRoot } = await stageNamed(stage);
  return deploymentAt(await resourcesOf(stackName), topicRoot, () => ({}));
}

/** A local run, by what it says of itself. */
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
      },
      async archiveRecord(name, content) {
        await archive.put(name, content, 'application/json');
        return true;
      },
    },
    archive,
    queues: new SQSClient(clientOf('SQS')),
    iot: new IoTClient(clientOf('IOT')),
    topicRoot,
    nameOf,
  };
}

/** What a deployed stack's resources are called, by their logical ids. */
export async function resourcesOf(StackName: string): Promise<Record<string, string>> {
  const resources: Record<string, string> = {};
  const pages = paginateListStackResources({ client: new CloudFormationClient({}) }, { StackName });
  for await (const { StackResourceSummaries = [] } of pages)
    for (const { LogicalResourceId, PhysicalResourceId } of StackResourceSummaries)
      if (PhysicalResourceId !== undefined) resources[LogicalResourceId!] = PhysicalResourceId;
  return resources;
}
