import { describe, expect, test } from 'vitest';
import { readLogFile } from '../../src/logger-files/read-logger-file.ts';
import { readFileSync } from 'node:fs';
import type { Profile } from '../../src/model/profile.ts';
import type { LocationReading, Reading } from '../../src/model/reading.ts';
import {
  type Place,
  type Point,
  type Route,
  contains,
  metersBetween,
  sideOf,
} from '../../src/evaluation/route.ts';
import { seriesOf } from '../../src/evaluation/series.ts';
import { evaluateIncrement } from '../../src/evaluation/evaluate-increment.ts';
import { initialState } from '../../src/evaluation/device-state.ts';
import { inferJourney } from '../../src/evaluation/diagnostics/journey.ts';
import { detectedJourney, diagnosticsOf } from '../../src/evaluation/diagnostics/diagnostics.ts';
import { activePeriodsOf, noBoundaries } from '../../src/evaluation/span.ts';
import type { EvaluationContext } from '../../src/evaluation/evaluation-context.ts';
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

function termsWith(route: Route, by: Profile = profile()): EvaluationContext {
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
  return detectedJourney(evaluateIncrement(initialState, positions, termsWith(route)).state.diagnostics);
}

/** A position about so many metres north and east of a place. */
function near({ latitude, longitude }: Point, north: number, east = 0): Point {
  return { latitude: latitude + north / 111_200, longitude: longitude + east / 68_000 };
}

function seenAt(minutes: number, point: Point): LocationReading {
  return { channel: 'location', at: start + minutes * minute, ...point };
}

const inside = (minutes: number): LocationReading => seenAt(minutes, near(depot, minutes % 7, minutes % 11));
const outside = (minutes: number): LocationReading => seenAt(minutes, near(depot, 900 + minutes * 10));

/** The position of a truck on a straight road at a given minute. */
const driving = (
  minutes: number,
  from: number,
  kilometersPerHour: number,
  point = hospital,
): LocationReading => seenAt(minutes, near(point, 2000 - ((minutes - from) * kilometersPerHour * 1000) / 60));
const every = (from: number, to: number, step: number, at: (minutes: number) => LocationReading) =>
  Array.from({ length: (to - from) / step + 1 }, (_, index) => at(from + index * step));
const withAccuracy = (reading: LocationReading, accuracy: number): LocationReading => ({
  ...reading,
  accuracy,
});

