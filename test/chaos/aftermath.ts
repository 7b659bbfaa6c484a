import { setTimeout as sleep } from 'node:timers/promises';
import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import { archivedMessages } from '../../src/storage/archive/messages.ts';
import { deadLettersRedrive } from '../../src/cli/dead-letters.ts';
import { type Deployment, localDeployment } from '../../src/cli/deployment.ts';
import type { Notification } from '../../src/model/notification.ts';
import type { RunningCloud } from '../../local/cloud.ts';
import type { Received as InInbox } from '../../local/inbox.ts';
import { type Received, violationsOf } from '../simulation/checks.ts';

/** A webhook without a filter receives every notification, so that they can be compared with the ledger. */
const machine = 'https://proof.example.org/hook';

/** Subscribes the webhook to every notification of the run. */
export async function subscribeToAll({ endpoints, credentials, resources }: RunningCloud): Promise<void> {
  const sns = new SNSClient({
    endpoint: endpoints['AWS_ENDPOINT_URL_SNS']!,
    region: 'us-east-1',
    credentials,
  });
  const TopicArn = Object.values(resources).find((value) => /^arn:aws:sns:.*Alerts/.test(value));
  if (TopicArn === undefined) throw new Error('the run names no topic of alerts');
  await sns.send(new SubscribeCommand({ TopicArn, Protocol: 'https', Endpoint: machine }));
  sns.destroy();
}

/**
 * Waits until all messages are processed, and then for the longest time that recovery of an interrupted notification
 * may take.
 */
export async function waitUntilProcessed(
  running: RunningCloud,
  folder: string,
  shipments: readonly string[],
) {
  const deployment = localDeployment(running);
  const deadline = Date.now() + 240_000;
  for (;;) {
    while ((await waitingIn(deployment, ['IngestQueue'])) > 0) await sleep(200);
    for (const queue of ['ingest', 'rejected'])
      for await (const _ of deadLettersRedrive(queue, { state: folder }));
    // Messages in flight become visible again; until then they are not lost.
    if ((await waitingIn(deployment, ['IngestQueue', 'IngestDeadLetters', 'IngestRejected'])) > 0) {
      await sleep(200);
      continue;
    }
    const received: Received[] = [];
    for await (const messages of archivedMessages(deployment.archive, { from: 0, to: Infinity }))
      for (const { thing, payload, receivedAt } of messages)
        received.push({ thing, payload: Buffer.from(payload, 'base64'), receivedAt });
    const inbox = (await (await fetch(`${running.address}/_local/inbox`)).json()) as InInbox[];
    const published = inbox
      .filter(({ to }) => to === machine)
      .map(({ message }) => JSON.parse(message) as Notification);
    const violations = await violationsOf({
      database: deployment.database,
      shipments,
      received,
      confirmed: [],
      published,
      unfounded: [],
      asOf: Date.now(),
    });
    if (violations.length === 0 || Date.now() > deadline)
      return { violations, received, published: published.length };
    await sleep(5000);
  }
}

/** How many messages some queues contain, including those in flight. */
async function waitingIn({ queues, nameOf }: Deployment, names: readonly string[]): Promise<number> {
  let count = 0;
  for (const name of names) {
    const { Attributes = {} } = await queues.send(
      new GetQueueAttributesCommand({ QueueUrl: nameOf(name), AttributeNames: ['All'] }),
    );
    count +=
      Number(Attributes['ApproximateNumberOfMessages']) +
      Number(Attributes['ApproximateNumberOfMessagesNotVisible']);
  }
  return count;
}
