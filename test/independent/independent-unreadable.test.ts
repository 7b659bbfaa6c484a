import { describe, expect, it } from 'vitest';
import {
  above8,
  frozen,
  hot,
  isoMinute,
  judgeSmall,
  profileOf,
  temperatures,
} from '../support/small-records.ts';

describe('unreadable values', () => {
  it.each(['ERR', '--.-', 'NaN', 'null', '', '-0.6*', '150.1', '-210.1', '>8.1', '1e400'])(
    'are never a temperature, and prevent release: %s',
    (text) => {
      const rule = { ...hot, above: 9 };
      const verdict = judgeSmall(temperatures([0, 5], [10, text], [20, 6]), profileOf([rule]));
      expect(verdict.channels.temperature).toMatchObject({ readings: 2, min: 5, max: 6, unreadable: 1 });
      expect(verdict.coverage.gaps).toMatchObject([{ from: isoMinute(10), to: isoMinute(20), seconds: 600 }]);
      expect(verdict.unreadable).toMatchObject([{ time: isoMinute(10), channel: 'temperature', text }]);
      expect(verdict).toMatchObject({ rules: [{ outcome: 'pass' }], recommendation: 'quarantine' });
    },
  );

  it.each(['150', '-210', '+5', '\u22125', '5e0'])('do not include numbers within the bounds: %s', (text) => {
    const verdict = judgeSmall(temperatures([0, 5], [10, text], [20, 5]), profileOf([hot]));
    expect(verdict.unreadable).toStrictEqual([]);
    expect(verdict.channels.temperature?.readings).toBe(3);
  });

  it('allow a good value at the same time to be judged, but give it no validity', () => {
    const csv = temperatures([0, 5], [10, 9], [10, 'ERR'], [20, 5], [30, 5]);
    const verdict = judgeSmall(csv, profileOf([hot]));
    expect(verdict.rules[0]).toMatchObject({ outcome: 'fail', observedSeconds: 0 });
    expect(verdict.excursions).toMatchObject([{ from: isoMinute(10), to: isoMinute(10), endedBy: 'gap' }]);
    expect(verdict.channels.temperature).toMatchObject({ readings: 4, max: 9, unreadable: 1 });
    expect(verdict.coverage.gaps).toMatchObject([{ from: isoMinute(10), to: isoMinute(20) }]);
  });

  it('have no effect on a channel that no judging rule uses', () => {
    const csv = ['time,temperature,humidity', `${isoMinute(0)},5,ERR`, `${isoMinute(10)},5,`].join('\n');
    const verdict = judgeSmall(csv, profileOf([hot]));
    expect(verdict.unreadable).toMatchObject([{ channel: 'humidity', text: 'ERR' }]);
    expect(verdict.channels.humidity).toMatchObject({ readings: 0, unreadable: 1 });
    expect(verdict.recommendation).toBe('release');
    const damp = { ...hot, channel: 'humidity', above: 60 } as const;
    expect(judgeSmall(csv, profileOf([hot, damp])).recommendation).toBe('quarantine');
  });
});

