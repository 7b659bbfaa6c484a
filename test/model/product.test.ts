import { describe, expect, test } from 'vitest';
import { combinedVersion, isCombined, partsOfVersion } from '../../src/model/combined-version.ts';
import { readGtin } from '../../src/model/gs1.ts';
import { type Product, fieldsOfProducts, goodsOf, lotKeysOf, productsOf } from '../../src/model/product.ts';
import { problemsOf } from '../../src/model/problems.ts';
import { planChangeSchema, shipmentSchema } from '../../src/model/shipment.ts';
import { writtenVersion } from '../../src/model/written-version.ts';
import { leastShipment, shipmentProblems } from '../support/shipment-problems.ts';

const { goods, profile, ...journey } = leastShipment;
const lot = (number: string) => ({ number, quantity: null, expiry: null });

describe('a plan that names products', () => {
  const read = shipmentSchema.parse({
    ...journey,
    products: [
      {
        name: 'Vaccine Ä (5 ml)',
        gtin: '4006381333931',
        profile: 'who-storage',
        lots: [{ number: 'A1', quantity: 120, expiry: '2028-02-29' }, { number: 'X' }],
      },
      { name: 'Vaccine Ä (5 ml)', profile: 'who-storage@1', lots: [{ number: 'X' }] },
      { id: 'Plasma', name: 'Plasma', profile: 'plasma@3', serials: ['7001'] },
    ],
  });

  test('keeps them with ids made from their names, and says the rest as every plan does', () => {
    expect(read).toMatchObject({
      goods: 'Vaccine Ä (5 ml); Vaccine Ä (5 ml); Plasma',
      profile: { id: 'who-storage@1+plasma', version: 3 },
      lots: ['A1', 'vaccine-a-5-ml/X', 'vaccine-a-5-ml-2/X'],
      products: [
        {
          id: 'vaccine-a-5-ml',
          name: 'Vaccine Ä (5 ml)',
          gtin: '04006381333931',
          profile: { id: 'who-storage', version: 1 },
          lots: [{ number: 'A1', quantity: 120, expiry: '2028-02-29' }, lot('X')],
        },
        {
          id: 'vaccine-a-5-ml-2',
          name: 'Vaccine Ä (5 ml)',
          gtin: null,
          profile: { id: 'who-storage', version: 1 },
          lots: [lot('X')],
        },
        {
          id: 'Plasma',
          name: 'Plasma',
          gtin: null,
          profile: { id: 'plasma', version: 3 },
          lots: [],
          serials: ['7001'],
        },
      ],
    });
  });

  test('may name its goods itself; a long list of names has an end', () => {
    const products = [{ name: 'Plasma', profile: 'plasma' }];
    expect(shipmentSchema.parse({ ...journey, goods, products }).goods).toBe('vaccine');
    const many = Array.from({ length: 3 }, () => ({ name: 'x'.repeat(99), profile: 'plasma' }));
    const { goods: named } = shipmentSchema.parse({ ...journey, products: many });
    expect([named.length, named.at(-1)]).toEqual([200, '…']);
    expect(goodsOf([{ name: 'x'.repeat(98) }, { name: 'y'.repeat(100) }])).toBe(
      `${'x'.repeat(98)}; ${'y'.repeat(100)}`,
    );
  });

  test('gives ids that no other product has, which can be sent again', () => {
    const long = { name: 'Vaccine for subcutaneous injection, powder', profile: 'plasma' };
    const given = [
      long,
      { name: 'Plasma', id: 'serum', profile: 'plasma' },
      long,
      { ...long, name: 'Serum' },
    ];
    const { products } = planChangeSchema.parse({ products: given });
    const first = 'vaccine-for-subcutaneous-injection-p';
    expect(products!.map(({ id }) => id)).toEqual([first, 'serum', `${first}-2`, 'serum-2']);
    const again = products!.map(({ id, name }) => ({ id, name, profile: 'plasma' }));
    expect(planChangeSchema.parse({ products: again }).products).toEqual(products);
  });

  test('a plan without products is read as ever', () => {
    expect(shipmentSchema.parse({ ...leastShipment, products: null })).toEqual(
      shipmentSchema.parse(leastShipment),
    );
    expect('products' in shipmentSchema.parse(leastShipment)).toBe(false);
  });
});

const product = { name: 'Plasma', profile: 'plasma' };
const lots = (count: number) => Array.from({ length: count }, (_, index) => ({ number: `L${index}` }));
const beside = 'must be left out where there are products: each product has its own';

