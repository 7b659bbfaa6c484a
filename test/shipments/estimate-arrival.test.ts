import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { metersBetween } from '../../src/evaluation/route.ts';
import { type JourneySoFar, estimateArrival } from '../../src/shipments/estimate-arrival.ts';
import type { WayPoint } from '../../src/shipments/way.ts';
import { hour, minute } from '../support/series.ts';

const departedAt = Date.UTC(2026, 4, 4, 6);
const at = (hours: number): number => departedAt + hours * hour;

function wayThrough(...points: readonly (readonly [latitude: number, longitude: number])[]): WayPoint[] {
  return points.map(([latitude, longitude], index) => ({
    kind: index === 0 ? 'origin' : index === points.length - 1 ? 'destination' : 'waypoint',
    name: `place ${index}`,
    latitude,
    longitude,
  }));
}

/** Along the equator every degree is as long as the other. */
const equator = wayThrough([0, 0], [0, 10]);
const degree = 111_319.4907;

function journey(changes: Partial<JourneySoFar> = {}): JourneySoFar {
  return {
    way: equator,
    departedAt,
    arrivedAt: null,
    position: { latitude: 0, longitude: 4, at: at(4) },
    ...changes,
  };
}

describe('the estimated arrival', () => {
  test('is when the rest of the way is done at the pace so far, with a range', () => {
    expect(estimateArrival(journey(), at(4))).toEqual({
      // Six degrees at one an hour; the range is a factor of 1 + (1 + 0.6) / 3.
      earliest: at(4) + Math.round((6 * hour) / (4.6 / 3)),
      likely: at(10),
      latest: at(4) + Math.round((6 * hour * 4.6) / 3),
      remainingMeters: Math.round(6 * degree),
    });
  });

  test('counts from the time of the position, not from now', () => {
    const earlier = estimateArrival(journey(), at(4));
    expect(estimateArrival(journey(), at(5))).toEqual(earlier);
  });

  test('has a range that narrows from two thirds to one third as the way is covered', () => {
    const factorAt = (degrees: number): number => {
      const position = { latitude: 0, longitude: degrees, at: at(degrees) };
      const { likely, latest } = estimateArrival(journey({ position }), at(degrees))!;
      return (latest - position.at) / (likely - position.at);
    };
    expect(factorAt(0.6)).toBeCloseTo(1 + 1.94 / 3, 5);
    expect(factorAt(5)).toBeCloseTo(1.5, 5);
    expect(factorAt(9.9)).toBeCloseTo(1 + 1.01 / 3, 5);
  });

  test('follows the waypoints not yet passed', () => {
    const way = wayThrough([0, 0], [0, 5], [5, 5], [5, 10]);
    const left = metersBetween({ latitude: 3, longitude: 5 }, way[2]!) + metersBetween(way[2]!, way[3]!);
    const position = { latitude: 3, longitude: 5, at: at(8) };
    expect(estimateArrival(journey({ way, position }), at(8))!.remainingMeters).toBe(Math.round(left));
  });

  test('leaves the longer way where two legs fit alike', () => {
    const way = wayThrough([0, 0], [0, 5], [5, 5]);
    const beforeTheTurn = { latitude: 0, longitude: 4.95 };
    const left = metersBetween(beforeTheTurn, way[1]!) + metersBetween(way[1]!, way[2]!);
    const position = { ...beforeTheTurn, at: at(5) };
    expect(estimateArrival(journey({ way, position }), at(5))!.remainingMeters).toBe(Math.round(left));
  });

  test('goes over 180 degrees by the shorter way', () => {
    const way = wayThrough([0, 175], [0, -175]);
    const position = { latitude: 0, longitude: -179, at: at(6) };
    const estimate = estimateArrival(journey({ way, position }), at(6))!;
    expect(estimate.remainingMeters).toBe(Math.round(4 * degree));
    expect(estimate.likely).toBe(at(10));
  });

  test('goes over a pole', () => {
    const way = wayThrough([80, 0], [80, 180]);
    const position = { latitude: 90, longitude: 0, at: at(3) };
    expect(estimateArrival(journey({ way, position }), at(3))!.likely).toBe(at(6));
  });
});

