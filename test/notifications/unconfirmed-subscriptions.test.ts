import type { SNSClient } from '@aws-sdk/client-sns';
import { afterEach, expect, test, vi } from 'vitest';
import { metrics } from '../../src/runtime/observability.ts';
import { waitingSubscriptionsOf } from '../../src/notifications/unconfirmed-subscriptions.ts';
import { minute } from '../support/series.ts';

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

test('subscriptions that wait for confirmation are counted once an hour; a failed count is repeated', async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() });
  const counted: unknown[] = [];
  vi.spyOn(metrics, 'addMetric').mockImplementation((...given) => {
    counted.push([given[0], given[2]]);
    return metrics;
  });
  const asked: unknown[] = [];
  let fails = true;
  const client = {
    send: async ({ input }: { input: unknown }) => {
      asked.push(input);
      if (fails) throw new Error('throttled');
      return { Attributes: { SubscriptionsPending: '2' } };
    },
  } as unknown as SNSClient;
  const countWaiting = waitingSubscriptionsOf(client, 'the topic');
  await countWaiting();
  expect(counted).toEqual([]);
  fails = false;
  await countWaiting();
  vi.setSystemTime(Date.now() + 59 * minute);
  await countWaiting();
  expect(counted).toEqual([['UnconfirmedSubscriptions', 2]]);
  vi.setSystemTime(Date.now() + minute);
  await countWaiting();
  expect(counted).toHaveLength(2);
  expect(asked).toEqual(Array.from({ length: 3 }, () => ({ TopicArn: 'the topic' })));
});
