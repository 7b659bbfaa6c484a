import { describe, expect, test } from 'vitest';
import type { Place, Route } from '../../src/model/route.ts';
import { parseProfile } from '../../src/model/parse-profile.ts';
import type { Reading } from '../../src/model/reading.ts';
import type { LedgerEvent } from '../../src/shipments/ledger-event.ts';
import type { Entry } from '../../src/shipments/ledger.ts';
import { evaluateShipment } from '../../src/shipments/shipment-verdict.ts';
import { minute, start } from '../support/series.ts';
import { createdShipment, warmProfile } from '../support/shipment.ts';
import { ledgerOf } from '../support/signed-evidence.ts';

// A truck drives north along a meridian: it leaves the depot at 1:00 and reaches the hospital at 4:00, where it stays.
// Attackers change the plan to make an excursion, or a contradiction, disappear from its verdict.

const at = (minutes: number): number => start + minutes * minute;
const latitudeAt = (minutes: number): number => 52 + 0.3 * Math.min(1, Math.max(0, (minutes - 60) / 180));
const fence = (name: string, minutes: number, radiusMeters = 500): Place => ({
  name,
  area: { kind: 'circle', latitude: latitudeAt(minutes), longitude: 0.1, radiusMeters },
});
const depot = fence('depot', 0);
const hospital = fence('hospital', 240);
const elsewhere: Place = {
  name: 'elsewhere',
  area: { kind: 'circle', latitude: 48, longitude: 2, radiusMeters: 500 },
};
const routeOf = (origin: Place | null, destination: Place | null): Route => ({
  origin,
  destination,
  waypoints: [],
  plan: { departureAt: null, arrivalAt: null },
});

const everyTen = (of: (minutes: number) => Reading): Reading[] =>
  Array.from({ length: 37 }, (_, index) => of(index * 10));
const positions = everyTen((minutes) => ({
  channel: 'location',
  at: at(minutes),
  latitude: latitudeAt(minutes),
  longitude: 0.1,
}));
const cool = everyTen((minutes) => ({ channel: 'temperature', at: at(minutes), value: 5 }));
/** Too warm for 40 minutes. */
const warmFrom = (from: number): Reading[] =>
  everyTen((minutes) => ({
    channel: 'temperature',
    at: at(minutes),
    value: minutes >= from && minutes < from + 40 ? 9 : 5,
  }));

const [rule] = warmProfile.rules;
const profileFor = (...phases: string[]) => ({ ...warmProfile, rules: [{ ...rule, phases }] });

/** What happened, each with the minute at which it was recorded. */
type Recorded = readonly [minutes: number, fact: LedgerEvent];

const plans = (minutes: number, route: Route): Recorded => [
  minutes,
  { kind: 'plan-changed', plan: { ...createdShipment, route } },
];
const declares = (kind: 'departed' | 'arrived', minutes: number, recorded: number): Recorded => [
  recorded,
  { kind, at: at(minutes), detectedBy: null },
];

function ledger(route: Route, ...recorded: readonly Recorded[]): Entry[] {
  const planned: LedgerEvent[] = [
    { kind: 'shipment-created', ...createdShipment, route },
    { kind: 'device-attached', device: 'box', since: start, intervalMs: 10 * minute },
  ];
  return ledgerOf(...planned, ...recorded.map(([, fact]) => fact)).map((entry, index) => {
    const own = recorded[index - planned.length];
    return { ...entry, by: 'lena', why: 'a diversion', recordedAt: own === undefined ? start : at(own[0]) };
  });
}

function judged(entries: Entry[], temperatures: readonly Reading[], profile: object = warmProfile) {
  const parsed = parseProfile(profile);
  if (!parsed.ok) throw new Error(parsed.problems.join());
  const record = { readings: [...temperatures, ...positions], profile: parsed.profile };
  return evaluateShipment(entries, () => record, at(360));
}

const direct = routeOf(depot, hospital);
const left = declares('departed', 60, 61);
const came = declares('arrived', 240, 241);

