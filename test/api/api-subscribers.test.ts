import {
  FilterPolicyLimitExceededException,
  InvalidParameterException,
  NotFoundException,
  SubscriptionLimitExceededException,
} from '@aws-sdk/client-sns';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Api, apiInProcess, people } from '../support/api-in-process.ts';

const { lena, otto } = people;
const topic = 'arn:aws:sns:us-east-1:000000000000:none';

let api: Api;
/** The requests to SNS, and what it returns or throws. */
let asked: [string, unknown][];
let answers: Record<string, (input: Record<string, string>) => unknown>;
beforeAll(async () => {
  api = await apiInProcess();
  const { services } = api.account;
  const send = services.send.bind(services);
  services.send = async (service, command) => {
    const { name } = command.constructor;
    if (service !== 'topic') return send(service, command);
    asked.push([name, command.input]);
    return answers[name]!(command.input as Record<string, string>);
  };
});
beforeEach(() => {
  asked = [];
  answers = {
    SubscribeCommand: () => ({ SubscriptionArn: `${topic}:s-1` }),
    UnsubscribeCommand: () => ({}),
    GetSubscriptionAttributesCommand: ({ SubscriptionArn }) => {
      if (SubscriptionArn === `${topic}:gone`)
        throw new NotFoundException({ message: 'gone', $metadata: {} });
      return {
        Attributes: {
          Protocol: 'email',
          Endpoint: 'desk@example.org',
          FilterPolicy: '{"audience":["north-desk"],"severity":["major","critical"]}',
          PendingConfirmation: 'true',
        },
      };
    },
    ListSubscriptionsByTopicCommand: ({ NextToken }) => {
      if (NextToken === 'bad') throw new InvalidParameterException({ message: 'token', $metadata: {} });
      return {
        Subscriptions: [
          { SubscriptionArn: `${topic}:s-1`, Protocol: 'email', Endpoint: 'desk@example.org' },
          { SubscriptionArn: `${topic}:gone`, Protocol: 'email', Endpoint: 'gone@example.org' },
          { SubscriptionArn: 'PendingConfirmation', Protocol: 'sms', Endpoint: '+441632960123' },
        ],
        ...(NextToken === undefined && { NextToken: 'more' }),
      };
    },
  };
});
afterAll(() => api.account.close());

const desk = {
  subscriber: 's-1',
  protocol: 'email',
  endpoint: 'desk@example.org',
  audience: ['north-desk'],
  severity: ['major', 'critical'],
  isConfirmed: false,
};
const subscribe = (body: Record<string, unknown>, audience = 'north-desk') =>
  api.ask(otto, 'subscribe', { path: { audience }, body });
const mail = { protocol: 'email', endpoint: 'desk@example.org' };

