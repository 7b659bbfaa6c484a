import { describe, expect, test } from 'vitest';
import { type DeviceState, initialState } from '../../src/evaluation/device-state.ts';
import { nextTimerAt } from '../../src/evaluation/next-timer.ts';
import { parseProfile } from '../../src/model/parse-profile.ts';

const minute = 60_000;
const parsed = parseProfile({
  id: 'p',
  version: 1,
  name: 'p',
  reportingInterval: 'PT10M',
  maxGap: 'PT30M',
  completeness: { minimumCoverage: 0.9, longestGap: 'PT2H' },
  rules: [
    { id: 'hot', channel: 'temperature', above: 30, mode: 'instant', severity: 'critical' },
    { id: 'run', channel: 'temperature', above: 8, mode: 'consecutive', for: 'PT40M', severity: 'major' },
    { id: 'sum', channel: 'temperature', above: 8, mode: 'cumulative', for: 'PT1H', severity: 'major' },
  ],
  meanKineticTemperature: null,
});
if (!parsed.ok) throw new Error(parsed.problems.join());
const context = { profile: parsed.profile };

const at = (time: number, rules: DeviceState['rules'] = {}): DeviceState => ({
  ...initialState,
  last: { temperature: { at: time, values: [5], differs: false } },
  rules,
});
const run = (observedMs: number, running: boolean) => ({
  episode: { from: 0, observedMs, until: 0, peak: 9, firedAt: null, running, endedBy: null },
  latest: null,
});

describe('a device needs no timer', () => {
  test.each<[string, DeviceState, number, number]>([
    ['before it would be offline', at(100 * minute), 105 * minute, 130 * minute],
    ['before it would be offline since it was attached', initialState, 5 * minute, 30 * minute],
    [
      'before the rest of an allowance is used up',
      at(100 * minute, { sum: run(50 * minute, false) }),
      100 * minute,
      110 * minute,
    ],
    [
      'for a whole new run after a run has ended',
      at(100 * minute, { run: run(35 * minute, false) }),
      100 * minute,
      130 * minute,
    ],
    [
      'later than now while a run is in progress',
      at(100 * minute, { run: run(minute, true) }),
      101 * minute,
      101 * minute,
    ],
  ])('a device needs no timer %s', (_, state, asOf, until) => {
    expect(nextTimerAt(state, context, 0, asOf)).toBe(until);
  });

  test('a device needs no timer before a run that starts right after the last known reading could use up the shortest allowance', () => {
    const long = { profile: { ...parsed.profile, maxGapMs: 600 * minute } };
    expect(nextTimerAt(at(100 * minute), long, 0, 105 * minute)).toBe(140 * minute);
  });
});
