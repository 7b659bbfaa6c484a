import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { GetTopicAttributesCommand, SNSClient } from '@aws-sdk/client-sns';
import { expect, test, vi } from 'vitest';
import { inspectTopic } from '../../src/cli/doctor/subscriptions.ts';
import type { Notification } from '../../src/model/notification.ts';
import { startSnsProxy } from '../../local/sns-proxy.ts';
import { type InboxQueue, LocalSubscriptions } from '../../local/subscriptions.ts';
import type { Properties } from '../../local/template.ts';
import type { Message } from '../../src/notifications/compose.ts';
import { publishTo } from '../../src/notifications/publish.ts';
import { type LocalRun, startLocalRun } from '../support/local-run.ts';
import { writtenAs } from '../support/written-as.ts';
import { callGate, newCredentials } from '../../local/gate.ts';

const message = (subject: string, severity: string, audience: readonly string[]): Message => ({
  ...writtenAs(subject, subject),
  headline: subject,
  audience,
  site: 'north',
  vehicle: null,
  notification: { severity, shipment: 'S', rule: null, kind: 'contact-lost' } as Notification,
});

/** Publishes to the shipments topic as the function does. */
function publisherOf(run: LocalRun) {
  const client = new SNSClient({
    endpoint: run.cloud.endpoints['AWS_ENDPOINT_URL_SNS'],
    region: 'us-east-1',
    credentials: run.cloud.credentials,
  });
  const [, topic] = Object.entries(run.cloud.template.references).find(([id]) =>
    id.startsWith('AlertsShipments'),
  )!;
  return { client, publish: publishTo(client, topic) };
}

const subscribers = [
  { protocol: 'email', endpoint: 'all@example.org' },
  { protocol: 'email', endpoint: 'north@example.org', audience: ['site:north'] },
  { protocol: 'sms', endpoint: '+441632960123', severity: ['major', 'critical'] },
] as const;

test('an inbox receives exactly what its subscription selects', { timeout: 60_000 }, async () => {
  const run = await startLocalRun(subscribers);
  try {
    const { client, publish } = publisherOf(run);
    await publish(message('one', 'minor', ['site:south']));
    await publish(message('two', 'major', ['site:north', 'site:south']));
    client.destroy();
    for (let waited = 0; waited < 50 && run.cloud.inbox.received.length < 4; waited++) await sleep(100);
    await run.drained();
    expect(run.cloud.inbox.received.map(({ to, message: text }) => `${text} to ${to}`).sort()).toEqual([
      'one to all@example.org',
      'two to +441632960123',
      'two to all@example.org',
      'two to north@example.org',
    ]);
  } finally {
    await run.stop();
  }
});

test('SNS suspends a mail subscription above ten mails a second, and refuses more than 256 KiB', async () => {
  const topicArn = 'arn:aws:sns:us-east-1:000000000000:topic';
  const folder = mkdtempSync(join(tmpdir(), 'coldwatch-sns-'));
  const subscriptions = new LocalSubscriptions(join(folder, 'subscriptions.json'), (_, name) => name, 0);
  const subscribe = (protocol: string, endpoint: string, filterPolicy: Properties | null = null) =>
    subscriptions.add({ topicArn, protocol, endpoint, filterPolicy });
  subscribe('email', 'all@example.org');
  subscribe('email', 'north@example.org', { audience: ['site:north'] });
  subscribe('sms', '+441632960123');
  const south = { audience: { Type: 'String.Array', Value: '["site:south"]' } };
  const consoleError = vi.spyOn(console, 'error').mockImplementation(() => undefined);
  // Ten in a second are accepted, any number of times; the eleventh exceeds the rate.
  const begin = Date.now() + 1000;
  for (const second of [begin, begin + 1000])
    for (let mail = 0; mail < 10; mail++) subscriptions.published(topicArn, south, second + mail);
  expect(consoleError).not.toHaveBeenCalled();
  subscriptions.published(topicArn, south, begin + 1999);
  expect(consoleError.mock.calls).toEqual([
    ['SNS suspends the subscription of all@example.org: more than 10 mails in a second'],
  ]);
  consoleError.mockRestore();
  // Filtered messages do not count, and an SMS is not a mail.
  const [all, north, sms] = subscriptions.inboxes as [InboxQueue, InboxQueue, InboxQueue];
  const hears = ({ comesHere }: InboxQueue, site: string, at: number): boolean =>
    comesHere({ audience: { Type: 'String.Array', Value: JSON.stringify([site]) } }, at);
  expect([hears(all, 'site:south', begin + 1998), hears(all, 'site:south', begin + 1999)]).toEqual([
    true,
    false,
  ]);
  expect([hears(north, 'site:north', begin + 5000), hears(sms, 'site:south', begin + 5000)]).toEqual([
    true,
    true,
  ]);

  // It forwards accepted messages to nobody here.
  const credentials = newCredentials();
  const gate = await startSnsProxy({ endpoint: 'http://127.0.0.1:9', password: '' }, subscriptions, {
    callers: callGate(credentials),
    receive: () => undefined,
  });
  const client = new SNSClient({ endpoint: gate.endpoint, region: 'us-east-1', credentials, maxAttempts: 1 });
  try {
    const wanted = ['email all@example.org', 'email north@example.org', 'email gone@example.org'];
    expect(await inspectTopic(client, topicArn, wanted)).toEqual({
      confirmed: 2,
      waiting: ['email all@example.org'],
      gone: ['email gone@example.org'],
    });
    const { Attributes } = await client.send(new GetTopicAttributesCommand({ TopicArn: topicArn }));
    expect(Attributes).toMatchObject({ SubscriptionsConfirmed: '2', SubscriptionsPending: '1' });
    const publish = publishTo(client, topicArn);
    const long = { ...message('long', 'major', []), email: 'x'.repeat(262_000) };
    await expect(publish(long)).rejects.toThrow('Message too long');
    // The names of the audiences count too.
    const many = Array.from({ length: 50 }, (_, index) => `${index}`.padEnd(200, 'x'));
    const within = { ...message('within', 'major', []), email: 'x'.repeat(255_000) };
    await expect(publish(within)).rejects.not.toThrow('Message too long');
    await expect(publish({ ...within, audience: many })).rejects.toThrow('Message too long');
  } finally {
    client.destroy();
    await gate.stop();
    rmSync(folder, { recursive: true });
  }
});
