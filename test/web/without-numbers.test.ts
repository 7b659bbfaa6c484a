import { expect, test } from 'vitest';
import type { Entry } from '../../web/shipment/record.ts';
import { withoutNumbers } from '../../web/shipment/without-numbers.ts';

test.each<[string[] | undefined, string[] | undefined]>([
  [['CW-87'], ['an earlier shipment']],
  [
    ['CW-87', 'OWN', 'CW-91'],
    ['OWN', '2 earlier shipments'],
  ],
  [['OWN'], ['OWN']],
  [undefined, undefined],
])('of the shipments %j a contradiction says %j', (legs, said) => {
  const fact = { kind: 'release-contradicted', ...(legs !== undefined && { legs }) };
  const entry = { sequence: 7, fact } as unknown as Entry;
  expect(withoutNumbers(entry, 'OWN').fact['legs']).toEqual(said);
  expect(withoutNumbers(entry, 'OWN').sequence).toBe(7);
});
