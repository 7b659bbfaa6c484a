import { describe, expect, test } from 'vitest';
import { type DraftPlan, copyOf, emptyPlan, toDraft, withTemplate } from '../../web/plan/draft-plan.ts';
import { noLot, noProduct } from '../../web/plan/draft-product.ts';
import { changeOf, changesOf } from '../../web/plan/plan-changes.ts';
import { problemsIn } from '../../web/plan/plan-problems.ts';
import { toPlanned, toTemplate } from '../../web/plan/planned-form.ts';
import { productInWords } from '../../web/plan/product-in-words.ts';
import { withProduct, withProductList, withoutProduct } from '../../web/plan/several-products.ts';

const one: DraftPlan = {
  ...emptyPlan('north'),
  shipment: 'CW-30',
  goods: 'measles vaccine',
  lots: 'A1\nA2',
  profile: 'who-storage@1',
  origin: { name: 'Cambridge', area: null },
  destination: { name: 'Ely', area: null },
};
const second = {
  ...noProduct,
  name: 'insulin',
  gtin: '09506000134352',
  profile: 'plasma@2',
  lots: [{ number: 'K9', quantity: '40', expiry: '2027-03-31' }],
};
const two = withProduct(one, second);
const planned = {
  shipment: 'CW-30',
  site: 'north',
  goods: 'measles vaccine; insulin',
  products: [
    {
      id: 'measles-vaccine',
      name: 'measles vaccine',
      gtin: null,
      profile: 'who-storage@1',
      lots: [
        { number: 'A1', quantity: null, expiry: null },
        { number: 'A2', quantity: null, expiry: null },
      ],
    },
    {
      id: 'insulin',
      name: 'insulin',
      gtin: '09506000134352',
      profile: 'plasma@2',
      lots: [{ number: 'K9', quantity: 40, expiry: '2027-03-31' }],
      serials: ['S1'],
    },
  ],
  sscc: null,
  origin: 'Cambridge',
  destination: 'Ely',
  waypoints: [],
  plannedDeparture: null,
  plannedArrival: null,
  ambientProfile: null,
  audience: ['site:north'],
  escalation: [],
  vehicle: null,
  packaging: null,
  carrier: null,
};

describe('products while they are typed', () => {
  test('begin with the goods that were one, and end as them', () => {
    expect(two.products).toEqual([
      {
        ...noProduct,
        name: 'measles vaccine',
        profile: 'who-storage@1',
        lots: [
          { ...noLot, number: 'A1' },
          { ...noLot, number: 'A2' },
        ],
      },
      second,
    ]);
    expect([two.goods, two.lots, two.profile]).toEqual(['', '', '']);
    expect(withoutProduct(two, 1)).toEqual({ ...one, products: [] });
    // What was removed comes back to its place.
    expect(withProduct(withoutProduct(two, 1), second, 1)).toEqual(two);
    expect(withProduct(withoutProduct(two, 0), two.products![0], 0)).toEqual(two);
  });

  test.each<[string, DraftPlan]>([
    ['a GTIN, units and a day', withoutProduct(two, 0)],
    ['a name for all of them', withoutProduct({ ...two, goods: 'cold box' }, 1)],
    ['a recorded id', withoutProduct(toDraft(planned), 1)],
  ])('stay a list where one line would lose %s', (_, left) => {
    expect(left.products).toHaveLength(1);
  });

  test('come out as they went in, without the name that is made of theirs', () => {
    const { goods: _, ...rest } = planned;
    expect(toPlanned(toDraft(planned))).toEqual(rest);
    expect(toPlanned(toDraft({ ...planned, goods: 'cold box' }))).toEqual({ ...planned, goods: 'cold box' });
  });

  test('are copied with their lots, and without the serial numbers of their units', () => {
    expect(toPlanned(copyOf(planned)).products).toEqual(
      planned.products.map(({ id, name, gtin, profile, lots }) => ({ id, name, gtin, profile, lots })),
    );
  });

  test('are in a template without ids, lots and serial numbers, and take the lots that were typed before', () => {
    const template = toTemplate(toDraft(planned));
    const products = planned.products.map(({ name, gtin, profile }) => ({ name, gtin, profile, lots: [] }));
    expect(template).toEqual({ products, origin: 'Cambridge', destination: 'Ely', audience: ['site:north'] });
    const filled = withTemplate(
      { ...emptyPlan('north'), lots: 'A1\nA2' },
      { products: planned.products.map((product) => ({ ...product, lots: [] })) },
    );
    expect(filled.lots).toBe('');
    expect(filled.products!.map(({ lots }) => lots.map(({ number }) => number))).toEqual([['A1', 'A2'], []]);
  });

  test('have serial numbers line by line, and a line may be empty while one types', () => {
    const typed = (serials: readonly string[]) =>
      toPlanned(withProduct(one, { ...second, serials })).products?.at(-1)?.serials;
    expect(typed(['S1', ' S2 ', ''])).toEqual(['S1', 'S2']);
    expect(typed(['', ' '])).toBeUndefined();
    const detailed = { ...one, products: [{ ...second, gtin: '', lots: [], serials: ['S1'] }, noProduct] };
    expect(withoutProduct(detailed, 1).products).toHaveLength(1);
    const empty = {
      ...one,
      goods: '',
      products: [{ ...second, gtin: '', lots: [], serials: [''] }, noProduct],
    };
    expect(withoutProduct(empty, 1).products).toEqual([]);
  });

  test('leave out lots in which nothing is typed', () => {
    const spaced = { ...second, lots: [noLot, ...second.lots, { ...noLot, number: ' ' }] };
    expect(toPlanned(withProduct(one, spaced)).products![1]!.lots).toEqual([
      { number: 'K9', quantity: 40, expiry: '2027-03-31' },
    ]);
  });
});