describe('a subscription', () => {
  test('is for one audience and the named severities', async () => {
    const answer = await subscribe({ ...mail, severity: ['major', 'critical'] });
    expect([answer.status, answer.body]).toEqual([200, desk]);
    expect(asked[0]).toEqual([
      'SubscribeCommand',
      {
        TopicArn: topic,
        Protocol: 'email',
        Endpoint: 'desk@example.org',
        ReturnSubscriptionArn: true,
        Attributes: { FilterPolicy: '{"audience":["north-desk"],"severity":["major","critical"]}' },
      },
    ]);
    await subscribe(mail);
    expect(asked[2]![1]).toMatchObject({ Attributes: { FilterPolicy: '{"audience":["north-desk"]}' } });
  });

  test.each([
    [{ protocol: 'email', endpoint: 'desk' }, 'endpoint: must be a mail address'],
    [{ protocol: 'sms', endpoint: '0163' }, 'endpoint: must be a telephone number as +441632960123'],
    [{ protocol: 'https', endpoint: 'http://x' }, 'endpoint: must be an address that begins with https://'],
    [{ protocol: 'fax', endpoint: 'x' }, 'protocol: must be email, sms or https'],
    [{ ...mail, severity: ['loud'] }, 'severity[0]: must be info, minor, major or critical'],
    [{ ...mail, more: 1 }, 'the body: unknown field "more"'],
    [{ endpoint: 'desk@example.org' }, 'protocol: is missing; must be email, sms or https'],
  ])('of %j is refused with what it must be', async (body, sentence) => {
    expect(await subscribe(body)).toMatchObject({
      status: 400,
      body: {
        type: 'about:blank',
        title: 'The request cannot be read',
        status: 400,
        detail: sentence,
        problems: [sentence],
      },
    });
    expect(asked).toEqual([]);
  });

  test.each([
    [
      new InvalidParameterException({ message: 'Invalid parameter: Endpoint', $metadata: {} }),
      422,
      'about:blank',
      'desk@example.org cannot be subscribed like this (Invalid parameter: Endpoint); if it already has another subscription, remove that first.',
    ],
    [
      new FilterPolicyLimitExceededException({ message: '', $metadata: {} }),
      409,
      'urn:coldwatch:problem:too-many-subscribers',
      'desk@example.org is not subscribed: SNS accepts no more subscribers with a single audience. Its limits are 200 per stage and 10 000 per account, unless AWS has raised them. Unsubscribe one, subscribe a mailing list for several people, or request more in Service Quotas.',
    ],
    [
      new SubscriptionLimitExceededException({ message: '', $metadata: {} }),
      409,
      'urn:coldwatch:problem:too-many-subscribers',
      'desk@example.org is not subscribed: SNS accepts no more subscribers in this account. Unsubscribe one, or request more in Service Quotas.',
    ],
    [
      new Error('away'),
      500,
      'about:blank',
      'Try again. If the problem persists, give operations this id: proof',
    ],
  ])('is refused with the reason if SNS returns %s', async (error, status, type, detail) => {
    answers['SubscribeCommand'] = () => {
      throw error;
    };
    const { body } = await subscribe(mail);
    expect(body).toMatchObject({ status, type, detail });
  });
});

test('subscribers are listed a page at a time, without those deleted meanwhile', async () => {
  const pending = {
    subscriber: '',
    protocol: 'sms',
    endpoint: '+441632960123',
    audience: null,
    severity: null,
    isConfirmed: false,
  };
  const first = await api.ask(otto, 'listSubscribers');
  expect(first.body).toEqual({ items: [desk, pending], next: 'more' });
  const rest = await api.ask(otto, 'listSubscribers', { query: { cursor: 'more' } });
  expect(rest.body.next).toBeNull();
  expect(asked.filter(([name]) => name.startsWith('List')).map(([, input]) => input)).toEqual([
    { TopicArn: topic },
    { TopicArn: topic, NextToken: 'more' },
  ]);
  expect((await api.ask(otto, 'listSubscribers', { query: { cursor: 'bad' } })).body).toMatchObject({
    status: 400,
    detail: 'cursor: must be the "next" of the page before',
  });
  answers['ListSubscriptionsByTopicCommand'] = () => {
    throw new Error('away');
  };
  expect((await api.ask(otto, 'listSubscribers')).status).toBe(500);
});

test('a subscriber is removed only through its own audience', async () => {
  const unsubscribe = (audience: string, subscriber: string) =>
    api.ask(otto, 'unsubscribe', { path: { audience, subscriber } });
  for (const [audience, subscriber] of [
    ['north', 's-1'],
    ['north-desk', 'gone'],
  ] as const)
    expect((await unsubscribe(audience, subscriber)).body).toMatchObject({
      status: 404,
      detail: `There is no such subscriber to ${audience}.`,
    });
  expect(asked.map(([name]) => name)).not.toContain('UnsubscribeCommand');
  expect((await unsubscribe('north-desk', 's-1')).body).toEqual(desk);
  expect(asked.at(-1)).toEqual(['UnsubscribeCommand', { SubscriptionArn: `${topic}:s-1` }]);
  expect((await api.ask(lena, 'unsubscribe', { path: { audience: 'a', subscriber: 's' } })).body.detail).toBe(
    'Only people with the role operations can do this.',
  );
});
