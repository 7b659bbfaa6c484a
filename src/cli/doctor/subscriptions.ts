import { type SNSClient, paginateListSubscriptionsByTopic } from '@aws-sdk/client-sns';
import type { Settings } from '../../../lib/settings.ts';
import { resourcesOf } from '../deployment.ts';
import { type CheckResult, attend, ok, unknown } from './check.ts';

/** The SNS identifier of a subscription that was never confirmed, or that SNS has suspended. */
const waits = 'PendingConfirmation';
/** The SNS identifier of a recently deleted subscription. */
const left = 'Deleted';

/** Checks for subscribers of a deployed stage who are not notified: subscriptions that are unconfirmed or gone. */
export async function subscriptionsOfStage(
  client: SNSClient,
  { stackName, subscribers, operators }: Settings,
): Promise<CheckResult> {
  let resources: Record<string, string>;
  try {
    resources = await resourcesOf(stackName);
  } catch (error) {
    if ((error as Error).name === 'ValidationError') return unknown(`${stackName} is not deployed yet`);
    throw error;
  }
  const topics = [
    ['AlertsShipments', subscribers.map(({ protocol, endpoint }) => `${protocol} ${endpoint}`)],
    ['AlertsOperations', operators.map((endpoint) => `email ${endpoint}`)],
  ] as const;
  const found = await Promise.all(
    topics.map(async ([logicalId, wanted]) => {
      const [, topic] = Object.entries(resources).find(([id]) => id.startsWith(logicalId)) ?? [];
      return topic === undefined
        ? { confirmed: 0, waiting: [], gone: [] }
        : inspectTopic(client, topic, wanted);
    }),
  );
  return diagnosticOf({
    confirmed: found.reduce((sum, { confirmed }) => sum + confirmed, 0),
    waiting: found.flatMap(({ waiting }) => waiting),
    gone: found.flatMap(({ gone }) => gone),
  });
}

type Subscriptions = {
  readonly confirmed: number;
  readonly waiting: readonly string[];
  readonly gone: readonly string[];
};

/** The subscriptions of one topic, each as "email desk@example.org". `wanted` are those in the settings. */
export async function inspectTopic(
  client: SNSClient,
  TopicArn: string,
  wanted: readonly string[],
): Promise<Subscriptions> {
  const waiting: string[] = [];
  const there: string[] = [];
  for await (const { Subscriptions = [] } of paginateListSubscriptionsByTopic({ client }, { TopicArn }))
    for (const { SubscriptionArn, Protocol, Endpoint } of Subscriptions)
      if (SubscriptionArn === waits) waiting.push(`${Protocol} ${Endpoint}`);
      else if (SubscriptionArn !== left) there.push(`${Protocol} ${Endpoint}`);
  const gone = wanted.filter((each) => !there.includes(each) && !waiting.includes(each));
  return { confirmed: there.length, waiting, gone };
}

function diagnosticOf({ confirmed, waiting, gone }: Subscriptions): CheckResult {
  if (waiting.length === 0 && gone.length === 0)
    return ok(`${confirmed} confirmed; none unconfirmed or missing`);
  return attend(
    [
      `${confirmed} confirmed`,
      ...(waiting.length > 0
        ? [
            `${waiting.length} unconfirmed, receive nothing: ${waiting.join(', ')} (never confirmed, or suspended by SNS, which deletes them after 48 hours)`,
          ]
        : []),
      ...(gone.length > 0
        ? [`${gone.length} from the settings are missing: ${gone.join(', ')}; subscribe them again`]
        : []),
    ].join('; '),
  );
}
