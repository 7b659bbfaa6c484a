import { describe, expect, test } from 'vitest';
import { evaluateIncrement } from '../../src/evaluation/evaluate-increment.ts';
import { loneReadings, recentAfter, withoutFaultCodes } from '../../src/evaluation/classify-samples.ts';
import { initialState } from '../../src/evaluation/device-state.ts';
import { evaluateRecordWithAnswers, evaluateRecord } from '../../src/evaluation/evaluate-record.ts';
import { meaningOfCode } from '../../src/evaluation/fault-codes.ts';
import { isValueJump, isMonitoredAfterJump, valueJumpAfter } from '../../src/evaluation/value-jump.ts';
import type { Reading } from '../../src/model/reading.ts';
import type { Sample } from '../../src/evaluation/samples.ts';
import { recordOf } from '../../src/evaluation/series.ts';
import { loneReadingDiagnostics } from '../../src/evaluation/diagnostics/lone-readings.ts';
import {
  closedSpan,
  everyTenMinutes,
  minute,
  profile,
  rule,
  start,
  termsBy,
  times,
} from '../support/series.ts';

const at = (index: number): number => start + index * 10 * minute;
/** Readings ten minutes apart, some with several values at one time. */
const readings = (...values: readonly (number | readonly number[])[]): Reading[] =>
  values.flatMap((own, index) =>
    [own].flat().map((value) => ({ channel: 'temperature' as const, at: at(index), value })),
  );
const sample = (index: number, ...values: number[]): Sample => ({
  at: at(index),
  values,
  differs: values.length > 1,
});
const split = (...values: readonly (number | readonly number[])[]) => {
  const { series, unreadable } = withoutFaultCodes(recordOf(readings(...values)));
  return [
    [...(series.get('temperature') ?? [])],
    (unreadable.get('temperature') ?? []).map((each) => [(each.at - start) / (10 * minute), each.texts]),
  ];
};

