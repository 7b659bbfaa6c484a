import { describe, expect, test } from 'vitest';
import { type DeviceState, initialState } from '../../src/evaluation/device-state.ts';
import { reportedDiagnosticsOf } from '../../src/evaluation/reported-diagnostics.ts';
import type { Terms } from '../../src/evaluation/evaluation-context.ts';
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

describe('what the ledger must know of a device', () => {
  test.each<[string, Partial<DeviceState>, Partial<Terms>, string[]]>([
    ['is nothing', {}, {}, []],
    ['is a finding that stands', { diagnostics: low }, {}, ['battery-low ']],
    ['is not one that has ended', {}, { calibratedUntil: at(5), until: at(90) }, []],
    ['is a calibration that has ended', {}, { calibratedUntil: at(5) }, ['calibration-ended ']],
    [
      'is a channel that cannot be read, first',
      { last: { temperature: sample(0), humidity: sample(31) }, diagnostics: low },
      {},
      ['channel-unreadable temperature', 'battery-low '],
    ],
    ['is a leap, once another reading came', { jump: { at: at(7), since: 1 } }, {}, [`leap ${at(7)}`]],
    ['is not a leap before that', { jump: { at: at(7), since: 0 } }, {}, []],
    [
      'is a departure',
      { diagnostics: { journey: { departure: shown(3), arrival: shown(null) } } },
      {},
      [`departed ${at(3)}`],
    ],
    [
      'is an arrival after it',
      { diagnostics: { journey: { departure: shown(3), arrival: shown(9) } } },
      {},
      [`departed ${at(3)}`, `arrived ${at(9)}`],
    ],
    [
      'is a rule that has held for long enough',
      { rules: { warm: { episode: null, latest: latest(at(70)) } } },
      {},
      ['warm holds'],
    ],
    [
      'is not one that has not yet',
      { rules: { warm: { episode: null, latest: latest(at(70) + 1) } } },
      {},
      [],
    ],
    [
      'is a run of a cumulative rule after its end',
      { rules: { sum: { episode: episode(true), latest: latest(at(70)) } } },
      {},
      ['sum goes on'],
    ],
    ['is not its first run', { rules: { sum: { episode: episode(true), latest: latest(null) } } }, {}, []],
    ['is not that it ended', { rules: { sum: { episode: episode(false), latest: latest(at(71)) } } }, {}, []],
    [
      'is not a run of another rule',
      { rules: { warm: { episode: episode(true), latest: latest(at(70)) } } },
      {},
      [],
    ],
    [
      'is not a rule of which nothing is known',
      { rules: { sum: { episode: episode(true), latest: null } } },
      {},
      [],
    ],
  ])('%s', (_, fields, more, expected) => {
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
    ['that it is over, from midnight on', refused(60), at(24 * 60), [`not understood ${day} over`]],
    ['not that before', refused(60), at(24 * 60) - 1, [`not understood ${day}`]],
    ['the day on which times were misplaced', backlog(60), at(120), [`not understood ${day}`]],
    [
      'the newest of both',
      { ...refused(60), ...backlog(25 * 60) },
      at(25 * 60),
      [`not understood ${day + 1}`],
    ],
    [
      'the newest of both, the other way',
      { ...refused(25 * 60), ...backlog(60) },
      at(49 * 60),
      [`not understood ${day + 1} over`],
    ],
  ])('is %s', (_, fields, asOf, expected) => {
    // The silence of the channel is not what is asked here.
    const of = { ...by, maxGapMs: 1e9 };
    expect(reportedDiagnosticsOf(state(fields), termsBy(of), asOf)).toEqual(expected);
  });
});
