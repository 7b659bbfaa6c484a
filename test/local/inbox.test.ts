import { setTimeout as sleep } from 'node:timers/promises';
import { SNSClient } from '@aws-sdk/client-sns';
import { expect, test } from 'vitest';
import type { Notification } from '../../contract/notification.ts';
import { publishTo } from '../../notify/publish.ts';
import { startLocalRun } from '../support/local-run.ts';

test('an inbox gets what its subscription asks for, and nothing else', { timeout: 60_000 }, async () => {
  const run = await startLocalRun([
    { protocol: 'email', endpoint: 'all@example.org' },
    { protocol: 'email', endpoint: 'north@example.org', audience: ['site:north'] },
    { protocol: 'sms', endpoint: '+441632960123', severity: ['major', 'critical'] },
  ]);
  try {
    const client = new SNSClient({
      endpoint: run.cloud.endpoints['AWS_ENDPOINT_URL_SNS'],
      region: 'us-east-1',
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    });
    const [, topic] = Object.entries(run.cloud.template.references).find(([id]) =>
      id.startsWith('AlertsShipments'),
    )!;
    const publish = publishTo(client, topic);
    for (const [subject, severity, audience] of [
      ['one', 'minor', ['site:south']],
      ['two', 'major', ['site:north', 'site:south']],
    ] as const)
      await publish({
        headline: subject,
        subject,
        email: subject,
        sms: subject,
        audience,
        site: 'north',
        vehicle: null,
        notification: { severity, shipment: 'S', rule: null, kind: 'contact-lost' } as Notification,
      });
    client.destroy();
    for (let waited = 0; waited < 50 && run.cloud.inbox.received.length < 4; waited++) await sleep(100);
    await run.drained();
    expect(run.cloud.inbox.received.map(({ to, message }) => `${message} to ${to}`).sort()).toEqual([
      'one to all@example.org',
      'two to +441632960123',
      'two to all@example.org',
      'two to north@example.org',
    ]);
  } finally {
    await run.stop();
  }
});