describe('departure inferred from positions', () => {
  test.each([
    ['needs three fixes over ten minutes', [20, 25, 30], 20],
    ['is not inferred from one fix too few', [20, 30], null],
    [
      'is not inferred in less than ten minutes, however many fixes there are',
      every(20, 29, 1, outside).map(({ at }) => (at - start) / minute),
      null,
    ],
  ])('a departure %s', (_, minutes, expected) => {
    const { departedAt } = journeyOf([inside(0), inside(10), ...minutes.map(outside)], there);
    expect(departedAt).toBe(expected === null ? null : start + expected * minute);
  });

  test('no departure is inferred if positions return in between', () => {
    const wavering = Array.from({ length: 40 }, (_, index) =>
      index % 3 === 2 ? inside(index) : outside(index),
    );
    expect(journeyOf(wavering, there).departedAt).toBeNull();
  });

  test('a position counts with the whole circle of its accuracy', () => {
    const cells = (accuracy: number) => [
      inside(0),
      ...every(20, 50, 10, (minutes) => withAccuracy(seenAt(minutes, near(depot, 1500 + minutes)), accuracy)),
    ];
    expect(journeyOf(cells(1000), there).departedAt).toBe(start + 20 * minute);
    expect(journeyOf(cells(2000), there).departedAt).toBeNull();
  });

  test('a circle across the geofence does not interrupt a departure', () => {
    const astride = withAccuracy(seenAt(25, near(depot, 400)), 800);
    expect(journeyOf([inside(0), outside(20), astride, outside(26), outside(31)], there).departedAt).toBe(
      start + 20 * minute,
    );
    expect(journeyOf([inside(0), outside(20), astride, outside(31)], there).departedAt).toBeNull();
  });

  test('no departure is inferred from the 0, 0 of receivers without a fix', () => {
    const zeros = every(10, 60, 5, (minutes) => seenAt(minutes, { latitude: 0, longitude: 0 }));
    const nearZero = every(70, 90, 5, (minutes) => seenAt(minutes, { latitude: 0.05, longitude: -0.05 }));
    expect(journeyOf([inside(0), ...zeros, ...nearZero, inside(95)], there)).toEqual({
      departedAt: null,
      arrivedAt: null,
    });
    // A ship may be 15 km from there.
    const atSea = every(10, 60, 5, (minutes) => seenAt(minutes, { latitude: 0.1, longitude: 0.1 }));
    expect(journeyOf(atSea, there).departedAt).toBe(start + 10 * minute);
  });

  test('no departure is inferred from impossible jumps', () => {
    const positions = Array.from({ length: 20 }, (_, index) => [
      inside(index),
      { ...seenAt(index + 0.1, near(depot, 400_000 + index)) },
      { ...seenAt(index + 0.2, near(depot, 400_500 + index)) },
      { ...seenAt(index + 0.3, near(depot, 401_000 + index)) },
    ]).flat();
    expect(journeyOf(positions, there).departedAt).toBeNull();
  });

  test('no departure is inferred from missing positions', () => {
    expect(journeyOf([inside(0), inside(600)], there).departedAt).toBeNull();
  });

  test('the same evidence in reverse undoes a departure, and its first time is remembered', () => {
    const away = every(20, 40, 10, outside);
    const back = every(50, 70, 10, inside);
    expect(journeyOf([inside(0), ...away, ...back.slice(0, 2)], there).departedAt).toBe(start + 20 * minute);
    expect(journeyOf([inside(0), ...away, ...back], there).departedAt).toBeNull();
    const again = every(80, 100, 10, outside);
    expect(journeyOf([inside(0), ...away, ...back, ...again], there).departedAt).toBe(start + 80 * minute);
    const { departure } = inferJourney(
      seriesOf([inside(0), ...away, ...back, ...again]).get('location')!,
      there,
      noBoundaries,
    );
    expect(departure).toMatchObject({ at: start + 80 * minute, first: start + 20 * minute });
  });

  test('departures are the same in any order and in any batches', () => {
    const positions = [inside(0), inside(10), ...every(20, 40, 5, outside), ...every(50, 80, 10, inside)];
    const whole = journeyOf(positions, there);
    expect(journeyOf(positions.toReversed(), there)).toEqual(whole);
    let { state } = evaluateIncrement(initialState, [], termsWith(there));
    for (const position of positions) ({ state } = evaluateIncrement(state, [position], termsWith(there)));
    expect(detectedJourney(state.diagnostics)).toEqual(whole);
  });
});

