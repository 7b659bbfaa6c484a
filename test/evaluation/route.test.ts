import { describe, expect, test } from 'vitest';
import {
  type Area,
  contains,
  isNullIsland,
  metersBetween,
  placesOf,
  sideOf,
} from '../../src/evaluation/route.ts';

const point = (latitude: number, longitude: number) => ({ latitude, longitude });

describe('distance between two points', () => {
  test.each([
    // Geocentric Datum of Australia, technical manual 2.4, chapter 4: Flinders Peak to Buninyong.
    [point(-37.951033417, 144.424867889), point(-37.652821139, 143.926495528), 54_972.271],
    // A degree on the equator of WGS 84: 6 378 137 m times pi over 180.
    [point(0, 0), point(0, 1), 111_319.491],
    [point(0, 179.5), point(0, -179.5), 111_319.491],
    [point(52, 0.1), point(52, 0.1), 0],
  ])('the distance from %j to %j', (one, other, meters) => {
    expect(metersBetween(one, other)).toBeCloseTo(meters, 2);
    expect(metersBetween(other, one)).toBeCloseTo(meters, 2);
  });
});

describe('a circular area', () => {
  const middle = point(0, 10);
  const edge = point(0, 11);
  const reach = metersBetween(middle, edge);
  const circle = (radiusMeters: number): Area => ({ kind: 'circle', ...middle, radiusMeters });
  test('a circular area includes its edge', () => {
    expect([reach - 0.001, reach, reach + 0.001].map((radius) => contains(circle(radius), edge))).toEqual([
      false,
      true,
      true,
    ]);
  });

  test.each([
    ['inside, with its whole accuracy circle', reach + 50, 50, 'inside'],
    ['astride, if part of its circle is not inside', reach + 50, 50.001, 'astride'],
    ['astride, if part of its circle is inside', reach - 50, 50, 'astride'],
    ['outside, if no part of its circle is inside', reach - 50, 49.999, 'outside'],
    ['inside at the edge, without an accuracy', reach, undefined, 'inside'],
    ['outside beyond the edge', reach - 0.001, undefined, 'outside'],
  ] as const)('a circular area has a position %s', (_, radius, accuracy, side) => {
    expect(sideOf(circle(radius), { ...edge, ...(accuracy !== undefined && { accuracy }) })).toBe(side);
  });
});

