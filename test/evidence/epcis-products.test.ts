import { Ajv } from 'ajv';
import formats from 'ajv-formats';
import { expect, test } from 'vitest';
import { epcisOf } from '../../src/evidence/epcis.ts';
import { evaluateShipment } from '../../src/shipments/shipment-verdict.ts';
import { resolveProfile } from '../../src/model/combined-profile.ts';
import { combinedVersion } from '../../src/model/combined-version.ts';
import { parseProfile } from '../../src/model/parse-profile.ts';
import { fieldsOfProducts } from '../../src/model/product.ts';
import type { LedgerEvent } from '../../src/shipments/ledger-event.ts';
import { hasSharedData, sharedJson } from '../support/shared-data.ts';
import { hour, minute, start } from '../support/series.ts';
import { createdShipment, warmProfile } from '../support/shipment.ts';
import { ledgerOf, signedEvidence } from '../support/signed-evidence.ts';

const parsed = parseProfile(warmProfile);
if (!parsed.ok) throw new Error(parsed.problems.join());
const { profile: judged } = parsed;
const profile = { id: 'warm', version: 1 };
const products = [
  {
    id: 'vaccine',
    name: 'Vaccine',
    gtin: '09506000134352',
    profile,
    lots: [{ number: 'A/1', quantity: 40 }, { number: 'A2' }],
  },
  { id: 'serum', name: 'Serum', profile, lots: [{ number: 'A2', quantity: 1 }] },
];
const { receipt } = await signedEvidence({ decision: 'partly-released' });
const facts: LedgerEvent[] = [
  {
    kind: 'shipment-created',
    ...createdShipment,
    ...fieldsOfProducts(products),
    products,
    sscc: '340123450000000017',
  },
  { kind: 'departed', at: start, detectedBy: null },
  { kind: 'arrived', at: start + hour, detectedBy: null },
  { ...receipt, lots: ['A/1', 'serum/A2'] },
];
const entries = ledgerOf(...facts);
const document = epcisOf(
  entries,
  evaluateShipment(entries, () => ({ readings: [], profile: null as never }), start + 2 * hour),
  () => null,
);
const { eventList } = document.epcisBody;

test('the lots of each product travel inside the label, and are decided by their classes', () => {
  const inside = eventList.find(({ type }) => type === 'AggregationEvent');
  const [one, two] = ['A%2F1', 'A2'].map((lot) => `https://id.gs1.org/01/09506000134352/10/${lot}`);
  const own = 'urn:coldwatch:lot:S-1%3Aserum%2FA2';
  expect(inside).toMatchObject({
    parentID: 'https://id.gs1.org/00/340123450000000017',
    childQuantityList: [{ epcClass: one, quantity: 40 }, { epcClass: two }, { epcClass: own, quantity: 1 }],
    bizStep: 'shipping',
  });
  expect(
    eventList.flatMap(({ quantityList, bizStep, disposition }) =>
      quantityList === undefined ? [] : [[bizStep, disposition, quantityList]],
    ),
  ).toEqual([
    [
      'accepting',
      'in_progress',
      [
        { epcClass: one, quantity: 40 },
        { epcClass: own, quantity: 1 },
      ],
    ],
    ['holding', 'non_sellable_other', [{ epcClass: two }]],
  ]);
  expect(new Set(eventList.map(({ eventID }) => eventID)).size).toBe(eventList.length);
});

