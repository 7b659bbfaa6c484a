import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { resolveProfile } from '../../src/model/combined-profile.ts';
import { partsOfVersion } from '../../src/model/combined-version.ts';
import { productsSchema } from '../../src/model/product-schema.ts';
import { type Product, fieldsOfProducts, lotKeysOf, productsOf } from '../../src/model/product.ts';
import type { Profile } from '../../src/model/profile.ts';
import type { ProfileVersion } from '../../src/model/profile-version.ts';
import type { Reading } from '../../src/model/reading.ts';
import { profileOfSensor } from '../../src/model/sensor-profile.ts';
import { writtenVersion } from '../../src/model/written-version.ts';
import { refusalOf as refusalBy } from '../../src/shipments/action-validation.ts';
import { alarmsRecorded } from '../../src/shipments/alarms.ts';
import { attachmentsRecorded } from '../../src/shipments/ledger.ts';
import type { LedgerEvent } from '../../src/shipments/ledger-event.ts';
import { toShipmentVerdictJson } from '../../src/shipments/shipment-verdict-json.ts';
import { evaluateShipment } from '../../src/shipments/shipment-verdict.ts';
import { profiles, readings } from '../support/arbitrary-records.ts';
import {
  arrived,
  at,
  attached,
  created,
  departed,
  detached,
  ledger,
  opened,
  planChanged,
} from '../support/facts.ts';
import { everyTenMinutes, profile, rule, times } from '../support/series.ts';

// What an outsider would try: names with meanings of their own, equal names, and many of everything.

const readFrom =
  (all: readonly Profile[]) =>
  ({ id: of, version: number }: ProfileVersion): Profile =>
    all.find((each) => each.id === of && each.version === number)!;

describe('products', () => {
  const given = fc.array(
    fc.record({
      id: fc.option(fc.constantFrom('a', 'b', 'A', 'a-1', 'constructor', '1'), { nil: undefined }),
      name: fc.constantFrom('Vaccine', 'vaccine', 'Vaccine 2', '!!!', 'constructor', 'ä/b', 'Prüfung'),
      profile: fc.constantFrom('warm', 'warm@2', 'constructor'),
      lots: fc.uniqueArray(
        fc
          .constantFrom('1', '2', 'a/1', 'b/1', 'vaccine/1', 'a/a/1', 'constructor')
          .map((number) => ({ number })),
        { maxLength: 5, selector: ({ number }) => number },
      ),
    }),
    { minLength: 1, maxLength: 20 },
  );

  test('that are accepted have ids and keys of lots that mean one thing', () => {
    let accepted = 0;
    fc.assert(
      fc.property(given, (all) => {
        const parsed = productsSchema.safeParse(JSON.parse(JSON.stringify(all)));
        if (!parsed.success) return;
        accepted++;
        const { data } = parsed;
        expect(new Set(data.map((each) => each.id)).size).toBe(all.length);
        const keys = lotKeysOf(data);
        expect(new Set(keys.map(({ key }) => key)).size).toBe(all.flatMap(({ lots }) => lots).length);
        for (const { key, product, lot } of keys)
          expect([lot.number, `${product.id}/${lot.number}`]).toContain(key);
      }),
      { numRuns: 1000 },
    );
    expect(accepted).toBeGreaterThan(50);
  });

  test('of one profile in two versions are judged each by its own', () => {
    const of = (number: number, celsius: number): Profile => ({
      ...profile(
        rule({ id: 'warm', limit: { kind: 'above', limit: celsius }, allowance: { mode: 'instant' } }),
      ),
      id: 'constructor',
      version: number,
    });
    const all = [of(1, 8), of(2, 25)];
    const products = all.map((by, index) => productOf(`p${index}`, by));
    const verdict = verdictOn(
      all,
      products,
      [attachedTo(all, products, 'lid', null), departed(at(0)), arrived(at(60))],
      9,
    );
    expect(verdict.products!.map(({ recommendation }) => recommendation)).toEqual(['quarantine', 'release']);
    expect(verdict.sensors.map(({ profile: { version: by } }) => by)).toEqual([1, 2]);
  });
});

