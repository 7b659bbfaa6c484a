import { describe, expect, test } from 'vitest';
import { evaluateIncrement } from '../../src/evaluation/evaluate-increment.ts';
import { initialState } from '../../src/evaluation/device-state.ts';
import { evaluateRecord } from '../../src/evaluation/evaluate-record.ts';
import { messageReadingsOf } from '../../src/telemetry/message-readings.ts';
import type { LocationReading, Reading } from '../../src/model/reading.ts';
import type { Point, Route } from '../../src/evaluation/route.ts';
import { recordOf, seriesOf } from '../../src/evaluation/series.ts';
import { inferJourney } from '../../src/evaluation/diagnostics/journey.ts';
import { type Fix, type FixState, nextFix } from '../../src/evaluation/diagnostics/plausible-fix.ts';
import { diagnosticsOf } from '../../src/evaluation/diagnostics/diagnostics.ts';
import { latenessOf } from '../../src/evaluation/diagnostics/timetable.ts';
import { unreadableChannels } from '../../src/evaluation/diagnostics/unreadable-channels.ts';
import { noBoundaries } from '../../src/evaluation/span.ts';
import { timelineOf } from '../../src/evaluation/timeline.ts';
import { unevaluatedReadings } from '../../src/shipments/unevaluated-readings.ts';
import { uncertainGaps } from '../../src/evaluation/worst-case.ts';
import {
  closedSpan,
  everyTenMinutes,
  hour,
  minute,
  profile,
  rule,
  start,
  termsBy,
  times,
} from '../support/series.ts';

const depot: Point = { latitude: 52, longitude: 0 };
const hospital: Point = { latitude: 51, longitude: 0 };
/** The position about so many metres north of a place. */
const north = ({ latitude, longitude }: Point, meters: number): Point => ({
  latitude: latitude + meters / 111_260,
  longitude,
});
const place = (name: string, at: Point) => ({
  name,
  area: { kind: 'circle' as const, ...at, radiusMeters: 300 },
});
const route: Route = {
  origin: place('depot', depot),
  destination: place('hospital', hospital),
  waypoints: [],
  plan: { departureAt: null, arrivalAt: null },
};
const seen = (minutes: number, point: Point, accuracy?: number): LocationReading => ({
  channel: 'location',
  at: start + minutes * minute,
  ...point,
  ...(accuracy !== undefined && { accuracy }),
});

describe('plausibility of positions', () => {
  const follow = (fixes: readonly Fix[]) => {
    let state: FixState | undefined;
    return fixes.map((fix) => {
      const next = nextFix(state, fix);
      ({ state } = next);
      return next.is;
    });
  };
  const fix = (seconds: number, meters: number, accuracy?: number): Fix => ({
    at: start + seconds * 1000,
    ...north(depot, meters),
    ...(accuracy !== undefined && { accuracy }),
  });

  test('a position that needs more than 350 m/s is impossible, after allowing for both circles', () => {
    expect(follow([fix(0, 0), fix(10, 3400)])).toEqual(['plausible', 'plausible']);
    expect(follow([fix(0, 0), fix(10, 3600)])).toEqual(['plausible', 'impossible']);
    expect(follow([fix(0, 0), fix(10, 3600, 200)])).toEqual(['plausible', 'plausible']);
    expect(follow([fix(0, 0, 200), fix(10, 3600)])).toEqual(['plausible', 'plausible']);
    expect(follow([fix(0, 0, 50), fix(10, 3600, 40)])).toEqual(['plausible', 'impossible']);
  });

  test('five positions that agree with each other outweigh the one that they contradict', () => {
    const far = (index: number): Fix => fix(index, 1_000_000 + index * 10);
    expect(follow([fix(0, 0), ...[1, 2, 3, 4, 5, 6].map(far)])).toEqual([
      'plausible',
      ...Array.from({ length: 4 }, () => 'impossible'),
      'restart',
      'plausible',
    ]);
    const wild = (index: number): Fix => fix(index, index % 2 === 0 ? 1_000_000 : -1_000_000);
    expect(follow([fix(0, 0), ...[1, 2, 3, 4, 5, 6].map(wild)])).toEqual([
      'plausible',
      ...Array.from({ length: 6 }, () => 'impossible'),
    ]);
    // A possible position in between restarts the count.
    expect(follow([fix(0, 0), ...[1, 2, 3, 4].map(far), fix(5, 0), ...[6, 7].map(far)]).slice(-3)).toEqual([
      'plausible',
      'impossible',
      'impossible',
    ]);
  });
});

