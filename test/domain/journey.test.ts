import { describe, expect, test } from 'vitest';
import { readLogFile } from '../../contract/log-file/read-log-file.ts';
import { readFileSync } from 'node:fs';
import type { Profile } from '../../domain/profile.ts';
import type { LocationReading, Reading } from '../../domain/reading.ts';
import { type Place, type Point, type Route, contains, metersBetween } from '../../domain/route.ts';
import { seriesOf } from '../../domain/series.ts';
import { advance } from '../../domain/advance.ts';
import { initialState } from '../../domain/device-state.ts';
import { detectedJourney, findingsOf } from '../../domain/signals/signals.ts';
import type { Terms } from '../../domain/terms.ts';
import { hasSharedData, sharedJson, sharedPath } from '../support/shared-data.ts';
import { hour, minute, profile, start } from '../support/series.ts';

const depot: Point = { latitude: 52.2, longitude: 0.1 };
const hospital: Point = { latitude: 51.9, longitude: 0.25 };

function circle(name: string, at: Point, radiusMeters = 300): Place {
  return { name, area: { kind: 'circle', ...at, radiusMeters } };
}

function routeOf(origin: Place | null, destination: Place | null, waypoints: Place[] = []): Route {
  return { origin, destination, waypoints, plan: { departureAt: null, arrivalAt: null } };
}

const there = routeOf(circle('depot', depot), circle('hospital', hospital));

function termsWith(route: Route, by: Profile = profile()): Terms {
  return {
    profile: by,
    attachedAt: 0,
    since: 0,
    until: null,
    phases: { departedAt: null, arrivedAt: null },
    route,
    calibratedUntil: null,
  };
}

function journeyOf(positions: readonly Reading[], route: Route) {
  return detectedJourney(advance(initialState, positions, termsWith(route)).state.signals);
}

/** A position so many metres (about) north and east of a place. */
function near({ latitude, longitude }: Point, north: number, east = 0): Point {
  return { latitude: latitude + north / 111_200, longitude: longitude + east / 68_000 };
}

function seenAt(minutes: number, point: Point): LocationReading {
  return { channel: 'location', at: start + minutes * minute, ...point };
}

const inside = (minutes: number): LocationReading => seenAt(minutes, near(depot, minutes % 7, minutes % 11));
const outside = (minutes: number): LocationReading => seenAt(minutes, near(depot, 900 + minutes * 10));

describe('departure', () => {
  test('is the first of three positions outside', () => {
    const positions = [inside(0), inside(10), outside(20), outside(21), outside(22)];
    expect(journeyOf(positions, there).departedAt).toBe(start + 20 * minute);
    expect(journeyOf(positions.slice(0, 4), there).departedAt).toBeNull();
  });

  test('or of two that lie ten minutes apart', () => {
    expect(journeyOf([inside(0), outside(20), outside(30)], there).departedAt).toBe(start + 20 * minute);
    expect(journeyOf([inside(0), outside(20), outside(29)], there).departedAt).toBeNull();
  });

  test('is not made of positions that come back in between', () => {
    const wavering = Array.from({ length: 40 }, (_, index) =>
      index % 3 === 2 ? inside(index) : outside(index),
    );
    expect(journeyOf(wavering, there).departedAt).toBeNull();
  });

  test('is not made of one wrong position, however often it is repeated', () => {
    const frozen = near(depot, 5000);
    const positions = [
      inside(0),
      ...Array.from({ length: 30 }, (_, index) => seenAt(10 + index * 10, frozen)),
    ];
    expect(journeyOf(positions, there).departedAt).toBeNull();
  });

  test('is not made of jumps that nothing can make', () => {
    const positions = Array.from({ length: 20 }, (_, index) => [
      inside(index),
      { ...seenAt(index + 0.1, near(depot, 400_000 + index)) },
      { ...seenAt(index + 0.2, near(depot, 400_500 + index)) },
      { ...seenAt(index + 0.3, near(depot, 401_000 + index)) },
    ]).flat();
    expect(journeyOf(positions, there).departedAt).toBeNull();
  });

  test('is not made of silence', () => {
    expect(journeyOf([inside(0), inside(600)], there).departedAt).toBeNull();
  });

  test('comes out the same in any order and in batches', () => {
    const positions = [inside(0), inside(10), outside(20), outside(21), outside(22), outside(40)];
    const whole = journeyOf(positions, there);
    expect(journeyOf(positions.toReversed(), there)).toEqual(whole);
    let { state } = advance(initialState, [], termsWith(there));
    for (const position of positions) ({ state } = advance(state, [position], termsWith(there)));
    expect(detectedJourney(state.signals)).toEqual(whole);
  });
});

