import { describe, expect, test } from 'vitest';
import { advance } from '../../domain/advance.ts';
import { allowanceUsed } from '../../domain/allowance-used.ts';
import { initialState } from '../../domain/device-state.ts';
import { everyTenMinutes, minute, profile, rule, start, termsBy, times } from '../support/series.ts';

/** How much is used after these temperatures, ten minutes apart, so long after the last. */
function used(of: ReturnType<typeof profile>, celsius: readonly (number | null)[], laterMs = 0) {
  const { state } = advance(initialState, everyTenMinutes(celsius), termsBy(of));
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
