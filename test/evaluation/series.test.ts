import { describe, expect, test } from 'vitest';
import { serialiseAlarms } from '../../src/evaluation/evaluate-increment.ts';
import { initialState } from '../../src/evaluation/device-state.ts';
import { evaluateRecord } from '../../src/evaluation/evaluate-record.ts';
import { messageReadingsOf } from '../../src/telemetry/message-readings.ts';
import { isOffScaleOutside } from '../../src/evaluation/off-scale.ts';
import { outlyingInWords } from '../../src/evaluation/outlying-readings.ts';
import {
  FastPathWindow,
  advanceOnFastPath,
  isFastPathReading,
  canUseFastPath,
} from '../../src/evaluation/fast-path.ts';
import type { LocationReading, UnreadableValue } from '../../src/model/reading.ts';
import { GrowingSamples, type Sample } from '../../src/evaluation/samples.ts';
import { recordOf } from '../../src/evaluation/series.ts';
import { activePeriodsOf, noBoundaries } from '../../src/evaluation/span.ts';
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

const unreadableAt = (
  text: string,
  offScale: UnreadableValue['offScale'] = null,
  bound: number | null = null,
  at = start,
): UnreadableValue => ({ channel: 'temperature', at, text, offScale, bound });

describe('unreadable values at one time', () => {
  const folded = (...values: UnreadableValue[]) => recordOf(values).unreadable.get('temperature')!;

  test('unreadable values at one time are merged, with each text once and in order', () => {
    expect(folded(unreadableAt('b'), unreadableAt('a'), unreadableAt('b'))).toEqual([
      { at: start, texts: ['a', 'b'], above: null, below: null },
    ]);
    expect(
      folded(unreadableAt('b', null, null, start + 1), unreadableAt('a')).map(({ at }) => at - start),
    ).toEqual([0, 1]);
  });

  test('unreadable values lie beyond the most informative end of the scale, and an unnamed end is unlimited', () => {
    const endsOf = (...values: UnreadableValue[]) =>
      folded(...values).map(({ above, below }) => [above, below]);
    expect(endsOf(unreadableAt('>72', 'above', 72))).toEqual([[72, null]]);
    expect(endsOf(unreadableAt('>72', 'above', 72), unreadableAt('>80', 'above', 80))).toEqual([[80, null]]);
    expect(endsOf(unreadableAt('<-40', 'below', -40))).toEqual([[null, -40]]);
    expect(endsOf(unreadableAt('<-40', 'below', -40), unreadableAt('<-30', 'below', -30))).toEqual([
      [null, -40],
    ]);
    expect(endsOf(unreadableAt('HI', 'above'), unreadableAt('>72', 'above', 72))).toEqual([[Infinity, null]]);
    expect(endsOf(unreadableAt('LO', 'below'))).toEqual([[null, -Infinity]]);
    expect(endsOf(unreadableAt('OL', 'either'))).toEqual([[Infinity, -Infinity]]);
    expect(endsOf(unreadableAt('ERR'))).toEqual([[null, null]]);
  });

  test('an off-scale value lies outside a limit that the end of the scale reaches, but says nothing about one beyond it', () => {
    const outside = (
      kind: 'above' | 'atLeast' | 'below' | 'atMost',
      limit: number,
      ends: { above: number | null; below: number | null },
    ) => isOffScaleOutside({ limit: { kind, limit }, rateWindowMs: null }, ends);
    const [above, below] = [
      { above: 72, below: null },
      { above: null, below: -40 },
    ];
    for (const kind of ['above', 'atLeast'] as const)
      expect([72, 72.1].map((limit) => outside(kind, limit, above))).toEqual([true, false]);
    for (const kind of ['below', 'atMost'] as const)
      expect([-40, -40.1].map((limit) => outside(kind, limit, below))).toEqual([true, false]);
    expect([outside('above', 0, below), outside('below', 0, above)]).toEqual([false, false]);
    const range = (low: number, high: number, rateWindowMs: number | null = null) =>
      [above, below].map((ends) =>
        isOffScaleOutside({ limit: { kind: 'outside', low, high }, rateWindowMs }, ends),
      );
    expect(range(-40, 72)).toEqual([true, true]);
    expect(range(-41, 73)).toEqual([false, false]);
    expect(range(-40, 72, hour)).toEqual([false, false]);
  });
});

