import { describe, expect, test } from 'vitest';
import { type Point, downsample, thin } from '../../src/evaluation/downsample.ts';

const series = (...values: number[]): Point[] => values.map((value, index) => [index, value]);
const places = (points: readonly Point[]) => points.map(([when]) => when);

describe('downsampling a series', () => {
  test('downsampling returns a short series unchanged, as a new list', () => {
    const points = series(1, 5, 2, 4);
    expect(downsample(points, 4)).toEqual(points);
    expect(downsample(points, 4)).not.toBe(points);
    expect(downsample(series(1, 5, 2, 4, 3), 5)).toEqual(series(1, 5, 2, 4, 3));
    expect(downsample([], 4)).toEqual([]);
  });

  test.each<[string, number[], number, number[]]>([
    [
      'keeps the ends, and the lowest and highest value of each section',
      [0, 3, 1, 2, 9, 5, 7, 0],
      6,
      [0, 1, 2, 4, 5, 7],
    ],
    ['keeps the lowest and highest of a single section', [0, 3, 1, 2, 9, 5, 7, 0], 4, [0, 2, 4, 7]],
    [
      'uses a single section if there is room for only half of another',
      [0, 3, 1, 2, 9, 5, 7, 0],
      5,
      [0, 2, 4, 7],
    ],
    ['keeps the order of time if the highest value comes first', [0, 9, 5, 1, 0], 4, [0, 1, 3, 4]],
    ['keeps the first of several equal values', [0, 2, 1, 2, 1, 0], 4, [0, 1, 2, 5]],
    ['keeps one point of a flat section', [0, 4, 4, 4, 0], 4, [0, 1, 4]],
    ['leaves the ends out of the sections', [99, 3, 1, 2, -99], 4, [0, 1, 2, 4]],
    [
      'gives the later sections more points if they do not divide evenly',
      [0, 2, 1, 5, 3, 4, 0],
      6,
      [0, 1, 2, 3, 4, 6],
    ],
    ['keeps the last point of a section', [0, 5, 5, 9, 0], 4, [0, 1, 3, 4]],
  ])('downsampling %s', (_, values, most, stored) => {
    expect(places(downsample(series(...values), most))).toEqual(stored);
  });
});

test.each([
  [5, 5, [0, 1, 2, 3, 4]],
  [5, 3, [0, 2, 4]],
  [6, 3, [0, 3, 5]],
  [10, 4, [0, 3, 6, 9]],
  [3, 2, [0, 2]],
  [0, 2, []],
])('thinning %d items to at most %d picks evenly', (count, most, stored) => {
  const items = Array.from({ length: count }, (_, index) => index);
  expect(thin(items, most)).toEqual(stored);
  expect(thin(items, most)).not.toBe(items);
});
