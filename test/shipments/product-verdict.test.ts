import fc from 'fast-check';
import { expect, test } from 'vitest';
import { resolveProfile } from '../../src/model/combined-profile.ts';
import { type Product, fieldsOfProducts } from '../../src/model/product.ts';
import type { Profile } from '../../src/model/profile.ts';
import type { Reading } from '../../src/model/reading.ts';
import { profileOfSensor } from '../../src/model/sensor-profile.ts';
import { versionInWords } from '../../src/model/combined-version.ts';
import { ledgerEventInWords } from '../../src/shipments/ledger-event-in-words.ts';
import { productsAffected, ruleOf } from '../../src/shipments/products-affected.ts';
import { type Attachment, attachmentsRecorded, shipmentOf } from '../../src/shipments/ledger.ts';
import type { LedgerEvent } from '../../src/shipments/ledger-event.ts';
import { failedInWords, failedRules } from '../../src/shipments/receipt/receipt.ts';
import { toShipmentVerdictJson } from '../../src/shipments/shipment-verdict-json.ts';
import { evaluateShipment } from '../../src/shipments/shipment-verdict.ts';
import { profiles, readings as histories } from '../support/arbitrary-records.ts';
import { arrived, at, attached, created, declared, departed, ledger, opened } from '../support/facts.ts';
import { everyTenMinutes, minute, profile, rule, times } from '../support/series.ts';

const product = (id: string, by: Profile, name = id.toUpperCase()): Product => ({
  id,
  name,
  profile: { id: by.id, version: by.version },
  lots: [],
});

/** A shipment with these products, and sensors of them. */
function mixed(
  parts: readonly Profile[],
  products: readonly Product[],
  sensors: readonly (readonly [device: string, products: readonly string[] | null])[],
  ...facts: LedgerEvent[]
) {
  const plan = { products, ...fieldsOfProducts(products) };
  const entries = ledger(
    created(plan),
    ...sensors.map(([device, named]) =>
      attached(device, at(0), {
        profile: profileOfSensor({ ...created(), ...plan }, named),
        ...(named !== null && { products: named }),
      }),
    ),
    ...facts,
  );
  const profileOf = (attachment: Attachment): Profile =>
    resolveProfile(attachment.profile, (part) => parts.find(({ id }) => id === part.id)!);
  return { entries, profileOf };
}

const above = (id: string, celsius: number, fields: Partial<Parameters<typeof rule>[0]> = {}): Profile => ({
  ...profile(
    rule({ id: 'warm', limit: { kind: 'above', limit: celsius }, allowance: { mode: 'instant' }, ...fields }),
  ),
  id,
});
const [cool, mild, hot] = [above('cool', 6, { rejects: true }), above('mild', 8), above('hot', 25)];

test('each product is judged as if it were alone, on the same readings', () => {
  fc.assert(
    fc.property(
      histories,
      fc.array(fc.tuple(profiles, fc.constantFrom(20, 31, 45)), { minLength: 2, maxLength: 4 }),
      fc.option(fc.integer({ min: 0, max: 300 })),
      (readings, given, arrival) => {
        const parts = given.map(([part, gap], index) => ({
          ...part,
          id: `p${index}`,
          maxGapMs: gap * minute,
          // The sensor's own interval counts, whatever the profile's.
          reportingIntervalMs: 5 * minute,
        }));
        const journey = arrival === null ? [] : [arrived(at(arrival))];
        const products = parts.map((part, index) => product(`x${index}`, part));
        const { entries, profileOf } = mixed(parts, products, [['lid', null]], ...journey);
        const record = (by: Profile) => ({ readings, profile: { ...by, reportingIntervalMs: 10 * minute } });
        const together = evaluateShipment(entries, (each) => record(profileOf(each)), at(3000));
        for (const [index, part] of parts.entries()) {
          const { id, version } = part;
          const plain = ledger(created(), attached('lid', at(0), { profile: { id, version } }), ...journey);
          const alone = evaluateShipment(plain, () => record(part), at(3000));
          const { product: _, ...own } = together.products[index]!;
          expect({ ...own, sensors: own.sensors.map(({ product: __, ...each }) => each) }).toEqual({
            ...own,
            ...Object.fromEntries(Object.entries(alone).filter(([field]) => field in own)),
          });
        }
      },
    ),
    { numRuns: 150 },
  );
});

const readings: Reading[] = everyTenMinutes([...times(6, 5), 7, ...times(24, 5)]);
const three = [
  product('a', cool, 'Vaccine A'),
  product('b', mild, 'Vaccine B'),
  product('c', hot, 'Tablets'),
];