test.each<[string, object, string[]]>([
  [
    'a profile and lots beside products',
    { profile, lots: ['A'], products: [product] },
    [`lots: ${beside}`, `profile: ${beside}`],
  ],
  [
    'neither goods nor products',
    {},
    [
      'goods: is missing; must be a text',
      'profile: is missing; must be a profile, as who-storage or who-storage@1',
    ],
  ],
  ['no product', { products: [] }, ['products: must have one product at least']],
  [
    '21 products',
    { products: Array.from({ length: 21 }, () => product) },
    ['products: must have at most 20 products'],
  ],
  [
    'the same id twice',
    {
      products: [
        { ...product, id: 'p' },
        { ...product, id: 'p' },
      ],
    },
    ['products[1].id: two products have the id p'],
  ],
  [
    'an id with a slash',
    { products: [{ ...product, id: 'a/b' }] },
    ['products[0].id: must be letters, digits, hyphens, at most 40'],
  ],
  [
    'an id of 41 letters',
    {
      products: [
        { ...product, id: 'a'.repeat(40) },
        { ...product, id: 'b'.repeat(41) },
      ],
    },
    ['products[1].id: must be letters, digits, hyphens, at most 40'],
  ],
  [
    '51 lots',
    {
      products: [
        { ...product, lots: lots(50) },
        { ...product, id: 'p', lots: lots(51) },
      ],
    },
    ['products[1].lots: must have at most 50 lots'],
  ],
  [
    'the same lot twice',
    { products: [{ ...product, lots: [{ number: 'A' }, { number: 'A' }] }] },
    ['products[0].lots[1].number: the lot A is there twice'],
  ],
  [
    'lots of which two would have one name',
    {
      products: [
        { ...product, id: 'a', lots: [{ number: '1' }] },
        { ...product, id: 'b', lots: [{ number: '1' }, { number: 'a/1' }] },
      ],
    },
    ['products: two lots would be called a/1; give a product another id'],
  ],
  [
    'a lot that is called like one of several products',
    { products: [{ ...product, id: 'ab', lots: [{ number: 'ab/7' }] }] },
    [
      'products[0].lots[0].number: the lot ab/7 begins with the id of its product and a slash; give the product another id',
    ],
  ],
  [
    'a wrong digit of the GTIN',
    { products: [{ ...product, gtin: '4006381333932' }] },
    ['products[0].gtin: the check digit of 4006381333932 must be 1: a digit is wrong'],
  ],
  [
    'no units, and a day that there is not',
    { products: [{ ...product, lots: [{ number: 'A', quantity: 0, expiry: '2027-02-29' }] }] },
    [
      'products[0].lots[0].quantity: must be at least 1',
      'products[0].lots[0].expiry: must be a day, as 2027-03-31',
    ],
  ],
  [
    'a combined profile, which nobody can write',
    { products: [{ ...product, profile: 'plasma@1+warm@1' }] },
    ['products[0].profile: must be the id of a profile, as who-storage or who-storage@1'],
  ],
])('a plan is refused with %s', (_, fields, problems) => {
  expect(shipmentProblems({ ...journey, ...fields })).toEqual(problems);
});

test('a change of a plan may give the products, and then nothing that they have themselves', () => {
  const { products } = planChangeSchema.parse({ products: [product] });
  expect(products).toMatchObject([{ id: 'plasma', lots: [] }]);
  const refused = planChangeSchema.safeParse({ products: [product], profile: 'warm', lots: ['A'] });
  expect(refused.success ? [] : problemsOf(refused.error, 'change')).toEqual([
    `lots: ${beside}`,
    `profile: ${beside}`,
  ]);
});

test('a plan that names no products has one: its goods', () => {
  const version = { id: 'warm', version: 1 };
  const implied = productsOf({ goods: 'vaccine', profile: version, lots: ['A/1', 'B'] });
  expect(implied).toEqual([
    {
      id: 'goods',
      name: 'vaccine',
      gtin: null,
      profile: version,
      lots: [{ number: 'A/1' }, { number: 'B' }],
    },
  ]);
  expect(fieldsOfProducts(implied)).toEqual({ goods: 'vaccine', profile: version, lots: ['A/1', 'B'] });
  expect(lotKeysOf(implied)[1]).toEqual({ key: 'B', product: implied[0], lot: { number: 'B' } });
});

test('a combined version names its parts once each, in the order of the products', () => {
  const [a, b, b2] = [
    { id: 'a.x_y-z', version: 1 },
    { id: 'b', version: 2 },
    { id: 'b', version: 3 },
  ] as const;
  const combined = combinedVersion([a, b, a, b2, b]);
  expect(writtenVersion(combined)).toBe('a.x_y-z@1+b@2+b@3');
  expect(partsOfVersion(combined)).toEqual([a, b, b2]);
  expect([combinedVersion([b, b]), partsOfVersion(b)]).toEqual([b, [b]]);
  expect([combined, b].map(isCombined)).toEqual([true, false]);
  expect(() => combinedVersion([])).toThrow('a combined profile needs one profile at least');
});

test('products keep their fields when a plan is read back', () => {
  const products: readonly Product[] = [{ id: 'p', name: 'P', profile: { id: 'a', version: 1 }, lots: [] }];
  expect(productsOf({ goods: 'P', profile: { id: 'a', version: 1 }, products })).toBe(products);
});

describe('reading a GTIN', () => {
  test.each([
    ['40170725', '00000040170725'],
    ['614141000036', '00614141000036'],
    ['4006381333931', '04006381333931'],
    ['(01)09506000134352', '09506000134352'],
    ['0109506000134352', '09506000134352'],
    ['0950-6000 134352', '09506000134352'],
    ['https://id.gs1.org/01/09506000134352/10/A1?17=270331', '09506000134352'],
  ])('%s is %s', (label, gtin) => {
    expect(readGtin(label)).toEqual({ ok: true, gtin });
  });

  test.each(['', '123', '123456789', '12345678901', '950600013435200', '(00)340123450000000017', 'x'])(
    'a text of another form is refused: %j',
    (label) => {
      expect(readGtin(label)).toMatchObject({
        ok: false,
        reason: `a GTIN has 8, 12, 13 or 14 digits, as (01)09506000134352 or https://id.gs1.org/01/09506000134352, found ${JSON.stringify(label)}`,
      });
    },
  );
});
