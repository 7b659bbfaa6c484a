import { describe, expect, test } from 'vitest';
import { type LegAccount, legAccountOf } from '../../../src/allowances/leg-account.ts';
import type { Product } from '../../../src/model/product.ts';
import { allowancesFailedOf } from '../../../src/shipments/receipt/product-receipt.ts';
import { checkReceipt, failedRules } from '../../../src/shipments/receipt/receipt.ts';
import type { LegsOfProduct } from '../../../src/shipments/receipt/receipt-record.ts';
import type { ProductVerdict } from '../../../src/shipments/product-verdict.ts';
import { verdictWithAllowances } from '../../../src/shipments/receipt/verdict-with-allowances.ts';
import { limits, sensorOf, steady, unused } from '../../support/allowance-legs.ts';
import { arrived, at, created, ledger } from '../../support/facts.ts';
import { fail, receiptRecord, sensor } from '../../support/receipt-records.ts';
import { hour } from '../../support/series.ts';

const profile = { id: 'warm', version: 1 };
const [a, b]: [Product, Product] = [
  { id: 'a', name: 'Vaccine A', profile, lots: [{ number: 'X' }, { number: 'A2' }] },
  { id: 'b', name: 'Vaccine B', profile, lots: [{ number: 'X' }] },
];
const ofTime = { ...limits, freezeThaw: null };

/** Four hours of a product, of which the first is at 9 °C, with 12 h allowed; so many hours were used before. */
function legsOf(
  product: string,
  lots: readonly string[],
  before: number | null,
  fields: Partial<LegAccount> = {},
  by: typeof limits = ofTime,
): LegsOfProduct {
  const opening =
    before === null
      ? null
      : ({ ...unused, kind: 'spent', spent: { 'out-of-fridge': before * hour }, cycles: null } as const);
  const leg = legAccountOf(
    {
      shipment: 'S-1',
      product,
      lots,
      from: at(0),
      to: at(240),
      ledgerHead: '',
      opening,
      predecessors: [],
      readmissions: [],
      ...fields,
    },
    [sensorOf('lid', 0, 240, [...steady(0, 50, 9), ...steady(60, 240, 5)])],
    by,
  );
  return { product, profile: by, legs: [leg] };
}
const verdictOf = (product: Product, fields: Partial<ProductVerdict> = {}): ProductVerdict => ({
  ...receiptRecord([sensor('lid')]).verdict,
  product,
  ...fields,
});

function checked(products: readonly ProductVerdict[], legs: readonly LegsOfProduct[]) {
  const planned = created({ products: products.map(({ product }) => product) });
  const record = receiptRecord([sensor('lid')], {
    entries: ledger(planned, arrived(at(240))),
    products,
  });
  return checkReceipt({ ...record, legs });
}
const lotsIn = ({ products }: ReturnType<typeof checked>) =>
  products!.map((each) => [
    each.product,
    each.recommendation,
    each.lots.map(({ lot, recommendation }) => `${lot} ${recommendation}`),
  ]);
const again = (lots: readonly string[], hours: number): Partial<LegAccount> => ({
  readmissions: [
    {
      lots,
      by: 'Quincy Quality',
      reason: 'stability data',
      document: 'QD-7',
      at: new Date(at(240)).toISOString(),
      allowance: 'out-of-fridge',
      ms: hours * hour,
    },
  ],
});