describe('fault codes', () => {
  test('a code is a reading if a neighbouring value is within 20 °C, however often the code repeats in between', () => {
    expect(split(5, 85, 5)).toEqual([[sample(0, 5), sample(2, 5)], [[1, ['85']]]]);
    expect(split(5, 85, 65)).toEqual([[sample(0, 5), sample(1, 85), sample(2, 65)], []]);
    expect(split(5, 85, 64.9)[1]).toEqual([[1, ['85']]]);
    expect(split(85, 85, 85, 70)[1]).toEqual([]);
    expect(split(70, 85, 85, 85)[1]).toEqual([]);
    expect(split(5, 85, 85, 5)[1]).toEqual([
      [1, ['85']],
      [2, ['85']],
    ]);
  });

  test('a code leaves the other values at its time, which may still differ among themselves', () => {
    expect(split(5, [85, 5, 6], 5)).toEqual([[sample(0, 5), sample(1, 5, 6), sample(2, 5)], [[1, ['85']]]]);
    expect(split(5, [85, 6], 5)).toEqual([[sample(0, 5), sample(1, 6), sample(2, 5)], [[1, ['85']]]]);
  });

  test('the newest two different times before a code are remembered', () => {
    expect(recentAfter([[1], [2]], [3])).toEqual([[2], [3]]);
    expect(recentAfter([[1], [2]], [2])).toEqual([[1], [2]]);
    expect(recentAfter([[1], [2, 3]], [2])).toEqual([[2, 3], [2]]);
    expect(recentAfter([], [2])).toEqual([[2]]);
  });

  test('a code that a later reading makes credible makes that reading late', () => {
    const context = termsBy(
      profile(rule({ limit: { kind: 'above', limit: 99 }, allowance: { mode: 'instant' } })),
    );
    const { state } = evaluateIncrement(initialState, readings(5, 85), context);
    const lateWith = (...values: number[]) =>
      evaluateIncrement(
        state,
        values.map((value) => ({ channel: 'temperature', at: at(2), value })),
        context,
      ).late;
    expect(lateWith(40)).toBe(false);
    expect(lateWith(70)).toBe(true);
    expect(lateWith(85, 70)).toBe(true);
    expect(lateWith(85, 40)).toBe(false);
    expect(lateWith(85)).toBe(false);
  });

  test('a credible code stays credible while it repeats, in one batch or in many', () => {
    // Liquid nitrogen: -196.6 °C is a fault code, but also what such a box measures.
    const by = profile(
      rule({ limit: { kind: 'above', limit: -150 }, allowance: { mode: 'instant' } }),
      rule({ id: 'cold', limit: { kind: 'below', limit: -190 }, allowance: { mode: 'instant' } }),
    );
    const values = [-196.5, -196.6, -196.6, [-196.6, -140], -196.6];
    expect(split(...values)[1]).toEqual([[4, ['-196.6']]]);
    const context = termsBy(by);
    const whole = evaluateIncrement(initialState, readings(...values), context);
    let state = initialState;
    const transitions = [];
    for (const index of values.keys()) {
      const newReadings = readings(...values.slice(0, index + 1)).filter((each) => each.at === at(index));
      const progress = evaluateIncrement(state, newReadings, context);
      expect(progress.late).toBe(false);
      ({ state } = progress);
      transitions.push(...progress.transitions);
      if (index < 4) expect(state.unreadable).toEqual({});
    }
    expect(transitions).toEqual(whole.transitions);
    // Nothing makes a code at the start of a record credible.
    const first = evaluateIncrement(initialState, readings(-196.6), context).state;
    expect(evaluateIncrement(first, readings(-196.6, -196.6).slice(1), context).state.last).toEqual({});
  });

  test('a code next to an off-scale value does not change that the value is outside the limit', () => {
    const offScale = {
      channel: 'temperature',
      at: at(10),
      text: 'HI',
      offScale: 'above',
      bound: null,
    } as const;
    const verdict = evaluateRecord(
      [...everyTenMinutes([...times(10, 5), 85, ...times(9, 5)]), offScale],
      profile(rule({ limit: { kind: 'above', limit: 8 }, allowance: { mode: 'instant' }, rejects: true })),
      closedSpan(start, at(20)),
    );
    expect(verdict.excursions.map(({ from, peak }) => [from, peak])).toEqual([
      ['2026-01-01T01:40:00.000Z', null],
    ]);
    expect(verdict.recommendation).toBe('reject');
    expect(verdict.reasons).toContain(
      '1 value of temperature could not be read at 2026-01-01 01:40 UTC: "85" (power-on value of a DS18B20: it lost power, or was read before it had measured), "HI". The conditions of the goods at that time are unknown.',
    );
  });

  test('a code is reported with its meaning and prevents a release', () => {
    const cold = profile(rule({ limit: { kind: 'above', limit: 8 }, allowance: { mode: 'instant' } }));
    const verdict = evaluateRecord(
      everyTenMinutes([...times(10, 5), 85, ...times(9, 5)]),
      cold,
      closedSpan(start, at(20)),
    );
    expect(verdict.recommendation).toBe('quarantine');
    expect(verdict.reasons[0]).toBe(
      '1 value of temperature could not be read at 2026-01-01 01:40 UTC: "85" (power-on value of a DS18B20: it lost power, or was read before it had measured). The conditions of the goods at that time are unknown.',
    );
  });
});

describe('unreadable values', () => {
  const said = (...texts: string[]) => {
    const unreadable = texts.map((text, index) => ({
      channel: 'temperature' as const,
      at: at(index) + minute,
      text,
      offScale: null,
      bound: null,
    }));
    const cold = profile(rule({ limit: { kind: 'above', limit: 8 }, allowance: { mode: 'instant' } }));
    return evaluateRecord(
      [...everyTenMinutes(times(20, 5)), ...unreadable],
      cold,
      closedSpan(start, at(20)),
    ).reasons.find((reason) => reason.includes('could not be read'));
  };

  test('up to five unreadable texts are quoted in order, and the rest are counted', () => {
    expect(said('E', '')).toBe(
      '2 values of temperature could not be read from 2026-01-01 00:01 UTC to 2026-01-01 00:11 UTC: an empty value, "E". The conditions of the goods at those times are unknown.',
    );
    expect(said('e', 'd', 'c', 'b', 'a', 'a')).toBe(
      '6 values of temperature could not be read from 2026-01-01 00:01 UTC to 2026-01-01 00:51 UTC: "a", "b", "c", "d", "e". The conditions of the goods at those times are unknown.',
    );
    expect(said('g', 'f', 'e', 'd', 'c', 'b', 'a')).toBe(
      '7 values of temperature could not be read from 2026-01-01 00:01 UTC to 2026-01-01 01:01 UTC: "a", "b", "c", "d", "e" and 2 others. The conditions of the goods at those times are unknown.',
    );
  });
});