describe('arrival inferred from positions', () => {
  const left = [inside(0), ...every(20, 30, 5, outside)];
  const arrivedAt = (positions: readonly Reading[], route = there): number | null => {
    const at = journeyOf(positions, route).arrivedAt;
    return at === null ? null : (at - start) / minute;
  };

  test('an arrival is the first of three positions at the destination, even if an indoor receiver repeats itself', () => {
    const roof = near(hospital, 20);
    const positions = [...left, seenAt(180, roof), seenAt(190, roof), seenAt(200, roof)];
    expect(journeyOf(positions, there)).toEqual({
      departedAt: start + 20 * minute,
      arrivedAt: start + 180 * minute,
    });
  });

  test('a vehicle passing faster than 10 km/h does not arrive', () => {
    const wide = routeOf(circle('depot', depot), circle('hospital', hospital, 2500));
    // 4 km in 12 minutes is 20 km/h. At 9 km/h the same distance takes 27 minutes.
    expect(arrivedAt([...left, ...every(180, 192, 1, (at) => driving(at, 180, 20))], wide)).toBeNull();
    expect(arrivedAt([...left, ...every(180, 206, 1, (at) => driving(at, 180, 9))], wide)).toBe(180);
    // The result is the same at one fix per second.
    expect(arrivedAt([...left, ...every(180, 192, 1 / 64, (at) => driving(at, 180, 20))], wide)).toBeNull();
  });

  test('the arrival of a vehicle that drives in and stops is when it stops', () => {
    const wide = routeOf(circle('depot', depot), circle('hospital', hospital, 2500));
    const drivesIn = every(180, 185, 1, (at) => driving(at, 180, 24));
    const stops = every(190, 210, 10, (at) => seenAt(at, near(hospital, 0, at / 10)));
    expect(arrivedAt([...left, ...drivesIn, ...stops], wide)).toBe(185);
  });

  test('an arrival is undone if the goods move on, and its first time is remembered', () => {
    const stay = every(180, 200, 10, (at) => seenAt(at, near(hospital, at / 100)));
    const goesOn = every(210, 230, 10, (at) => seenAt(at, near(hospital, at * 50)));
    expect(arrivedAt([...left, ...stay, ...goesOn.slice(0, 2)])).toBe(180);
    expect(arrivedAt([...left, ...stay, ...goesOn])).toBeNull();
    const samples = seriesOf([...left, ...stay, ...goesOn]).get('location')!;
    expect(inferJourney(samples, there, noBoundaries).arrival).toMatchObject({
      at: null,
      first: start + 180 * minute,
    });
  });

  test('on a round trip the start is no arrival, and the arrival does not undo the departure', () => {
    const round = routeOf(circle('depot', depot), circle('depot', depot));
    expect(arrivedAt([inside(0), inside(10), inside(20), inside(30)], round)).toBeNull();
    expect(journeyOf([...left, inside(60), inside(70), inside(80)], round)).toEqual({
      departedAt: start + 20 * minute,
      arrivedAt: start + 60 * minute,
    });
  });

  test('if the origin has a geofence, an arrival needs a departure of this sensor or another', () => {
    const stay = every(180, 200, 10, (at) => seenAt(at, near(hospital, at / 100)));
    const samples = seriesOf(stay).get('location')!;
    const far = routeOf(circle('depot', hospital, 5000), circle('hospital', hospital));
    const known = (at: number) => ({ ...noBoundaries, departedAt: start + at * minute });
    expect(inferJourney(samples, far, noBoundaries).arrival.at).toBeNull();
    expect(inferJourney(samples, far, known(100)).arrival.at).toBe(start + 180 * minute);
    expect(inferJourney(samples, far, known(185)).arrival.at).toBeNull();
    expect(inferJourney(samples, { ...far, origin: null }, noBoundaries).arrival.at).toBe(
      start + 180 * minute,
    );
  });
});

