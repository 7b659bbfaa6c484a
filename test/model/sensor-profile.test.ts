import { expect, test } from 'vitest';
import { type Product, fieldsOfProducts } from '../../src/model/product.ts';
import { productsInPlan, profileOfSensor } from '../../src/model/sensor-profile.ts';
import { writtenVersion } from '../../src/model/written-version.ts';

const product = (id: string, profile: string): Product => ({
  id,
  name: id.toUpperCase(),
  profile: { id: profile, version: 1 },
  lots: [],
});
const planned = (...products: Product[]) => ({ products, ...fieldsOfProducts(products) });
const mixed = planned(product('a', 'warm'), product('b', 'cold'), product('c', 'warm'));
const alike = planned(product('a', 'warm'), product('b', 'warm'));
const plain = { goods: 'vaccine', profile: { id: 'warm', version: 1 } };

test.each<[string, typeof mixed | typeof plain, string[] | null, string]>([
  ['all products', mixed, null, 'warm@1+cold@1'],
  ['products in any order', mixed, ['b', 'c'], 'cold@1+warm@1'],
  ['one product of several with other profiles', mixed, ['c'], '+warm@1'],
  ['products with the one profile of the shipment', alike, ['b'], 'warm@1'],
  ['products that are not there', mixed, ['x'], 'warm@1+cold@1'],
  ['the goods of a plan without products', plain, null, 'warm@1'],
])('a sensor of %s has their profiles', (_, plan, products, version) => {
  expect(writtenVersion(profileOfSensor(plan, products))).toBe(version);
});

test('products that a plan does not have are left out, also where that leaves none; all is not what was named', () => {
  expect(productsInPlan(mixed, ['c', 'x', 'a'])).toEqual(['a', 'c']);
  expect(productsInPlan(mixed, ['x'])).toEqual([]);
  expect(productsInPlan(mixed, null)).toBeNull();
});

test('the goods of a plan without products are all that can be named', () => {
  expect(productsInPlan(plain, ['goods'])).toBeNull();
  expect(productsInPlan(plain, ['a'])).toEqual([]);
});
