import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readLogFile } from '../../src/logger-files/read-logger-file.ts';
import { evaluateRecord } from '../../src/evaluation/evaluate-record.ts';
import { ratesOf } from '../../src/evaluation/rate.ts';
import type { ScalarReading } from '../../src/model/reading.ts';
import { seriesOf } from '../../src/evaluation/series.ts';
import { hasSharedData, sharedPath } from '../support/shared-data.ts';
import { minute, profile, rule, start } from '../support/series.ts';

const pressure = (minutes: number, value: number): ScalarReading => ({
  channel: 'pressure',
  at: start + minutes * minute,
  value,
});
const climb = rule({
  id: 'climb',
  channel: 'pressure',
  rateWindowMs: 10 * minute,
  limit: { kind: 'outside', low: -0.5, high: 0.5 },
  allowance: { mode: 'instant' },
});
const by = { ...profile(climb), reportingIntervalMs: 5 * minute, maxGapMs: 15 * minute };

describe('rules on the rate of change', () => {
  test('a rule evaluates the mean change per minute over its window, and a fall is negative', () => {
    const readings = [0, 5, 10, 15, 20, 25].map((minutes) => pressure(minutes, 100 - minutes / 2));
    const rates = [...ratesOf(seriesOf(readings).get('pressure')!, 10 * minute, by.maxGapMs)];
    expect(rates.map(({ at, values }) => [(at - start) / minute, values[0]])).toEqual([
      [10, -0.5],
      [15, -0.5],
      [20, -0.5],
      [25, -0.5],
    ]);
    const span = { from: start, to: start + 25 * minute, open: false, phases: null };
    expect(evaluateRecord(readings, by, span).rules[0]).toMatchObject({ outcome: 'pass' });
    const faster = readings.map((reading, index) => (index === 4 ? { ...reading, value: 89.9 } : reading));
    expect(evaluateRecord(faster, by, span).excursions).toMatchObject([
      { rule: 'climb', from: new Date(start + 20 * minute).toISOString(), peak: -0.51 },
    ]);
  });

  test('the rate restarts after a gap, because what happened in it is unknown', () => {
    const readings = [0, 5, 10, 30, 35, 40].map((minutes) => pressure(minutes, minutes < 20 ? 100 : 80));
    const rates = [...ratesOf(seriesOf(readings).get('pressure')!, 10 * minute, by.maxGapMs)];
    expect(rates.map(({ at, values }) => [(at - start) / minute, values[0]])).toEqual([
      [10, 0],
      [40, 0],
    ]);
  });

  test('the rule says so if the record is too short for its window', () => {
    const span = { from: start, to: start + 5 * minute, open: false, phases: null };
    const verdict = evaluateRecord([pressure(0, 100), pressure(5, 100)], by, span);
    expect(verdict.rules[0]!.outcome).toBe('not-applicable');
    expect(verdict.reasons).toContain(
      'Rule climb was not evaluated: the record is too short for a change over 10 min.',
    );
  });
});

const cabin = (limit: number) => ({
  ...profile(
    rule({
      id: 'floor',
      channel: 'pressure',
      limit: { kind: 'below', limit: 75 },
      allowance: { mode: 'instant' },
    }),
    rule({
      id: 'rate',
      channel: 'pressure',
      rateWindowMs: minute,
      limit: { kind: 'outside', low: -limit, high: limit },
      allowance: { mode: 'instant' },
    }),
  ),
  reportingIntervalMs: 500,
  maxGapMs: 10_000,
});

