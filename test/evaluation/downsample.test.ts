import { describe, expect, test } from 'vitest';
import { type Point, downsample, thin } from '../../src/evaluation/downsample.ts';

const series = (...values: number[]): Point[] => values.map((value, index) => [index, value]);
const places = (points: readonly Point[]) => points.map(([when]) => when);

describe('a reduced series', () => {
  test('is whole where it is short enough, and another list', () => {
    const points = series(1, 5, 2, 4);
    expect(downsample(points, 4)).toEqual(points);
    expect(downsample(points, 4)).not.toBe(points);
    expect(downsample(series(1, 5, 2, 4, 3), 5)).toEqual(series(1, 5, 2, 4, 3));
    expect(downsample([], 4)).toEqual([]);
  });

  test.each<[string, number[], number, number[]]>([
    [
      'has its ends, and of each stretch the lowest and the highest',
      [0, 3, 1, 2, 9, 5, 7, 0],
      6,
      [0, 1, 2, 4, 5, 7],
    ],
    ['of one stretch', [0, 3, 1, 2, 9, 5, 7, 0], 4, [0, 2, 4, 7]],
    ['of one stretch where there is room for half of another', [0, 3, 1, 2, 9, 5, 7, 0], 5, [0, 2, 4, 7]],
    ['in the order of time, the highest first', [0, 9, 5, 1, 0], 4, [0, 1, 3, 4]],
    ['has the first of several that are equal', [0, 2, 1, 2, 1, 0], 4, [0, 1, 2, 5]],
    ['has one of a stretch that is flat', [0, 4, 4, 4, 0], 4, [0, 1, 4]],
    ['leaves its ends out of the stretches', [99, 3, 1, 2, -99], 4, [0, 1, 2, 4]],
    [
      'divides what cannot be divided evenly: the later stretches have more',
      [0, 2, 1, 5, 3, 4, 0],
      6,
      [0, 1, 2, 3, 4, 6],
    ],
    ['has the last of a stretch', [0, 5, 5, 9, 0], 4, [0, 1, 3, 4]],
  ])('%s', (_, values, most, kept) => {
    expect(places(downsample(series(...values), most))).toEqual(kept);
  });
});

test.each([
  [5, 5, [0, 1, 2, 3, 4]],
  [5, 3, [0, 2, 4]],
  [6, 3, [0, 3, 5]],
  [10, 4, [0, 3, 6, 9]],
  [3, 2, [0, 2]],
  [0, 2, []],
])('of %d, %d at most are left evenly', (count, most, kept) => {
  const items = Array.from({ length: count }, (_, index) => index);
  expect(thin(items, most)).toEqual(kept);
  expect(thin(items, most)).not.toBe(items);
});