describe('off-scale values', () => {
  it.each([
    ['>8.0', { above: 8 }, 'fail'],
    ['>8.0', { atLeast: 8 }, 'fail'],
    ['>8.0', { above: 8.1 }, 'pass'],
    ['HI', { above: 100 }, 'fail'],
    ['HI', { below: 2 }, 'pass'],
    ['LO', { below: 2 }, 'fail'],
    ['<-40', { atMost: -40 }, 'fail'],
    ['<-40', { atMost: -40.1 }, 'pass'],
    ['OL', { outside: { low: 2, high: 8 } }, 'fail'],
    ['OL', { below: 2 }, 'fail'],
  ])('%s against %o: %s', (text, limit, outcome) => {
    const rule = { ...hot, above: undefined, ...limit };
    const verdict = judgeSmall(temperatures([0, 5], [10, text], [20, 5]), profileOf([rule]));
    expect(verdict).toMatchObject({ rules: [{ outcome }], recommendation: 'quarantine' });
  });

  it('count towards a run like a reading, without a number', () => {
    const csv = temperatures([0, 5], [10, '>72.0'], [20, 'HI'], [30, 'HI'], [40, 5], [50, 5]);
    const verdict = judgeSmall(csv, profileOf([above8]));
    expect(verdict.excursions).toStrictEqual([
      {
        rule: 'warm',
        from: isoMinute(10),
        to: isoMinute(40),
        endedBy: 'in-range',
        firedAt: isoMinute(40),
        observedSeconds: 1800,
        peak: null,
      },
    ]);
    expect(verdict.coverage.unmonitoredSeconds).toBe(1800);
    expect(verdict.channels.temperature).toMatchObject({ readings: 3, max: 5, mean: 5, unreadable: 3 });
    expect(verdict.unreadable.map(({ offScale }) => offScale)).toStrictEqual(['above', 'above', 'above']);
  });

  it('reject if the rule rejects', () => {
    const csv = temperatures([0, 5], [10, 'LO'], [20, 5]);
    expect(judgeSmall(csv, profileOf([frozen])).recommendation).toBe('reject');
  });
});

describe('fault codes', () => {
  it.each([
    ['between good readings', [5, -127, 5], 2, 1],
    ['within exactly 20 °C of the reading before', [65, 85, 5], 3, 0],
    ['within exactly 20 °C of the reading after', [5, 85, 105], 3, 0],
    ['farther than 20 °C', [64.99, 85, 105.01], 2, 1],
    ['in a run, judged by the readings around it', [70, 85, 85, 85], 4, 0],
    ['in a run far from any reading', [5, 85, 85, 5], 2, 2],
    ['the newest, by what came before', [5, 5, 85], 2, 1],
    ['alone', [85, 85], 0, 2],
  ])('%s', (_, values, readings, unreadable) => {
    const csv = temperatures(...values.map((value, index) => [index * 10, value] as const));
    const verdict = judgeSmall(csv, profileOf([{ ...hot, above: 140 }]));
    expect(verdict.channels.temperature).toMatchObject({ readings, unreadable });
    expect(verdict.unreadable).toStrictEqual([]);
    expect(verdict.recommendation).toBe(unreadable === 0 ? 'release' : 'quarantine');
  });
});

describe('lone readings', () => {
  it.each([
    ['more than 8 °C away', [5, 5, -3.1, 5, 5], 5, [-3.1]],
    ['exactly 8 °C away', [5, 5.1, -2.9, 5.1, 5], 5, []],
    ['neighbours within exactly 3 °C', [5, 8, -3.1, 5, 8], 5, [-3.1]],
    ['neighbours farther than 3 °C apart', [5, 8.1, -3.1, 5, 8], 5, []],
    ['two readings, which are not alone', [5, 5, -4, -4, 5, 5], 5, []],
    ['with one reading before it only', [5, -4, 5, 5, 5], 5, []],
    ['15 minutes from its neighbours', [5, 5, -4, 5, 5], 15, [-4]],
    ['a millisecond more', [5, 5, -4, 5, 5], 15 + 1 / 60_000, []],
  ])('%s', (_, values, minutes, expected) => {
    const csv = temperatures(...values.map((value, index) => [index * minutes, value] as const));
    const verdict = judgeSmall(csv, profileOf([frozen]));
    expect(verdict.diagnostics).toStrictEqual(
      expected.map((value) => ({ at: isoMinute(2 * minutes), value })),
    );
    expect(verdict.rules[0]?.outcome).toBe('fail');
    expect(verdict.recommendation).toBe(expected.length > 0 ? 'quarantine' : 'reject');
  });

  it.each([
    [13.1, 0],
    [13.2, 1],
  ])('can lie more than 8 °C above their neighbours, too: %d', (value, count) => {
    const csv = temperatures([0, 5], [5, 5.1], [10, value], [15, 5.1], [20, 5]);
    expect(judgeSmall(csv, profileOf([frozen])).diagnostics).toHaveLength(count);
  });

  it('do not excuse the rest of the record', () => {
    const csv = temperatures([0, 5], [5, 5], [10, -4], [15, 5], [20, 5], [25, 0], [30, 5]);
    const verdict = judgeSmall(csv, profileOf([frozen]));
    expect(verdict.diagnostics).toHaveLength(1);
    expect(verdict.recommendation).toBe('reject');
  });

  it('lead to quarantine if a timed rule depends on their time', () => {
    const warm = { ...above8, for: 'PT10M', rejects: true };
    const csv = temperatures([0, 5], [10, 5], [20, 20], [30, 5], [40, 5]);
    expect(judgeSmall(csv, profileOf([warm]))).toMatchObject({
      rules: [{ outcome: 'fail', observedSeconds: 600 }],
      recommendation: 'quarantine',
    });
  });
});

