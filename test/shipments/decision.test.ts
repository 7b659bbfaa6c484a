import { describe, expect, test } from 'vitest';
import { type Decided, meaningOf, refusalOfDecision } from '../../src/shipments/receipt/decision.ts';
import { type CheckedReceipt, failedInWords } from '../../src/shipments/receipt/receipt.ts';
import type { Recommendation } from '../../src/evaluation/verdict.ts';
import { decisions, isRelease } from '../../src/model/decision.ts';

const checked = (recommendation: Recommendation, fields: Partial<CheckedReceipt> = {}): CheckedReceipt => ({
  recommendation,
  judged: recommendation,
  checks: [],
  calibrationMissing: [],
  failed: [],
  ...fields,
});
const failing = (id: CheckedReceipt['checks'][number]['id'], outcome: 'pass' | 'fail' = 'fail') => ({
  checks: [
    { id: 'rules', outcome: 'fail', sentence: '' },
    { id, outcome, sentence: '' },
  ] as const,
});
const decided = (decision: Decided['decision'], fields: Partial<Decided> = {}): Decided => ({
  decision,
  lots: [],
  reason: '',
  corrects: null,
  ...fields,
});
const refusal = (of: Decided, by = checked('release'), known: readonly string[] = ['A', 'B']) =>
  refusalOfDecision(of, by, known);

describe('a decision with the recommendation needs no reason, one against it does', () => {
  const but = (recommendation: string, what: string) =>
    `${recommendation} is recommended; say why the goods are ${what}: "reason"`;
  const [released, quarantined, rejected] = ['released', 'quarantined', 'rejected'] as const;
  const rows: [Recommendation, (string | null)[]][] = [
    ['release', [null, but('release', quarantined), but('release', rejected)]],
    ['quarantine', [but('quarantine', released), null, but('quarantine', rejected)]],
    ['reject', [but('reject', released), but('reject', quarantined), null]],
  ];
  test.each(rows)('%s', (recommendation, refusals) => {
    const each = ['released', 'quarantined', 'rejected'] as const;
    expect(each.map((decision) => refusal(decided(decision), checked(recommendation)))).toEqual(refusals);
    expect(
      each.map((decision) => refusal(decided(decision, { reason: 'x' }), checked(recommendation))),
    ).toEqual([null, null, null]);
    expect(refusal(decided('partly-released', { lots: ['A'] }), checked(recommendation))).toBe(
      `${recommendation} is recommended; say why the goods are partly released: "reason"`,
    );
  });
});

describe('the lots of a decision', () => {
  const reason = 'x';
  const which = 'say which lots are released: "lots"';
  const all = 'these are all lots of the shipment: it is released, not partly released';
  test.each<[string, Decided, string[], string | null]>([
    ['are said where some are released', decided('partly-released', { reason }), ['A', 'B'], which],
    ['are said also where none are known', decided('partly-released', { reason }), [], which],
    [
      'are of the shipment',
      decided('partly-released', { reason, lots: ['A', 'X', 'Y'] }),
      ['A', 'B'],
      'lot X is not of this shipment; its lots are A, B',
    ],
    ['are any where none are known', decided('partly-released', { reason, lots: ['X'] }), [], null],
    [
      'are of the shipment where that has but one',
      decided('partly-released', { reason, lots: ['X'] }),
      ['A'],
      'lot X is not of this shipment; its lots are A',
    ],
    ['are not its only one', decided('partly-released', { reason, lots: ['A'] }), ['A'], all],
    ['are some of the shipment', decided('partly-released', { reason, lots: ['B'] }), ['A', 'B'], null],
    [
      'are not all of the shipment',
      decided('partly-released', { reason, lots: ['B', 'A'] }),
      ['A', 'B'],
      all,
    ],
    [
      'are not named where all are released',
      decided('released', { lots: ['A'] }),
      ['A', 'B'],
      'lots are named where some are released, not where all are released',
    ],
    [
      'are not named where all are rejected',
      decided('rejected', { reason, lots: ['A'] }),
      ['A', 'B'],
      'lots are named where some are released, not where all are rejected',
    ],
  ])('%s', (_, of, known, expected) => {
    expect(refusal(of, checked('release'), known)).toBe(expected);
  });
});

describe('a reason is asked for', () => {
  const incomplete = 'the record is not complete; wait for it, or say why you decide without: "reason"';
  const uncalibrated =
    'the calibration of lid, floor is unknown and the profile requires it; say why you release without it: "reason"';
  const missing = { calibrationMissing: ['lid', 'floor'] };
  test.each<[string, Decided, CheckedReceipt, string | null]>([
    [
      'of a correction',
      decided('released', { corrects: 4 }),
      checked('release'),
      'say why the signed decision is corrected: "reason"',
    ],
    [
      'of a correction, and of nothing else then',
      decided('released', { corrects: 4, reason: 'x' }),
      checked('reject', { ...failing('record-complete'), ...missing }),
      null,
    ],
    [
      'and blanks are none',
      decided('released', { corrects: 4, reason: ' \n' }),
      checked('release'),
      'say why the signed decision is corrected: "reason"',
    ],
    [
      'where the record is not complete',
      decided('quarantined'),
      checked('quarantine', failing('record-complete')),
      incomplete,
    ],
    [
      'not where it is',
      decided('quarantined'),
      checked('quarantine', failing('record-complete', 'pass')),
      null,
    ],
    [
      'not for another check',
      decided('quarantined'),
      checked('quarantine', failing('values-readable')),
      null,
    ],
    ['of a release without a calibration', decided('released'), checked('release', missing), uncalibrated],
    [
      'of a release without one calibration',
      decided('released'),
      checked('release', { calibrationMissing: ['lid'] }),
      uncalibrated.replace(', floor', ''),
    ],
    [
      'of a part of one, too',
      decided('partly-released', { lots: ['A'] }),
      checked('release', missing),
      uncalibrated,
    ],
    ['of no quarantine without one', decided('quarantined'), checked('quarantine', missing), null],
    [
      'for the record first',
      decided('released'),
      checked('release', { ...failing('record-complete'), ...missing }),
      incomplete,
    ],
  ])('%s', (_, of, by, expected) => {
    expect(refusal(of, by)).toBe(expected);
  });
});

test('goods go out on two of the decisions', () => {
  expect(decisions.map((decision) => [decision, isRelease(decision)])).toEqual([
    ['released', true],
    ['partly-released', true],
    ['quarantined', false],
    ['rejected', false],
  ]);
});

test.each([
  [decided('released'), 'released'],
  [decided('partly-released', { lots: ['A'] }), 'partly released: lot A'],
  [decided('partly-released', { lots: ['A', 'B'] }), 'partly released: lots A, B'],
  [decided('rejected', { corrects: 7 }), 'rejected, in place of ledger entry 7'],
])('%j means: %s', (of, meaning) => {
  expect(meaningOf(of)).toBe(meaning);
});

test('rules that failed are named with their sensor', () => {
  const failure = { seconds: 1, worst: 2 };
  expect(
    failedInWords([
      { device: 'lid', rule: 'warm', ...failure },
      { device: 'lid#2', rule: 'cold', ...failure },
    ]),
  ).toEqual(['lid warm', 'lid#2 cold']);
});