describe('an honest change costs nothing', () => {
  test.each<[string, Entry[]]>([
    ['no change', ledger(direct, left, came)],
    ['a diversion under way', ledger(routeOf(depot, elsewhere), left, plans(120, direct), came)],
    [
      'a geofence that was corrected before the departure',
      ledger(routeOf(elsewhere, hospital), plans(30, direct), left, came),
    ],
    [
      'geofences that were added before the departure',
      ledger(routeOf(null, null), plans(30, direct), left, came),
    ],
    [
      'another planned time, once the goods are there',
      ledger(direct, left, came, plans(250, { ...direct, plan: { departureAt: at(50), arrivalAt: null } })),
    ],
    [
      'a waypoint that was added under way',
      ledger(direct, left, plans(90, { ...direct, waypoints: [elsewhere] }), came),
    ],
  ])('%s', (_, entries) => {
    const verdict = judged(entries, cool);
    expect([verdict.contested, verdict.recommendation]).toEqual([[], 'release']);
  });
});

describe('the journey that positions show', () => {
  test('now is that of the route in force', () => {
    const { inferred } = judged(ledger(direct, plans(300, routeOf(depot, elsewhere))), cool).journey;
    expect(inferred.departedAt).not.toBeNull();
    expect(inferred.arrivedAt).toBeNull();
  });

  test('first is that of any route that was in force, as long as it was', () => {
    const first = (...changes: readonly Recorded[]) =>
      judged(ledger(direct, ...changes), cool).journey.firstInferred.arrivedAt;
    const arrived = first();
    expect(arrived).toBe(at(240));
    expect(first(plans(300, routeOf(depot, elsewhere)))).toBe(arrived);
    // The truck had not been there when the destination was moved.
    expect(first(plans(200, routeOf(depot, elsewhere)))).toBeNull();
  });

  test('has an arrival at the new destination, though only the former origin was ever left', () => {
    const { inferred } = judged(
      ledger(routeOf(depot, elsewhere), plans(120, routeOf(elsewhere, hospital))),
      cool,
    ).journey;
    expect(inferred.arrivedAt).toBe(at(240));
  });
});

describe('a changed route hides no excursion', () => {
  test('of the destination: what was inferred first stays in force', () => {
    const profile = profileFor('destination');
    const honest = judged(ledger(direct), warmFrom(260), profile);
    const moved = judged(ledger(direct, plans(330, routeOf(depot, elsewhere))), warmFrom(260), profile);
    expect(honest.sensors[0]!.judgement.excursions).toHaveLength(1);
    expect(moved.sensors[0]!.judgement.excursions).toEqual(honest.sensors[0]!.judgement.excursions);
  });

  test('of the transit: an origin further along the way does not shorten it', () => {
    const profile = profileFor('in-transit');
    const further = plans(300, routeOf(fence('lay-by', 150, 3000), hospital));
    const verdict = judged(ledger(direct, further), warmFrom(80), profile);
    expect(verdict.sensors[0]!.judgement.excursions).toHaveLength(1);
  });

  test('of the transit: a departure from the new origin is contested by what happened before it', () => {
    const further = plans(300, routeOf(fence('lay-by', 150, 3000), hospital));
    const declared = declares('departed', 180, 310);
    const verdict = judged(ledger(direct, further, declared, came), warmFrom(80), profileFor('in-transit'));
    expect(verdict.recommendation).toBe('quarantine');
    expect(verdict.contested.join(' ')).toContain('This excludes an excursion: box was out of range');
  });

  test('of the transit: an origin that is added late does not begin it late', () => {
    // Without an origin, everything before the arrival is in transit.
    const open = routeOf(null, hospital);
    const profile = profileFor('in-transit');
    const arrival = declares('arrived', 240, 320);
    const honest = judged(ledger(open, arrival), warmFrom(80), profile);
    expect(honest.sensors[0]!.judgement.excursions).toHaveLength(1);
    // So large that the excursion lies in it.
    const added = plans(300, routeOf(fence('region', 0, 16_000), hospital));
    const verdict = judged(ledger(open, added, arrival), warmFrom(80), profile);
    expect(verdict.sensors[0]!.judgement.excursions).toEqual([]);
    expect(verdict.recommendation).toBe('quarantine');
    expect(verdict.contested).toEqual([
      'On 2026-01-01 05:00 UTC lena changed the plan (a diversion). This excludes an excursion: box was out of range from 2026-01-01 01:20 UTC to 2026-01-01 02:00 UTC, alarm at 2026-01-01 01:40 UTC. Rule warm-20m.',
    ]);
  });
});

