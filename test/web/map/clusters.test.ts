import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type MapPoint, apart, canSpread, clustersOf, ringOf, sharesOf } from '../../../web/map/clusters.ts';
import { pixelOf } from '../../../web/map/view.ts';
import { shipmentStates } from '../../../web/parts/shipment-state.ts';

const point = (id: string, latitude: number, longitude: number, state: MapPoint['state'] = 'travelling') => ({
  id,
  latitude,
  longitude,
  state,
});
const anyPoints = fc
  .array(
    fc.tuple(
      fc.double({ min: 35, max: 60, noNaN: true }),
      fc.double({ min: -10, max: 30, noNaN: true }),
      fc.constantFrom(...shipmentStates),
    ),
    { maxLength: 80 },
  )
  .map((all) =>
    all.map(([latitude, longitude, state], index) => point(`S-${index}`, latitude, longitude, state)),
  );

describe('marks on the map', () => {
  test('are never closer to each other than their size, and have every shipment once', () => {
    fc.assert(
      fc.property(anyPoints, fc.integer({ min: 60, max: 5000 }), (points, scale) => {
        const clusters = clustersOf(points, scale);
        const view = { scale, x: 0, y: 0, meridian: 0 };
        const pixels = clusters.map(({ at }) => pixelOf(at, view, { width: 0, height: 0 }));
        for (const [index, one] of pixels.entries())
          for (const other of pixels.slice(index + 1))
            expect(Math.hypot(one.x - other.x, one.y - other.y)).toBeGreaterThanOrEqual(apart);
        const ids = clusters.flatMap(({ points: own }) => own.map(({ id }) => id));
        expect(ids.toSorted()).toEqual(points.map(({ id }) => id).toSorted());
      }),
    );
  });

  test('do not depend on the order of the shipments', () => {
    fc.assert(
      fc.property(anyPoints, fc.integer({ min: 60, max: 5000 }), (points, scale) => {
        expect(clustersOf(points.toReversed(), scale)).toEqual(clustersOf(points, scale));
      }),
    );
  });

  test('have the shipments that are nearer to them than to any mark of one before them', () => {
    const { length: none } = shipmentStates;
    const orderOf = ({ state, id }: MapPoint): string => `${none + shipmentStates.indexOf(state)} ${id}`;
    fc.assert(
      fc.property(anyPoints, fc.integer({ min: 60, max: 5000 }), (points, scale) => {
        const clusters = clustersOf(points, scale);
        const pixel = (of: Parameters<typeof pixelOf>[0]) =>
          pixelOf(of, { scale, x: 0, y: 0, meridian: 0 }, { width: 0, height: 0 });
        const between = (one: MapPoint, other: MapPoint): number => {
          const [a, b] = [pixel(one), pixel(other)];
          return Math.hypot(a.x - b.x, a.y - b.y);
        };
        for (const { points: own } of clusters)
          for (const each of own.slice(1))
            for (const { points: others } of clusters)
              if (orderOf(others[0]!) < orderOf(each))
                expect(between(each, own[0]!)).toBeLessThanOrEqual(between(each, others[0]!));
      }),
    );
  });

  test('stand at their most urgent shipment', () => {
    const [calm, alarm] = [point('A', 47, 8), point('B', 47.01, 8.01, 'alarm')];
    expect(clustersOf([calm, alarm], 100)).toEqual([{ at: alarm, points: [alarm, calm] }]);
  });

  test('part in a closer view unless they are at one place', () => {
    const [one, near, same] = [point('A', 47, 8), point('B', 47.01, 8), point('C', 47, 8.0005)];
    expect(clustersOf([one, near], 100)).toHaveLength(1);
    expect(clustersOf([one, near], 1_000_000)).toHaveLength(2);
    expect(canSpread({ at: one, points: [one, near] })).toBe(true);
    expect(canSpread({ at: one, points: [one, same] })).toBe(false);
    expect(canSpread({ at: one, points: [one, same, near] })).toBe(true);
  });
});

describe('the ring of a mark', () => {
  test('has a share for each state, the most urgent first', () => {
    const points = [point('A', 1, 1), point('B', 1, 1, 'alarm'), point('C', 1, 1)];
    expect(sharesOf({ at: points[0]!, points })).toEqual([
      { state: 'alarm', count: 1 },
      { state: 'travelling', count: 2 },
    ]);
  });

  test('begins at the top and goes clockwise, as far as the share is large', () => {
    const shares = [
      { state: 'alarm', count: 1 },
      { state: 'travelling', count: 3 },
    ] as const;
    expect(ringOf(shares, 10)).toEqual([
      { state: 'alarm', d: 'M0.00 -10.00A10 10 0 0 1 10.00 0.00' },
      { state: 'travelling', d: 'M10.00 0.00A10 10 0 1 1 -0.00 -10.00' },
    ]);
  });

  test('is closed if all shipments are in one state', () => {
    expect(ringOf([{ state: 'planned', count: 4 }], 10)).toEqual([
      {
        state: 'planned',
        d: 'M0.00 -10.00A10 10 0 0 1 0.00 10.00M0.00 10.00A10 10 0 0 1 -0.00 -10.00',
      },
    ]);
  });
});
