import { describe, expect, test } from 'vitest';
import { UnusableStage, problemsBetween, settingsOf, stages } from '../../lib/stages.ts';
import { settings as local } from '../../config/local.ts';
import { settings as production } from '../../config/production.ts';
import { problemsOfSettings } from '../../lib/check-settings.ts';
import type { Settings } from '../../lib/settings.ts';

const retention = (changes: Partial<Settings['retention']>): Partial<Settings> => ({
  retention: { ...production.retention, ...changes },
});

describe('the settings of a stage', () => {
  test.each<[string, Partial<Settings>, string]>([
    ['a name with a space', { stackName: 'cold watch' }, 'stackName is "cold watch"; it must begin with'],
    ['a name that Cognito refuses', { stackName: 'my-aws' }, 'neither "aws"'],
    [
      'the name of the account’s own stack',
      { stackName: 'Coldwatch-account' },
      'as another stack of the account',
    ],
    ['the name of what the CDK needs', { stackName: 'CDKToolkit' }, 'as another stack of the account'],
    [
      'an audience of nobody',
      { subscribers: [{ protocol: 'email', endpoint: 'a@example.org', audience: [] }] },
      'subscribers[0].audience is []; leave it out',
    ],
    [
      'no severity',
      { subscribers: [{ protocol: 'email', endpoint: 'a@example.org', severity: [] }] },
      'subscribers[0].severity is []; leave it out',
    ],
    [
      'a filter of more values than SNS takes',
      {
        subscribers: [
          {
            protocol: 'email',
            endpoint: 'a@example.org',
            audience: Array.from({ length: 51 }, (_, index) => `site:${index}`),
            severity: ['minor', 'major', 'critical'],
          },
        ],
      },
      'subscribers[0] has 51 audiences and 3 severities; SNS takes 150',
    ],
    ['a lock of more than a hundred years', retention({ lockDays: 36_501 }), 'at most 36500 days'],
    ['two levels of a topic', { topicRoot: 'cold/watch' }, 'topicRoot is "cold/watch"; it is one level'],
    [
      'a certificate of another region',
      {
        pageDomain: {
          name: 'cold.example.org',
          certificateArn: 'arn:aws:acm:eu-west-1:123456789012:certificate/a',
        },
      },
      'us-east-1 only',
    ],
    ['a site twice', { sites: ['north', 'north'] }, 'sites has "north" twice'],
    [
      'a telephone number without a country',
      { subscribers: [{ protocol: 'sms', endpoint: '01632 960123' }] },
      'subscribers[0].endpoint is "01632 960123"; write a telephone number as +441632960123',
    ],
    [
      'more filtered subscribers than SNS takes',
      {
        subscribers: Array.from({ length: 201 }, (_, index) => ({
          protocol: 'email' as const,
          endpoint: `p${index}@example.org`,
          audience: ['site:north'],
        })),
      },
      'subscribers has more than 200 with an audience or a severity',
    ],
    ['an operator without an address', { operators: ['desk'] }, 'operators[0] is "desk"'],
    [
      'no time to answer',
      { acknowledgeWithinMinutes: { ...production.acknowledgeWithinMinutes, critical: 0 } },
      'acknowledgeWithinMinutes.critical is 0; write whole minutes, at least 1, or null',
    ],
    ['no retention', { retention: undefined }, 'retention is missing; say how long'],
    ['half a day', retention({ lockDays: 0.5 }), 'retention.lockDays is 0.5; write whole days'],
    [
      'messages that end before their lock',
      retention({ lockDays: 400, messageDays: 30 }),
      'retention.messageDays is 30, shorter than lockDays, 400',
    ],
    [
      'a lock on what goes',
      retention({ records: 'go', lockDays: 400 }),
      'what is locked cannot go with the stack',
    ],
    [
      'an audience that nobody can name',
      { subscribers: [{ protocol: 'email', endpoint: 'a@example.org', audience: ['50%'] }] },
      'subscribers[0].audience[0] is "50%"; write what shipments name',
    ],
    [
      'a protocol that is not known',
      { subscribers: [{ protocol: 'fax' as never, endpoint: '1' }] },
      'subscribers[0].protocol is "fax"; email, sms, https are known',
    ],
    [
      'a setting that there is not',
      { topic: 'coldwatch' } as never,
      'the file has "topic"; there is no such',
    ],
    [
      'a text for a number',
      retention({ messageDays: '30' as never }),
      'retention.messageDays is "30"; write',
    ],
    ['a setting left out', { canary: undefined }, 'canary is missing; write true or false'],
    ['log days that CloudWatch does not know', retention({ logDays: 31 as never }), 'logDays is 31'],
  ])('%s is refused with a sentence', (_, changes, sentence) => {
    const problems = problemsOfSettings({ ...production, ...changes });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(sentence);
  });

  test('every problem is reported at once', () => {
    expect(problemsOfSettings({ ...production, stackName: '', topicRoot: '' })).toHaveLength(2);
  });

  test('are valid in every existing stage', async () => {
    expect(stages()).toEqual(['production', 'staging']);
    for (const stage of stages()) expect((await settingsOf(stage)).stackName).not.toBe('');
    expect(problemsOfSettings(local)).toEqual([]);
  });

  test('stages of one account must differ by more than upper and lower case', () => {
    const { stackName } = production;
    const second = { ...production, topicRoot: 'beside' };
    const problems = problemsBetween(
      { ...second, stackName: stackName.toUpperCase() },
      'production',
      production,
    );
    expect(problems).toEqual([
      'stackName is "COLDWATCH", as in config/production.ts but for small and capital letters; stages side by side need their own',
    ]);
    expect(problemsBetween({ ...second, stackName: 'coldwatch-b' }, 'production', production)).toEqual([]);
  });

  test('stages of one account need different domains', () => {
    const pageDomain = { name: 'cold.example.org', certificateArn: '' };
    const second = { ...production, stackName: 'beside', topicRoot: 'beside', pageDomain };
    expect(problemsBetween(second, 'production', { ...production, pageDomain })).toEqual([
      'pageDomain.name is "cold.example.org", as in config/production.ts; stages side by side need their own',
    ]);
    expect(problemsBetween(second, 'production', production)).toEqual([]);
  });

  test('an unknown stage is refused by name', async () => {
    await expect(settingsOf('../local')).rejects.toThrow(UnusableStage);
    await expect(settingsOf('local')).rejects.toThrow('there are production, staging');
  });
});
