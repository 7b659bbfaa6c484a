import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { sha256OfJson } from '../../src/model/digest.ts';
import { parseProfile } from '../../src/model/parse-profile.ts';

const folder = join(import.meta.dirname, '../../profiles');
const whoStorage = JSON.parse(readFileSync(join(folder, 'who-storage.json'), 'utf8')) as Record<
  string,
  unknown
>;
const rule = {
  id: 'r',
  channel: 'temperature',
  above: 8,
  mode: 'consecutive',
  for: 'PT1H',
  severity: 'major',
};
const withRule = (fields: Record<string, unknown>) => ({ ...whoStorage, rules: [{ ...rule, ...fields }] });

describe('built-in profiles', () => {
  test.each(readdirSync(folder))('%s is read, and named after its id', (name) => {
    const json = JSON.parse(readFileSync(join(folder, name), 'utf8')) as { id: string };
    expect(parseProfile(json)).toMatchObject({ ok: true });
    expect(`${json.id}.json`).toBe(name);
  });

  test('who-storage has the limits of the WHO refrigerator logger', () => {
    const parsed = parseProfile(whoStorage);
    expect(parsed.ok && parsed.profile.rules).toMatchObject([
      { limit: { kind: 'above', limit: 8 }, allowance: { mode: 'consecutive', milliseconds: 36_000_000 } },
      { limit: { kind: 'atMost', limit: -0.5 }, allowance: { mode: 'consecutive', milliseconds: 3_600_000 } },
    ]);
    expect(parsed.ok && parsed.sha256).toBe(sha256OfJson(whoStorage));
  });
});

describe('an unknown, missing or contradictory part of a profile is refused by its field', () => {
  test.each<[string, unknown, string]>([
    ['an unknown field', { ...whoStorage, maxgap: 'PT1H' }, 'profile: unknown field "maxgap"'],
    ['an unknown field of a rule', withRule({ over: 9 }), 'rules[0]: unknown field "over"'],
    ['a missing field', { ...whoStorage, maxGap: undefined }, 'maxGap: is missing; must be a duration'],
    [
      'months',
      { ...whoStorage, maxGap: 'P1M' },
      'maxGap: must be a duration of days, hours, minutes, seconds',
    ],
    [
      'a gap shorter than the interval',
      { ...whoStorage, maxGap: 'PT5M' },
      'maxGap must be at least the reportingInterval',
    ],
    ['two limits', withRule({ below: 2 }), 'rules[0]: must have exactly one of above, below'],
    ['no limit', withRule({ above: undefined }), 'found none'],
    [
      'low above high',
      withRule({ above: undefined, outside: { low: 8, high: 2 } }),
      'low must be less than high',
    ],
    ['an instant rule with a time', withRule({ mode: 'instant' }), 'mode instant takes no time, found for'],
    [
      'a consecutive rule without',
      withRule({ for: undefined }),
      'needs exactly one of for, longerThan, found none',
    ],
    ['both times', withRule({ longerThan: 'PT1H' }), 'found both'],
    ['a rule that rejects without judging', withRule({ rejects: true, judges: false }), 'contradict'],
    ['two rules of one id', { ...whoStorage, rules: [rule, rule] }, 'two rules have the id r'],
    ['a time of nothing', withRule({ for: 'PT0S' }), 'longer than zero, found "PT0S"'],
    ['a wait that is none', withRule({ clearAfter: 'soon' }), 'rules[0].clearAfter: must be a duration'],
    ['a limit as text', withRule({ above: '8' }), 'rules[0].above: must be a number'],
    [
      'a coverage of 95',
      { ...whoStorage, completeness: { minimumCoverage: 95, longestGap: 'PT2H' } },
      'completeness.minimumCoverage: must be from 0 to 1',
    ],
    ['no object', 7, 'profile:'],
  ])('a profile is refused: %s', (_, json, problem) => {
    const parsed = parseProfile(json);
    expect(parsed.ok ? [] : parsed.problems.join('\n')).toContain(problem);
  });
});

test('a rule may be reported as cleared at once', () => {
  const parsed = parseProfile(withRule({ clearAfter: 'PT0S' }));
  expect(parsed.ok && parsed.profile.rules[0]!.clearAfterMs).toBe(0);
});