test('the most careful product decides for the shipment, and sentences name theirs', () => {
  const { entries, profileOf } = mixed(
    [cool, mild, hot],
    three,
    [['lid', null]],
    departed(at(0)),
    arrived(at(300)),
  );
  const verdict = evaluateShipment(entries, (each) => ({ readings, profile: profileOf(each) }), at(600));
  expect(verdict.products.map((each) => [each.product.id, each.recommendation])).toEqual([
    ['a', 'reject'],
    ['b', 'release'],
    ['c', 'release'],
  ]);
  expect(verdict.recommendation).toBe('reject');
  expect(verdict.reasons).toEqual([
    'Vaccine A: lid: Too warm: above 6 °C for 10 min (never allowed). Alarm at 2026-01-01 01:00 UTC. Rule warm.',
    expect.stringContaining('Vaccine B: lid: Within limits'),
    expect.stringContaining('Vaccine B: lid: The record of temperature is complete'),
    expect.stringContaining('Tablets: lid: Within limits'),
    expect.stringContaining('Tablets: lid: The record of temperature is complete'),
  ]);
  expect(failedRules(verdict)).toEqual([
    { device: 'lid', rule: 'warm', seconds: 600, worst: 1, product: 'a' },
  ]);
  expect(failedInWords(failedRules(verdict))).toEqual(['a: lid warm']);
  expect(toShipmentVerdictJson(verdict)).toMatchObject({
    schema: 'coldwatch/shipment-verdict/3',
    products: [
      { id: 'a', name: 'Vaccine A', recommendation: 'reject', worst: 'lid' },
      { id: 'b', recommendation: 'release' },
      { id: 'c', recommendation: 'release' },
    ],
    sensors: [
      { device: 'lid', product: 'a', profile: { id: 'cool', version: 1 } },
      { device: 'lid', product: 'b', profile: { id: 'mild', version: 1 } },
      { device: 'lid', product: 'c', profile: { id: 'hot', version: 1 } },
    ],
  });
});

test('a product that no sensor stands for is quarantined, and a sensor counts for its products only', () => {
  const { entries, profileOf } = mixed(
    [cool, mild, hot],
    three,
    [
      ['lid', ['b']],
      ['floor', ['a']],
    ],
    departed(at(0)),
    arrived(at(300)),
    declared('floor', at(200)),
  );
  const calm = everyTenMinutes(times(31, 5));
  const verdict = evaluateShipment(
    entries,
    (each) => ({ readings: each.device === 'lid' ? readings : calm, profile: profileOf(each) }),
    at(600),
  );
  expect(attachmentsRecorded(entries).map((each) => each.profile.id)).toEqual(['+mild', '+cool']);
  const ofProducts = verdict.products.map((each) => [
    each.recommendation,
    each.sensors.map(({ device }) => device),
  ]);
  expect(ofProducts).toEqual([
    ['quarantine', ['floor']],
    ['release', ['lid']],
    ['quarantine', []],
  ]);
  expect(verdict.reasons).toContain('Tablets: No sensor stands for this product. There is no record.');
  const ofFloor = verdict.reasons.filter((each) => each.includes('floor was declared broken'));
  expect(ofFloor).toEqual([expect.stringMatching(/^Vaccine A: floor was declared broken/)]);
});

test('of equally careful products the first one says which sensor is the worst', () => {
  const { entries, profileOf } = mixed(
    [mild],
    [product('a', mild), product('b', mild), product('c', mild)],
    [
      ['roof', ['a']],
      ['lid', ['b']],
      ['floor', ['c']],
    ],
  );
  const verdict = evaluateShipment(
    entries,
    (each) => ({
      readings: everyTenMinutes(times(31, each.device === 'roof' ? 5 : 9)),
      profile: profileOf(each),
    }),
    at(300),
  );
  expect(verdict.products.map(({ worst, recommendation }) => `${worst} ${recommendation}`)).toEqual([
    'roof release',
    'lid quarantine',
    'floor quarantine',
  ]);
  expect(verdict).toMatchObject({ recommendation: 'quarantine', worst: 'lid' });
});

test('an alarm affects the products whose profile has its rule, of those that the sensor stands for', () => {
  const { entries, profileOf } = mixed(
    [cool, mild],
    [product('a', cool), product('b', mild), product('c', cool)],
    [
      ['lid', null],
      ['floor', ['a', 'b']],
    ],
  );
  const [lid, floor] = attachmentsRecorded(entries);
  const affected = (of: Attachment, named: string) => {
    const { affected: yes, within } = productsAffected(shipmentOf(entries), of, named);
    return [yes.map(({ id }) => id), within.map(({ id }) => id)];
  };
  expect(affected(lid!, 'cool@1:warm')).toEqual([['a', 'c'], ['b']]);
  expect(affected(floor!, 'mild@1:warm')).toEqual([['b'], ['a']]);
  expect(affected(lid!, 'warm')).toEqual([['a', 'b', 'c'], []]);
  expect(ruleOf(profileOf(lid!), 'mild@1:warm')).toMatchObject({ limit: { kind: 'above', limit: 8 } });
  expect(ruleOf(profileOf(lid!), 'warm')).toBeNull();
});

test('words name no part of a combined profile', () => {
  const { entries } = mixed([cool], [product('a', cool)], [['lid', null]], opened({ rule: 'cool@1:warm' }));
  expect(ledgerEventInWords(entries.at(-1)!.fact)).toBe('excursion opened warm (lid)');
  expect(versionInWords({ id: 'cool@1+mild', version: 2 })).toBe('cool, version 1; mild, version 2');
});
