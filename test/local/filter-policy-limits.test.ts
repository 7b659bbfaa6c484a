import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  FilterPolicyLimitExceededException,
  InvalidParameterException,
  SNSClient,
  SubscribeCommand,
} from '@aws-sdk/client-sns';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { problemOfError } from '../../src/api/http/problem.ts';
import { subscribingRefused } from '../../src/api/handlers/subscribing-refused.ts';
import type { LoopbackServer } from '../../local/loopback.ts';
import { startSnsProxy } from '../../local/sns-proxy.ts';
import { LocalSubscriptions } from '../../local/subscriptions.ts';
import { callGate, newCredentials } from '../../local/gate.ts';

const credentials = newCredentials();

const topic = 'arn:aws:sns:us-east-1:000000000000:shipments';
let folder: string;
let subscriptions: LocalSubscriptions;
let gate: LoopbackServer;
let client: SNSClient;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'coldwatch-filters-'));
  // Delivery by topics is not tested here.
  subscriptions = new LocalSubscriptions(join(folder, 'added.json'), (_, name) => name);
  gate = await startSnsProxy({ endpoint: 'http://localhost:1', password: '' }, subscriptions, {
    callers: callGate(credentials),
    receive: () => undefined,
  });
  client = new SNSClient({
    endpoint: `http://localhost:${gate.port}`,
    region: 'us-east-1',
    credentials,
    maxAttempts: 1,
  });
});
afterAll(async () => {
  client.destroy();
  await gate.stop();
  rmSync(folder, { recursive: true });
});

const subscribe = (Endpoint: string, policy: object | null, TopicArn = topic): Promise<unknown> =>
  client.send(
    new SubscribeCommand({
      TopicArn,
      Protocol: 'email',
      Endpoint,
      ...(policy !== null && { Attributes: { FilterPolicy: JSON.stringify(policy) } }),
    }),
  );
const numbered = (count: number): string[] => Array.from({ length: count }, (_, index) => `v${index}`);

describe('a filter policy', () => {
  test.each([
    [
      'of more than five keys',
      Object.fromEntries(numbered(6).map((key) => [key, ['x']])),
      'more than 5 keys',
    ],
    ['of more than 150 combinations', { audience: numbered(16), severity: numbered(10) }, 'too complex'],
    ['of more than 256 KB', { audience: ['x'.repeat(262_144)] }, 'too large'],
  ])('%s is refused', async (_, policy, words) => {
    const error = await subscribe('wrong@example.org', policy).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(InvalidParameterException);
    expect((error as Error).message).toContain(words);
  });

  test('of five keys, or of 150 combinations, is accepted', async () => {
    await subscribe('five@example.org', Object.fromEntries(numbered(5).map((key) => [key, ['x']])));
    await subscribe('many@example.org', { audience: numbered(15), severity: numbered(10) });
  });
});

test('a topic accepts two hundred filtered subscribers, and the refusal of another says what to do', async () => {
  const filtered = (): number => subscriptions.all.filter(({ topicArn }) => topicArn === topic).length;
  while (filtered() < 200) await subscribe(`p${filtered()}@example.org`, { audience: ['site:north'] });
  const error = await subscribe('late@example.org', { audience: ['site:north'] }).catch(
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(FilterPolicyLimitExceededException);
  expect(problemOfError(subscribingRefused(error, 'late@example.org'))).toEqual({
    type: 'urn:coldwatch:problem:too-many-subscribers',
    title: 'Conflict',
    status: 409,
    detail:
      'late@example.org is not subscribed: SNS accepts no more subscribers with a single audience. Its limits are 200 per stage and 10 000 per account, unless AWS has raised them. Unsubscribe one, subscribe a mailing list for several people, or request more in Service Quotas.',
  });
  // Existing subscriptions remain, another topic has its own count, and a subscription to everything needs no filter.
  await subscribe('p199@example.org', { audience: ['site:north'] });
  await subscribe('other@example.org', { audience: ['site:north'] }, `${topic}-other`);
  await subscribe('all@example.org', null);
});

test("a failure of SNS itself is not reported as the caller's fault", () => {
  expect(subscribingRefused(new Error('socket hang up'), 'late@example.org')).toBeNull();
});
