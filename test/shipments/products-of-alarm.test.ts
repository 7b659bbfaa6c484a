import { expect, test } from 'vitest';
import type { Product } from '../../src/model/product.ts';
import { alarmsRecorded } from '../../src/shipments/alarms.ts';
import { productsOfAlarm } from '../../src/shipments/products-of-alarm.ts';
import {
  type Recorded,
  at,
  attached,
  cleared,
  closed,
  created,
  detached,
  ledger,
  opened,
} from '../support/facts.ts';

const product = (id: string, profile: string): Product => ({
  id,
  name: id.toUpperCase(),
  profile: { id: profile, version: 1 },
  lots: [],
});
const products = [product('a', 'cold'), product('b', 'room'), product('c', 'cold')];
const begins = created({ products, profile: { id: 'cold@1+room', version: 1 } });

/** The ids of what each alarm affects, and of what is within its limits. */
function affectedIn(...facts: Recorded[]): unknown[] {
  const entries = ledger(...facts);
  return alarmsRecorded(entries).map((alarm) => {
    const found = productsOfAlarm(entries, alarm);
    return found && [found.affected.map(({ id }) => id), found.within.map(({ id }) => id)];
  });
}

const cold = opened({ id: 'e1', rule: 'cold@1:hot-8' });
const room = opened({ id: 'e2', rule: 'room@1:hot-25' });

test('a rule is for the products of its profile that its sensor stands for', () => {
  expect(affectedIn(begins, attached('lid'), cold)).toEqual([[['a', 'c'], ['b']]]);
  expect(affectedIn(begins, attached('lid', undefined, { products: ['a', 'b'] }), cold)).toEqual([
    [['a'], ['b']],
  ]);
});

test('a product with an alarm of its own is not within its limits', () => {
  expect(affectedIn(begins, attached('lid'), cold, room)).toEqual([
    [['a', 'c'], []],
    [['b'], []],
  ]);
});

test('an alarm that has ended troubles no product any more', () => {
  const ended = closed({ id: 'e2', rule: 'room@1:hot-25' });
  expect(affectedIn(begins, attached('lid'), room, ended, cleared(at(40), 'room@1:hot-25'), cold)).toEqual([
    [['b'], []],
    [['a', 'c'], ['b']],
  ]);
});

test('what a sensor stands for that raised nothing is in neither list, and the others in the order of the plan', () => {
  const sensors = [
    attached('lid', undefined, { products: ['b', 'c'] }),
    attached('floor', undefined, { products: ['a'] }),
  ];
  expect(affectedIn(begins, ...sensors, cold)).toEqual([[['c'], ['b']]]);
  expect(
    affectedIn(begins, ...sensors, cold, opened({ id: 'e3', rule: 'cold@1:hot-8', device: 'floor' })),
  ).toEqual([[['a', 'c'], ['b']]]);
});

test('a spare stands for products, too', () => {
  expect(affectedIn(begins, attached('lid', undefined, { role: 'spare' }), cold)).toEqual([
    [['a', 'c'], ['b']],
  ]);
});

test('a rule of a sensor around the goods is for none of them', () => {
  const around = attached('lid', undefined, { role: 'ambient', profile: { id: 'air', version: 1 } });
  expect(affectedIn(begins, around, opened({ rule: 'warm' }))).toEqual([[[], []]]);
});

test('a shipment of one product has nothing to tell apart', () => {
  expect(affectedIn(attached('lid'), opened())).toEqual([null]);
});

test('what a sensor stood for before or after an excursion is not affected by it', () => {
  const sensors = [
    attached('lid', at(0), { products: ['a'] }),
    detached('lid', at(5)),
    attached('lid', at(5), { products: ['c'] }),
    detached('lid', at(60)),
    attached('lid', at(60), { products: ['b'] }),
  ];
  const seen = closed({ id: 'e1', rule: 'cold@1:hot-8', from: at(10), to: at(20) });
  expect(
    affectedIn(begins, ...sensors, opened({ id: 'e1', rule: 'cold@1:hot-8', from: at(10) }), seen),
  ).toEqual([[['c'], []]]);
});
