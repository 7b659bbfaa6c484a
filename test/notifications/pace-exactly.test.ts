import { describe, expect, test } from 'vitest';
import { sha256OfJson } from '../../src/model/digest.ts';
import type { Message } from '../../src/notifications/compose.ts';
import {
  type Pace,
  afterPublication,
  betweenPublicationsMs,
  groupsOf,
  isFirst,
  mostWaiting,
  noPace,
  withRequested,
  withWaiting,
} from '../../src/notifications/pace.ts';
import { messageOf } from '../support/numbered-messages.ts';
import { type Severity, severities } from '../../src/model/enumerations.ts';

const [minute, now] = [60_000, 1_000_000];
const keyOf = (...names: string[]) => sha256OfJson(names).slice(0, 16);
const north = { audience: ['north'], severity: 'major' } as const;

describe('the pace after a publication', () => {
  test('has its time and, if it was critical, when', () => {
    expect(afterPublication(noPace, north, now, minute)).toEqual({
      publishedAt: now,
      audiences: { [keyOf('north')]: { at: now, criticalAt: null } },
      waiting: [],
      waitingSince: null,
      requested: [],
    });
    expect(afterPublication(noPace, { ...north, severity: 'critical' }, now, minute).audiences).toEqual({
      [keyOf('north')]: { at: now, criticalAt: now },
    });
  });

  test('is stored by the names of the audience in any order, without changing others or what waits', () => {
    const before: Pace = {
      publishedAt: 1,
      audiences: { [keyOf('a', 'b')]: { at: now - 5, criticalAt: 7 }, other: { at: now - 5, criticalAt: 3 } },
      waiting: ['S-1'],
      waitingSince: 9,
      requested: ['k'],
    };
    expect(afterPublication(before, { audience: ['b', 'a'], severity: 'minor' }, now, minute)).toEqual({
      publishedAt: now,
      audiences: { other: { at: now - 5, criticalAt: 3 }, [keyOf('a', 'b')]: { at: now, criticalAt: 7 } },
      waiting: ['S-1'],
      waitingSince: 9,
      requested: ['k'],
    });
  });

  test('is forgotten after the time within which messages are merged', () => {
    const audiences = {
      a: { at: now - minute, criticalAt: null },
      b: { at: now - minute + 1, criticalAt: null },
    };
    expect(Object.keys(afterPublication({ ...noPace, audiences }, north, now, minute).audiences)).toEqual([
      'b',
      keyOf('north'),
    ]);
  });

  test('remembers the last thousand audiences', () => {
    const audiences = Object.fromEntries(
      Array.from({ length: 1000 }, (_, index) => [`k${index}`, { at: now, criticalAt: null }]),
    );
    const remembered = Object.keys(afterPublication({ ...noPace, audiences }, north, now, minute).audiences);
    expect([remembered.length, remembered[0], remembered[999]]).toEqual([1000, 'k1', keyOf('north')]);
  });
});

describe('whether a group is published immediately', () => {
  const notified = (criticalAt: number | null) => ({
    audiences: { [keyOf('north')]: { at: now, criticalAt } },
  });
  test.each<[string, Severity, number | null, number, boolean]>([
    ['no, within the time', 'major', null, now + minute - 1, false],
    ['yes, after the time', 'major', null, now + minute, true],
    ['yes, if it is the first critical one', 'critical', null, now, true],
    ['no, if it is the second critical one', 'critical', now, now + minute - 1, false],
    ['yes, if the last critical one was long enough ago', 'critical', now - minute, now, true],
    ['no, if the last critical one was almost long enough ago', 'critical', now - minute + 1, now, false],
    ['no, if it is less than critical', 'major', now - minute, now, false],
  ])('%s', (_, severity, criticalAt, when, isPublished) => {
    expect(isFirst(notified(criticalAt), { audience: ['north'], severity }, when, minute)).toBe(isPublished);
  });

  test('yes, if its audience is another, also one with more names', () => {
    for (const audience of [['south'], ['north', 'south'], []])
      expect(isFirst(notified(now), { audience, severity: 'info' }, now, minute)).toBe(true);
  });
});

describe('waiting shipments', () => {
  test('are listed once, in order, with the time since when the first has waited', () => {
    const pace = withWaiting(noPace, ['b', 'a', 'b'], now);
    expect(pace).toEqual({ ...noPace, waiting: ['b', 'a'], waitingSince: now });
    expect(withWaiting(pace, ['c'], now + 1)).toEqual({ ...noPace, waiting: ['c'], waitingSince: now });
    expect(withWaiting(pace, [], now + 1)).toEqual(noPace);
    // The epoch (0) is a valid time too.
    expect(withWaiting({ ...noPace, waitingSince: 0 }, ['c'], now).waitingSince).toBe(0);
  });

  test('keep what was asked for as long as any waits, the latest five thousand', () => {
    const keys = Array.from({ length: 5001 }, (_, index) => `${index}`);
    const pace = withWaiting(withRequested(noPace, keys), ['a'], now);
    expect(pace.requested).toEqual(keys.slice(1));
    expect(withWaiting(pace, [], now)).toEqual(noPace);
  });

  test('are limited to as many as there is room for', () => {
    const names = Array.from({ length: 4001 }, (_, index) => `${index}`);
    expect(withWaiting(noPace, names, now).waiting).toEqual(names.slice(0, 4000));
    expect(mostWaiting).toBe(4000);
  });
});

describe('groups', () => {
  const named = (message: Message) => ({ name: message.headline, message });
  const of = (index: number, severity: Severity, ...audience: string[]) =>
    named(messageOf(index, { severity, audience }));
  const shown = (all: ReturnType<typeof named>[]) =>
    groupsOf(all).map(({ severity, audience, each }) => [severity, audience, each.map(({ name }) => name)]);

  test('have one severity and one audience each, most severe first, otherwise in order of first message', () => {
    expect(
      shown([
        of(1, 'minor', 'b', 'a'),
        of(2, 'info', 'a'),
        of(3, 'critical', 'a'),
        of(4, 'minor', 'a', 'b'),
        of(5, 'major', 'a'),
        of(6, 'minor', 'a'),
        of(7, 'critical', 'b'),
      ]),
    ).toEqual([
      ['critical', ['a'], ['news 3']],
      ['critical', ['b'], ['news 7']],
      ['major', ['a'], ['news 5']],
      ['minor', ['b', 'a'], ['news 1', 'news 4']],
      ['minor', ['a'], ['news 6']],
      ['info', ['a'], ['news 2']],
    ]);
    expect(shown([])).toEqual([]);
  });

  test('are ordered by severity, whatever the input order', () => {
    for (const order of [severities, severities.toReversed()])
      expect(
        shown(order.map((severity, index) => of(index, severity, 'a'))).map(([severity]) => severity),
      ).toEqual(severities.toReversed());
  });
});

test('there are at most five publications a second, because SNS suspends an email subscription above ten', () => {
  expect(betweenPublicationsMs).toBe(200);
  expect(noPace).toEqual({ publishedAt: 0, audiences: {}, waiting: [], waitingSince: null, requested: [] });
});
