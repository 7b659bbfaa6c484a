import { describe, expect, test } from 'vitest';
import { type Product, type ProductLot, fieldsOfProducts } from '../../src/model/product.ts';
import type { ShipmentPlan } from '../../src/model/shipment-plan.ts';
import { goodsIdentified } from '../../src/shipments/receipt/goods-identified.ts';
import { journeyRecorded } from '../../src/shipments/milestones.ts';
import {
  type Recorded,
  arrived,
  at,
  attached,
  cameFrom,
  cameFromNoMore,
  created,
  departed,
  ledger,
  planChanged,
  takenBack,
} from '../support/facts.ts';
import { receiptRecord } from '../support/receipt-records.ts';

const label = '340123450000000017';
const other = '376104250021234569';

function identified(scanned: string | null, ...facts: readonly Recorded[]) {
  const entries = ledger(created({ sscc: label, lots: ['A1'] }), ...facts);
  const record = receiptRecord([], { entries, scanned });
  return goodsIdentified({ ...record, verdict: { ...record.verdict, journey: journeyRecorded(entries) } });
}
const changes = (minutes: number, fields: Partial<ShipmentPlan>): Recorded => [
  at(minutes),
  planChanged({ sscc: label, lots: ['A1'], ...fields }),
];
const lid: Recorded = [at(0), attached('lid')];
const left: Recorded = [at(61), departed(at(60))];
const came: Recorded = [at(241), arrived(at(240))];

