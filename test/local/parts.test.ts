import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { startCloud } from '../../local/cloud.ts';
import { readFilterPolicy } from '../../local/filter-policy.ts';
import { readIotPolicies } from '../../local/iot-policy.ts';
import { NotLocal, type Value } from '../../local/template.ts';
import { matchesFilter, readTopicRule } from '../../local/topic-rule.ts';

const folder = mkdtempSync(join(tmpdir(), 'coldwatch-parts-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('the SQL of topic rules', () => {
  const ours =
    "SELECT encode(*, 'base64') AS payload, topic(2) AS thing, topic(3) AS kind, timestamp() AS receivedAt FROM 'coldwatch/+/telemetry'";

  test('in our own form is evaluated, whatever the payload', () => {
    const rule = readTopicRule('r', ours);
    const message = { topic: 'coldwatch/box-1/telemetry', payload: Buffer.from([0xff, 0x00]), receivedAt: 7 };
    expect(rule.wants(message.topic)).toBe(true);
    expect(JSON.parse(rule.select(message))).toEqual({
      payload: '/wA=',
      thing: 'box-1',
      kind: 'telemetry',
      receivedAt: 7,
    });
  });

  test.each([
    "SELECT * FROM 'a'",
    "SELECT encode(*, 'base64') AS p FROM 'a' WHERE temperature > 8",
    "SELECT upper(topic(2)) AS t FROM 'a'",
    "SELECT topic(2) FROM 'a'",
    'nonsense',
  ])('in any other form is refused with a sentence that names it: %s', (sql) => {
    expect(() => readTopicRule('r', sql)).toThrow(NotLocal);
    expect(() => readTopicRule('r', sql)).toThrow(
      "It knows SELECT encode(*, 'base64') AS a, topic(n) AS b, timestamp() AS c FROM 'filter'",
    );
  });

  test.each([
    ['a/+/c', 'a/b/c', true],
    ['a/+/c', 'a/b/d', false],
    ['a/+', 'a/b/c', false],
    ['a/#', 'a/b/c', true],
    ['#', '$aws/x', false],
    ['+/x', '$aws/x', false],
  ])('the filter %s matches %s: %s', (filter, topic, matches) => {
    expect(matchesFilter(filter, topic)).toBe(matches);
  });
});

describe('the thing policy', () => {
  const allows = readIotPolicies(
    new Map<string, Value>([
      [
        'ours',
        {
          Statement: [
            {
              Effect: 'Allow',
              Action: 'iot:Connect',
              Resource: 'arn:aws:iot:us-east-1:000000000000:client/${iot:Connection.Thing.ThingName}',
              Condition: { Bool: { 'iot:Connection.Thing.IsAttached': 'true' } },
            },
            {
              Effect: 'Allow',
              Action: ['iot:Publish'],
              Resource: [
                'arn:aws:iot:us-east-1:000000000000:topic/coldwatch/${iot:Connection.Thing.ThingName}/telemetry',
              ],
            },
          ],
        },
      ],
    ]),
  );
  const of = (thing: string, clientId = thing) => ({ clientId, things: [thing], policies: ['ours'] });
  const self = of('a');

  test.each([
    [self, 'iot:Connect', 'client/a', true],
    [self, 'iot:Connect', 'client/b', false],
    [of('a', 'b'), 'iot:Connect', 'client/b', false],
    [self, 'iot:Publish', 'topic/coldwatch/a/telemetry', true],
    [self, 'iot:Publish', 'topic/coldwatch/b/telemetry', false],
    [self, 'iot:Publish', 'topic/coldwatch/a/telemetry/x', false],
    [self, 'iot:Subscribe', 'topicfilter/#', false],
    [{ ...self, policies: [] }, 'iot:Publish', 'topic/coldwatch/a/telemetry', false],
    [of('a.c'), 'iot:Publish', 'topic/coldwatch/abc/telemetry', false],
  ])('%j %s %s: %s', (connection, action, resource, allowed) => {
    expect(allows(connection, action, resource)).toBe(allowed);
  });
});

describe('filter policies', () => {
  const audience = { Type: 'String.Array', Value: '["site:north","carrier"]' };
  test('match values in lists', () => {
    expect(readFilterPolicy('s', { audience: ['carrier'] })({ audience })).toBe(true);
    expect(readFilterPolicy('s', { audience: ['site:south'] })({ audience })).toBe(false);
    expect(readFilterPolicy('s', { audience: ['carrier'] })({})).toBe(false);
    expect(readFilterPolicy('s')({})).toBe(true);
  });

  test('other than exact strings are refused by name', () => {
    expect(() => readFilterPolicy('s', { audience: [{ prefix: 'site:' }] })).toThrow(NotLocal);
  });
});

test('an unknown resource type prevents the start with a sentence that names it', async () => {
  writeFileSync(
    join(folder, 'manifest.json'),
    JSON.stringify({
      artifacts: { s: { type: 'aws:cloudformation:stack', properties: { templateFile: 't.json' } } },
    }),
  );
  writeFileSync(join(folder, 't.json'), JSON.stringify({ Resources: { Odd: { Type: 'AWS::Odd::Thing' } } }));
  const start = startCloud({
    assembly: folder,
    stateFolder: join(folder, 'state'),
    port: 0,
    mqttPort: 0,
    schedulesFasterMs: 1e9,
    waitsAtMostMs: 0,
    people: [],
    tokensAtMostSeconds: null,
    onNotification: () => undefined,
    warm: 0,
  });
  await expect(start).rejects.toThrow(
    'the template has Odd, a AWS::Odd::Thing: the local run neither has a part for that type nor lists it as needing none',
  );
});