describe('while an alarm is open', () => {
  const limits: [Profile, Profile] = [warm('cool', 6), warm('mild', 12)];
  const products = [productOf('a', limits[0]), productOf('b', limits[1])];
  const before = [
    attachedTo(limits, products, 'lid', ['a']),
    attachedTo(limits, products, 'base', ['b']),
    departed(at(0)),
    opened({ device: 'lid', rule: 'cool@1:warm' }),
  ];
  const end = [arrived(at(60))];

  test('a product is renamed: the alarm, its rule and the verdict stay, under the new name', () => {
    const renamed = [{ ...products[0]!, name: 'Another name' }, products[1]!];
    const change = planChanged({ products: renamed, ...fieldsOfProducts(renamed) });
    const entries = entriesOf(products, [...before, change]);
    expect(alarmsRecorded(entries)).toMatchObject([{ rule: 'cool@1:warm', endedAt: null }]);
    const [then, now] = [before, [...before, change]].map((facts) =>
      verdictOn(limits, products, [...facts, ...end], 9),
    );
    const names = { ...now!, reasons: now!.reasons.map((each) => each.replace('Another name', 'A')) };
    const unnamed = {
      ...names,
      products: names.products!.map((each) => ({ ...each, name: each.name.replace('Another name', 'A') })),
    };
    expect(unnamed).toEqual(then);
    expect(now!.reasons.join()).toContain('Another name: ');
  });

  test('its sensor is swapped to another product: each reading counts for whom it was read', () => {
    const swapped = [
      ...before,
      detached('lid', at(30)),
      attachedTo(limits, products, 'lid', ['b'], at(30)),
      ...end,
    ];
    const verdict = verdictOn(limits, products, swapped, 9);
    expect(
      verdict.sensors.map(({ device, product, judgement: { span } }) => [
        product,
        device,
        span.from,
        span.to,
      ]),
    ).toEqual([
      ['a', 'lid', iso(0), iso(30)],
      ['b', 'base', iso(0), iso(60)],
      ['b', 'lid', iso(30), iso(60)],
    ]);
    expect(verdict.products!.map(({ recommendation }) => recommendation)).toEqual(['quarantine', 'release']);
    const known = attachmentsRecorded(entriesOf(products, swapped)).map((each) => each.products);
    expect(known).toEqual([['a'], ['b'], ['b']]);
  });

  test('no product leaves the plan that a sensor stands for, and none changes its storage limits', () => {
    const entries = entriesOf(products, before);
    const refusalOf = (changed: readonly Product[]): string | null =>
      refusalBy(entries, planChanged({ products: changed, ...fieldsOfProducts(changed) }), at(30));
    expect(refusalOf(products.slice(1))).toContain('storage limits stay');
    expect(refusalOf([products[0]!, { ...products[1]!, id: 'c' }])).toContain('the product B (b) stays');
    expect(refusalOf(products.toReversed())).toContain('storage limits stay');
    const exchanged = [
      { ...products[0]!, profile: products[1]!.profile },
      { ...products[1]!, profile: products[0]!.profile },
    ];
    expect(refusalOf(exchanged)).toContain('storage limits stay');
    expect(refusalOf([...products, { ...products[1]!, id: 'c' }])).toBeNull();
  });
});

test('a plan without products is judged and printed as one product, with nothing of products in it', () => {
  fc.assert(
    fc.property(readings, profiles, (record, by) => {
      const own = { ...by, id: 'warm', version: 1 };
      const facts = [attached('lid'), departed(at(0)), arrived(at(300))];
      const asBefore = verdictOn([own], null, facts, record);
      const products = productsOf(created());
      expect(products).toMatchObject([{ id: 'goods' }]);
      expect(JSON.stringify(asBefore)).not.toMatch(/"products?":/);
      expect(asBefore.schema).toBe('coldwatch/shipment-verdict/2');
      const one = verdictOn([own], [{ ...productOf('x', own) }], facts, record);
      expect(JSON.stringify(one)).toBe(JSON.stringify(asBefore));
    }),
    { numRuns: 60 },
  );
});

function warm(name: string, celsius: number): Profile {
  const own = rule({ id: 'warm', limit: { kind: 'above', limit: celsius }, allowance: { mode: 'instant' } });
  return { ...profile(own), id: name };
}

const iso = (minutes: number): string => new Date(at(minutes)).toISOString();

function productOf(name: string, by: ProfileVersion): Product {
  return { id: name, name: name.toUpperCase(), profile: { id: by.id, version: by.version }, lots: [] };
}

function attachedTo(
  all: readonly Profile[],
  products: readonly Product[],
  device: string,
  named: readonly string[] | null,
  since = at(0),
): LedgerEvent {
  const plan = { ...created(), products, ...fieldsOfProducts(products) };
  const version = profileOfSensor(plan, named);
  expect(
    partsOfVersion(version).every((part) =>
      all.some((each) => writtenVersion(each) === writtenVersion(part)),
    ),
  ).toBe(true);
  return attached(device, since, { profile: version, ...(named !== null && { products: named }) });
}

function entriesOf(products: readonly Product[] | null, facts: readonly LedgerEvent[]) {
  return ledger(created(products === null ? {} : { products, ...fieldsOfProducts(products) }), ...facts);
}

/** The verdict as printed, where each sensor read these values every ten minutes. */
function verdictOn(
  all: readonly Profile[],
  products: readonly Product[] | null,
  facts: readonly LedgerEvent[],
  read: number | readonly Reading[],
) {
  const values = typeof read === 'number' ? everyTenMinutes(times(7, read)) : read;
  return toShipmentVerdictJson(
    evaluateShipment(
      entriesOf(products, facts),
      (attachment) => ({
        readings: values.filter(
          ({ at: when }) => when >= attachment.since && when <= (attachment.detachedAt ?? Infinity),
        ),
        profile: resolveProfile(attachment.profile, readFrom(all)),
      }),
      at(600),
    ),
  );
}