describe('lone readings', () => {
  const loneAmong = (values: readonly number[], steps: readonly number[] = [10, 10, 10, 10], maxGap = 30) => {
    let time = start;
    const samples = values.map((value, index): Sample => {
      if (index > 0) time += steps[index - 1]! * minute;
      return { at: time, values: [value], differs: false };
    });
    return loneReadings(samples, maxGap * minute).map((each) => each.values[0]);
  };

  test.each([
    ['more than 8 °C above both neighbours', [5, 5, 13.1, 5, 5], true],
    ['8 °C above them', [5, 5, 13, 5, 5], false],
    ['more than 8 °C below both', [5, 5, -3.1, 5, 5], true],
    ['8 °C below them', [5, 5, -3, 5, 5], false],
    ['above only one of them', [5, 5, 13.1, 5.2, 5], false],
    ['among readings 3 °C apart', [5, 8, 16.1, 8, 5], true],
    ['among readings more than 3 °C apart', [5, 8.1, 17, 8, 5], false],
    ['among warm readings', [25, 25, 33.1, 25, 25], true],
    ['if the record ends too soon', [5, 5, 13.1, 5], false],
  ])('a reading may be a lone one, %s: %j', (_, values, isLone) => {
    expect(loneAmong(values)).toEqual(isLone ? [values[2]] : []);
  });

  test('a lone reading has both neighbours within 15 minutes and within the longest gap allowed', () => {
    const values = [5, 5, 14, 5, 5];
    expect(loneAmong(values, [60, 15, 15, 60], 60)).toEqual([14]);
    expect(loneAmong(values, [10, 15.1, 10, 10], 60)).toEqual([]);
    expect(loneAmong(values, [10, 10, 15.1, 10], 60)).toEqual([]);
    expect(loneAmong(values, [10, 10, 10, 10], 10)).toEqual([14]);
    expect(loneAmong(values, [10, 10, 10, 10], 9.9)).toEqual([]);
  });

  const rejecting = (allowedMinutes: number) =>
    profile(
      rule({
        limit: { kind: 'above', limit: 8 },
        allowance: { mode: 'consecutive', milliseconds: allowedMinutes * minute, firesWhen: 'reached' },
        rejects: true,
      }),
    );
  const judged = (values: readonly number[], from = start, to = at(values.length)) =>
    evaluateRecord(everyTenMinutes(values), rejecting(10), closedSpan(from, to));

  test('a lone reading never rejects by itself, and is reported within the span, both ends included', () => {
    const values = [...times(10, 5), 40, ...times(9, 5)] as number[];
    expect(judged(values).recommendation).toBe('quarantine');
    expect(judged(values).findings).toEqual([
      {
        kind: 'lone-reading',
        subject: '',
        from: '2026-01-01T01:40:00.000Z',
        to: null,
        sentence: 'One reading of 40 °C at 2026-01-01 01:40 UTC differs from all readings around it.',
      },
    ]);
    for (const [from, to] of [
      [at(10), at(20)],
      [start, at(10)],
    ] as const)
      expect(judged(values, from, to).findings).toMatchObject([{ kind: 'lone-reading' }]);
    expect(judged(values, at(10) + 1, at(20))).not.toHaveProperty('findings');
    expect(judged(values, start, at(10) - 1)).not.toHaveProperty('findings');
  });

  test('a lone reading does not excuse a run that fires without it, whatever other runs there are', () => {
    // Every 15 minutes, so that the lone reading is valid for that long and fires; a short run ends after five.
    const recommendationFor = (...values: (number | 'short')[]) => {
      const rows = values.flatMap((value, index): Reading[] => {
        const time = start + index * 15 * minute;
        const reading = (after: number, celsius: number): Reading => ({
          channel: 'temperature',
          at: time + after * minute,
          value: celsius,
        });
        return value === 'short' ? [reading(0, 9), reading(5, 5)] : [reading(0, value)];
      });
      const span = closedSpan(start, start + values.length * 15 * minute);
      return evaluateRecord(rows, rejecting(15), span).recommendation;
    };
    expect(recommendationFor(5, 5, 40, 5, 5, 5, 5)).toBe('quarantine');
    expect(recommendationFor(5, 5, 40, 5, 5, 'short', 5, 5)).toBe('quarantine');
    expect(recommendationFor(5, 5, 40, 5, 5, 'short', 5, 9, 9, 5)).toBe('reject');
    expect(recommendationFor(5, 5, 40, 5, 5, 9, 9, 5)).toBe('reject');
  });

  test('of several lone readings the first is named with the number of others', () => {
    expect(loneReadingDiagnostics([])).toEqual([]);
    expect(loneReadingDiagnostics([sample(1, 40), sample(9, -30), sample(17, 50)])).toMatchObject([
      {
        from: at(1),
        sentence:
          '3 readings, the first of 40 °C at 2026-01-01 00:10 UTC, differ from all readings around them.',
      },
    ]);
  });
});

