import { describe, expect, test } from 'vitest';
import type { Answer, RecordMeasurements, RuleMeasurement } from '../../src/evaluation/check.ts';
import { rulesHold, worstCaseHolds } from '../../src/evaluation/checks.ts';
import type { LimitRule } from '../../src/model/profile.ts';
import { at } from '../support/facts.ts';
import { channels, findings, ruleMeasurement } from '../support/record-measurements.ts';
import { hour, minute, rule } from '../support/series.ts';

const warm = rule({
  id: 'warm',
  limit: { kind: 'above', limit: 8 },
  allowance: { mode: 'consecutive', milliseconds: hour, firesWhen: 'reached' },
});
const allowed = '(allowed: less than 1 h without a break)';

function answer(
  of: LimitRule,
  fields: Partial<RuleMeasurement> = {},
  more: Partial<RecordMeasurements> = {},
): Answer {
  const answers = rulesHold(findings({ rules: [ruleMeasurement(of, fields)], ...more }));
  expect(answers).toHaveLength(1);
  return answers[0]!;
}

describe('answers about a rule', () => {
  const held = `Within limits: above 8 °C for 10 min ${allowed}. Rule warm.`;
  const broken = `Too warm: above 8 °C for 1 h 10 min ${allowed}. Alarm at 2026-01-01 01:00 UTC. Rule warm.`;
  const fired = { outcome: 'fail', observedMs: 70 * minute, firedAt: at(60) } as const;
  const byLone =
    'The alarm depends on lone readings: check the goods and the sensor before you reject the goods.';
  const rejects = { ...warm, rejects: true };
  const warns = { ...warm, judges: false };
  test.each<[string, Answer, Answer]>([
    [
      'a rule that was in range passes',
      answer(warm, { observedMs: 10 * minute }),
      { outcome: 'pass', sentence: held },
    ],
    [
      'a rule that only warns and was in range is noted',
      answer(warns, { observedMs: 10 * minute }),
      { outcome: 'note', sentence: held },
    ],
    ['a rule that fired fails', answer(warm, fired), { outcome: 'fail', sentence: broken }],
    [
      'a rule that fired at a single reading fails without a duration',
      answer(warm, { ...fired, observedMs: 0 }),
      {
        outcome: 'fail',
        sentence: `Too warm: above 8 °C ${allowed}. Alarm at 2026-01-01 01:00 UTC. Rule warm.`,
      },
    ],
    [
      'a rule that rejects and fired rejects',
      answer(rejects, fired),
      { outcome: 'fail', rejects: true, sentence: broken },
    ],
    [
      'a rule that only warns and fired is noted',
      answer({ ...rejects, judges: false }, fired),
      { outcome: 'note', sentence: `${broken} This rule only warns.` },
    ],
    [
      'a rule that fired only because of lone readings does not reject',
      answer(rejects, { ...fired, isByLoneReadings: true }),
      { outcome: 'fail', sentence: `${broken} ${byLone}` },
    ],
  ])('%s', (_, given, expected) => {
    expect(given).toEqual(expected);
  });

  test('each rule has its answer, in the order of the profile', () => {
    const rules = [ruleMeasurement(warm), ruleMeasurement({ ...warm, id: 'cold' })];
    expect(rulesHold(findings({ rules })).map(({ sentence }) => sentence)).toEqual([
      `Within limits: not above 8 °C ${allowed}. Rule warm.`,
      `Within limits: not above 8 °C ${allowed}. Rule cold.`,
    ]);
  });
});

describe('what is wrong when a rule fails', () => {
  const never = { ...warm, allowance: { mode: 'instant' } } as const;
  const beyond = { above: 'above', below: 'below', atLeast: 'at or above', atMost: 'at or below' } as const;
  test.each([
    ['temperature', 'above', 'Too warm', '8 °C'],
    ['temperature', 'atLeast', 'Too warm', '8 °C'],
    ['temperature', 'below', 'Too cold', '8 °C'],
    ['temperature', 'atMost', 'Too cold', '8 °C'],
    ['humidity', 'above', 'Too humid', '8 %RH'],
    ['humidity', 'below', 'Too dry', '8 %RH'],
    ['pressure', 'above', 'Pressure too high', '8 kPa'],
    ['pressure', 'below', 'Pressure too low', '8 kPa'],
    ['battery', 'above', 'Battery too full', '8 %'],
    ['battery', 'below', 'Battery too low', '8 %'],
  ] as const)('%s %s its limit: %s', (channel, kind, words, limit) => {
    const of: LimitRule = { ...never, channel, limit: { kind, limit: 8 } };
    expect(answer(of, { outcome: 'fail', observedMs: minute, firedAt: at(1) })).toEqual({
      outcome: 'fail',
      sentence: `${words}: ${beyond[kind]} ${limit} for 1 min (never allowed). Alarm at 2026-01-01 00:01 UTC. Rule warm.`,
    });
  });

  const outside: LimitRule = { ...never, limit: { kind: 'outside', low: 2, high: 8 } };
  const rate: LimitRule = { ...never, rateWindowMs: 10 * minute };
  test.each([
    ['outside a range', outside, 'outside 2 °C to 8 °C'],
    ['that changes too fast', rate, 'change of temperature over 10 min above 8 °C/min'],
  ])('a value %s is out of range', (_, of, limit) => {
    expect(answer(of, { outcome: 'fail', observedMs: minute, firedAt: at(1) })).toEqual({
      outcome: 'fail',
      sentence: `Out of range: ${limit} for 1 min (never allowed). Alarm at 2026-01-01 00:01 UTC. Rule warm.`,
    });
  });

  test.each([
    ['a value', outside, 'not outside 2 °C to 8 °C'],
    ['a change', rate, 'no change of temperature over 10 min above 8 °C/min'],
  ])('%s that was never out of range is within limits', (_, of, limit) => {
    expect(answer(of, { observedMs: 0 })).toEqual({
      outcome: 'pass',
      sentence: `Within limits: ${limit} (never allowed). Rule warm.`,
    });
  });
});

