import { expect, test } from 'vitest';
import { afterFailureMs, afterRefusalMs, paceOf, withJitter } from '../../web/board/wait-for-changes.ts';

const minuteMs = 60_000;

test.each([
  [0, 4000, 45_000],
  [minuteMs - 1, 4000, 45_000],
  [minuteMs, 8000, 90_000],
  [5 * minuteMs, 15_000, 120_000],
  [24 * 60 * minuteMs, 15_000, 120_000],
  // A clock that was set back.
  [-minuteMs, 4000, 45_000],
])(
  'a page that was used %i ms ago asks for changes every %i ms and for everything every %i ms',
  (idle, changesMs, wholeMs) => {
    expect(paceOf(idle)).toEqual({ changesMs, wholeMs });
  },
);

test.each([
  [1, 8000],
  [2, 16_000],
  [4, 64_000],
  [9, 64_000],
])('after %i refusals a page in use asks every %i ms', (strain, changesMs) => {
  expect(paceOf(0, strain).changesMs).toBe(changesMs);
});

test('150 boards in use ask less than the gateway lets through, and a quarter of that at rest', () => {
  const perSecond = (boards: number, idle: number): number => {
    const { changesMs, wholeMs } = paceOf(idle);
    return (boards * 1000) / changesMs + (boards * 1000) / wholeMs;
  };
  expect(perSecond(150, 0)).toBeCloseTo(40.8, 1);
  expect(perSecond(30, 0) + perSecond(120, 5 * minuteMs)).toBeCloseTo(17.2, 1);
  expect(perSecond(150, 5 * minuteMs)).toBeCloseTo(11.25, 5);
});

test.each([
  [1, 5000, 0, 5000],
  [1, 5000, 1, 6250],
  [2, 5000, 0, 10_000],
  [3, 5000, 0, 20_000],
  [8, 5000, 0, 60_000],
  [8, 5000, 1, 75_000],
])('refusal %i, asked to wait %i ms, at random %d: %i ms', (refusals, said, random, waits) => {
  expect(afterRefusalMs(refusals, said, random)).toBe(waits);
});

test.each([
  [1, 0.5, 3000],
  [2, 0.5, 6000],
  [4, 0.5, 24_000],
  [5, 0.5, 30_000],
  [50, 0.5, 30_000],
  [1, 0, 2700],
  [1, 1, 3300],
])('failure %i at random %d: %i ms', (failures, random, waits) => {
  expect(afterFailureMs(failures, random)).toBe(waits);
});

test('an interval moves by a tenth at most', () => {
  expect([0, 0.5, 1].map((random) => withJitter(4000, random))).toEqual([3600, 4000, 4400]);
});
