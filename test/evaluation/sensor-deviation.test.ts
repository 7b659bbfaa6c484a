import { describe, expect, test } from 'vitest';
import { type SensorRecord, sensorDeviationsOf } from '../../src/evaluation/sensor-deviation.ts';
import { recordOf } from '../../src/evaluation/series.ts';
import { hour, minute, profile, start } from '../support/series.ts';

/** What a sensor sent at the minutes of the record; a text is an unreadable value. */
function sensor(
  device: string,
  values: readonly (readonly [minute: number, value: number | string])[],
  fields: Partial<SensorRecord> = {},
  allowed: number | null = 2,
): SensorRecord {
  const { series, unreadable } = recordOf(
    values.map(([at, value]) => {
      const time = start + at * minute;
      return typeof value === 'number'
        ? { channel: 'temperature' as const, at: time, value }
        : { channel: 'temperature' as const, at: time, text: value, offScale: null, bound: null };
    }),
  );
  return {
    device,
    from: start,
    to: start + 2 * hour,
    samples: series.get('temperature') ?? [],
    unreadable: unreadable.get('temperature') ?? [],
    profile: { ...profile(), sensorsDifferByCelsius: allowed },
    ...fields,
  };
}

const inMinutes = (...records: SensorRecord[]) =>
  sensorDeviationsOf(records).map(({ subject, from, to }) => [
    subject,
    (from - start) / minute,
    (to! - start) / minute,
  ]);

const steady = (value: number) => [0, 10, 20, 30, 40].map((at) => [at, value] as const);

describe('deviation between two sensors of the same goods', () => {
  test('sensors deviate from the first moment at which they differ by more than allowed until they no longer do', () => {
    const one = sensor('A', steady(5));
    const other = sensor('B', [
      [0, 7],
      [5, 7.1],
      [15, 8.25],
      [25, 7],
    ]);
    expect(sensorDeviationsOf([one, other])).toEqual([
      {
        kind: 'sensors-differ',
        subject: 'A B',
        severity: 'minor',
        from: start + 5 * minute,
        to: start + 25 * minute,
        sentence:
          'Sensors A and B differed by up to 3.25 °C for 20 min from 2026-01-01 00:05 UTC (allowed: 2 °C).',
      },
    ]);
  });

  test('sensors that agreed in between deviate twice, each time with its own largest difference', () => {
    const other = sensor('B', [
      [0, 9],
      [10, 5],
      [20, 1.5],
      [30, 5],
    ]);
    expect(inMinutes(sensor('A', steady(5)), other)).toEqual([
      ['A B', 0, 10],
      ['A B', 20, 30],
    ]);
    expect(sensorDeviationsOf([sensor('A', steady(5)), other]).map(({ sentence }) => sentence)).toEqual([
      'Sensors A and B differed by up to 4 °C for 10 min from 2026-01-01 00:00 UTC (allowed: 2 °C).',
      'Sensors A and B differed by up to 3.5 °C for 10 min from 2026-01-01 00:20 UTC (allowed: 2 °C).',
    ]);
  });

  test('sensors deviate only while both have a value: not in a gap, while one is unreadable, or after its time', () => {
    // The last value of a record is valid for one interval of ten minutes.
    expect(inMinutes(sensor('A', [[0, 5]]), sensor('B', [[5, 9]]))).toEqual([['A B', 5, 10]]);
    const broken = sensor('B', [
      [0, 9],
      [12, 'ERR'],
      [30, 9],
    ]);
    expect(inMinutes(sensor('A', steady(5)), broken)).toEqual([
      ['A B', 0, 12],
      ['A B', 30, 40],
    ]);
    const swapped = sensor('B', steady(9), { to: start + 15 * minute });
    expect(inMinutes(sensor('A', steady(5)), swapped)).toEqual([['A B', 0, 15]]);
    const late = sensor('B', steady(9), { from: start + 20 * minute, to: start + 40 * minute });
    expect(inMinutes(sensor('A', steady(5)), late)).toEqual([['A B', 20, 40]]);
  });

  test('of several readings at one time, the highest counts', () => {
    const other = sensor('B', [
      [0, 4],
      [0, 7.5],
      [10, 5],
    ]);
    expect(inMinutes(sensor('A', steady(5)), other)).toEqual([['A B', 0, 10]]);
  });

  test('sensors are compared in pairs in order of time, and a sensor is never compared with itself', () => {
    const [a, b, c] = [
      sensor('A', steady(5)),
      sensor('B', [
        [0, 5],
        [20, 9],
        [30, 5],
      ]),
      sensor('C', [
        [0, 5],
        [10, 1],
        [15, 5],
      ]),
    ];
    expect(inMinutes(a, b, c)).toEqual([
      ['A C', 10, 15],
      ['B C', 10, 15],
      ['A B', 20, 30],
      ['B C', 20, 25],
    ]);
    expect(inMinutes(sensor('A', steady(5)), sensor('A', steady(9)))).toEqual([]);
  });

  test('sensors may differ if the profile sets no difference', () => {
    expect(inMinutes(sensor('A', steady(5), {}, null), sensor('B', steady(50), {}, null))).toEqual([]);
  });
});