describe('no arrival is estimated', () => {
  const there = { latitude: 0, longitude: 4 };
  test.each<[string, Partial<JourneySoFar>, number]>([
    ['before the departure', { departedAt: null }, 4],
    ['after the arrival', { arrivedAt: at(3.9) }, 4],
    ['without a position', { position: null }, 4],
    ['without a destination that has a geofence', { way: equator.slice(0, 1) }, 4],
    ['without an origin that has a geofence', { way: equator.slice(1) }, 4],
    ['without any place', { way: [] }, 4],
    ['where origin and destination are one place', { way: wayThrough([0, 4], [0, 4]) }, 4],
    ['with a position of more than two hours ago', { position: { ...there, at: at(2) } }, 4 + 1e-6],
    [
      'before a twentieth of the way is covered',
      { position: { latitude: 0, longitude: 0.49, at: at(4) } },
      4,
    ],
    [
      'in the first quarter of an hour',
      { position: { latitude: 0, longitude: 2, at: departedAt + 15 * minute - 1 } },
      0.25,
    ],
    [
      'where the way is known to a waypoint only',
      { way: wayThrough([0, 0], [0, 10], [0, 12]).slice(0, 2) },
      4,
    ],
    ['with a position from before the departure', { position: { ...there, at: departedAt - hour } }, 0],
    ['for a shipment that moves away', { position: { latitude: 0, longitude: -3, at: at(4) } }, 4],
    ['for a pace that nothing has', { position: { latitude: 0, longitude: 9.9, at: at(1) } }, 1],
    [
      'where the way comes by the position twice',
      { way: wayThrough([0, 0], [0, 10], [0, 1]), position: { ...there, at: at(4) } },
      4,
    ],
  ])('%s', (_, changes, hours) => {
    expect(estimateArrival(journey(changes), at(hours))).toBeNull();
  });

  test('once the latest time has passed without news', () => {
    const position = { latitude: 0, longitude: 9.9, at: at(9.9) };
    const { latest } = estimateArrival(journey({ position }), at(9.9))!;
    expect(estimateArrival(journey({ position }), latest)).not.toBeNull();
    expect(estimateArrival(journey({ position }), latest + 1)).toBeNull();
  });

  test('but it is, within these bounds', () => {
    const bounds: [Partial<JourneySoFar>, number][] = [
      [{ position: { ...there, at: at(2) } }, 4],
      [{ position: { latitude: 0, longitude: 0.51, at: at(4) } }, 4],
      [{ position: { latitude: 0, longitude: 2, at: departedAt + 15 * minute } }, 0.25],
      [{ position: { ...there, at: departedAt + 30 * minute }, way: wayThrough([0, 0], [0, 4.2]) }, 0.5],
    ];
    expect(bounds.map(([changes, hours]) => estimateArrival(journey(changes), at(hours)) !== null)).toEqual([
      true,
      true,
      true,
      true,
    ]);
  });
});

const anyPoint = fc.tuple(
  fc.double({ min: -90, max: 90, noNaN: true }),
  fc.double({ min: -180, max: 180, noNaN: true }),
);
const anyPoints = fc.array(anyPoint, { minLength: 2, maxLength: 6 });
const anyWay = anyPoints.map((points) => wayThrough(...points));
/** A way with a position: anywhere, or at one of its points, because estimates are few elsewhere. */
const wayWithPosition = anyPoints.chain((points) =>
  fc.tuple(fc.constant(wayThrough(...points)), fc.oneof(anyPoint, fc.constantFrom(...points))),
);

describe('whatever the way, poles and 180 degrees included', () => {
  test('the times are in order, and none is before the position', () => {
    let said = 0;
    fc.assert(
      fc.property(
        wayWithPosition,
        fc.integer({ min: 1, max: 5000 }),
        ([way, [latitude, longitude]], minutes) => {
          const position = { latitude, longitude, at: departedAt + minutes * minute };
          const estimate = estimateArrival(journey({ way, position }), position.at);
          if (estimate === null) return;
          said++;
          expect(estimate.earliest).toBeGreaterThanOrEqual(position.at);
          expect(estimate.likely).toBeGreaterThanOrEqual(estimate.earliest);
          expect(estimate.latest).toBeGreaterThanOrEqual(estimate.likely);
          expect(estimate.remainingMeters).toBeGreaterThanOrEqual(0);
        },
      ),
      { numRuns: 6000 },
    );
    expect(said).toBeGreaterThan(100);
  });

  test('the more of the way is left at one time, the later is every time of the estimate', () => {
    const shares = fc.tuple(
      fc.double({ min: 0.06, max: 0.99, noNaN: true }),
      fc.double({ min: 0.06, max: 0.99, noNaN: true }),
    );
    fc.assert(
      fc.property(shares, fc.integer({ min: 300, max: 5000 }), (both, minutes) => {
        const [less, more] = [Math.min(...both), Math.max(...both)];
        const estimateAt = (share: number) => {
          const position = { latitude: 0, longitude: 10 * share, at: departedAt + minutes * minute };
          return estimateArrival(journey({ position }), position.at)!;
        };
        const [far, near] = [estimateAt(less), estimateAt(more)];
        expect(far.remainingMeters).toBeGreaterThanOrEqual(near.remainingMeters);
        expect(far.earliest).toBeGreaterThanOrEqual(near.earliest);
        expect(far.likely).toBeGreaterThanOrEqual(near.likely);
        expect(far.latest).toBeGreaterThanOrEqual(near.latest);
      }),
    );
  });

  test('a turn of the earth changes nothing', () => {
    fc.assert(
      fc.property(
        anyWay,
        anyPoint,
        fc.integer({ min: 20, max: 5000 }),
        fc.integer({ min: -180, max: 180 }),
        (way, [latitude, longitude], minutes, turn) => {
          const turned = (east: number): number => ((((east + turn + 180) % 360) + 360) % 360) - 180;
          const position = { latitude, longitude, at: departedAt + minutes * minute };
          const one = estimateArrival(journey({ way, position }), position.at);
          const other = estimateArrival(
            journey({
              way: way.map((point) => ({ ...point, longitude: turned(point.longitude) })),
              position: { ...position, longitude: turned(longitude) },
            }),
            position.at,
          );
          if (one === null || other === null) return;
          expect(Math.abs(one.remainingMeters - other.remainingMeters)).toBeLessThanOrEqual(1);
        },
      ),
      { numRuns: 500 },
    );
  });
});