describe('positions at one time', () => {
  const position = (latitude: number, longitude: number, accuracy?: number): LocationReading => ({
    channel: 'location',
    at: start,
    latitude,
    longitude,
    ...(accuracy !== undefined && { accuracy }),
  });
  const folded = (...positions: LocationReading[]) => [...recordOf(positions).series.get('location')!];

  test('repeated positions at one time are merged, and the largest of several radii stays', () => {
    expect(folded(position(51, 0, 10), position(51, 0, 10))).toEqual([
      { at: start, values: [51, 0, 10], differs: false },
    ]);
    expect(folded(position(51, 0, 10), position(51, 0, 20))).toEqual([
      { at: start, values: [51, 0, 20], differs: true },
    ]);
    expect(folded(position(51, 0), position(51, 1))).toEqual([{ at: start, values: [51, 0], differs: true }]);
  });
});

test('packed samples remember that values at one time differed', () => {
  const growing = new GrowingSamples();
  const samples = Array.from({ length: 9000 }, (_, index): Sample => ({
    at: start + index * minute,
    values: [51, index / 1000],
    differs: index === 7,
  }));
  for (const sample of samples) growing.add(sample);
  expect([6, 7, 8].map((index) => growing.at(index))).toEqual(samples.slice(6, 9));
});

describe('channels derived from a message', () => {
  test('a message that arrived normally or contains nothing adds no readings of its own', () => {
    expect(messageReadingsOf([], [], null, start)).toEqual([]);
    const old = (byMs: number) =>
      messageReadingsOf([{ channel: 'temperature', at: start - byMs, value: 5 }], [], null, start);
    expect(old(minute)).toEqual([]);
    expect(old(minute + 1000)).toEqual([{ channel: 'clock', at: start - minute - 1000, value: 61 }]);
    expect(old(24 * hour)).toEqual([{ channel: 'clock', at: start - 24 * hour, value: 86_400 }]);
    expect(old(24 * hour + 1000)).toContainEqual({ channel: 'backlog', at: start, value: 86_401 });
  });
});

describe('a rule with several phases', () => {
  const [departedAt, arrivedAt] = [start + 2 * hour, start + 5 * hour];
  const force = (...phases: ('origin' | 'in-transit' | 'destination')[]) =>
    activePeriodsOf(phases, {
      from: start,
      to: start + 10 * hour,
      phases: { ...noBoundaries, departedAt, arrivedAt },
    });

  test('a rule with adjacent phases is in force from the start of the first to the end of the last', () => {
    expect(force('origin', 'in-transit')).toEqual({ initially: true, switches: [arrivedAt] });
    expect(force('in-transit', 'origin')).toEqual({ initially: true, switches: [arrivedAt] });
    expect(force('in-transit', 'destination')).toEqual({ initially: false, switches: [departedAt] });
    expect(force('origin', 'destination')).toEqual({ initially: true, switches: [departedAt, arrivedAt] });
  });

  test('a rule with overlapping phases stays in force for the longer of them', () => {
    // The departure is only inferred, so the origin's rules stay in force beyond those of the declared arrival.
    const phases = {
      ...noBoundaries,
      arrivedAt: null,
      firstInferred: { departedAt, arrivedAt },
    };
    const span = { from: start, to: start + 10 * hour, phases };
    expect(activePeriodsOf(['origin', 'in-transit'], span)).toEqual({ initially: true, switches: [] });
    expect(activePeriodsOf(['in-transit', 'destination'], span)).toEqual({
      initially: false,
      switches: [departedAt],
    });
  });
});