describe('stops outside known places', () => {
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
    diagnosticsOf(
      seriesOf(positions),
      termsWith(route, { ...profile(), journeyRules: [rule] }),
      start + 10 * hour,
    ).map(({ kind, from, to }) => [
      kind,
      (from - start) / minute,
      to === null ? null : (to - start) / minute,
    ]);
  const journey = [inside(0), outside(20), outside(21), ...parked(60, 180), seenAt(200, near(depot, 30_000))];

  test('a stop longer than allowed outside a known place is reported until it ends', () => {
    expect(found(journey, there)).toEqual([['standing', 60, 200]]);
    expect(found(journey.slice(0, -1), there)).toEqual([['standing', 60, null]]);
  });

  test('a stop within the allowed time, at a known place, or with a repeated position is not reported', () => {
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

describe('lateness against the plan', () => {
  const by = {
    ...profile(),
    journeyRules: [{ kind: 'late' as const, id: 'late-1h', severity: 'minor' as const, longerThanMs: hour }],
  };
  const route = { ...there, plan: { departureAt: start, arrivalAt: start + 5 * hour } };
  const lateAt = (asOf: number, phases: EvaluationContext['phases']) =>
    diagnosticsOf(new Map(), { ...termsWith(route, by), phases }, asOf).map(({ subject, to }) => [
      subject,
      to,
    ]);

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

describe('rules in force', () => {
  const span = { from: start, to: start + 10 * hour };
  const inferred = (departedAt: number | null, arrivedAt: number | null) => ({
    ...noBoundaries,
    firstInferred: { departedAt, arrivedAt },
  });
  const [six, seven] = [start + 6 * hour, start + 7 * hour];
  test.each([
    ['nothing is known', noBoundaries, [true, []], [false, []], [false, []]],
    ['a departure is inferred', inferred(six, null), [true, []], [false, [six]], [false, []]],
    ['both are inferred', inferred(six, seven), [true, []], [false, [six]], [false, [seven]]],
    ['only an arrival is inferred', inferred(null, seven), [true, []], [true, []], [false, [seven]]],
    [
      'the departure is declared, the arrival inferred',
      { ...inferred(start + hour, seven), departedAt: six },
      [true, [six]],
      [false, [six]],
      [false, [seven]],
    ],
    [
      'both are declared, but differ from the inferred times',
      { ...inferred(start + hour, start + 2 * hour), departedAt: six, arrivedAt: seven },
      [true, [six]],
      [false, [six, seven]],
      [false, [seven]],
    ],
    [
      'an arrival is declared before the inferred departure',
      { ...inferred(seven, null), arrivedAt: six },
      [true, [six]],
      [true, [six]],
      [false, [six]],
    ],
  ] as const)('rules in force if %s', (_, phases, origin, transit, destination) => {
    for (const [phase, [initially, switches]] of [
      ['origin', origin],
      ['in-transit', transit],
      ['destination', destination],
    ] as const)
      expect([phase, activePeriodsOf([phase], { ...span, phases })]).toEqual([
        phase,
        { initially, switches },
      ]);
  });
});

describe('geometry of places', () => {
  test('distances are measured on the ellipsoid', () => {
    // Flinders Peak to Buninyong, Geoscience Australia's test line on GRS 80: 54 972.271 m.
    const meters = metersBetween(
      { latitude: -(37 + 57 / 60 + 3.7203 / 3600), longitude: 144 + 25 / 60 + 29.5244 / 3600 },
      { latitude: -(37 + 39 / 60 + 10.1561 / 3600), longitude: 143 + 55 / 60 + 35.3839 / 3600 },
    );
    expect(meters).toBeCloseTo(54_972.271, 2);
  });

  test.each([
    ['at its centre', { latitude: 0, longitude: 0 }, 5000, 'inside'],
    ['near its edge, as a point', { latitude: 0, longitude: 0.095 }, undefined, 'inside'],
    ['near its edge, as a circle', { latitude: 0, longitude: 0.095 }, 600, 'astride'],
    ['slightly farther inside', { latitude: 0, longitude: 0.094 }, 600, 'inside'],
    ['just outside', { latitude: 0, longitude: 0.105 }, 600, 'astride'],
    ['slightly farther outside', { latitude: 0, longitude: 0.106 }, 600, 'outside'],
    ['across a corner', { latitude: 0.104, longitude: 0.104 }, 700, 'astride'],
    ['beyond a corner', { latitude: 0.106, longitude: 0.106 }, 700, 'outside'],
  ])('a circle is inside, outside or astride a polygon: %s', (_, point, accuracy, expected) => {
    // 0.01 degrees at the equator are 1113 m to the east, 1106 m to the north.
    const corners = [
      { latitude: 0.1, longitude: -0.1 },
      { latitude: 0.1, longitude: 0.1 },
      { latitude: -0.1, longitude: 0.1 },
      { latitude: -0.1, longitude: -0.1 },
    ];
    const fix = { ...point, ...(accuracy !== undefined && { accuracy }) };
    expect(sideOf({ kind: 'polygon', corners }, fix)).toBe(expected);
  });

  test('a polygon contains its interior, even across the 180th meridian', () => {
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
      const driven = trackOf(name);
      const [first, last] = [driven[0]!, driven.at(-1)!];
      // The tracks end when the engine stops: a truck that has arrived stays.
      const track = [
        ...driven,
        ...Array.from({ length: 4 }, (_, index) => ({ ...last, at: last.at + (index + 1) * 5 * minute })),
      ];
      const route = routeOf(circle('a', first, 150), circle('b', last, 500));
      const leaves = track.find((position) => !contains(route.origin!.area, position))!.at;
      const { departedAt, arrivedAt } = journeyOf(track, route);
      expect(departedAt).not.toBeNull();
      expect(departedAt!).toBeGreaterThanOrEqual(leaves);
      expect(arrivedAt!).toBeGreaterThan(departedAt!);
      // A geofence around the whole track is never left.
      const all = routeOf(circle('town', first, 20_000), null);
      expect(journeyOf(track, all).departedAt).toBeNull();
    },
  );

  test('a flight departs once, in spite of frozen and repeated positions', { timeout: 30_000 }, () => {
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
    // Its last position repeats for 18 minutes in the air, which is no arrival anywhere else.
    const byTheWay = routeOf(
      circle('Stansted', first, 3000),
      circle('Reims', { latitude: 49.25, longitude: 4.03 }, 3000),
    );
    expect(journeyOf(positions, byTheWay).arrivedAt).toBeNull();
  });
});
