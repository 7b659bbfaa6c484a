import { describe, expect, test } from 'vitest';
import { evaluateIncrement } from '../../src/evaluation/evaluate-increment.ts';
import { allowanceUsed } from '../../src/evaluation/allowance-used.ts';
import { initialState } from '../../src/evaluation/device-state.ts';
import { everyTenMinutes, minute, profile, rule, start, termsBy, times } from '../support/series.ts';

/** How much is used after these temperatures, ten minutes apart, so long after the last. */
function used(of: ReturnType<typeof profile>, celsius: readonly (number | null)[], laterMs = 0) {
  const { state } = evaluateIncrement(initialState, everyTenMinutes(celsius), termsBy(of));
  return allowanceUsed(state, of, start + (celsius.length - 1) * 10 * minute + laterMs);
}

describe('of an allowance is used', () => {
  const warm = { kind: 'above', limit: 8 } as const;
  const anHour = { milliseconds: 60 * minute, firesWhen: 'reached' } as const;
  const stretch = { limit: warm, allowance: { mode: 'consecutive', ...anHour } } as const;
  const hour = profile(rule(stretch));
  const inAll = profile(rule({ limit: warm, allowance: { mode: 'cumulative', ...anHour } }));
  const atOnce = profile(rule({ limit: { kind: 'above', limit: 15 }, allowance: { mode: 'instant' } }));
  const warns = profile(rule({ ...stretch, judges: false }));
  test.each([
    ['nothing, where nothing was outside', hour, times(4, 5), 0, null],
    ['the run under way', hour, [5, 9, 9, 9], 0, { rule: 'rule', used: 0.333333 }],
    [
      'what the last reading holds up to now',
      hour,
      [5, 9, 9, 9],
      5 * minute,
      { rule: 'rule', used: 0.416667 },
    ],
    ['no more than an interval of that', hour, [5, 9], 50 * minute, { rule: 'rule', used: 0.166667 }],
    ['nothing of a run that is over', hour, [9, 9, 5], 0, null],
    ['every run of a cumulative rule', inAll, [9, 9, 5, 9, 5], 0, { rule: 'rule', used: 0.5 }],
    ['all, where the rule fired', hour, times(9, 9), 0, { rule: 'rule', used: 1 }],
    ['all at once, of a rule that allows nothing', atOnce, [5, 16], 0, { rule: 'rule', used: 1 }],
    ['nothing by a rule that only warns', warns, [9, 9], 0, null],
  ] as const)('%s', (_, of, celsius, laterMs, expected) => {
    expect(used(of, celsius, laterMs)).toEqual(expected);
  });
});

describe('of several rules', () => {
  const warm = { kind: 'above', limit: 8 } as const;
  const forMinutes = (id: string, minutes: number, fields: object = {}) =>
    rule({
      id,
      limit: warm,
      allowance: { mode: 'consecutive', milliseconds: minutes * minute, firesWhen: 'reached' },
      ...fields,
    });
  test('the one that is nearest to firing counts, the first of equals', () => {
    expect(
      used(profile(forMinutes('long', 80), forMinutes('short', 40), forMinutes('mid', 60)), [9, 9, 9]),
    ).toEqual({
      rule: 'short',
      used: 0.5,
    });
    expect(used(profile(forMinutes('a', 40), forMinutes('b', 40)), [9, 9])).toEqual({
      rule: 'a',
      used: 0.25,
    });
  });

  test('one that only warns leaves the word to the next', () => {
    const of = profile(forMinutes('warns', 30, { judges: false }), forMinutes('judges', 60));
    expect(used(of, [9, 9])).toEqual({ rule: 'judges', used: 0.166667 });
  });

  test('one that is over leaves the word to the next', () => {
    const cold = forMinutes('cold', 60, { limit: { kind: 'below', limit: 2 } });
    expect(used(profile(forMinutes('warm', 60), cold), [9, 9, 1, 1])).toEqual({
      rule: 'cold',
      used: 0.166667,
    });
  });
});

describe('how much is used', () => {
  const hour = { mode: 'consecutive', milliseconds: 60 * minute, firesWhen: 'exceeded' } as const;
  const of = profile(rule({ limit: { kind: 'above', limit: 8 }, allowance: hour }));
  test('is of a run that is over nothing, also where it fired: its alarm says so', () => {
    expect(used(of, times(9, 9))).toEqual({ rule: 'rule', used: 1 });
    expect(used(of, [...times(9, 9), 5])).toBeNull();
  });

  test.each([
    [0, 0.333333],
    [minute, 0.35],
    [10 * minute - 6, 0.499998],
    [10 * minute, 0.5],
    [10 * minute + 1, 0.5],
    [-minute, 0.333333],
  ])('counts the newest reading for at most an interval: %d ms after it', (laterMs, share) => {
    expect(used(of, [9, 9, 9], laterMs)).toEqual({ rule: 'rule', used: share });
  });

  test('does not grow while the channel cannot be read', () => {
    const unreadable = {
      channel: 'temperature' as const,
      at: start + 25 * minute,
      text: 'ERR',
      offScale: null,
      bound: null,
    };
    const { state } = evaluateIncrement(
      initialState,
      [...everyTenMinutes([9, 9, 9]), unreadable],
      termsBy(of),
    );
    // Twenty minutes and what the last reading held until then, of an hour; and no more, however late it is.
    const shares = [25, 29, 34].map((minutes) => allowanceUsed(state, of, start + minutes * minute));
    expect(shares).toEqual(Array.from({ length: 3 }, () => ({ rule: 'rule', used: 0.416667 })));
  });
});