describe('a made-up cabin that falls by 2 kPa a minute, while the phone changes its zone', () => {
  /** A row a second: twelve minutes on the ground, ten of climb, eighteen at height. */
  const rows = Array.from({ length: 2401 }, (_, second) => {
    const climbed = Math.min(600, Math.max(0, second - 720));
    const wall = new Date(Date.UTC(2026, 0, 15, 9, 0, second) + (second >= 1800 ? 60 * minute : 0));
    const [date, time] = wall.toISOString().slice(0, -1).split('T') as [string, string];
    const hectopascals = (1013.25 - climbed / 3).toFixed(2);
    return `${hectopascals};${second * 1000};${date} ${time.replace('.', ':')}`;
  });
  const heading = 'ATMOSPHERIC PRESSURE (hPa);Time since start in ms ;YYYY-MO-DD HH-MI-SS_SSS';
  const log = readLogFile(Buffer.from(`sep=;\n${heading}\n${rows.join('\n')}\n`), null, 'Europe/London');
  const from = Date.UTC(2026, 0, 15, 9);
  const span = { from, to: from + 40 * minute, open: false, phases: null };

  test('passes a limit of 2.3 kPa a minute, and breaks one of 1.5 from its first minute of climb on', () => {
    const { rules, channels } = evaluateRecord(log.readings, cabin(2.3), span);
    expect(channels['pressure']).toMatchObject({ readings: 2401, min: 81.325, max: 101.325 });
    expect(rules.map(({ id, outcome }) => [id, outcome])).toEqual([
      ['floor', 'pass'],
      ['rate', 'pass'],
    ]);
    const { excursions } = evaluateRecord(log.readings, cabin(1.5), span);
    expect(excursions.map(({ rule: id }) => id)).toEqual(['rate']);
    expect(excursions[0]!.peak).toBeCloseTo(-2, 2);
  });

  test('the jump of the wall clock is detected, reported and not followed', () => {
    expect(log.notes).toEqual([
      'line 1803: the wall clock jumps by +60 min while the elapsed time runs on; the elapsed time was used',
    ]);
    const verdict = evaluateRecord(log.readings, cabin(3), span);
    expect(verdict.findings).toEqual([
      {
        kind: 'clock-off',
        subject: '',
        from: '2026-01-15T09:30:00.000Z',
        to: null,
        sentence: "The device's clock was 1 h ahead at 2026-01-15 09:30 UTC.",
      },
    ]);
    expect(verdict.coverage.gaps).toEqual([]);
    expect(verdict.excursions).toEqual([]);
  });
});

describe.skipIf(!hasSharedData)('the cabin of an airliner', () => {
  const log = hasSharedData
    ? readLogFile(readFileSync(sharedPath('flight-cabin-pressure/flight.csv')), null, 'Europe/London')
    : { readings: [], refused: [], notes: [] };
  const points = log.readings.flatMap((reading) =>
    reading.channel === 'pressure' && 'value' in reading ? [{ at: reading.at, value: reading.value }] : [],
  );
  const span = { from: points[0]?.at ?? 0, to: points.at(-1)?.at ?? 0, open: false, phases: null };

  test('the pressure stays above 75 kPa and changes by at most about 2.2 kPa per minute', () => {
    const { rules, channels } = evaluateRecord(log.readings, cabin(2.3), span);
    expect(channels['pressure']).toMatchObject({ readings: 12_621, min: 80.092 });
    expect(rules.map(({ id, outcome }) => [id, outcome])).toEqual([
      ['floor', 'pass'],
      ['rate', 'pass'],
    ]);
    // The same by definition: relative to the newest reading that is at least a minute older.
    let fastest = 0;
    let before = 0;
    for (const { at, value } of points) {
      while (points[before + 1]!.at <= at - minute) before++;
      if (points[before]!.at <= at - minute)
        fastest = Math.min(fastest, (value - points[before]!.value) / ((at - points[before]!.at) / minute));
    }
    const { excursions } = evaluateRecord(log.readings, cabin(2), span);
    expect(Math.min(...excursions.map(({ peak }) => peak!))).toBeCloseTo(fastest, 1);
    expect(excursions.length).toBeGreaterThan(0);
  });

  test('the wall clock jumps by an hour in flight, which is detected, reported and not followed', () => {
    expect(log.notes).toEqual([
      'line 9822: the wall clock jumps by +60 min while the elapsed time runs on; the elapsed time was used',
    ]);
    const verdict = evaluateRecord(log.readings, cabin(3), span);
    expect(verdict.findings).toEqual([
      {
        kind: 'clock-off',
        subject: '',
        from: '2015-03-03T15:18:55.430Z',
        to: null,
        sentence: "The device's clock was 1 h ahead at 2015-03-03 15:18:55 UTC.",
      },
    ]);
    expect(verdict.coverage.gaps).toEqual([]);
    expect(verdict.excursions).toEqual([]);
  });
});