describe('temperature jumps', () => {
  test('a jump is a difference of more than 8 °C between any values of two times', () => {
    expect([isValueJump(5, 13), isValueJump(5, 13.000001), isValueJump(13.1, 5)]).toEqual([
      false,
      true,
      true,
    ]);
    expect(valueJumpAfter(null, sample(0, 5), [sample(1, 6, 20)])).toEqual({ at: at(1), since: 0 });
    expect(valueJumpAfter(null, sample(0, 5, 20), [sample(1, 19)])).toEqual({ at: at(1), since: 0 });
    expect(valueJumpAfter(null, undefined, [sample(1, 20)])).toBeNull();
  });

  test('a jump is watched until one more reading arrives, and then no longer counted', () => {
    const jumped = valueJumpAfter(null, sample(0, 5), [sample(1, 20)]);
    expect(isMonitoredAfterJump({ jump: jumped })).toBe(true);
    const once = valueJumpAfter(jumped, sample(1, 20), [sample(2, 20)]);
    expect(once).toEqual({ at: at(1), since: 1 });
    expect(isMonitoredAfterJump({ jump: once })).toBe(false);
    expect(valueJumpAfter(once, sample(2, 20), [sample(3, 20), sample(4, 20)])).toEqual({
      at: at(1),
      since: 1,
    });
    expect(isMonitoredAfterJump({ jump: null })).toBe(false);
  });
});

describe('mean kinetic temperature', () => {
  const by = (maxCelsius: number, allowed = 8) => ({
    ...profile(rule({ limit: { kind: 'above', limit: allowed }, allowance: { mode: 'instant' } })),
    meanKineticTemperature: { maxCelsius, windowMs: 60 * minute, deltaH: 83.144 },
  });
  const examined = (maxCelsius: number, values: readonly (number | null)[] = times(12, 5)) => {
    const { judgement, failed } = evaluateRecordWithAnswers(
      recordOf(everyTenMinutes(values)),
      by(maxCelsius),
      closedSpan(start, at(12)),
    );
    return { failed: failed.map((each) => [each.rule, each.worst]), reasons: judgement.reasons };
  };

  test('the mean kinetic temperature passes at its limit and is printed with the decimals needed', () => {
    expect(examined(5).failed).toEqual([]);
    expect(examined(5).reasons).toContain(
      'Within limits: mean kinetic temperature of 5.000000 °C over 1 h (allowed: at most 5 °C).',
    );
    expect(examined(6).reasons).toContain(
      'Within limits: mean kinetic temperature of 5.00 °C over 1 h (allowed: at most 6 °C).',
    );
    expect(examined(4.999).failed).toEqual([['mean-kinetic-temperature', 5]]);
    expect(examined(4.999).reasons).toContain(
      'Too warm: mean kinetic temperature of 5.000000 °C over 1 h from 2026-01-01 00:00 UTC to 2026-01-01 01:00 UTC (allowed: at most 4.999 °C).',
    );
  });

  test('the mean kinetic temperature fails if it cannot be determined', () => {
    const { failed, reasons } = examined(5, [5, ...times(10, null), 5]);
    expect(failed).toEqual([['mean-kinetic-temperature', 0]]);
    expect(reasons).toContain(
      'The mean kinetic temperature over 1 h is unknown: too little time was monitored.',
    );
  });

  test('in a span no longer than the window, the mean kinetic temperature is that of the span, wherever its readings lie', () => {
    const values = readings(...times(6, 5).map(() => 5)).map((each) => ({
      ...each,
      at: each.at + 5 * minute,
    }));
    const verdict = evaluateRecord(values, by(6), closedSpan(start, at(6)));
    expect(verdict.meanKineticTemperature).toMatchObject({
      celsius: 5,
      from: '2026-01-01T00:00:00.000Z',
      to: '2026-01-01T01:00:00.000Z',
    });
  });
});

