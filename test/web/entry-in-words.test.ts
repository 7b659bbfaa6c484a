import { expect, test, vi } from 'vitest';
import { ledgerEventInWords } from '../../src/shipments/ledger-event-in-words.ts';
import { formatsOf } from '../../web/format/formats.ts';
import { entryInWords } from '../../web/shipment/entry-in-words.ts';
import type { Entry } from '../../web/shipment/record.ts';
import {
  at,
  attached,
  cancelled,
  contradicted,
  created,
  ledger,
  linkCreated,
  linkOpened,
  linkRevoked,
  opened,
  planChanged,
} from '../support/facts.ts';

// The names of sensors come with the client of the API, which exists in the bundled page only.
vi.mock('../../web/files/sensor-names.ts', () => ({
  plainNames: { sensor: (device: string) => device, file: (sha256: string) => sha256 },
}));

const formats = formatsOf({ unit: 'celsius', zone: 'utc' });
const entries = ledger(
  created({ lots: ['A1'] }),
  planChanged({
    lots: ['A1', 'A2'],
    route: { origin: null, destination: null, waypoints: [], plan: { departureAt: at(60), arrivalAt: null } },
  }),
  planChanged({ profile: { id: 'warm', version: 2 } }),
  cancelled,
) as unknown as readonly Entry[];
const said = (sequence: number, known = entries): string =>
  entryInWords(entries[sequence - 1]!, formats, undefined, undefined, known);

test('a changed plan says what changed from what to what, in the time zone of the person', () => {
  expect(said(2)).toBe(
    `Plan changed. Lots: A1 → A1, A2. Planned departure: none → ${formats.moment(at(60))}`,
  );
  expect(said(3)).toContain('Storage limits: warm@1 → warm@2');
});

test('a changed plan whose predecessor is not known is said to be changed', () => {
  expect(said(2, entries.slice(1))).toBe('Plan changed');
});

test('a cancellation is said with its reason', () => {
  expect(said(4)).toBe('Shipment cancelled: test');
});

test('links are said by their purpose', () => {
  const shared = ledger(linkCreated(), linkOpened(), linkRevoked()) as unknown as readonly Entry[];
  expect(shared.slice(1).map((entry) => entryInWords(entry, formats))).toEqual([
    `Shared for: Delivery. The link permits looking, until ${formats.moment(at(600))}`,
    'Shared link opened: Delivery',
    'Shared link revoked: Delivery',
  ]);
});

test('a sensor that was attached for some products names them, and a rule of a combined profile is named plainly', () => {
  const products = ['a', 'b'].map((id) => ({
    id,
    name: `Vaccine ${id}`,
    profile: { id: `cold-${id}`, version: 1 },
    lots: [],
  }));
  const mixed = ledger(
    created({ products, profile: { id: 'cold-a@1+cold-b', version: 1 } }),
    attached('lid', at(1), { products: ['b'] }),
    opened({ rule: 'cold-b@1:hot-8' }),
  ) as unknown as readonly Entry[];
  const [planned, first, alarm] = mixed.map((entry) =>
    entryInWords(entry, formats, undefined, undefined, mixed),
  );
  expect(planned).toContain('cold-a@1, cold-b@1');
  expect(first).toBe(`Sensor lid attached in the goods, for Vaccine b, from ${formats.moment(at(1))}`);
  expect(alarm).toContain('hot-8');
  expect(alarm).not.toContain('cold-b@1');
});

test('a release that earlier legs contradict is said with its goods, in history and on the command line', () => {
  const failed = [
    { device: '', rule: 'earlier decision', seconds: 0, worst: 0, product: 'vaccine', lots: ['A1'] },
  ];
  const fact = contradicted(1, { failed, recommendation: 'quarantine', legs: ['CW-87'] });
  const [, entry] = ledger(created(), fact) as unknown as readonly Entry[];
  expect(entryInWords(entry!, formats)).toBe(
    'What became known of CW-87 contradicts the release of vaccine lot A1. Quarantine recommended',
  );
  expect(ledgerEventInWords(fact, null)).toContain(
    'quarantine recommended, by what became known of CW-87 about vaccine lot A1',
  );
  // Later readings are those of one product, where there are several.
  const later = contradicted(1, { failed: [], recommendation: 'quarantine', product: 'serum' });
  expect(entryInWords(ledger(created(), later)[1] as unknown as Entry, formats)).toBe(
    'Later readings contradict the release of serum. Quarantine recommended',
  );
  expect(ledgerEventInWords(later, null)).toContain('quarantine recommended about serum');
});
