import { describe, expect, test } from 'vitest';
import {
  type Deployment,
  type Synthesised,
  deployed,
  synthesised,
  synthesisedAccount,
} from '../support/synthesised.ts';

const china: Deployment = { region: 'cn-north-1', partition: 'aws-cn', urlSuffix: 'amazonaws.com.cn' };
const govCloud: Deployment = {
  region: 'us-gov-west-1',
  partition: 'aws-us-gov',
  urlSuffix: 'amazonaws.com',
};

/** Returns every string in a value with its path. */
function textsIn(value: unknown, path: readonly string[] = []): { path: readonly string[]; text: string }[] {
  if (typeof value === 'string') return [{ path, text: value }];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, item]) => textsIn(item, [...path, name]));
}

/** A service principal is SERVICE.amazonaws.com in every partition. */
const isUniversalPrincipal = ({ path, text }: { path: readonly string[]; text: string }): boolean =>
  (path.includes('Service') || path.at(-1) === 'Principal') &&
  /^(logging\.)?[a-z0-9-]+\.amazonaws\.com$/.test(text);

const templates: readonly [string, () => Synthesised][] = [
  ['a stage', () => synthesised({ canary: true, operators: ['ops@example.org'] })],
  ['a stage that is thrown away', () => synthesised({ retention: thrownAway })],
  ['the resources of the account', () => synthesisedAccount(['ops@example.org'])],
];
const thrownAway = { records: 'go', lockDays: null, messageDays: null, logDays: 30 } as const;

describe.each(templates)('the template of %s', (_, template) => {
  test('hard-codes no partition and no host of a partition', () => {
    // The template before CloudFormation substitutes the location.
    const wrong = textsIn(template()).filter(
      (each) => /arn:aws|amazonaws\.com/.test(each.text) && !isUniversalPrincipal(each),
    );
    expect(wrong).toEqual([]);
  });

  test.each([china, govCloud])('uses the right partition everywhere in $region', (there) => {
    const texts = textsIn(deployed(template(), there));
    const arns = texts.filter(({ text }) => /arn:/.test(text));
    expect(arns.length).toBeGreaterThan(0);
    for (const { text } of arns)
      for (const [, partition] of text.matchAll(/\barn:([^:]*):/g)) expect(partition).toBe(there.partition);
    for (const each of texts)
      if (!isUniversalPrincipal(each))
        for (const [, suffix] of each.text.matchAll(/\.(amazonaws\.com(\.cn)?)\b/g))
          expect(suffix, each.text).toBe(there.urlSuffix);
  });
});