test('an alarm names the lots that it affects, where the plan has several products', () => {
  const mild = { id: 'mild', version: 1 };
  const two = [products[0]!, { ...products[1]!, profile: mild }];
  const lotsOf = (planned: readonly (typeof products)[number][], attachedTo?: readonly string[]) => {
    const profiles = [...new Map(planned.map((each) => [each.profile.id, each.profile])).values()];
    const version = combinedVersion(profiles);
    const monitored = resolveProfile(version, (part) => ({ ...judged, ...part }));
    const own = ledgerOf(
      { ...facts[0]!, ...fieldsOfProducts(planned), products: planned } as LedgerEvent,
      {
        kind: 'device-attached',
        device: 'lid',
        since: start,
        intervalMs: 10 * minute,
        profile: version,
        ...(attachedTo !== undefined && { products: attachedTo }),
      },
      // Of another sensor, whatever it stands for, nothing is said.
      { kind: 'device-attached', device: 'floor', since: start, intervalMs: 10 * minute, profile: version },
      {
        kind: 'excursion-opened',
        device: 'lid',
        position: null,
        excursion: {
          id: 'e1',
          rule: monitored.rules[0]!.id,
          severity: 'major',
          from: start,
          to: null,
          firedAt: start + hour,
          observedMs: hour,
          peak: 9,
        },
      },
    );
    const evaluated = evaluateShipment(own, () => ({ readings: [], profile: monitored }), start + 2 * hour);
    return epcisOf(own, evaluated, () => monitored).epcisBody.eventList.flatMap(
      ({ bizStep, epcList, quantityList }) =>
        bizStep === 'sensor_reporting'
          ? [[epcList, quantityList?.map(({ epcClass }) => epcClass.slice(-2))]]
          : [],
    );
  };
  const label = ['https://id.gs1.org/00/340123450000000017'];
  // The rule is that of the vaccine's profile, unless both products have the same.
  expect(lotsOf(two)).toEqual([[label, ['F1', 'A2']]]);
  expect(lotsOf(products)).toEqual([[label, ['F1', 'A2', 'A2']]]);
  expect(lotsOf(products, ['serum'])).toEqual([[label, ['A2']]]);
  expect(lotsOf([products[0]!])).toEqual([[label, undefined]]);
});

test('a product of which no lot is named is named by its trade item number, or by its id', () => {
  const diluents = [
    { id: 'diluent', name: 'Diluent', profile, lots: [] },
    { id: 'water', name: 'Water', gtin: '04012345123456', profile, lots: [] },
  ];
  const planned = [products[0]!, ...diluents];
  const created = { ...facts[0]!, ...fieldsOfProducts(planned), products: planned } as LedgerEvent;
  const own = ledgerOf(created, ...facts.slice(1, 3), {
    ...receipt,
    lots: ['A/1', 'A2'],
    rejected: ['diluent'],
  });
  const evaluated = evaluateShipment(own, () => ({ readings: [], profile: judged }), start + 2 * hour);
  const { eventList: events } = epcisOf(own, evaluated, () => null).epcisBody;
  const classesOf = (step: string) =>
    events.flatMap(({ bizStep, quantityList = [] }) =>
      bizStep === step ? quantityList.map(({ epcClass }) => epcClass) : [],
    );
  expect(classesOf('inspecting')).toEqual(['urn:coldwatch:product:S-1%3Adiluent']);
  expect(classesOf('holding')).toEqual(['https://id.gs1.org/01/04012345123456']);
});

test('each lot has the disposition of its fate, rejected or not', () => {
  const dispositionsOf = (goods: LedgerEvent, decided: object) => {
    const own = ledgerOf(goods, ...facts.slice(1, 3), { ...receipt, ...decided });
    const evaluated = evaluateShipment(
      own,
      () => ({ readings: [], profile: null as never }),
      start + 2 * hour,
    );
    return epcisOf(own, evaluated, () => null).epcisBody.eventList.flatMap(
      ({ quantityList, bizStep, disposition }) =>
        quantityList === undefined
          ? []
          : [[bizStep, disposition, ...quantityList.map(({ epcClass }) => epcClass.slice(-2))]],
    );
  };
  const rejected = ['inspecting', 'non_sellable_other'];
  expect(dispositionsOf(facts[0]!, { lots: ['A/1'], rejected: ['serum/A2'] })).toEqual([
    ['accepting', 'in_progress', 'F1'],
    ['holding', 'non_sellable_other', 'A2'],
    [...rejected, 'A2'],
  ]);
  // Of a plan that names no products, only a decision that rejects some lots says something of each.
  const plain: LedgerEvent = { kind: 'shipment-created', ...createdShipment, lots: ['L1', 'L2', 'L3'] };
  const kept = { decision: 'quarantined', lots: [], rejected: ['L2'] };
  expect(dispositionsOf(plain, kept)).toEqual([
    ['holding', 'non_sellable_other', 'L1', 'L3'],
    [...rejected, 'L2'],
  ]);
  expect(dispositionsOf(plain, { lots: ['L1'] })).toEqual([]);
});

test.skipIf(!hasSharedData)('they conform to the GS1 schema', () => {
  const ajv = new Ajv({ strict: false });
  formats.default(ajv);
  const validate = ajv.compile(sharedJson<object>('epcis/EPCIS-JSON-Schema.json'));
  validate(document);
  expect(validate.errors ?? []).toEqual([]);
});