describe('what is recommended of a product and its lots', () => {
  test('is what its own allowance says, by the keys of its lots', () => {
    const both = checked(
      [verdictOf(a), verdictOf(b)],
      [legsOf('a', ['a/X', 'A2'], 2), legsOf('b', ['b/X'], 12)],
    );
    expect(lotsIn(both)).toEqual([
      ['a', 'release', ['a/X release', 'A2 release']],
      ['b', 'quarantine', ['b/X quarantine']],
    ]);
    expect(both.recommendation).toBe('quarantine');
    expect(both.products!.map(({ lots }) => lots[0]!.allowances)).toMatchObject([
      [{ outcome: 'pass', before: 2 * hour, here: hour, left: 9 * hour, total: 12 * hour }],
      [{ outcome: 'fail', left: -hour }],
    ]);
    expect(both.failed).toEqual([
      { device: '', rule: 'out-of-fridge', seconds: 13 * 3600, worst: 0, product: 'b' },
    ]);
  });

  test('differs between lots where quality re-admitted time to one', () => {
    const one = checked([verdictOf(a)], [legsOf('a', ['X', 'A2'], 12, again(['A2'], 2))]);
    expect(lotsIn(one)).toEqual([['a', 'quarantine', ['X quarantine', 'A2 release']]]);
    // What only some lots fail is not named as failed by the product.
    expect(one.failed).toEqual([]);
    const { outcome, sentence } = one.checks.find(({ id }) => id === 'allowances')!;
    expect(outcome).toBe('fail');
    expect(sentence).toMatch(/^Lot X: Allowance exceeded: /);
    expect(sentence).not.toContain('A2');
  });

  test('has no allowance of another product', () => {
    const { products, recommendation } = checked(
      [verdictOf(a), verdictOf(b)],
      [legsOf('a', ['a/X', 'A2'], 12)],
    );
    expect(products![1]).toMatchObject({
      recommendation: 'release',
      checks: expect.arrayContaining([
        expect.objectContaining({ id: 'allowances', outcome: 'not-applicable' }),
      ]) as unknown,
      lots: [{ lot: 'b/X', allowances: [] }],
    });
    expect(recommendation).toBe('quarantine');
  });

  test('has no earlier decision of another product, also where no lot is named', () => {
    const c: Product = { ...a, lots: [] };
    const d: Product = { ...b, lots: [] };
    const link = { shipment: 'S-0', product: 'a', lots: null, by: 'person' } as const;
    const own = legsOf('a', [], 2, { predecessors: [link] });
    const rejected = [{ lot: null, fate: 'rejected', recordedAt: at(0) }] as const;
    const earlier = { ...own.legs[0]!, shipment: 'S-0', predecessors: [], decided: rejected };
    const both = checked([verdictOf(c), verdictOf(d)], [{ ...own, legs: [...own.legs, earlier] }]);
    expect(lotsIn(both)).toEqual([
      ['a', 'quarantine', ['null quarantine']],
      ['b', 'release', ['null release']],
    ]);
  });

  test('names no lot where the same is true of all', () => {
    const { checks } = checked([verdictOf(a)], [legsOf('a', ['X', 'A2'], 12)]);
    expect(checks.find(({ id }) => id === 'allowances')?.sentence).toMatch(/^Allowance exceeded: /);
  });

  test('is a release where what was used before is unknown, and nothing was used here', () => {
    const calm = legsOf('b', ['X'], null);
    const sensors = [
      {
        ...calm.legs[0]!.sensors[0]!,
        spent: { 'out-of-fridge': { observed: [], uncertain: [], worst: [] } },
      },
    ];
    const unknown = { ...calm, legs: [{ ...calm.legs[0]!, sensors }] };
    const one = checked([verdictOf(b)], [unknown]);
    expect(lotsIn(one)).toEqual([['b', 'release', ['X release']]]);
    expect(one.checks.find(({ id }) => id === 'allowances')?.outcome).toBe('not-known');
    expect(lotsIn(checked([verdictOf(b)], [legsOf('b', ['X'], null)]))).toEqual([
      ['b', 'quarantine', ['X quarantine']],
    ]);
  });

  test('is what fails, whatever else is not known', () => {
    const { checks, products } = checked([verdictOf(b)], [legsOf('b', ['X'], 12, {}, limits)]);
    expect(products![0]!.lots[0]!.allowances.map(({ outcome }) => outcome)).toEqual(['fail', 'not-known']);
    expect(checks.find(({ id }) => id === 'allowances')).toMatchObject({
      outcome: 'fail',
      sentence: expect.stringMatching(/^Allowance exceeded/) as unknown,
    });
  });

  test('is quarantine where another check fails, of this product or of the shipment', () => {
    const failing = { sensors: [sensor('lid', { complete: [fail('no')] })] };
    const two = checked(
      [verdictOf(a, failing), verdictOf(b)],
      [legsOf('a', ['a/X', 'A2'], 0), legsOf('b', ['b/X'], 0)],
    );
    expect(two.products!.map(({ judged, recommendation }) => [judged, recommendation])).toEqual([
      ['release', 'quarantine'],
      ['release', 'release'],
    ]);
  });
});

