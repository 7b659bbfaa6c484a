import { describe, expect, test } from 'vitest';
import { type Decided, meaningOf, refusalOfDecision } from '../../src/shipments/receipt/decision.ts';
import { type CheckedReceipt, failedInWords } from '../../src/shipments/receipt/receipt.ts';
import { type Product, productsOf } from '../../src/model/product.ts';
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
const profile = { id: 'p', version: 1 };
const refusal = (of: Decided, by = checked('release'), known: readonly string[] = ['A', 'B']) =>
  refusalOfDecision(of, by, productsOf({ goods: 'Insulin', profile, lots: known }));

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

describe('the rejected lots of a decision', () => {
  const reason = 'x';
  const part = (lots: string[], rejected: string[]) => decided('partly-released', { reason, lots, rejected });
  const kept = (...rejected: string[]) => decided('quarantined', { reason, rejected });
  test.each<[string, Decided, string[], string | null]>([
    ['may stand with released ones, the rest in quarantine', part(['A'], ['B']), ['A', 'B', 'C'], null],
    ['may be all that is not released', part(['A'], ['B', 'C']), ['A', 'B', 'C'], null],
    ['may be some of which the rest is in quarantine', kept('B'), ['A', 'B'], null],
    ["may be any where the shipment's lots are unknown", kept('X'), [], null],
    [
      'must belong to the shipment',
      part(['A'], ['X']),
      ['A', 'B'],
      'lot X is not of this shipment; its lots are A, B',
    ],
    [
      'must not be released too',
      part(['A', 'B'], ['B']),
      ['A', 'B', 'C'],
      'lot B is both released and rejected; name it in "lots" or in "rejected"',
    ],
    ['must be named once', kept('B', 'B'), ['A', 'B'], 'lot B is named twice in "rejected"; name it once'],
    [
      'need released ones for a partial release',
      part([], ['B']),
      ['A', 'B'],
      'say which lots are released: "lots"; if none is, decide "quarantined"',
    ],
    [
      'must not be all of a quarantine',
      kept('B', 'A'),
      ['A', 'B'],
      'these are all lots of the shipment: it is rejected, not quarantined; decide "rejected" and leave "rejected" out',
    ],
    [
      'forbid none of a quarantine to be released',
      decided('quarantined', { reason, lots: ['A'], rejected: ['B'] }),
      ['A', 'B', 'C'],
      'leave "lots" out: "quarantined" releases no lot; to release some, decide "partly-released"',
    ],
    [
      'must be left out where all are rejected',
      decided('rejected', { reason, rejected: ['A'] }),
      ['A', 'B'],
      'leave "rejected" out: all lots are rejected',
    ],
    [
      'must be left out where all are released',
      decided('released', { rejected: ['A'] }),
      ['A', 'B'],
      'leave "rejected" out: all lots are released; to reject some, decide "partly-released" with "lots" for those released, or "quarantined" if none is',
    ],
  ])('%s', (_, of, known, expected) => {
    expect(refusal(of, checked('release'), known)).toBe(expected);
  });

  test.each<[string, Decided, string | null]>([
    ['as proposed, in any order', part(['A'], ['C', 'B']), null],
    [
      'with one rejected that should be in quarantine',
      part(['A'], ['B', 'C', 'D']),
      'release of lot A and rejection of lots B, C alone are recommended; say why the goods are partly released, partly rejected: "reason"',
    ],
    [
      'with none rejected',
      part(['A'], []),
      'release of lot A and rejection of lots B, C alone are recommended; say why the goods are partly released: "reason"',
    ],
  ])('need a reason unless they are those that are recommended: %s', (_, of, expected) => {
    const lots = (['release', 'reject', 'reject', 'quarantine'] as const).map((recommendation, index) => ({
      lot: 'ABCD'[index]!,
      recommendation,
      allowances: [],
    }));
    const product = {
      product: 'goods',
      name: 'Insulin',
      recommendation: 'reject',
      judged: 'reject',
    } as const;
    const mixed = checked('reject', { products: [{ ...product, checks: [], lots }] });
    expect(refusal({ ...of, reason: '' }, mixed, ['A', 'B', 'C', 'D'])).toBe(expected);
  });
});

describe('a product of which no lot is named', () => {
  const named = (id: string, ...lots: string[]): Product => ({
    id,
    name: id.toUpperCase(),
    profile,
    lots: lots.map((number) => ({ number })),
  });
  const both = [named('vaccine', 'A1'), named('diluent')];
  const part = (lots: string[], rejected: string[] = []) =>
    decided('partly-released', { reason: 'x', lots, rejected });
  test.each<[string, readonly Product[], Decided, string | null]>([
    ['is released by its id', both, part(['diluent']), null],
    ['is rejected by its id', both, part(['A1'], ['diluent']), null],
    [
      'is a part of all that is released',
      both,
      part(['A1', 'diluent']),
      'these are all lots of the shipment: it is released, not partly released',
    ],
    [
      'is named in a refusal',
      both,
      part(['DILUENT']),
      'lot DILUENT is not of this shipment; its lots are A1, diluent',
    ],
    [
      'keeps to the rest where a lot is called as it is, which a refusal says',
      [named('vaccine', 'diluent'), named('diluent')],
      part(['vaccine/diluent']),
      'lot vaccine/diluent is not of this shipment; its lots are diluent; to decide on DILUENT, name its lots in the plan',
    ],
    [
      'is named where no lot of any product is',
      [named('vaccine'), named('diluent')],
      part(['X']),
      'lot X is not of this shipment; its lots are vaccine, diluent',
    ],
  ])('%s', (_, products, of, expected) => {
    expect(refusalOfDecision(of, checked('release'), products)).toBe(expected);
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
  [
    decided('quarantined', { rejected: ['A', 'B'], corrects: 7 }),
    'quarantined, partly rejected: lots A, B: rejected (replaces ledger entry 7)',
  ],
])('%j means: %s', (of, meaning) => {
  expect(meaningOf(of)).toBe(meaning);
});

test.each([
  [
    decided('partly-released', { lots: ['A'], rejected: ['C'] }),
    ['A', 'B', 'C'],
    'partly released, partly rejected: lot A: released; lot B: in quarantine; lot C: rejected',
  ],
  [
    decided('quarantined', { rejected: ['A', 'C'] }),
    ['A', 'B', 'C'],
    'quarantined, partly rejected: lots A, C: rejected; lot B: in quarantine',
  ],
  [
    decided('partly-released', { lots: ['X'], rejected: ['Y'] }),
    [],
    'partly released, partly rejected: lot X: released; lot Y: rejected; all others: in quarantine',
  ],
  [decided('partly-released', { lots: ['A'] }), ['A', 'B'], 'partly released: lot A'],
])('%j of one product means the fate of each lot: %s, %s', (of, lots, meaning) => {
  expect(meaningOf(of, productsOf({ goods: 'Insulin', profile, lots }))).toBe(meaning);
});

test('products of one name are told apart in what is signed', () => {
  const product = (id: string, name: string) => ({
    id,
    name,
    gtin: null,
    profile,
    lots: [{ number: 'A', quantity: null, expiry: null }],
  });
  const products = [product('pen', 'Insulin'), product('vial', 'Insulin'), product('serum', 'Serum')];
  expect(meaningOf(decided('partly-released', { lots: ['pen/A', 'serum/A'] }), products)).toBe(
    'partly released: Insulin (pen), lot A: released; Insulin (vial), lot A: in quarantine; Serum, lot A: released',
  );
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