describe('a changed route makes no declaration true', () => {
  const early = declares('arrived', 200, 350);
  test('an arrival elsewhere than planned stays contested if the destination is moved there afterwards', () => {
    const there = routeOf(depot, fence('yard', 200, 30_000));
    expect(judged(ledger(direct, left, early), cool).recommendation).toBe('quarantine');
    const verdict = judged(ledger(direct, left, plans(340, there), early), cool);
    expect(verdict.recommendation).toBe('quarantine');
    expect(verdict.contested).toEqual([
      expect.stringMatching(
        /^On .* lena declared the arrival as of 2026-01-01 03:20 UTC \(a diversion\)\. Positions of box contradict it: it was outside hospital from .*, by the destination that the plan had until lena changed it 2026-01-01 05:40 UTC\.$/,
      ),
    ]);
  });

  test('a departure stays contested if the origin is moved to where the goods came by', () => {
    const late = declares('departed', 180, 310);
    const moved = plans(300, routeOf(fence('lay-by', 150, 6000), hospital));
    const verdict = judged(ledger(direct, moved, late, came), cool);
    expect(verdict.recommendation).toBe('quarantine');
    expect(verdict.contested.join(' ')).toContain(
      'it had left depot at 2026-01-01 01:10 UTC, by the origin that the plan had until lena changed it 2026-01-01 05:00 UTC',
    );
  });

  test.each([
    ['destination', routeOf(depot, null), left, came, 'Positions cannot confirm the arrival.'],
    [
      'origin',
      routeOf(null, hospital),
      declares('departed', 100, 240),
      came,
      'Positions cannot confirm the departure.',
    ],
  ])(
    'a geofence of the %s that is taken out under way leaves the declaration unconfirmed',
    (place, without, departure, arrival, words) => {
      const change = plans(90, without);
      const recorded = departure[0] < 90 ? [departure, change, arrival] : [change, departure, arrival];
      const verdict = judged(ledger(direct, ...recorded), cool);
      expect(verdict.recommendation).toBe('quarantine');
      expect(verdict.contested).toContain(
        `On 2026-01-01 01:30 UTC lena changed the plan (a diversion), while the goods were under way; the ${place} has no geofence since. ${words}`,
      );
    },
  );

  test('a geofence that was taken out and put back confirms as before', () => {
    const entries = ledger(direct, left, plans(90, routeOf(depot, null)), plans(100, direct), came);
    expect(judged(entries, cool)).toMatchObject({ contested: [], recommendation: 'release' });
  });

  test('a geofence that was put back and taken out again is missing since both changes', () => {
    const without = routeOf(depot, null);
    const changes = [plans(90, without), plans(100, direct), plans(110, without)];
    const { contested, recommendation } = judged(ledger(direct, left, ...changes, came), cool);
    expect(recommendation).toBe('quarantine');
    const missing = (time: string): string =>
      `On 2026-01-01 ${time} UTC lena changed the plan (a diversion), while the goods were under way; the destination has no geofence since. Positions cannot confirm the arrival.`;
    expect(contested).toEqual([missing('01:30'), missing('01:50')]);
  });

  test('a geofence that was taken out before the departure is only a plan', () => {
    const entries = ledger(direct, plans(30, routeOf(depot, null)), left, came);
    expect(judged(entries, cool)).toMatchObject({ contested: [], recommendation: 'release' });
  });
});
