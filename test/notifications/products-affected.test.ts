import { describe, expect, test } from 'vitest';
import { resolveProfile } from '../../src/model/combined-profile.ts';
import { notificationSchema } from '../../src/model/notification.ts';
import { fieldsOfProducts } from '../../src/model/product.ts';
import type { Profile } from '../../src/model/profile.ts';
import { compose } from '../../src/notifications/compose.ts';
import type { LedgerEvent, NotifiableEvent, ShipmentPlan } from '../../src/shipments/ledger-event.ts';
import type { Entry } from '../../src/shipments/ledger.ts';
import { at, attached, cleared, closed, created, ledger, opened } from '../support/facts.ts';
import { receiver } from '../support/receiver.ts';
import { profile, rule } from '../support/series.ts';

const above = (id: string, celsius: number): Profile => ({
  ...profile(rule({ id: 'warm', limit: { kind: 'above', limit: celsius }, allowance: { mode: 'instant' } })),
  id,
});
const [cool, mild, hot] = [above('cool', 6), above('mild', 8), above('hot', 25)];
const products = [
  { id: 'a', name: 'Vaccine A', profile: { id: 'cool', version: 1 }, lots: [] },
  { id: 'b', name: 'Vaccine B', profile: { id: 'mild', version: 1 }, lots: [] },
  { id: 'c', name: 'Serum', profile: { id: 'hot', version: 1 }, lots: [] },
];
const plan = { products, ...fieldsOfProducts(products) };
const combined = resolveProfile(plan.profile, ({ id }) => [cool, mild, hot].find((each) => each.id === id)!);

function message(...facts: LedgerEvent[]) {
  return messageOf(plan, ...facts);
}

function messageOf(planned: Partial<ShipmentPlan>, ...facts: LedgerEvent[]) {
  const entries = ledger(created(planned), attached('lid', at(0), { profile: plan.profile }), ...facts);
  return compose(entries, entries.at(-1) as Entry & { fact: NotifiableEvent }, combined, receiver);
}
const cold = opened({ rule: 'cool@1:warm' });

describe('a message about a shipment with several products', () => {
  test('says which the alarm affects, and which are within their limits', () => {
    const { notification, sms } = message(cold);
    expect(notification.text).toContain('Affects Vaccine A; Vaccine B and Serum are within their limits.');
    expect(notification.products).toEqual({ affected: ['a'], within: ['b', 'c'] });
    expect(notificationSchema.parse(notification)).toEqual(notification);
    expect(sms).toContain('Affects Vaccine A');
  });

  test('says of no product with another alarm that it is within its limits', () => {
    const { notification } = message(cold, opened({ id: 'f'.repeat(64), rule: 'mild@1:warm' }));
    expect(notification.text).toContain('Affects Vaccine B; Serum is within its limits.');
    expect(notification.products).toEqual({ affected: ['b'], within: ['c'] });
  });

  test('says of a product whose alarm has ended that it is within its limits again', () => {
    const id = 'f'.repeat(64);
    const ended = [opened({ id, rule: 'mild@1:warm' }), closed({ id, rule: 'mild@1:warm' })];
    const { notification } = message(...ended, cleared(at(40), 'mild@1:warm'), cold);
    expect(notification.text).toContain('Affects Vaccine A; Vaccine B and Serum are within their limits.');
  });

  test('says nothing of products that other sensors stand for', () => {
    const floor = attached('floor', at(0), { products: ['a', 'c'] });
    const { notification } = message(floor, { ...cold, device: 'floor' });
    expect(notification.text).toContain('Affects Vaccine A; Serum is within its limits.');
    expect(notification.products).toEqual({ affected: ['a'], within: ['c'] });
  });

  test('says nothing of products where there is one', () => {
    const [one] = products;
    const { notification } = messageOf({ products: [one!], ...fieldsOfProducts([one!]) }, cold);
    expect(notification.text).not.toContain('Affects');
    expect(notification.products).toBeUndefined();
  });

  test('says nothing of products where it is about no limit', () => {
    const { notification } = message({ kind: 'contact-lost', device: 'lid', position: null, at: at(60) });
    expect(notification.text).not.toContain('Affects');
    expect(notification.products).toBeUndefined();
  });
});