describe('departure and arrival', () => {
  const inferred = (...positions: LocationReading[]) => {
    const { departure, arrival } = inferJourney(seriesOf(positions).get('location')!, route, noBoundaries);
    const inMinutes = (at: number | null) => (at === null ? null : (at - start) / minute);
    return [inMinutes(departure.at), inMinutes(arrival.at)];
  };
  const left = [0, 5, 10].map((minutes) => seen(minutes, north(depot, 1000 + minutes)));

  test('a fix whose circle crosses the geofence does not undo a departure or an arrival', () => {
    const there = [300, 305, 310].map((minutes) => seen(minutes, hospital));
    expect(inferred(...left, ...there)).toEqual([0, 300]);
    const astride = seen(307, north(hospital, 280), 100);
    expect(inferred(...left, there[0]!, there[1]!, astride, there[2]!)).toEqual([0, 300]);
    const outside = seen(307, north(hospital, 500));
    expect(inferred(...left, there[0]!, there[1]!, outside, there[2]!)).toEqual([0, null]);
  });

  test('departure and arrival survive a restart of positions elsewhere; unconfirmed runs do not', () => {
    const elsewhere: Point = { latitude: 40, longitude: 20 };
    const jumped = [10.1, 10.2, 10.3, 10.4, 10.5].map((minutes) => seen(minutes, elsewhere));
    expect(inferred(...left, ...jumped)).toEqual([0, null]);
    expect(inferred(left[0]!, left[1]!, ...jumped, seen(11, elsewhere))).toEqual([null, null]);
  });
});

test('a planned departure that has not happened is late even if no phase is known', () => {
  const late = { kind: 'late' as const, id: 'late-1h', severity: 'minor' as const, longerThanMs: hour };
  const context = termsBy(
    { ...profile(), journeyRules: [late] },
    { route: { ...route, plan: { departureAt: start, arrivalAt: start + hour } } },
  );
  const at = (asOf: number) => latenessOf(context, asOf).map(({ subject, from, to }) => [subject, from, to]);
  expect(at(start + hour)).toEqual([]);
  expect(at(start + 2 * hour + 1)).toEqual([
    ['late-1h departure', start + hour, null],
    ['late-1h arrival', start + 2 * hour, null],
  ]);
});

test('equally late messages with a longer gap in between say nothing about the clock', () => {
  const lateMessages = (everyMinutes: number): Reading[] =>
    [0, 1].flatMap((index) => {
      const at = start + index * everyMinutes * minute;
      const reading = { channel: 'temperature' as const, at, value: 5 };
      return [reading, ...messageReadingsOf([reading], [], null, at + 30 * minute)];
    });
  const found = (everyMinutes: number) =>
    diagnosticsOf(seriesOf(lateMessages(everyMinutes)), termsBy(profile()), start + 2 * hour).map(
      ({ kind }) => kind,
    );
  expect(found(30)).toEqual(['clock-off']);
  expect(found(31)).toEqual([]);
});

