import { describe, expect, test } from 'vitest';
import { formatsOf } from '../../../web/format/formats.ts';
import { distanceInWords } from '../../../web/format/distance.ts';
import { arrivalInWords } from '../../../web/map/arrival-in-words.ts';
import { linePath } from '../../../web/map/line-path.ts';
import { positionOf } from '../../../web/map/position-of.ts';
import { alongEarth, splitWay } from '../../../web/map/split-way.ts';

const place = (latitude: number, longitude: number) => ({ latitude, longitude });

describe('the planned way', () => {
  const [a, b, c] = [place(0, 0), place(0, 10), place(10, 10)];
  test.each([
    ['on the first leg', place(0.5, 4), [a], [b, c]],
    ['on the second leg', place(4, 10.5), [a, b], [c]],
    ['beyond its end', place(12, 10), [a, b], [c]],
  ])('is split at a position %s', (_, position, before, after) => {
    expect(splitWay([a, b, c], position)).toEqual({
      travelled: [...before, position],
      ahead: [position, ...after],
    });
  });

  test('is all ahead before there is a position', () => {
    expect(splitWay([a, b], null)).toEqual({ travelled: [], ahead: [a, b] });
    expect(splitWay([a], place(1, 1))).toEqual({ travelled: [], ahead: [a] });
  });

  test('bends with the earth, a point a degree', () => {
    const [from, to] = [place(60, 0), place(60, 60)];
    const points = alongEarth([from, to]);
    expect(points[0]!.latitude).toBeCloseTo(60, 9);
    expect(points.at(-1)).toEqual(to);
    expect(points).toHaveLength(30);
    // The shortest way between two places of the north leads farther north.
    expect(points[15]!.latitude).toBeGreaterThan(63);
  });

  test('is not drawn across the map where it passes 180 degrees', () => {
    const view = { scale: 100, x: 0, y: 0, meridian: 0 };
    const path = linePath([place(0, 178), place(0, 179), place(0, -179)], view, { width: 0, height: 0 });
    expect(path.replaceAll(/[^ML]/g, '')).toBe('MLM');
  });
});

describe('the position of a shipment', () => {
  const sensor = (readAt: string | null, latitude: number | null) => ({
    readAt,
    latitude,
    longitude: latitude,
  });
  test.each([
    ['none without sensors', [], null],
    ['none if no sensor has sent one', [sensor('2026-01-01T10:00:00Z', null)], null],
    [
      'that of the sensor heard last which has one',
      [
        sensor('2026-01-01T10:00:00Z', 1),
        sensor('2026-01-01T11:00:00Z', 0),
        sensor('2026-01-01T12:00:00Z', null),
      ],
      place(0, 0),
    ],
  ])('is %s', (_, sensors, expected) => {
    expect(positionOf({ sensors } as unknown as Parameters<typeof positionOf>[0])).toEqual(expected);
  });
});

describe('an estimated arrival in words', () => {
  const formats = formatsOf({ unit: 'celsius', zone: 'utc' });
  const estimate = (earliest: string, likely: string, latest: string) => ({ earliest, likely, latest });
  test('has a range, rounded outwards to five minutes', () => {
    const given = estimate('2026-05-04T15:53:59Z', '2026-05-04T16:42:30Z', '2026-05-04T18:06:00Z');
    expect(arrivalInWords(given, formats, Date.parse('2026-05-04T10:00:00Z'))).toBe(
      'estimated 16:45 (15:50 to 18:10)',
    );
  });

  test('has dates if not all of it is today', () => {
    const given = estimate('2026-05-04T23:00:00Z', '2026-05-05T01:00:00Z', '2026-05-05T04:00:00Z');
    expect(arrivalInWords(given, formats, Date.parse('2026-05-04T10:00:00Z'))).toBe(
      'estimated 5 May 2026, 01:00 (4 May 2026, 23:00 to 5 May 2026, 04:00)',
    );
  });

  test.each([
    [0, '0\u00a0m'],
    [644, '640\u00a0m'],
    [994, '990\u00a0m'],
    [996, '1\u00a0km'],
    [12_400, '12\u00a0km'],
    [99_400, '99\u00a0km'],
    [124_000, '120\u00a0km'],
    [1_236_000, '1,240\u00a0km'],
  ])('%d metres are %s', (meters, words) => {
    expect(distanceInWords(meters)).toBe(words);
  });
});
