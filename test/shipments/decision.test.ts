import { describe, expect, test } from 'vitest';
import { type Decided, meaningOf, refusalOfDecision } from '../../src/shipments/receipt/decision.ts';
import { type CheckedReceipt, failedInWords } from '../../src/shipments/receipt/receipt.ts';
import { type Recommendation, decisions, isRelease } from '../../src/model/enumerations.ts';
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

describe('a decision needs a reason where it differs from the recommendation', () => {
  const but = (recommendation: string, what: string) =>
    `${recommendation} is recommended; say why the goods are ${what}: "reason"`;
  const [released, quarantined, rejected] = ['released', 'quarantined', 'rejected'] as const;
  const rows: [Recommendation, (string | null)[]][] = [
    ['release', [null, but('release', quarantined), but('release', rejected)]],
    ['quarantine', [but('quarantine', released), null, but('quarantine', rejected)]],
    ['reject', [but('reject', released), but('reject', quarantined), null]],
  ];
  test.each(rows)('the reason for a decision: %s', (recommendation, refusals) => {
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
    ['must be given where some are released', decided('partly-released', { reason }), ['A', 'B'], which],
    [
      "must be given even where the shipment's lots are unknown",
      decided('partly-released', { reason }),
      [],
      which,
    ],
    [
      'must belong to the shipment',
      decided('partly-released', { reason, lots: ['A', 'X', 'Y'] }),
      ['A', 'B'],
      'lot X is not of this shipment; its lots are A, B',
    ],
    [
      "may be any where the shipment's lots are unknown",
      decided('partly-released', { reason, lots: ['X'] }),
      [],
      null,
    ],
    [
      'must belong to a shipment with only one lot',
      decided('partly-released', { reason, lots: ['X'] }),
      ['A'],
      'lot X is not of this shipment; its lots are A',
    ],
    ["must not be the shipment's only lot", decided('partly-released', { reason, lots: ['A'] }), ['A'], all],
    ["may be some of the shipment's", decided('partly-released', { reason, lots: ['B'] }), ['A', 'B'], null],
    [
      "must not be all of the shipment's",
      decided('partly-released', { reason, lots: ['B', 'A'] }),
      ['A', 'B'],
      all,
    ],
    [
      'must not be given where all are released',
      decided('released', { lots: ['A'] }),
      ['A', 'B'],
      'leave "lots" out: all lots are released',
    ],
    [
      'must not be given where all are rejected',
      decided('rejected', { reason, lots: ['A'] }),
      ['A', 'B'],
      'leave "lots" out: all lots are rejected',
    ],
  ])('the lots of a decision %s', (_, of, known, expected) => {
    expect(refusal(of, checked('release'), known)).toBe(expected);
  });
});

describe('a reason is required', () => {
  const incomplete = 'the record is not complete; wait for it, or say why you decide without: "reason"';
  const uncalibrated =
    'the calibration of lid, floor is unknown and the profile requires it; say why you release without it: "reason"';
  const missing = { calibrationMissing: ['lid', 'floor'] };
  test.each<[string, Decided, CheckedReceipt, string | null]>([
    [
      'for a correction',
      decided('released', { corrects: 4 }),
      checked('release'),
      'say why the signed decision is corrected: "reason"',
    ],
    [
      'for a correction, and then for nothing else',
      decided('released', { corrects: 4, reason: 'x' }),
      checked('reject', { ...failing('record-complete'), ...missing }),
      null,
    ],
    [
      'that is not blank',
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
      'not where the record is complete',
      decided('quarantined'),
      checked('quarantine', failing('record-complete', 'pass')),
      null,
    ],
    [
      'not where another check fails',
      decided('quarantined'),
      checked('quarantine', failing('values-readable')),
      null,
    ],
    ['to release without a calibration date', decided('released'), checked('release', missing), uncalibrated],
    [
      'to release with one calibration date missing',
      decided('released'),
      checked('release', { calibrationMissing: ['lid'] }),
      uncalibrated.replace(', floor', ''),
    ],
    [
      'to release some lots without a calibration date',
      decided('partly-released', { lots: ['A'] }),
      checked('release', missing),
      uncalibrated,
    ],
    [
      'not to quarantine without a calibration date',
      decided('quarantined'),
      checked('quarantine', missing),
      null,
    ],
    [
      'for the incomplete record before anything else',
      decided('released'),
      checked('release', { ...failing('record-complete'), ...missing }),
      incomplete,
    ],
  ])('a reason is required: %s', (_, of, by, expected) => {
    expect(refusal(of, by)).toBe(expected);
  });
});

test('two of the decisions release goods', () => {
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
  [decided('rejected', { corrects: 7 }), 'rejected (replaces ledger entry 7)'],
])('%j means: %s', (of, meaning) => {
  expect(meaningOf(of)).toBe(meaning);
});

test('failed rules are listed with their sensor', () => {
  const failure = { seconds: 1, worst: 2 };
  expect(
    failedInWords([
      { device: 'lid', rule: 'warm', ...failure },
      { device: 'lid#2', rule: 'cold', ...failure },
    ]),
  ).toEqual(['lid warm', 'lid#2 cold']);
});