describe('what is wrong with products', () => {
  test('is nothing where all is given', () => {
    expect([...problemsIn(two)]).toEqual([]);
  });

  test('is said at each field, counted as it is shown', () => {
    const wrong = {
      ...noProduct,
      gtin: '09506000134353',
      lots: [noLot, { ...noLot, quantity: '12' }, { number: 'K9', quantity: '1.5', expiry: '' }],
    };
    expect(Object.fromEntries(problemsIn(withProduct(one, wrong)))).toEqual({
      'products.1.name': 'Enter the product.',
      'products.1.profile': 'Choose the storage limits.',
      'products.1.gtin': 'The check digit of 09506000134353 must be 2: a digit is wrong.',
      'products.1.lots.1.number': 'Enter the lot’s number.',
      'products.1.lots.2.quantity': 'Units must be a whole number.',
    });
  });

  test('is a lot that is there twice', () => {
    const twice = { ...second, lots: [...second.lots, noLot, ...second.lots] };
    expect([...problemsIn(withProduct(one, twice))]).toEqual([
      ['products.1.lots.2.number', 'The lot K9 is there twice.'],
    ]);
  });
});

describe('a change of products', () => {
  const recorded = { ...planned, goods: 'measles vaccine', lots: ['A1', 'A2'], profile: 'who-storage@1' };
  const { products: _, ...asOne } = recorded;

  test('from one to several names the products alone', () => {
    const typed = withProduct(toDraft(asOne), second);
    const changes = changesOf(asOne, typed);
    expect(changes.map(({ field }) => field)).toEqual(['products']);
    expect(changeOf(changes, typed)).toEqual({ products: toPlanned(typed).products });
    expect(changesOf(asOne, withoutProduct(typed, 1))).toEqual([]);
    expect(changesOf(asOne, withProductList(toDraft(asOne))).map(({ field }) => field)).toEqual(['products']);
  });

  test('keeps the name for all of them, and takes it away', () => {
    const named = { ...planned, goods: 'cold box' };
    const { products = [], ...rest } = toDraft(named);
    const renamed = { ...rest, products: [{ ...products[0]!, name: 'MMR' }, products[1]!] };
    expect(changeOf(changesOf(named, renamed), renamed)).toMatchObject({
      goods: 'cold box',
      products: [{ name: 'MMR' }, { name: 'insulin' }],
    });
    const unnamed = { ...toDraft(named), goods: '' };
    const changes = changesOf(named, unnamed);
    expect(changes).toEqual([{ field: 'goods', from: 'cold box', to: undefined }]);
    expect(changeOf(changes, unnamed)).toEqual({ products: planned.products });
  });
});

test('a product in words', () => {
  expect(productInWords(planned.products[1]!, () => 'Plasma')).toBe(
    'insulin (GTIN 09506000134352, Plasma, lot K9: 40 units, expires 2027-03-31)',
  );
});