describe('readings that need no evaluation', () => {
  const cold = rule({ limit: { kind: 'above', limit: 30 }, allowance: { mode: 'instant' } });
  const context = termsBy(profile(cold));
  const at5 = {
    ...initialState,
    last: { temperature: { at: start, values: [5], differs: false } },
  };
  const staysOnFastPath = (value: number, after = 10, by = context) =>
    advanceOnFastPath(at5, [{ channel: 'temperature', at: start + after * minute, value }], by)?.last
      .temperature?.values ?? null;

  test('a reading in range that is newer than the last and no jump needs no evaluation', () => {
    expect(staysOnFastPath(13)).toEqual([13]);
    expect(staysOnFastPath(13.1)).toBeNull();
    expect(staysOnFastPath(-3)).toEqual([-3]);
    expect(staysOnFastPath(-3.1)).toBeNull();
    expect(staysOnFastPath(31)).toBeNull();
    expect(staysOnFastPath(5, 0)).toBeNull();
    expect(staysOnFastPath(5, 10, termsBy(profile(cold), { since: start + 11 * minute }))).toBeNull();
  });

  test('only measured readings need no evaluation, not those derived from a message', () => {
    const isOnFastPath = (channel: Parameters<typeof isFastPathReading>[2], value: number) =>
      isFastPathReading(initialState, context, channel, start + minute, value);
    expect([
      isOnFastPath('temperature', 5),
      isOnFastPath('humidity', 50),
      isOnFastPath('battery', 50),
    ]).toEqual([true, true, true]);
    expect([isOnFastPath('clock', 90), isOnFastPath('backlog', 90_000), isOnFastPath('battery', 20)]).toEqual(
      [false, false, false],
    );
    expect(isOnFastPath('temperature', 31)).toBe(false);
    const changing = termsBy(profile({ ...cold, rateWindowMs: hour }));
    expect(isFastPathReading(initialState, changing, 'temperature', start, 5)).toBe(false);
  });

  test('every reading needs an evaluation if a phase may start for any rule', () => {
    const phased: typeof cold = { ...cold, id: 'transit', phases: ['in-transit'] };
    const state = (rules: (typeof cold)[], phases: typeof noBoundaries | null) =>
      canUseFastPath(at5, termsBy(profile(...rules), { phases }));
    expect(state([cold], noBoundaries)).toBe(true);
    expect(state([cold, phased], noBoundaries)).toBe(false);
    expect(state([phased], null)).toBe(true);
  });

  test('several readings together can reveal a jump, a fault code, or a missing channel of a judging rule', () => {
    const damp = rule({ ...cold, id: 'damp', channel: 'humidity' });
    const windowOf = (by = context, state: typeof at5 | typeof initialState = at5) =>
      new FastPathWindow(state, by);
    expect(windowOf().isOnFastPath()).toBe(true);
    const taken = (values: readonly (readonly [number, number])[], by = context) => {
      const window = windowOf(by);
      for (const [after, value] of values) window.take('temperature', start + after * minute, value);
      return window.isOnFastPath();
    };
    expect(taken([[10, 13]])).toBe(true);
    expect(taken([[10, 13.1]])).toBe(false);
    expect(
      taken([
        [10, 0],
        [20, 8.1],
      ]),
    ).toBe(false);
    expect(taken([[10, 85]])).toBe(false);
    const both = termsBy(profile(cold, damp));
    expect(taken([[30, 5]], both)).toBe(true);
    expect(taken([[30.1, 5]], both)).toBe(false);
    expect(taken([[90, 5]], termsBy(profile(cold, { ...damp, judges: false })))).toBe(true);
    // The last reading of a channel also counts if it was already known.
    const humid = {
      ...at5,
      last: { ...at5.last, humidity: { at: start + 20 * minute, values: [50], differs: false } },
    };
    const window = new FastPathWindow(humid, both);
    window.take('temperature', start + 50 * minute, 5);
    expect(window.isOnFastPath()).toBe(true);
    window.take('temperature', start + 50.1 * minute, 5);
    expect(window.isOnFastPath()).toBe(false);
  });
});

test('alarms are spelled one per line: excursions with their state, new transitions, notices', () => {
  const state = {
    ...initialState,
    rules: {
      high: { episode: null, latest: { from: 5, firedAt: 6, closedAt: null } },
      low: { episode: null, latest: { from: 7, firedAt: 8, closedAt: 9 } },
      never: { episode: null, latest: null },
    },
  };
  expect(serialiseAlarms(state, [{ kind: 'opened', rule: 'cold', at: 11, from: 10 }], ['battery'])).toBe(
    'high 5 false\nlow 7 true\ncold 10 opened\nbattery',
  );
  expect(serialiseAlarms(initialState, [], [])).toBe('');
});

test('the life of a vial monitor can be evaluated for a plain span', () => {
  const span = closedSpan(start, start + 2 * hour);
  const verdict = evaluateRecord(everyTenMinutes(times(12, 37)), { ...profile(), vialMonitor: 'VVM2' }, span);
  expect(verdict.vaccineVialMonitor!.lifeUsed).toBeCloseTo(0.5689053 / 12, 6);
});

test('a reading far from the others is reported with its distance by the calendar', () => {
  const [from, to] = [Date.UTC(2026, 0, 1), Date.UTC(2026, 1, 2)];
  const far = { count: 1, end: 'last' as const, from: to, to, nearest: from };
  expect(outlyingInWords(far, ', line 9')).toBe(
    'One reading lies 1 month 1 day after the one next to it: 2026-02-02 00:00 UTC, line 9; if its time is wrong, leave it out by --to 2026-01-01T00:00:00Z.',
  );
  const first = { count: 2, end: 'first' as const, from, to: from, nearest: Date.UTC(2028, 2, 1) };
  expect(outlyingInWords(first, '')).toBe(
    '2 readings lie 2 years 2 months before the one next to them, from 2026-01-01 00:00 UTC to 2026-01-01 00:00 UTC; if their times are wrong, leave them out by --from 2028-03-01T00:00:00Z.',
  );
});
