import { expect, test } from 'vitest';
import type { Message } from '../../../src/notifications/compose.ts';
import { webhookBodies } from '../../../src/notifications/forms/webhook-bodies.ts';
import type { WebhookContent } from '../../../src/notifications/forms/webhook-content.ts';
import { mergeMessages } from '../../../src/notifications/merge-messages.ts';
import { everyMessage } from '../../support/every-message.ts';
import { several } from '../../support/numbered-messages.ts';

const routing = { routingKey: 'R'.repeat(32) };
const all = everyMessage();
const ofEntry = (name: string): Message => all[name] as Message;
const test1: WebhookContent = { ...all['test']!, notification: null };
const pagerOf = (content: WebhookContent) =>
  webhookBodies('pagerduty', content, routing) as { event_action: string; dedup_key: string }[];

test('plain is the notification, or subject and text', () => {
  const message = ofEntry('excursion ongoing');
  expect(webhookBodies('plain', message, routing)).toEqual([message.notification]);
  expect(webhookBodies('plain', test1, routing)).toEqual([
    { schema: 'coldwatch/message/1', subject: test1.subject, text: test1.email },
  ]);
});

test.each(['teams', 'slack'] as const)('%s shows what a mail shows, and nothing of it as markup', (form) => {
  const message = ofEntry('excursion ongoing');
  const body = JSON.stringify(webhookBodies(form, message, routing));
  const { heading, lead, todo, rows, link } = message.body;
  for (const said of [heading, lead, todo!, link!.address, ...rows.map(([, value]) => value)])
    expect(body).toContain(said);
  expect(body).not.toMatch(/mrkdwn|"TextBlock"|FactSet/);
});

test('slack’s notification cannot mention anybody', () => {
  const [body] = webhookBodies('slack', { ...test1, subject: 'Too warm: <!channel> & <@U1>' }, routing);
  expect(body).toMatchObject({ text: 'Too warm: &lt;!channel&gt; &amp; &lt;@U1&gt;' });
});

test.each(['teams', 'slack'] as const)('%s takes a message of any number of parts', (form) => {
  const merged = mergeMessages(several(900, { headline: 'x'.repeat(90), email: 'y'.repeat(200) }));
  const [body] = webhookBodies(form, merged, routing) as { blocks?: unknown[] }[];
  // Teams takes 28 KB, Slack 50 blocks.
  expect(Buffer.byteLength(JSON.stringify(body))).toBeLessThan(28_000);
  expect((body!.blocks ?? []).length).toBeLessThanOrEqual(50);
  expect(JSON.stringify(body)).toContain('and 876 more');
});

test('pagerduty has one incident for each alarm, which its all-clear resolves', () => {
  const events = ['excursion ongoing', 'alarm escalated', 'alarm cleared', 'excursion withdrawn'].flatMap(
    (name) => pagerOf(ofEntry(name)),
  );
  expect(events.map(({ event_action, dedup_key }) => [event_action, dedup_key])).toEqual([
    ['trigger', 'coldwatch/WH-4003/rule/hot-15'],
    ['trigger', 'coldwatch/WH-4003/rule/hot-15'],
    ['resolve', 'coldwatch/WH-4003/rule/hot-15'],
    ['resolve', 'coldwatch/WH-4003/rule/hot-15'],
  ]);
  expect(events[0]).toMatchObject({
    routing_key: routing.routingKey,
    payload: {
      summary: 'Too warm now: 15.7 °C, WH-4003 blood plasma',
      source: 'lid',
      severity: 'critical',
      timestamp: '2026-01-01T00:40:00.000Z',
      component: 'WH-4003',
      class: 'excursion-opened',
    },
    client_url: 'https://d1h2k3m4n5p6q7.cloudfront.net/shipments/WH-4003',
  });
});

test('pagerduty resolves nothing that was not seen to be over', () => {
  expect(pagerOf(ofEntry('alarm cleared, unseen')).map((event) => event.event_action)).toEqual(['trigger']);
  expect(pagerOf(ofEntry('excursion withdrawn, alarm open'))).toEqual([]);
});

test('pagerduty has the outage of a sensor as an incident of its own, and everything else by its entry', () => {
  const keys = ['contact lost', 'contact restored', 'diagnostic battery-low'].map(
    (name) => pagerOf(ofEntry(name))[0]!.dedup_key,
  );
  expect(keys).toEqual([
    'coldwatch/WH-4003/contact/lid',
    'coldwatch/WH-4003/contact/lid',
    'coldwatch/WH-4003/2',
  ]);
  expect(pagerOf(test1)[0]).toMatchObject({ event_action: 'trigger', payload: { severity: 'info' } });
});

test('pagerduty has an event for each part of a merged message', () => {
  expect(pagerOf(ofEntry('merged')).map(({ event_action }) => event_action)).toEqual([
    'trigger',
    'resolve',
    'trigger',
  ]);
});
