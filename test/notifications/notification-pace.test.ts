import { describe, expect, test } from 'vitest';
import { serviceLimits } from '../../local/service-limits.ts';
import type { Message } from '../../src/notifications/compose.ts';
import {
  type Pace,
  afterPublication,
  groupsOf,
  isFirst,
  mostWaiting,
  noPace,
  withWaiting,
} from '../../src/notifications/pace.ts';
import type { Severity } from '../../src/model/enumerations.ts';

const minute = 60_000;
const now = 1_000_000;
const north = ['site:north'];
const at = (severity: Severity, audience: readonly string[] = north) => ({ audience, severity });
const published = (pace: Pace, severity: Severity, when: number): Pace =>
  afterPublication(pace, at(severity), when, minute);

describe('the pace of an audience', () => {
  test('publishes the first message of a minute immediately, and the first critical one', () => {
    expect(isFirst(noPace, at('info'), now, minute)).toBe(true);
    const notified = published(noPace, 'minor', now);
    expect(isFirst(notified, at('major'), now + 1, minute)).toBe(false);
    expect(isFirst(notified, at('critical'), now + 1, minute)).toBe(true);
    expect(isFirst(notified, at('major', ['site:south']), now + 1, minute)).toBe(true);
    const alarmed = published(notified, 'critical', now + 1000);
    expect(isFirst(alarmed, at('critical'), now + minute + 999, minute)).toBe(false);
    expect(isFirst(alarmed, at('critical'), now + minute + 1000, minute)).toBe(true);
    // A less severe message in between does not change that.
    const more = published(alarmed, 'major', now + 2000);
    expect(isFirst(more, at('critical'), now + minute + 999, minute)).toBe(false);
    expect(isFirst(more, at('critical'), now + minute + 1000, minute)).toBe(true);
  });

  test('does not depend on the order of its names', () => {
    const notified = afterPublication(noPace, at('minor', ['a', 'b']), now, minute);
    expect(isFirst(notified, at('minor', ['b', 'a']), now, minute)).toBe(false);
  });

  test('forgets audiences notified longer ago, and stays small', () => {
    let pace = noPace;
    for (let index = 0; index < 1100; index++)
      pace = afterPublication(pace, at('major', [`audience ${index} ${'x'.repeat(200)}`]), now + index, 1e9);
    expect(JSON.stringify(pace).length).toBeLessThan(100_000);
    const later = published(pace, 'major', now + 1e10);
    expect(Object.keys(later.audiences)).toHaveLength(1);
  });

  test('remembers as many waiting shipments as fit in an item', () => {
    const names = Array.from({ length: 20_000 }, (_, index) => `${index}`.padStart(64, 'x'));
    const pace = withWaiting(noPace, names, now);
    expect(pace.waiting).toEqual(names.slice(0, mostWaiting));
    expect(JSON.stringify(pace).length).toBeLessThan(serviceLimits.itemBytes.limit - 100_000);
    expect(withWaiting(pace, ['a'], now + 5).waitingSince).toBe(now);
    expect(withWaiting(pace, [], now).waitingSince).toBeNull();
  });
});

test('messages to the same subscriptions are one group, the most severe group first', () => {
  const message = (name: string, severity: Severity, audience: string[]) => ({
    name,
    message: { audience, notification: { severity } } as unknown as Message,
  });
  const groups = groupsOf([
    message('a', 'minor', ['n', 's']),
    message('b', 'critical', ['n']),
    message('c', 'minor', ['s', 'n']),
    message('d', 'minor', ['n']),
  ]);
  expect(groups.map(({ each }) => each.map(({ name }) => name).join(''))).toEqual(['b', 'ac', 'd']);
});