describe('a polygon area', () => {
  const polygon = (...corners: [number, number][]): Area => ({
    kind: 'polygon',
    corners: corners.map(([latitude, longitude]) => point(latitude, longitude)),
  });
  const square = polygon([0, 0], [0, 2], [2, 2], [2, 0]);
  const triangle = polygon([0, 0], [4, 0], [0, 4]);
  const across = polygon([0, 179], [0, -179], [2, -179], [2, 179]);
  const horseshoe = polygon([0, 0], [0, 3], [3, 3], [3, 2], [1, 2], [1, 1], [3, 1], [3, 0]);
  test.each<[string, Area, [number, number], boolean]>([
    ['its centre', square, [1, 1], true],
    ['a point west of it', square, [1, -0.001], false],
    ['a point east of it', square, [1, 2.001], false],
    ['a point north of it', square, [2.001, 1], false],
    ['a point south of it', square, [-0.001, 1], false],
    ['a point just inside', square, [0.001, 1.999], true],
    ['a point below a slope', triangle, [1, 2.99], true],
    ['a point above a slope', triangle, [1, 3.01], false],
    ['a point below the slope farther up', triangle, [3, 0.99], true],
    ['a point above the slope farther up', triangle, [3, 1.01], false],
    ['either side of 180 degrees, west', across, [1, 179.5], true],
    ['either side of 180 degrees, east', across, [1, -179.5], true],
    ['a point short of it', across, [1, 178.9], false],
    ['a point past it', across, [1, -178.9], false],
    ['one leg of a horseshoe', horseshoe, [2, 0.5], true],
    ['the space between its legs', horseshoe, [2, 1.5], false],
    ['the other leg', horseshoe, [2, 2.5], true],
  ])('a polygon contains or excludes %s', (_, area, [latitude, longitude], isInside) => {
    expect(contains(area, point(latitude, longitude))).toBe(isInside);
    expect(sideOf(area, point(latitude, longitude))).toBe(isInside ? 'inside' : 'outside');
  });

  // A small square on the ellipsoid, seen from its centre, from next to it and from beyond a corner.
  const small = (latitude: number, longitude: number): Area =>
    polygon(
      [latitude, longitude],
      [latitude, longitude + 0.02],
      [latitude + 0.02, longitude + 0.02],
      [latitude + 0.02, longitude],
    );
  test.each([
    [0, 10],
    [52, 0.1],
    [-70, 179.99],
  ])('a position is astride if its accuracy reaches the edge: at %d, %d', (latitude, longitude) => {
    const area = small(latitude, longitude);
    const middle = point(latitude + 0.01, longitude + 0.01);
    const toSide = metersBetween(middle, point(latitude + 0.01, longitude + 0.02));
    const toTop = metersBetween(middle, point(latitude + 0.02, longitude + 0.01));
    const least = Math.min(toSide, toTop);
    const side = (accuracy: number) => sideOf(area, { ...middle, accuracy });
    expect([side(0), side(least * 0.999), side(least * 1.001)]).toEqual(['inside', 'inside', 'astride']);
    const outside = point(latitude + 0.01, longitude + 0.03);
    expect(sideOf(area, { ...outside, accuracy: toSide * 0.999 })).toBe('outside');
    expect(sideOf(area, { ...outside, accuracy: toSide * 1.001 })).toBe('astride');
    const corner = point(latitude + 0.03, longitude + 0.03);
    const toCorner = metersBetween(corner, point(latitude + 0.02, longitude + 0.02));
    expect(sideOf(area, { ...corner, accuracy: toCorner * 0.998 })).toBe('outside');
    expect(sideOf(area, { ...corner, accuracy: toCorner * 1.002 })).toBe('astride');
  });

  test('a polygon with two equal corners still has an edge', () => {
    const area = polygon([0, 0], [0, 0], [0, 0.02], [0.02, 0.02], [0.02, 0]);
    const accuracy = 2000;
    expect(sideOf(area, { ...point(0.01, 0.01), accuracy: 1000 })).toBe('inside');
    expect(sideOf(area, { ...point(0.01, 0.01), accuracy })).toBe('astride');
  });
});

test('nothing within ten kilometres of 0, 0 is a position', () => {
  // 10 km are 0.0898 degrees on the equator, 0.0904 along a meridian.
  const near: [number, number, boolean][] = [
    [0, 0, true],
    [0, 0.0898, true],
    [0, -0.0898, true],
    [0, 0.0899, false],
    [0.0904, 0, true],
    [-0.0904, 0, true],
    [0.0905, 0, false],
    [0.08, 0.08, false],
    [0.05, 0.05, true],
    [0, 180, false],
    [0.1001, 0, false],
    [52, 0, false],
  ];
  expect(
    near.map(([latitude, longitude]) => [latitude, longitude, isNullIsland(point(latitude, longitude))]),
  ).toEqual(near);
});

test('the known places of a route are in the order of the journey', () => {
  const place = (name: string) => ({
    name,
    area: { kind: 'circle', ...point(0, 0), radiusMeters: 1 } as const,
  });
  const plan = { departureAt: null, arrivalAt: null };
  const [from, by, to] = [place('from'), place('by'), place('to')];
  expect(placesOf({ origin: from, destination: to, waypoints: [by, from], plan })).toEqual([
    from,
    by,
    from,
    to,
  ]);
  expect(placesOf({ origin: null, destination: null, waypoints: [by], plan })).toEqual([by]);
});