describe('a rule that could not be evaluated', () => {
  const no = { outcome: 'not-applicable', observedMs: null } as const;
  const empty = { channels: channels({ temperature: { readings: 0 } }) };
  const ofPhase = (...phases: LimitRule['phases'] & object) => ({ ...warm, phases });
  const span = (fields: Partial<RecordMeasurements['span']>): Partial<RecordMeasurements> => ({
    span: { from: at(0), to: at(240), open: false, phases: { departedAt: null, arrivedAt: null }, ...fields },
  });
  const [none, left, came] = [
    { departedAt: null, arrivedAt: null },
    { departedAt: at(60), arrivedAt: null },
    { departedAt: null, arrivedAt: at(200) },
  ];
  const unasked = (why: string): Answer => ({
    outcome: 'not-applicable',
    sentence: `Rule warm was not evaluated: ${why}.`,
  });
  const unrecorded = (phases: string): Answer => ({
    outcome: 'fail',
    sentence: `Rule warm was not evaluated: its phase (${phases}) was never recorded. Declare departure and arrival.`,
  });
  const noPart = (phases: string) => unasked(`its phase (${phases}) is not part of the evaluated time`);
  test.each<[string, Answer, Answer]>([
    ['for lack of readings', answer(warm, no, empty), unasked('the record has no temperature')],
    [
      'for lack of time',
      answer({ ...warm, rateWindowMs: 10 * minute }, no),
      unasked('the record is too short for a change over 10 min'),
    ],
    [
      'although it only warns',
      answer({ ...warm, judges: false }, no, empty),
      { ...unasked('the record has no temperature'), outcome: 'note' },
    ],
    [
      'because its phase was earlier',
      answer(ofPhase('origin'), no, span({ phases: none })),
      noPart('origin'),
    ],
    [
      'because its phase is still to come',
      answer(ofPhase('in-transit'), no, span({ phases: none, open: true })),
      noPart('in-transit'),
    ],
    [
      'because the departure was never recorded',
      answer(ofPhase('in-transit'), no, span({ phases: none })),
      unrecorded('in-transit'),
    ],
    [
      'although there was a departure',
      answer(ofPhase('in-transit'), no, span({ phases: left })),
      noPart('in-transit'),
    ],
    [
      'although there was an arrival',
      answer(ofPhase('in-transit'), no, span({ phases: came })),
      noPart('in-transit'),
    ],
    [
      'because the arrival was never recorded',
      answer(ofPhase('destination'), no, span({ phases: left })),
      unrecorded('destination'),
    ],
    [
      'because one of its phases was never recorded',
      answer(ofPhase('origin', 'destination'), no, span({ phases: left })),
      unrecorded('origin, destination'),
    ],
    [
      'although the arrival was recorded',
      answer(ofPhase('destination'), no, span({ phases: came })),
      noPart('destination'),
    ],
    [
      'although the arrival was inferred',
      answer(ofPhase('destination'), no, span({ phases: { ...none, firstInferred: came } })),
      noPart('destination'),
    ],
    [
      'although the departure was inferred',
      answer(ofPhase('in-transit'), no, span({ phases: { ...none, firstInferred: left } })),
      noPart('in-transit'),
    ],
    [
      'if no phase is known',
      answer(ofPhase('destination'), no, span({ phases: null })),
      noPart('destination'),
    ],
    [
      'although it only warns about a phase',
      answer({ ...ofPhase('destination'), judges: false }, no, span({ phases: none })),
      { ...noPart('destination'), outcome: 'note' },
    ],
  ])('a rule could not be evaluated %s', (_, given, expected) => {
    expect(given).toEqual(expected);
  });
});

describe('the worst case of a rule', () => {
  const maybe = { worstCase: 'fail', uncertainMs: 90 * minute } as const;
  const of = (by: LimitRule, fields: Partial<RuleMeasurement>) =>
    worstCaseHolds(findings({ rules: [ruleMeasurement(by, fields)] }));
  test('the worst case fails if a gap may hide an excursion', () => {
    expect(of(warm, maybe)).toEqual([
      {
        outcome: 'fail',
        sentence: `If out of range during every gap: above 8 °C for up to 1 h 30 min ${allowed}. Rule warm.`,
      },
    ]);
  });

  test.each<[string, LimitRule, Partial<RuleMeasurement>]>([
    ['was in range', warm, {}],
    ['only warns', { ...warm, judges: false }, maybe],
    ['fired', warm, { ...maybe, outcome: 'fail' }],
    ['has no worst case', warm, { worstCase: 'not-applicable' }],
  ])('the worst case adds nothing if the rule %s', (_, by, fields) => {
    expect(of(by, fields)).toEqual([]);
  });
});
