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
const allowed = 'allowed less than 1 h at a stretch';

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
  const held = `Rule warm held: above 8 °C for 10 min, ${allowed}.`;
  const broken = `Rule warm was broken: above 8 °C for 1 h 10 min, ${allowed}; fired 2026-01-01 01:00 UTC.`;
  const fired = { outcome: 'fail', observedMs: 70 * minute, firedAt: at(60) } as const;
  const byLone =
    'Without lone readings it would not have fired: look at the goods and at the sensor before you reject them.';
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
    expect(rulesHold(findings({ rules })).map(({ sentence }) => sentence.split(' ')[1])).toEqual([
      'warm',
      'cold',
    ]);
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
    sentence: `Rule warm could not be judged: ${why}.`,
  });
  const unrecorded = (phases: string): Answer => ({
    outcome: 'fail',
    sentence: `Rule warm could not be judged: its phase (${phases}) was never recorded; declare departure and arrival.`,
  });
  const noPart = (phases: string) => unasked(`its phase (${phases}) has no part in the time judged`);
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
        sentence:
          'Rule warm may have been broken while nothing was read: up to 1 h 30 min above 8 °C, allowed less than 1 h at a stretch.',
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