describe('arrival', () => {
  const left = [inside(0), outside(20), outside(21), outside(22)];

  test('is the first of three positions at the destination, where a receiver under a roof repeats itself', () => {
    const roof = near(hospital, 20);
    const positions = [...left, seenAt(180, roof), seenAt(190, roof), seenAt(200, roof)];
    expect(journeyOf(positions, there)).toEqual({
      departedAt: start + 20 * minute,
      arrivedAt: start + 180 * minute,
    });
  });

  test('is not a drive past', () => {
    const past = [
      ...left,
      seenAt(180, near(hospital, 250)),
      seenAt(181, near(hospital, -250)),
      seenAt(182, near(hospital, -900)),
    ];
    expect(journeyOf(past, there).arrivedAt).toBeNull();
  });

  test('of a round trip is not at its beginning', () => {
    const round = routeOf(circle('depot', depot), circle('depot', depot));
    expect(journeyOf([inside(0), inside(10), inside(20), inside(30)], round).arrivedAt).toBeNull();
    expect(journeyOf([...left, inside(60), inside(70), inside(80)], round).arrivedAt).toBe(
      start + 60 * minute,
    );
  });
});

describe('standing', () => {
  const rule = {
    kind: 'standing' as const,
    id: 'standing-1h',
    severity: 'minor' as const,
    longerThanMs: hour,
    withinMeters: 250,
  };
  const lorryPark = near(depot, 20_000);
  const parked = (from: number, to: number): LocationReading[] =>
    Array.from({ length: (to - from) / 10 + 1 }, (_, index) =>
      seenAt(from + index * 10, near(lorryPark, index * 3, index * 2)),
    );
  const found = (positions: readonly Reading[], route: Route) =>
    findingsOf(
      seriesOf(positions),
      termsWith(route, { ...profile(), journeyRules: [rule] }),
      start + 10 * hour,
    ).map(({ kind, from, to }) => [
      kind,
      (from - start) / minute,
      to === null ? null : (to - start) / minute,
    ]);
  const journey = [inside(0), outside(20), outside(21), ...parked(60, 180), seenAt(200, near(depot, 30_000))];

  test('longer than allowed outside a known place is found, until it moves on', () => {
    expect(found(journey, there)).toEqual([['standing', 60, 200]]);
    expect(found(journey.slice(0, -1), there)).toEqual([['standing', 60, null]]);
  });

  test('for as long as allowed, at a known place, or at a position that is stuck is not', () => {
    expect(found([inside(0), ...parked(60, 120)], there)).toEqual([]);
    expect(found(journey, { ...there, waypoints: [circle('lorry park', lorryPark, 500)] })).toEqual([]);
    const stuck = Array.from({ length: 20 }, (_, index) => seenAt(60 + index * 10, lorryPark));
    expect(found([inside(0), ...stuck], there)).toEqual([]);
    expect(
      found(
        [0, 30, 60, 90, 120].map((minutes) => inside(minutes)),
        there,
      ),
    ).toEqual([]);
  });
});

describe('late against the plan', () => {
  const by = {
    ...profile(),
    journeyRules: [{ kind: 'late' as const, id: 'late-1h', severity: 'minor' as const, longerThanMs: hour }],
  };
  const route = { ...there, plan: { departureAt: start, arrivalAt: start + 5 * hour } };
  const lateAt = (asOf: number, phases: Terms['phases']) =>
    findingsOf(new Map(), { ...termsWith(route, by), phases }, asOf).map(({ subject, to }) => [subject, to]);

  test.each([
    [start + hour, null, null, []],
    [start + hour + 1, null, null, [['late-1h departure', null]]],
    [start + 6 * hour + 1, start, null, [['late-1h arrival', null]]],
    [start + 9 * hour, start, start + 6 * hour, []],
    [start + 9 * hour, start, start + 7 * hour, [['late-1h arrival', start + 7 * hour]]],
  ])('as of %d, departed %s, arrived %s', (asOf, departedAt, arrivedAt, expected) => {
    expect(lateAt(asOf, { departedAt, arrivedAt })).toEqual(expected);
  });
});