describe('goods with a plan that was changed', () => {
  test('before the departure are compared with the label that is planned now', () => {
    const facts = [lid, changes(30, { sscc: other }), left, came];
    expect(identified(other, ...facts)).toEqual({
      outcome: 'pass',
      sentence: `The label reads ${other}, as planned.`,
    });
    expect(identified(label, ...facts).outcome).toBe('fail');
  });

  test.each<[string, Partial<ShipmentPlan>, string]>([
    ['label', { sscc: other }, `Label (SSCC): ${label} → ${other}`],
    ['lots', { lots: ['A1', 'A2'] }, 'Lots: A1 → A1, A2'],
    ['goods', { goods: 'serum' }, 'Goods: vaccine → serum'],
  ])('after the departure are not identified by the new %s', (_, fields, words) => {
    const scanned = fields.sscc ?? label;
    expect(identified(scanned, lid, left, changes(90, fields), came)).toEqual({
      outcome: 'fail',
      sentence: `The label reads ${scanned}, as planned. Ann changed the plan 2026-01-01 01:30 UTC, after the departure (test): ${words}. Compare the goods with the papers.`,
    });
  });

  const [vaccine, plasma] = [
    { id: 'v', name: 'Vaccine', profile: { id: 'warm', version: 1 }, lots: [{ number: 'V1' }] },
    { id: 'p', name: 'Plasma', profile: { id: 'frozen', version: 1 }, lots: [{ number: 'P1' }] },
  ];
  const gtin = '09506000134352';
  const listed = (...products: readonly Product[]) => ({
    products,
    ...fieldsOfProducts(products, 'mixed pallet'),
  });
  const changedTo = (...products: readonly Product[]): Recorded[] => [
    planChanged({ sscc: label, ...listed(vaccine, plasma) }),
    lid,
    left,
    changes(90, listed(...products)),
    came,
  ];

  test.each<[string, Product[], string]>([
    [
      'a lot that moved to another product',
      [
        { ...vaccine, lots: [] },
        { ...plasma, lots: [{ number: 'V1' }, { number: 'P1' }] },
      ],
      'Vaccine (warm@1); Plasma (frozen@1, Lots V1, Lots P1)',
    ],
    [
      'the name of one of them',
      [{ ...vaccine, name: 'Serum' }, plasma],
      'Serum (warm@1, Lots V1); Plasma (frozen@1, Lots P1)',
    ],
    [
      'a trade item number',
      [{ ...vaccine, gtin }, plasma],
      `Vaccine (GTIN ${gtin}, warm@1, Lots V1); Plasma (frozen@1, Lots P1)`,
    ],
    [
      'a serial number',
      [vaccine, { ...plasma, serials: ['7'] }],
      'Vaccine (warm@1, Lots V1); Plasma (frozen@1, Lots P1, 7)',
    ],
  ])('after the departure, in %s, are not identified', (_, products, words) => {
    expect(identified(label, ...changedTo(...products))).toEqual({
      outcome: 'fail',
      sentence: `The label reads ${label}, as planned. Ann changed the plan 2026-01-01 01:30 UTC, after the departure (test): Products: Vaccine (warm@1, Lots V1); Plasma (frozen@1, Lots P1) → ${words}. Compare the goods with the papers.`,
    });
  });

  /** The lot V1 of the vaccine changes under way, and no other. */
  const lotChanged = (before: ProductLot, after: ProductLot) =>
    identified(
      label,
      planChanged({ sscc: label, ...listed({ ...vaccine, lots: [before] }, plasma) }),
      lid,
      left,
      changes(90, listed({ ...vaccine, lots: [after] }, plasma)),
      came,
    );
  const number = 'V1';

  test.each<[string, ProductLot, ProductLot]>([
    ['the units of a lot', { number, quantity: 9 }, { number, quantity: 120 }],
    ['its last day, where none was known', { number }, { number, expiry: '2028-02-29' }],
    ['its last day to an earlier one', { number, expiry: '2028-02-29' }, { number, expiry: '2028-02-28' }],
  ])('after the departure, in %s, are identified as before', (_, before, after) => {
    expect(lotChanged(before, after).outcome).toBe('pass');
  });

  test.each<[string, ProductLot, string]>([
    ['to a later one', { number, quantity: 9, expiry: '2028-03-01' }, 'Lots V1: 9 units, expires 2028-03-01'],
    ['to none', { number }, 'Lots V1'],
  ])('after the departure, in the last day of a lot %s, have to be compared', (_, after, words) => {
    expect(lotChanged({ number, expiry: '2028-02-29' }, after)).toEqual({
      outcome: 'fail',
      sentence: `The label reads ${label}, as planned. Ann changed the plan 2026-01-01 01:30 UTC, after the departure (test): Products: Vaccine (warm@1, Lots V1: expires 2028-02-29); Plasma (frozen@1, Lots P1) → Vaccine (warm@1, ${words}); Plasma (frozen@1, Lots P1). Compare the goods with the papers.`,
    });
  });

  test.each<[string, number | null, number | null, readonly string[], 'pass' | 'fail']>([
    ['fewer, so that the serial numbers may be all', 3, 1, ['7'], 'fail'],
    ['known, so that the serial numbers may be all', null, 1, ['7'], 'fail'],
    ['more', 1, 3, ['7'], 'pass'],
    ['not known any more', 3, null, ['7'], 'pass'],
    ['fewer, where no serial number is named', 3, 1, [], 'pass'],
  ])('after the departure, whose units are %s: %s to %s', (_, before, after, serials, outcome) => {
    const of = (quantity: number | null) =>
      listed({ ...vaccine, serials, lots: [{ number, quantity }] }, plasma);
    const facts = [planChanged({ sscc: label, ...of(before) }), lid, left, changes(90, of(after)), came];
    expect(identified(label, ...facts).outcome).toBe(outcome);
  });

  test.each<[string, 'sscc' | 'serial' | 'person', number, 'pass' | 'fail']>([
    ['after the departure', 'sscc', 90, 'fail'],
    ['after the departure', 'serial', 90, 'fail'],
    ['before it', 'sscc', 30, 'pass'],
    ['after it, of what a person had named,', 'person', 90, 'pass'],
  ])('that are said %s not to have come with an earlier shipment: %s', (_, by, when, outcome) => {
    const link = cameFrom({ by });
    const facts: Recorded[] = [[at(20), link], lid, left, [at(when), cameFromNoMore(link)], came];
    const said = identified(label, ...(when < 60 ? [facts[0]!, facts[3]!, lid, left, came] : facts));
    expect(said.outcome).toBe(outcome);
    if (outcome === 'fail')
      expect(said.sentence).toBe(
        `The label reads ${label}, as planned. Ann said 2026-01-01 01:30 UTC, after the departure, that goods did not come from the earlier shipment with the same code (test). Compare the goods with the papers.`,
      );
  });

  test('after the departure, in their storage limits, before a file of them came, have to be compared', () => {
    const profile = { id: 'lenient', version: 2 };
    const file: Recorded = [at(242), attached('lid', at(0), { profile })];
    const lenient = changes(200, { profile });
    expect(identified(label, left, lenient, came, file)).toEqual({
      outcome: 'fail',
      sentence: `The label reads ${label}, as planned. Ann changed the plan 2026-01-01 03:20 UTC, after the departure (test): Profile: warm@1 → lenient@2. Compare the goods with the papers.`,
    });
    expect(identified(label, changes(30, { profile }), left, came, file).outcome).toBe('pass');
  });

  test('at the moment of the departure are identified by the new label', () => {
    expect(identified(other, lid, changes(60, { sscc: other }), left, came).outcome).toBe('pass');
  });

  test('and whose label was taken out afterwards still have to be compared', () => {
    expect(identified(other, lid, left, changes(90, { sscc: null }), came)).toMatchObject({
      outcome: 'fail',
    });
  });

  test('stay not identified if the change is changed back', () => {
    const back = [changes(90, { sscc: other }), changes(100, {})];
    expect(identified(label, lid, left, ...back, came)).toMatchObject({ outcome: 'fail' });
  });

  test('after they seem to have departed are not identified by it', () => {
    const seems: Recorded = [at(61), departed(at(60), 'lid')];
    expect(identified(other, lid, seems, changes(90, { sscc: other }), came).outcome).toBe('fail');
    expect(identified(other, lid, changes(59, { sscc: other }), seems, came).outcome).toBe('pass');
  });

  test('while no departure is known may be under way from their first sensor on', () => {
    expect(identified(other, changes(-1, { sscc: other }), lid, came).outcome).toBe('pass');
    expect(identified(other, lid, changes(90, { sscc: other }), came)).toEqual({
      outcome: 'fail',
      sentence: `The label reads ${other}, as planned. Ann changed the plan 2026-01-01 01:30 UTC, while no departure was known (test): Label (SSCC): ${label} → ${other}. Compare the goods with the papers.`,
    });
  });

  test.each<[string, Recorded[]]>([
    ['taken back', [left, [at(80), takenBack('departed', at(60))]]],
    ['declared again', [left]],
  ])('after a departure that is %s to have it later are not identified by it', (_, before) => {
    const again: Recorded = [at(121), departed(at(120))];
    expect(identified(other, lid, ...before, changes(90, { sscc: other }), again, came)).toEqual({
      outcome: 'fail',
      sentence: `The label reads ${other}, as planned. Ann changed the plan 2026-01-01 01:30 UTC, after the departure (test): Label (SSCC): ${label} → ${other}. Compare the goods with the papers.`,
    });
  });

  test('in what does not identify them are identified as before', () => {
    const facts = [
      lid,
      left,
      changes(90, { vehicle: 'van', audience: ['desk'], destination: 'Luton' }),
      came,
    ];
    expect(identified(label, ...facts).outcome).toBe('pass');
  });
});
