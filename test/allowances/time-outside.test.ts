import { expect, test } from 'vitest';
import { lengthMs } from '../../src/allowances/interval.ts';
import { sensorAccountOf } from '../../src/allowances/sensor-account.ts';
import { measureRecord } from '../../src/evaluation/measure-record.ts';
import { profileOf, sensorRecordOf } from '../legs/accounts.ts';
import { generateHistory } from '../legs/generate.ts';
import { closedSpan, minute, profile, rule, start } from '../support/series.ts';
import { limits, sensorOf, steady } from '../support/allowance-legs.ts';

const at = (minutes: number): number => start + minutes * minute;
const spentOf = (sensor: Parameters<typeof sensorAccountOf>[0]) =>
  sensorAccountOf(sensor, limits).spent['out-of-fridge']!;

test('a reading counts until the next one, a gap only in the worst case', () => {
  const sensor = sensorOf('box', 0, 100, [
    [0, 5],
    [10, 9],
    [20, 5],
    [30, 9],
    [70, 8],
  ]);
  expect(spentOf(sensor)).toEqual({
    observed: [
      [at(10), at(20)],
      [at(30), at(40)],
    ],
    uncertain: [
      [at(10), at(20)],
      [at(30), at(70)],
    ],
    worst: [
      [at(10), at(20)],
      [at(30), at(70)],
      [at(80), at(100)],
    ],
  });
});

test('unreadable time counts in the worst case, a value off the scale by what it says', () => {
  const sensor = sensorOf('box', 0, 30, [
    [0, 5],
    [10, 'ERR'],
    [20, 5],
  ]);
  expect(spentOf(sensor).observed).toEqual([]);
  expect(spentOf(sensor).worst).toEqual([[at(10), at(20)]]);
  const hot = sensorOf('box', 0, 30, [
    [0, 5],
    [20, 5],
  ]);
  const unreadable = (bound: number | null) => [{ at: at(10), texts: ['>'], above: bound, below: null }];
  const withBound = (bound: number | null) => {
    const record = { ...hot.record, unreadable: new Map([['temperature', unreadable(bound)]] as const) };
    return spentOf({ ...hot, record });
  };
  expect(withBound(8).observed).toEqual([[at(10), at(20)]]);
  expect(withBound(7).observed).toEqual([]);
  expect(withBound(7).worst).toEqual([[at(10), at(20)]]);
});

test('a fault code is no temperature', () => {
  const sensor = sensorOf('box', 0, 30, [
    [0, 5],
    [10, 85],
    [20, 5],
  ]);
  expect(spentOf(sensor)).toEqual({ observed: [], uncertain: [], worst: [[at(10), at(20)]] });
});

test('readings before the leg count only where the sensor was with the goods', () => {
  const sensor = sensorOf('box', 15, 40, steady(0, 40, 9));
  expect(spentOf(sensor).observed).toEqual([[at(20), at(40)]]);
  expect(spentOf({ ...sensor, knownFrom: at(0) }).observed).toEqual([[at(15), at(40)]]);
});

test('on one record the sums are those of a cumulative rule in a verdict', () => {
  let compared = 0;
  for (let seed = 0; seed < 300; seed++) {
    const history = generateHistory(seed);
    const [allowance] = profileOf(history).allowances;
    const { id, limit } = allowance!;
    const total = { mode: 'cumulative', milliseconds: 1, firesWhen: 'exceeded' } as const;
    const asRule = { ...profile(rule({ limit, allowance: total })), longestGapMs: history.longestGapMs };
    for (const sensor of history.legs.flatMap(({ sensors }) => sensors)) {
      // A verdict is about the record of one shipment.
      if (sensor.knownFrom !== sensor.from || sensor.knownTo !== sensor.to) continue;
      const own = sensorRecordOf(sensor);
      const span = closedSpan(sensor.from, sensor.to);
      const [measured] = measureRecord(own.record, { ...asRule, ...own.cadence }, span).rules;
      if (measured!.outcome === 'not-applicable') continue;
      const { observed, uncertain, worst } = sensorAccountOf(own, profileOf(history)).spent[id]!;
      expect([observed, uncertain, worst].map(lengthMs)).toEqual([
        measured!.observedMs,
        measured!.uncertainMs,
        measured!.worstCaseMs,
      ]);
      compared++;
    }
  }
  expect(compared).toBeGreaterThan(300);
});
