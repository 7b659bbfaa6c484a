import { describe, expect, test } from 'vitest';
import { sha256OfJson } from '../../src/model/digest.ts';
import { type Severity, severities } from '../../src/model/profile.ts';
import type { Message } from '../../src/notifications/compose.ts';
import {
  type Pace,
  afterPublication,
  betweenPublicationsMs,
  groupsOf,
  isFirst,
  mostWaiting,
  noPace,
  withWaiting,
} from '../../src/notifications/pace.ts';
import { messageOf } from '../support/numbered-messages.ts';

const [minute, now] = [60_000, 1_000_000];
const keyOf = (...names: string[]) => sha256OfJson(names).slice(0, 16);
const north = { audience: ['north'], severity: 'major' } as const;

describe('what is remembered of a publication', () => {
  test('is when it was, and of what severity', () => {
    expect(afterPublication(noPace, north, now, minute)).toEqual({
      publishedAt: now,
      audiences: { [keyOf('north')]: { at: now, criticalAt: null } },
      waiting: [],
      waitingSince: null,
    });
    expect(afterPublication(noPace, { ...north, severity: 'critical' }, now, minute).audiences).toEqual({
      [keyOf('north')]: { at: now, criticalAt: now },
    });
  });

  test('is of its audience by its names, whatever their order, and leaves others and what waits', () => {
    const before: Pace = {
      publishedAt: 1,
      audiences: { [keyOf('a', 'b')]: { at: now - 5, criticalAt: 7 }, other: { at: now - 5, criticalAt: 3 } },
      waiting: ['S-1'],
      waitingSince: 9,
    };
    expect(afterPublication(before, { audience: ['b', 'a'], severity: 'minor' }, now, minute)).toEqual({
      publishedAt: now,
      audiences: { other: { at: now - 5, criticalAt: 3 }, [keyOf('a', 'b')]: { at: now, criticalAt: 7 } },
      waiting: ['S-1'],
      waitingSince: 9,
    });
  });

  test('is forgotten after the time in which messages are put together', () => {
    const audiences = {
      a: { at: now - minute, criticalAt: null },
      b: { at: now - minute + 1, criticalAt: null },
    };
    expect(Object.keys(afterPublication({ ...noPace, audiences }, north, now, minute).audiences)).toEqual([
      'b',
      keyOf('north'),
    ]);
  });

  test('is of a thousand audiences, the last', () => {
    const audiences = Object.fromEntries(
      Array.from({ length: 1000 }, (_, index) => [`k${index}`, { at: now, criticalAt: null }]),
    );
    const kept = Object.keys(afterPublication({ ...noPace, audiences }, north, now, minute).audiences);
    expect([kept.length, kept[0], kept[999]]).toEqual([1000, 'k1', keyOf('north')]);
  });
});

describe('a group is published at once', () => {
  const notified = (criticalAt: number | null) => ({
    audiences: { [keyOf('north')]: { at: now, criticalAt } },
  });
  test.each<[string, Severity, number | null, number, boolean]>([
    ['not within the time', 'major', null, now + minute - 1, false],
    ['after it', 'major', null, now + minute, true],
    ['where it is the first critical one', 'critical', null, now, true],
    ['not where it is the second', 'critical', now, now + minute - 1, false],
    ['where the last critical one is long ago', 'critical', now - minute, now, true],
    ['not where it is nearly so long ago', 'critical', now - minute + 1, now, false],
    ['not where it is less than critical', 'major', now - minute, now, false],
  ])('%s', (_, severity, criticalAt, when, isPublished) => {
    expect(isFirst(notified(criticalAt), { audience: ['north'], severity }, when, minute)).toBe(isPublished);
  });

  test('where its audience is another, also one with more names', () => {
    for (const audience of [['south'], ['north', 'south'], []])
      expect(isFirst(notified(now), { audience, severity: 'info' }, now, minute)).toBe(true);
  });
});

describe('shipments wait', () => {
  test('each once, in their order, since the first of them', () => {
    const pace = withWaiting(noPace, ['b', 'a', 'b'], now);
    expect(pace).toEqual({ ...noPace, waiting: ['b', 'a'], waitingSince: now });
    expect(withWaiting(pace, ['c'], now + 1)).toEqual({ ...noPace, waiting: ['c'], waitingSince: now });
    expect(withWaiting(pace, [], now + 1)).toEqual(noPace);
    // The epoch is a time as well.
    expect(withWaiting({ ...noPace, waitingSince: 0 }, ['c'], now).waitingSince).toBe(0);
  });

  test('as many as there is room for', () => {
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

  test('are of one severity and one audience, the loudest first, else in the order of their first', () => {
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

  test('come in the order of loudness from whatever order', () => {
    for (const order of [severities, severities.toReversed()])
      expect(
        shown(order.map((severity, index) => of(index, severity, 'a'))).map(([severity]) => severity),
      ).toEqual(severities.toReversed());
  });
});

test('publications are five a second at most: SNS suspends a mail subscription above ten', () => {
  expect(betweenPublicationsMs).toBe(200);
  expect(noPace).toEqual({ publishedAt: 0, audiences: {}, waiting: [], waitingSince: null });
});