test('times with differing values are counted and reported', () => {
  const cold = profile(rule({ limit: { kind: 'above', limit: 8 }, allowance: { mode: 'instant' } }));
  const said = (...values: readonly (number | readonly number[])[]) =>
    evaluateRecord(readings(...values), cold, closedSpan(start, at(values.length))).reasons.filter((reason) =>
      reason.includes('different'),
    );
  expect(said(5, [5, 6], 5)).toEqual([
    '1 time has different values of temperature: each rule used the value farthest out of range.',
  ]);
  expect(said(5, [5, 6], [5, 7], 5)).toEqual([
    '2 times have different values of temperature: each rule used the value farthest out of range.',
  ]);
  expect(said(5, 5)).toEqual([]);
});

test.each([
  [85, 'power-on value of a DS18B20: it lost power, or was read before it had measured'],
  [-127, 'a DS18B20 that does not answer'],
  [-196.6, 'a DS18B20 that does not answer, in degrees Fahrenheit'],
  [127.9375, 'raw 0x07FF of a DS18B20: too little power to measure'],
  [127.94, 'raw 0x07FF of a DS18B20, rounded'],
  [127, 'largest value of a signed byte: the value is not known'],
  [125, 'raw 0xFFFF of an HDC1080, rounded: it does not answer'],
  [-163.84, 'raw 0x8000 of a RuuviTag: no value'],
  [-99.9, 'a missing value, filled up with nines'],
  [84.9, null],
  [-100, null],
])('the value %d among readings of 5 °C: %s', (code, meaning) => {
  expect(split(5, code, 5)[1]).toEqual(meaning === null ? [] : [[1, [String(code)]]]);
  expect(meaningOfCode(String(code))).toBe(meaning);
});

describe('contents of a verdict', () => {
  const above = (id: string, limit: number) =>
    rule({ id, limit: { kind: 'above', limit }, allowance: { mode: 'instant' } });

  test('excursions are sorted by start, then by rule', () => {
    const rules = profile(above('b', 8), above('a', 8), above('c', 7));
    const values = [5, 7.5, 9, 5, 9, 5];
    const { excursions } = evaluateRecord(everyTenMinutes(values), rules, closedSpan(start, at(6)));
    expect(excursions.map(({ rule: id, from }) => [id, (Date.parse(from) - start) / minute])).toEqual([
      ['c', 10],
      ['a', 20],
      ['b', 20],
      ['a', 40],
      ['b', 40],
      ['c', 40],
    ]);
  });

  test('a single gap that is too long prevents a release, however small its share', () => {
    // Four days of readings with a gap; the reading before the gap is valid for ten minutes.
    const withGapOf = (readingsLeftOut: number) =>
      evaluateRecord(
        everyTenMinutes([
          ...times(288, 5),
          ...times(readingsLeftOut, null),
          ...times(288 - readingsLeftOut, 5),
        ]),
        profile(above('high', 8)),
        closedSpan(start, at(576)),
      );
    expect(withGapOf(12)).toMatchObject({ recommendation: 'release' });
    const { recommendation, reasons } = withGapOf(13);
    expect(recommendation).toBe('quarantine');
    expect(reasons.filter((reason) => reason.includes('2 h 10 min'))).toHaveLength(1);
  });

  test.each([
    ['the first', [30, 13], 'from 2026-01-01 08:10 UTC'],
    ['the last', [13, 30], 'from 2026-01-01 18:20 UTC'],
  ])('the longest of several gaps that are too long is named, even if it is %s', (_, [one, other], when) => {
    const { reasons } = evaluateRecord(
      everyTenMinutes([
        ...times(49, 5),
        ...times(one!, null),
        ...times(48, 5),
        ...times(other!, null),
        ...times(436, 5),
      ]),
      profile(above('high', 8)),
      closedSpan(start, at(576)),
    );
    expect(reasons).toContain(
      `The record of temperature is incomplete: 92.534 % of the time monitored (required: 95 %); 2 gaps, the longest of 5 h ${when} (allowed: 2 h).`,
    );
  });

  test('without a route, the verdict says that location rules were not checked', () => {
    const late = {
      kind: 'late' as const,
      id: 'late-1h',
      severity: 'minor' as const,
      longerThanMs: 60 * minute,
    };
    const by = { ...profile(above('high', 8)), journeyRules: [late, { ...late, id: 'late-2h' }] };
    const sentence = 'Location rules were not evaluated (late-1h, late-2h): the route is unknown.';
    const reasonsBy = (of: typeof by) =>
      evaluateRecord(everyTenMinutes(times(6, 5)), of, closedSpan(start, at(6))).reasons;
    expect(reasonsBy(by)).toContain(sentence);
    expect(
      reasonsBy({ ...by, journeyRules: [] }).filter((reason) => reason.startsWith('Location rules')),
    ).toEqual([]);
  });
});
