import { expect, test } from 'vitest';
import { type Watch, timeInRange } from '../../src/insights/time-in-range.ts';

const watch = (from: number, to: number, more: Partial<Watch> = {}): Watch => ({
  from,
  to,
  gaps: [],
  outside: [],
  ...more,
});

test.each<[string, readonly Watch[], readonly [number, number] | null, readonly number[]]>([
  ['one sensor that saw all of it within', [watch(0, 10)], null, [10, 0, 0, 0]],
  ['no sensor, and no departure', [], null, [0, 0, 0, 0]],
  ['no sensor on a journey', [], [2, 9], [0, 0, 7, 0]],
  ['a gap', [watch(0, 10, { gaps: [{ from: 4, to: 6 }] })], null, [8, 0, 2, 0]],
  [
    'two channels blind at once',
    [watch(0, 10, { gaps: [4, 5].map((from) => ({ from, to: 7 })) })],
    null,
    [7, 0, 3, 0],
  ],
  ['an excursion', [watch(0, 10, { outside: [{ from: 1, to: 3 }] })], null, [8, 2, 0, 1]],
  [
    'two rules at once count once',
    [
      watch(0, 10, {
        outside: [
          { from: 1, to: 4 },
          { from: 3, to: 6 },
          { from: 8, to: 9 },
        ],
      }),
    ],
    null,
    [4, 6, 0, 2],
  ],
  [
    'what one of two sensors did not see is not in range',
    [watch(0, 10), watch(0, 10, { gaps: [{ from: 2, to: 5 }] })],
    null,
    [7, 0, 3, 0],
  ],
  [
    'what one sensor saw outside is outside, whatever the other did not see',
    [watch(0, 10, { gaps: [{ from: 0, to: 10 }] }), watch(0, 10, { outside: [{ from: 2, to: 5 }] })],
    null,
    [0, 3, 7, 1],
  ],
  ['the time between two sensors', [watch(0, 4), watch(7, 10)], null, [7, 0, 3, 0]],
  ['the journey before and after the sensor', [watch(3, 6)], [0, 10], [3, 0, 7, 0]],
  ['a journey within the time of the sensor', [watch(0, 10)], [3, 6], [10, 0, 0, 0]],
  [
    'an excursion of a single moment',
    [watch(0, 10, { outside: [{ from: 10, to: 10 }] })],
    null,
    [10, 0, 0, 1],
  ],
])('%s', (_, watches, journey, [inRangeMs, outOfRangeMs, unmonitoredMs, excursions]) => {
  expect(timeInRange(watches, journey === null ? null : { from: journey[0], to: journey[1] })).toEqual({
    inRangeMs,
    outOfRangeMs,
    unmonitoredMs,
    excursions,
  });
});