test('no product is released while a check of the shipment fails', () => {
  const sscc = '340123450000000017';
  const entries = ledger(created({ products: [a, b], sscc }), arrived(at(240)));
  const recommendedOf = (scanned: string | null) =>
    checkReceipt(
      receiptRecord([sensor('lid')], { entries, scanned, products: [verdictOf(a), verdictOf(b)] }),
    ).products!.map(({ recommendation }) => recommendation);
  expect(recommendedOf(sscc)).toEqual(['release', 'release']);
  expect(recommendedOf(null)).toEqual(['quarantine', 'quarantine']);
});

describe('what is recommended of lots of one number', () => {
  test('is no release for that which has expired', () => {
    const expired: Product = { ...a, lots: [{ number: 'X', expiry: '2025-12-31' }, { number: 'A2' }] };
    expect(lotsIn(checked([verdictOf(expired), verdictOf(b)], []))).toEqual([
      ['a', 'quarantine', ['a/X quarantine', 'A2 release']],
      ['b', 'release', ['b/X release']],
    ]);
  });
});

test('what is not known of one product is said before what holds for another', () => {
  const unknown = { sensors: [sensor('lid', {}, { calibratedUntil: null })] };
  const { checks } = checked([verdictOf(a, unknown), verdictOf(b)], []);
  expect(checks.find(({ id }) => id === 'calibration')).toMatchObject({
    outcome: 'not-known',
    sentence: expect.stringMatching(/^Vaccine A: /) as unknown,
  });
});

test('a sensor of two products has one name, and another one where it came back', () => {
  const failure = { rule: 'warm', seconds: 60, worst: 9 };
  const sensors = [a, b, b].map((product) => ({ ...sensor('lid', {}, { failed: [failure] }), product }));
  const { verdict } = receiptRecord(sensors);
  expect(failedRules(verdict)).toEqual([
    { device: 'lid', ...failure, product: 'a' },
    { device: 'lid', ...failure, product: 'b' },
    { device: 'lid#2', ...failure, product: 'b' },
  ]);
});

test('a decision names the allowances that fail, also beside a product that has none', () => {
  const failedOf = (hours: number) =>
    allowancesFailedOf(checked([verdictOf(a), verdictOf(b)], [legsOf('b', ['b/X'], hours)]));
  expect(failedOf(12)).toEqual([{ product: 'b', lot: 'b/X', rule: 'out-of-fridge' }]);
  expect(failedOf(2)).toEqual([]);
  expect(allowancesFailedOf(checked([verdictOf(a), verdictOf(b)], []))).toBeUndefined();
});

describe('a verdict that counts allowances', () => {
  const products = [verdictOf(a, { reasons: ['fine'] }), verdictOf(b)];
  const { verdict } = receiptRecord([], { products, reasons: ['Vaccine A: fine'] });

  test('quarantines the product that fails one, and the shipment', () => {
    const counted = verdictWithAllowances(verdict, [legsOf('a', ['a/X', 'A2'], 12), legsOf('b', ['b/X'], 0)]);
    expect(counted.recommendation).toBe('quarantine');
    expect(counted.products.map(({ recommendation }) => recommendation)).toEqual(['quarantine', 'release']);
    const said = /^Allowance exceeded: above 8 °C, 12 h of 12 h used before/;
    expect(counted.products[0]!.reasons).toEqual([expect.stringMatching(said), 'fine']);
    expect(counted.reasons).toEqual([
      expect.stringMatching(/^Vaccine A: Allowance exceeded/),
      'Vaccine A: fine',
    ]);
  });

  test('gives every reason, with earlier shipments as people may see them', () => {
    const link = { shipment: 'S-0', product: 'a', lots: null, by: 'person' } as const;
    const own = legsOf('a', ['A2'], 12, { predecessors: [link], opening: null });
    const rejected = [{ lot: null, fate: 'rejected', recordedAt: at(0) }] as const;
    const earlier = { ...legsOf('a', ['A2'], 12).legs[0]!, shipment: 'S-0', decided: rejected };
    const counted = verdictWithAllowances(
      verdict,
      [{ ...own, legs: [...own.legs, earlier] }],
      () => 'a shipment of another site',
    );
    expect(counted.products[0]!.reasons).toEqual([
      expect.stringMatching(/^Allowance exceeded: .*\(.*a shipment of another site/),
      'Lot A2 was decided before: rejected with a shipment of another site.',
      'fine',
    ]);
  });

  test('is as it was where none fails', () => {
    expect(verdictWithAllowances(verdict, [legsOf('a', ['a/X', 'A2'], 0)])).toBe(verdict);
  });
});