test('an unreadable channel is reported with the text it sent', () => {
  const cold = profile(rule({ limit: { kind: 'above', limit: 8 }, allowance: { mode: 'instant' } }));
  const context = termsBy(cold);
  const text = (minutes: number, what: string): Reading => ({
    channel: 'temperature',
    at: start + minutes * minute,
    text: what,
    offScale: null,
    bound: null,
  });
  const said = (...readings: Reading[]) =>
    unreadableChannels(
      evaluateIncrement(initialState, [...everyTenMinutes([5]), ...readings], context).state,
      context,
    ).map(({ from, sentence }) => [(from - start) / minute, sentence]);
  expect(said(text(10, 'ERR'), text(30, ''))).toEqual([]);
  expect(said(text(10, 'ERR'), text(31, ''), text(31, 'E'))).toEqual([
    [
      10,
      'The device is online but its temperature has been unreadable (empty, "E") since 2026-01-01 00:10 UTC: no value for 31 min.',
    ],
  ]);
  expect(said({ channel: 'humidity', at: start + 31 * minute, value: 50 })).toEqual([
    [0, 'The device is online but has sent no temperature since 2026-01-01 00:00 UTC: no value for 31 min.'],
  ]);
});

test('if the profile evaluates nothing, any channel makes a record', () => {
  const reasons = (humid: number) =>
    evaluateRecord(
      [
        ...everyTenMinutes([5]),
        ...times(humid, 50).map((value, index): Reading => ({
          channel: 'humidity',
          at: start + index * 10 * minute,
          value: value!,
        })),
      ],
      profile(),
      closedSpan(start, start + hour),
    ).reasons.filter((reason) => reason.startsWith('Only one reading'));
  expect(reasons(6)).toEqual([]);
  expect(reasons(1)).toEqual([
    'Only one reading of temperature in the evaluated time: a release needs at least two.',
  ]);
});

test('readings outside the evaluated time are counted, and a time with an error and a reading counts once', () => {
  const record = recordOf([
    ...everyTenMinutes([5, 6, 7, 8, 9]),
    { channel: 'temperature', at: start, text: 'ERR', offScale: null, bound: null },
    { channel: 'temperature', at: start + 5 * minute, text: 'ERR', offScale: null, bound: null },
  ]);
  const unjudged = unevaluatedReadings({
    record,
    attachment: { device: 'd-1', since: start, detachedAt: null, declaredAt: null } as unknown as Parameters<
      typeof unevaluatedReadings
    >[0]['attachment'],
    channels: ['temperature'],
    from: start + 20 * minute,
    to: start + 30 * minute,
    arrivedAt: start + 30 * minute,
    asOf: start + hour,
  });
  expect(unjudged).toEqual([
    '3 readings of temperature from d-1 before the end of the start delay (2026-01-01 00:20 UTC) were not evaluated: 5 to 6 °C, 1 unreadable.',
    '1 reading of temperature from d-1 after the declared arrival (2026-01-01 00:30 UTC) was not evaluated: 9 °C.',
  ]);
});

test('a gap counts as outside if a value off the scale lies in it, not if one lies elsewhere', () => {
  const limited = rule({
    limit: { kind: 'above', limit: 8 },
    allowance: { mode: 'consecutive', milliseconds: hour, firesWhen: 'exceeded' },
  });
  // Readings until 00:20, then none until 01:20, and none from 01:40 until 02:40.
  const readings = [0, 10, 20, 80, 90, 100, 160, 170].map((minutes): Reading => ({
    channel: 'temperature',
    at: start + minutes * minute,
    value: 5,
  }));
  const uncertain = (atMinutes: number | null, bound = 72): number[] => {
    const high: Reading[] =
      atMinutes === null
        ? []
        : [{ channel: 'temperature', at: start + atMinutes * minute, text: 'HI', offScale: 'above', bound }];
    const { series, unreadable } = recordOf([...readings, ...high]);
    const timeline = timelineOf(
      series.get('temperature')!,
      unreadable.get('temperature') ?? [],
      start,
      start + 3 * hour,
      profile(),
    );
    return [...uncertainGaps(limited, timeline, timeline.gaps, 2 * hour)].map(
      ({ from }) => (from - start) / minute,
    );
  };
  expect(uncertain(null)).toEqual([]);
  // What was read before is valid until then.
  expect(uncertain(50)).toEqual([50]);
  expect(uncertain(130)).toEqual([130]);
  // The value says nothing about a limit beyond the end of its scale.
  expect(uncertain(50, 7)).toEqual([]);
});
