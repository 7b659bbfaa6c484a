import { NotFoundException, type SNSClient } from '@aws-sdk/client-sns';
import { describe, expect, test } from 'vitest';
import { subscribersOf } from '../../src/notifications/subscribers.ts';

const topic = 'arn:aws:sns:eu-west-1:1:topic';
type Sent = { readonly name: string; readonly input: Readonly<Record<string, unknown>> };

/** A client that answers each command by its name, and the commands it was sent. */
function clientOf(answers: { readonly [command: string]: (input: Sent['input']) => object }) {
  const sent: Sent[] = [];
  const client = {
    send: async (command: {
      readonly constructor: { readonly name: string };
      readonly input: Sent['input'];
    }) => {
      sent.push({ name: command.constructor.name, input: command.input });
      return answers[command.constructor.name]!(command.input);
    },
  } as unknown as SNSClient;
  return { sent, subscribers: subscribersOf(client, topic) };
}

const gone = (): never => {
  throw new NotFoundException({ message: 'gone', $metadata: {} });
};
const policy = JSON.stringify({ audience: ['site:north'], severity: ['major', 'critical'] });
const attributes = {
  Protocol: 'email',
  Endpoint: 'a@b.c',
  FilterPolicy: policy,
  PendingConfirmation: 'false',
};
const ann = {
  subscriber: 'id-1',
  protocol: 'email',
  endpoint: 'a@b.c',
  audience: ['site:north'],
  severity: ['major', 'critical'],
  isConfirmed: true,
};
const reads = (Attributes: object | undefined) => ({
  GetSubscriptionAttributesCommand: () => ({ Attributes }),
});

describe('an added subscriber', () => {
  const subscribed = { SubscribeCommand: () => ({ SubscriptionArn: `${topic}:id-1` }) };
  test.each([
    [['major', 'critical'], policy],
    [null, JSON.stringify({ audience: ['site:north'] })],
    [[], JSON.stringify({ audience: ['site:north'], severity: [] })],
  ])('is subscribed to an audience, for severities %j', async (severity, filter) => {
    const { sent, subscribers } = clientOf({ ...subscribed, ...reads(attributes) });
    const given = { protocol: 'email', endpoint: 'a@b.c', audience: 'site:north', severity } as const;
    expect(await subscribers.add(given)).toEqual(ann);
    expect(sent).toEqual([
      {
        name: 'SubscribeCommand',
        input: {
          TopicArn: topic,
          Protocol: 'email',
          Endpoint: 'a@b.c',
          ReturnSubscriptionArn: true,
          Attributes: { FilterPolicy: filter },
        },
      },
      { name: 'GetSubscriptionAttributesCommand', input: { SubscriptionArn: `${topic}:id-1` } },
    ]);
  });

  test('has the given values if SNS does not return them', async () => {
    const { subscribers } = clientOf({ ...subscribed, ...reads({ PendingConfirmation: 'true' }) });
    const given = { protocol: 'sms', endpoint: '+44', audience: 'x', severity: null } as const;
    expect(await subscribers.add(given)).toEqual({
      subscriber: 'id-1',
      protocol: 'sms',
      endpoint: '+44',
      audience: null,
      severity: null,
      isConfirmed: false,
    });
  });
});

test('removing a subscriber ends its subscription', async () => {
  const { sent, subscribers } = clientOf({ UnsubscribeCommand: () => ({}) });
  await subscribers.remove('id-1');
  expect(sent).toEqual([{ name: 'UnsubscribeCommand', input: { SubscriptionArn: `${topic}:id-1` } }]);
});

describe('finding a subscriber', () => {
  const nobody = { subscriber: 'id-1', protocol: '', endpoint: '', audience: null, severity: null };
  test.each<[string, object | undefined, object]>([
    ['returns a confirmed one', attributes, ann],
    [
      'returns one that waits for confirmation',
      { ...attributes, PendingConfirmation: 'true' },
      { ...ann, isConfirmed: false },
    ],
    [
      'returns one for every severity',
      { ...attributes, FilterPolicy: '{"audience":["x"]}' },
      { ...ann, audience: ['x'], severity: null },
    ],
    [
      'returns one without a filter',
      { ...attributes, FilterPolicy: undefined },
      { ...ann, audience: null, severity: null },
    ],
    ['returns one without any attributes', undefined, { ...nobody, isConfirmed: true }],
  ])('%s', async (_, given, expected) => {
    expect(await clientOf(reads(given)).subscribers.find('id-1')).toEqual(expected);
  });

  test('returns null for a deleted one, and rejects on any other error', async () => {
    expect(await clientOf({ GetSubscriptionAttributesCommand: gone }).subscribers.find('id-1')).toBeNull();
    const broken = clientOf({
      GetSubscriptionAttributesCommand: () => {
        throw new Error('throttled');
      },
    });
    await expect(broken.subscribers.find('id-1')).rejects.toThrow('throttled');
    await expect(
      clientOf({
        ListSubscriptionsByTopicCommand: () => ({ Subscriptions: [{ SubscriptionArn: `${topic}:id-1` }] }),
        GetSubscriptionAttributesCommand: () => {
          throw new Error('throttled');
        },
      }).subscribers.list(undefined),
    ).rejects.toThrow('throttled');
  });
});

describe('a page of subscribers', () => {
  const listed = {
    ListSubscriptionsByTopicCommand: () => ({
      Subscriptions: [
        { SubscriptionArn: `${topic}:id-1`, Protocol: 'sms', Endpoint: '+44' },
        { SubscriptionArn: 'PendingConfirmation', Protocol: 'email', Endpoint: 'x@y.z' },
        { SubscriptionArn: `${topic}:id-2`, Protocol: 'https', Endpoint: 'https://x' },
      ],
      NextToken: 'more',
    }),
    GetSubscriptionAttributesCommand: ({ SubscriptionArn }: Sent['input']) =>
      SubscriptionArn === `${topic}:id-2` ? gone() : { Attributes: {} },
  };
  test('includes those that wait for confirmation, and leaves out those deleted meanwhile', async () => {
    const { sent, subscribers } = clientOf(listed);
    const nothing = { audience: null, severity: null };
    expect(await subscribers.list(undefined)).toEqual({
      items: [
        { subscriber: 'id-1', protocol: 'sms', endpoint: '+44', ...nothing, isConfirmed: true },
        { subscriber: '', protocol: 'email', endpoint: 'x@y.z', ...nothing, isConfirmed: false },
      ],
      next: 'more',
    });
    expect(sent.map(({ input }) => input)).toEqual([
      { TopicArn: topic },
      { SubscriptionArn: `${topic}:id-1` },
      { SubscriptionArn: `${topic}:id-2` },
    ]);
  });

  test('continues where the previous page ended, and may be empty', async () => {
    const { sent, subscribers } = clientOf({ ListSubscriptionsByTopicCommand: () => ({}) });
    expect(await subscribers.list('more')).toEqual({ items: [], next: null });
    expect(sent).toEqual([
      { name: 'ListSubscriptionsByTopicCommand', input: { TopicArn: topic, NextToken: 'more' } },
    ]);
  });
});
