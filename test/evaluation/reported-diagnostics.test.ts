import { describe, expect, test } from 'vitest';
import { type DeviceState, initialState } from '../../src/evaluation/device-state.ts';
import { reportedDiagnosticsOf } from '../../src/evaluation/reported-diagnostics.ts';
import type { EvaluationContext } from '../../src/evaluation/evaluation-context.ts';
import { at } from '../support/facts.ts';
import { hour, minute, profile, rule, start, termsBy } from '../support/series.ts';

const limit = { kind: 'above', limit: 8 } as const;
const anHour = { milliseconds: hour, firesWhen: 'reached' } as const;
const warm = rule({
  id: 'warm',
  limit,
  allowance: { mode: 'consecutive', ...anHour },
  clearAfterMs: 30 * minute,
});
const sum = rule({
  id: 'sum',
  limit,
  allowance: { mode: 'cumulative', ...anHour },
  clearAfterMs: 30 * minute,
});
const by = profile(warm, sum);
const sample = (minutes: number, value = 5) => ({ at: at(minutes), values: [value], differs: false });
const state = (fields: Partial<DeviceState>): DeviceState => ({
  ...initialState,
  last: { temperature: sample(100) },
  ...fields,
});
const episode = (running: boolean) => ({
  from: at(0),
  observedMs: 0,
  until: at(70),
  peak: 9,
  firedAt: at(60),
  running,
  endedBy: null,
});
const latest = (closedAt: number | null) => ({ from: at(0), firedAt: at(60), closedAt });
const shown = (minutes: number | null) => ({
  at: minutes === null ? null : at(minutes),
  first: null,
  run: null,
});
const low = { battery: { from: at(1), lowest: 9 } };
const day = start / 86_400_000;
const unread = { since: at(1), at: at(2), texts: ['x'], above: null, below: null, codes: [] };
const month = 30 * 24 * 3600;

describe('diagnostics that the ledger must record', () => {
  test.each<[string, Partial<DeviceState>, Partial<EvaluationContext>, string[]]>([
    ['nothing is reported by default', {}, {}, []],
    ['an open diagnostic is reported', { diagnostics: low }, {}, ['battery-low ']],
    ['a diagnostic that has ended is not reported', {}, { calibratedUntil: at(5), until: at(90) }, []],
    ['an expired calibration is reported', {}, { calibratedUntil: at(5) }, ['calibration-ended ']],
    [
      'an unreadable channel is reported first',
      { last: { temperature: sample(0), humidity: sample(31) }, diagnostics: low },
      {},
      ['channel-unreadable temperature', 'battery-low '],
    ],
    [
      'a jump is reported once another reading has arrived',
      { jump: { at: at(7), since: 1 } },
      {},
      [`leap ${at(7)}`],
    ],
    ['a jump is not reported before that', { jump: { at: at(7), since: 0 } }, {}, []],
    [
      'a departure is reported',
      { diagnostics: { journey: { departure: shown(3), arrival: shown(null) } } },
      {},
      [`departed ${at(3)}`],
    ],
    [
      'an arrival after the departure is reported',
      { diagnostics: { journey: { departure: shown(3), arrival: shown(9) } } },
      {},
      [`departed ${at(3)}`, `arrived ${at(9)}`],
    ],
    [
      'a rule that has been in range for long enough is reported',
      { rules: { warm: { episode: null, latest: latest(at(70)) } } },
      {},
      ['warm holds'],
    ],
    [
      'a rule that has not been in range for long enough is not reported',
      { rules: { warm: { episode: null, latest: latest(at(70) + 1) } } },
      {},
      [],
    ],
    [
      'a run of a cumulative rule after its end is reported',
      { rules: { sum: { episode: episode(true), latest: latest(at(70)) } } },
      {},
      ['sum goes on'],
    ],
    [
      'the first run of a cumulative rule is not reported',
      { rules: { sum: { episode: episode(true), latest: latest(null) } } },
      {},
      [],
    ],
    [
      'the end of that run is not reported',
      { rules: { sum: { episode: episode(false), latest: latest(at(71)) } } },
      {},
      [],
    ],
    [
      'a run of another rule is not reported',
      { rules: { warm: { episode: episode(true), latest: latest(at(70)) } } },
      {},
      [],
    ],
    [
      'a rule about which nothing is known is not reported',
      { rules: { sum: { episode: episode(true), latest: null } } },
      {},
      [],
    ],
  ])('ledger diagnostics: %s', (_, fields, more, expected) => {
    expect(reportedDiagnosticsOf(state(fields), termsBy(by, more), at(120))).toEqual(expected);
  });

  const refused = (minutes: number): Partial<DeviceState> => ({
    unreadable: { refused: { ...unread, at: at(minutes) } },
  });
  const backlog = (minutes: number): Partial<DeviceState> => ({
    last: { temperature: sample(100), backlog: sample(minutes, month) },
  });
  test.each<[string, Partial<DeviceState>, number, string[]]>([
    ['the day on which messages were refused', refused(60), at(120), [`not understood ${day}`]],
    [
      'once the day has ended, from midnight on, its newest message too',
      refused(60),
      at(24 * 60),
      [`not understood ${day} counted to ${at(60)}`],
    ],
    ['only the day itself before midnight', refused(60), at(24 * 60) - 1, [`not understood ${day}`]],
    ['the day on which times were misplaced', backlog(60), at(120), [`not understood ${day}`]],
    [
      'one day once, for refused messages and misplaced times',
      { ...refused(60), ...backlog(90) },
      at(120),
      [`not understood ${day}`],
    ],
    [
      'the newest message of each once their day has ended',
      { ...refused(60), ...backlog(90) },
      at(24 * 60),
      [`not understood ${day} counted to ${at(60)}`, `not understood ${day} counted to ${at(90)}`],
    ],
    [
      'two days, of which one has ended',
      { ...refused(60), ...backlog(25 * 60) },
      at(25 * 60),
      [`not understood ${day} counted to ${at(60)}`, `not understood ${day + 1}`],
    ],
    [
      'two days that have ended, in reverse order',
      { ...refused(25 * 60), ...backlog(60) },
      at(49 * 60),
      [`not understood ${day + 1} counted to ${at(25 * 60)}`, `not understood ${day} counted to ${at(60)}`],
    ],
  ])('the notice about messages not understood contains %s', (_, fields, asOf, expected) => {
    // The missing channel is not tested here.
    const of = { ...by, maxGapMs: 1e9 };
    expect(reportedDiagnosticsOf(state(fields), termsBy(of), asOf)).toEqual(expected);
  });
});