describe('times', () => {
  it.each([
    ['Max,9.9', 'release'],
    ['Average,5', 'release'],
    ['UTC,°C', 'release'],
    ['end of record,', 'release'],
    [',5', 'quarantine'],
    ['n/a,5', 'quarantine'],
    ['Max 2,5', 'quarantine'],
    ['2026-11-31T00:00:00Z,5', 'quarantine'],
    ['1999-12-31T23:59:59Z,5', 'quarantine'],
  ])('of a row that begins with %s: %s', (row, recommendation) => {
    const verdict = judgeSmall(`${temperatures([0, 5], [10, 5])}\n${row}`, profileOf([hot]));
    expect(verdict.channels.temperature?.readings).toBe(2);
    expect(verdict.recommendation).toBe(recommendation);
  });

  it('are read with any offset, rounded to the millisecond and sorted', () => {
    const csv =
      'time,temperature\n2026-11-20T01:20:00+01:00,5\n2026-11-20T00:10:00.0004Z,6\n2026-11-20 00:00Z,7\n' +
      '2026-11-20T00:10:00Z,6';
    const verdict = judgeSmall(csv, profileOf([hot]));
    expect(verdict.span).toStrictEqual({ from: isoMinute(0), to: isoMinute(20), seconds: 1200 });
    expect(verdict.channels.temperature).toMatchObject({ readings: 3, mean: 6 });
  });

  const hourly = (stamps: string[]) =>
    judgeSmall(
      ['time,temperature', ...stamps.map((stamp, index) => `2026-10-25 ${stamp},${index}`)].join('\n'),
      profileOf([{ ...hot, above: 99 }], { reportingInterval: 'PT1H', maxGap: 'PT1H' }),
      { timeZone: 'Europe/Berlin' },
    );

  it('can pass through an hour twice, ascending and descending', () => {
    const rising = hourly(['01:30', '02:30', '02:30', '03:30']);
    expect(rising.span).toMatchObject({ from: '2026-10-24T23:30:00.000Z', to: '2026-10-25T02:30:00.000Z' });
    expect(rising).toMatchObject({
      coverage: { ratio: 1 },
      channels: { temperature: { readings: 4, mean: 1.5 } },
    });
    const falling = hourly(['03:30', '02:30', '02:30', '01:30']);
    expect(falling).toMatchObject({
      coverage: { ratio: 1 },
      channels: { temperature: { readings: 4, mean: 1.5 } },
    });
  });

  it('start the second pass once; any further one is a repeat', () => {
    const verdict = hourly(['01:30', '02:30', '02:30', '02:30', '03:30']);
    expect(verdict.channels.temperature).toMatchObject({ readings: 4, max: 4 });
    expect(verdict.coverage.ratio).toBe(1);
  });

  it('are refused if they are ambiguous or do not exist', () => {
    expect(() => hourly(['01:30', '02:30', '03:30'])).toThrow('give the offset');
    expect(hourly(['00:30', '01:30', '02:30']).span.to).toBe('2026-10-25T00:30:00.000Z');
    const spring = 'time,temperature\n2026-03-29 01:30,5\n2026-03-29 02:30,5';
    expect(() => judgeSmall(spring, profileOf([hot]), { timeZone: 'Europe/Berlin' })).toThrow(
      'does not exist',
    );
    expect(() => judgeSmall(spring, profileOf([hot]))).toThrow('need a time zone');
  });
});
