import { describe, expect, test } from 'vitest';
import { evaluateIncrement } from '../../src/evaluation/evaluate-increment.ts';
import { allowanceUsed } from '../../src/evaluation/allowance-used.ts';
import { initialState } from '../../src/evaluation/device-state.ts';
import { everyTenMinutes, minute, profile, rule, start, termsBy, times } from '../support/series.ts';

/** The share used after these temperatures, ten minutes apart, `laterMs` after the last one. */
function used(of: ReturnType<typeof profile>, celsius: readonly (number | null)[], laterMs = 0) {
  const { state } = evaluateIncrement(initialState, everyTenMinutes(celsius), termsBy(of));
  return allowanceUsed(state, of, start + (celsius.length - 1) * 10 * minute + laterMs);
}

describe('share of an allowance used', () => {
  const warm = { kind: 'above', limit: 8 } as const;
  const anHour = { milliseconds: 60 * minute, firesWhen: 'reached' } as const;
  const stretch = { limit: warm, allowance: { mode: 'consecutive', ...anHour } } as const;
  const hour = profile(rule(stretch));
  const inAll = profile(rule({ limit: warm, allowance: { mode: 'cumulative', ...anHour } }));
  const atOnce = profile(rule({ limit: { kind: 'above', limit: 15 }, allowance: { mode: 'instant' } }));
  const warns = profile(rule({ ...stretch, judges: false }));
  test.each([
    ['is null if nothing was outside', hour, times(4, 5), 0, null],
    ['counts the run in progress', hour, [5, 9, 9, 9], 0, { rule: 'rule', used: 0.333333 }],
    [
      'counts the validity of the last reading up to now',
      hour,
      [5, 9, 9, 9],
      5 * minute,
      { rule: 'rule', used: 0.416667 },
    ],
    [
      'counts that validity for one interval at most',
      hour,
      [5, 9],
      50 * minute,
      { rule: 'rule', used: 0.166667 },
    ],
    ['ignores a consecutive run that has ended', hour, [9, 9, 5], 0, null],
    ['counts every run of a cumulative rule', inAll, [9, 9, 5, 9, 5], 0, { rule: 'rule', used: 0.5 }],
    ['is 1 once the rule fired', hour, times(9, 9), 0, { rule: 'rule', used: 1 }],
    ['is 1 at once for an instant rule', atOnce, [5, 16], 0, { rule: 'rule', used: 1 }],
    ['ignores a rule that only warns', warns, [9, 9], 0, null],
  ] as const)('the share used %s', (_, of, celsius, laterMs, expected) => {
    expect(used(of, celsius, laterMs)).toEqual(expected);
  });
});

describe('allowance used under several rules', () => {
  const warm = { kind: 'above', limit: 8 } as const;
  const forMinutes = (id: string, minutes: number, fields: object = {}) =>
    rule({
      id,
      limit: warm,
      allowance: { mode: 'consecutive', milliseconds: minutes * minute, firesWhen: 'reached' },
      ...fields,
    });
  test('the rule nearest to firing counts, and the first of equals', () => {
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

  test('a rule that only warns is skipped', () => {
    const of = profile(forMinutes('warns', 30, { judges: false }), forMinutes('judges', 60));
    expect(used(of, [9, 9])).toEqual({ rule: 'judges', used: 0.166667 });
  });

  test('a rule whose run has ended is skipped', () => {
    const cold = forMinutes('cold', 60, { limit: { kind: 'below', limit: 2 } });
    expect(used(profile(forMinutes('warm', 60), cold), [9, 9, 1, 1])).toEqual({
      rule: 'cold',
      used: 0.166667,
    });
  });
});

describe('amount of an allowance used', () => {
  const hour = { mode: 'consecutive', milliseconds: 60 * minute, firesWhen: 'exceeded' } as const;
  const of = profile(rule({ limit: { kind: 'above', limit: 8 }, allowance: hour }));
  test('a run that has ended counts as nothing even if it fired, because it has its own alarm', () => {
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
  ])('the newest reading counts for one interval at most: %d ms after it', (laterMs, share) => {
    expect(used(of, [9, 9, 9], laterMs)).toEqual({ rule: 'rule', used: share });
  });

  test('the amount does not grow while the channel is unreadable', () => {
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
    // Twenty minutes plus the validity of the last reading until then, of an hour, and never more than one interval.
    const shares = [25, 29, 34].map((minutes) => allowanceUsed(state, of, start + minutes * minute));
    expect(shares).toEqual(Array.from({ length: 3 }, () => ({ rule: 'rule', used: 0.416667 })));
  });
});