describe('places', () => {
  test('distances are those of the ellipsoid', () => {
    // Flinders Peak to Buninyong, Geoscience Australia's test line on GRS 80: 54 972.271 m.
    const meters = metersBetween(
      { latitude: -(37 + 57 / 60 + 3.7203 / 3600), longitude: 144 + 25 / 60 + 29.5244 / 3600 },
      { latitude: -(37 + 39 / 60 + 10.1561 / 3600), longitude: 143 + 55 / 60 + 35.3839 / 3600 },
    );
    expect(meters).toBeCloseTo(54_972.271, 2);
  });

  test('a polygon knows its inside, also across the 180th meridian', () => {
    const fiji = {
      kind: 'polygon' as const,
      corners: [
        { latitude: -16, longitude: 179 },
        { latitude: -16, longitude: -179 },
        { latitude: -18, longitude: -179 },
        { latitude: -18, longitude: 179 },
      ],
    };
    expect(contains(fiji, { latitude: -17, longitude: 179.9 })).toBe(true);
    expect(contains(fiji, { latitude: -17, longitude: -179.9 })).toBe(true);
    expect(contains(fiji, { latitude: -17, longitude: 178.9 })).toBe(false);
    expect(contains(fiji, { latitude: -17, longitude: 0 })).toBe(false);
    expect(contains(fiji, { latitude: -15, longitude: 180 })).toBe(false);
  });
});

describe.skipIf(!hasSharedData)('real tracks', () => {
  type Track = { features: { geometry: { coordinates: [number, number] }; properties: { time: string } }[] };
  const trackOf = (name: string): LocationReading[] =>
    sharedJson<Track>(`road-tracks/${name}.geojson`).features.map(({ geometry, properties }) => ({
      channel: 'location',
      at: Date.parse(properties.time),
      latitude: geometry.coordinates[1],
      longitude: geometry.coordinates[0],
    }));

  test.each(['track0', 'track5', 'track7', 'track8'])(
    '%s departs and arrives once, and never before it does',
    (name) => {
      const track = trackOf(name);
      const [first, last] = [track[0]!, track.at(-1)!];
      const route = routeOf(circle('a', first, 150), circle('b', last, 500));
      const leaves = track.find((position) => !contains(route.origin!.area, position))!.at;
      const { departedAt, arrivedAt } = journeyOf(track, route);
      expect(departedAt).not.toBeNull();
      expect(departedAt!).toBeGreaterThanOrEqual(leaves);
      expect(arrivedAt!).toBeGreaterThan(departedAt!);
      // A fence around the whole of it is never left.
      const all = routeOf(circle('town', first, 20_000), null);
      expect(journeyOf(track, all).departedAt).toBeNull();
    },
  );

  test(
    'a flight departs once, its frozen and repeated positions notwithstanding',
    { timeout: 30_000 },
    () => {
      const { readings } = readLogFile(
        readFileSync(sharedPath('flight-cabin-pressure/flight.csv')),
        null,
        'Europe/London',
      );
      const positions = readings.filter(
        (reading): reading is LocationReading => reading.channel === 'location',
      );
      const [first, last] = [positions[0]!, positions.at(-1)!];
      const route = routeOf(circle('Stansted', first, 3000), circle('Baden-Baden', last, 3000));
      const { departedAt, arrivedAt } = journeyOf(positions, route);
      const leaves = positions.find((position) => !contains(route.origin!.area, position))!.at;
      expect(departedAt).toBe(leaves);
      expect(arrivedAt!).toBeGreaterThan(departedAt! + 50 * minute);
      // Its last position stands for 18 minutes in the air: no arrival anywhere else.
      const byTheWay = routeOf(
        circle('Stansted', first, 3000),
        circle('Reims', { latitude: 49.25, longitude: 4.03 }, 3000),
      );
      expect(journeyOf(positions, byTheWay).arrivedAt).toBeNull();
    },
  );
});
