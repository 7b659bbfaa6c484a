import { describe, expect, test } from 'vitest';
import { refusalOf } from '../../src/shipments/action-validation.ts';
import { ledgerEventInWords } from '../../src/shipments/ledger-event-in-words.ts';
import {
  isAboutLink,
  linkOf,
  linksRecorded,
  longestLinkMs,
  mostLinks,
  stateOfLink,
} from '../../src/shipments/links.ts';
import { linkMay } from '../../src/shipments/permissions.ts';
import { summarise } from '../../src/shipments/summary.ts';
import {
  acknowledged,
  at,
  cancelled,
  departed,
  ledger,
  linkCreated,
  linkOpened,
  linkRevoked,
  opened,
} from '../support/facts.ts';
import { minute } from '../support/series.ts';

const other = linkCreated({ link: 'ffffffffffff', purpose: 'Customer', permits: 'report-arrival' });

describe('the links of a ledger', () => {
  test('are made, opened and revoked, each by itself', () => {
    const entries = ledger(linkCreated(), other, linkOpened(), linkOpened(), linkRevoked());
    expect(linksRecorded(entries)).toEqual([
      {
        link: 'a1b2c3d4e5f6',
        purpose: 'Delivery',
        permits: 'look',
        createdBy: 'Ann',
        createdAt: at(1),
        endsAt: at(600),
        openedAt: [at(3), at(4)],
        revoked: { at: at(5), by: 'Ann', why: 'test' },
      },
      {
        link: 'ffffffffffff',
        purpose: 'Customer',
        permits: 'report-arrival',
        createdBy: 'Ann',
        createdAt: at(2),
        endsAt: at(600),
        openedAt: [],
        revoked: null,
      },
    ]);
    expect(linkOf(entries, 'nothing')).toBeNull();
  });

  test('of which the first revocation counts, and what was never made is no link', () => {
    const entries = ledger(linkCreated(), linkRevoked(), linkRevoked(), linkOpened(other));
    expect(linksRecorded(entries)).toMatchObject([{ revoked: { at: at(2) } }]);
  });

  test.each([
    ['before its end', [linkCreated()], 599, 'in-force'],
    ['at its end', [linkCreated()], 600, 'ended'],
    ['revoked, also after its end', [linkCreated(), linkRevoked()], 700, 'revoked'],
    ['of a cancelled shipment', [linkCreated(), cancelled], 10, 'ended'],
  ] as const)('%s', (_, facts, minutes, state) => {
    const entries = ledger(...facts);
    expect(stateOfLink(entries, linksRecorded(entries)[0]!, at(minutes))).toBe(state);
  });

  test('change nothing but the length of the ledger when somebody opens one', () => {
    const facts = [departed(at(1)), linkCreated()];
    const before = summarise(ledger(...facts));
    expect(summarise(ledger(...facts, linkOpened(), linkOpened()))).toEqual({ ...before, sequence: 5 });
  });

  test('change nothing of a shipment but the length of its ledger and the time of its last entry', () => {
    const facts = [departed(at(1)), opened(), acknowledged()];
    const { sequence: _, changedAt: __, ...before } = summarise(ledger(...facts));
    const { sequence, changedAt, ...after } = summarise(
      ledger(...facts, linkCreated(), linkOpened(), linkRevoked()),
    );
    expect(after).toEqual(before);
    expect([sequence, changedAt]).toEqual([7, at(6)]);
  });
});

describe('a link is refused', () => {
  const now = at(10);
  test.each<[string, number, RegExp | null]>([
    ['that ends now', now, /in the past; give a later end/],
    ['that ends a millisecond later', now + 1, null],
    ['that lasts thirty days by a clock that is ten minutes ahead', now + longestLinkMs + 10 * minute, null],
    ['that lasts longer', now + longestLinkMs + 10 * minute + 1, /a link lasts at most 30 days/],
  ])('%s', (_, endsAt, refusal) => {
    const refused = refusalOf(ledger(), linkCreated({ endsAt }), now);
    if (refusal === null) expect(refused).toBeNull();
    else expect(refused).toMatch(refusal);
  });

  test('where there were twenty, whatever became of them', () => {
    const made = Array.from({ length: mostLinks }, (_, index) =>
      linkCreated({ link: String(index).padStart(12, '0') }),
    );
    const next = linkCreated({ endsAt: at(900) });
    expect(refusalOf(ledger(...made.slice(1)), next, at(100))).toBeNull();
    expect(refusalOf(ledger(...made, linkRevoked(made[0])), next, at(100))).toMatch(/has had 20 links/);
  });

  test('a revocation of what is no link, or was revoked', () => {
    expect(refusalOf(ledger(), linkRevoked(), now)).toBe('this shipment has no link a1b2c3d4e5f6');
    expect(refusalOf(ledger(linkCreated()), linkRevoked(), now)).toBeNull();
    expect(refusalOf(ledger(linkCreated(), linkRevoked()), linkRevoked(), now)).toMatch(
      /was revoked .* by Ann; it opens nothing/,
    );
  });
});

test('links in words', () => {
  expect([linkCreated(), other, linkOpened(), linkRevoked()].map((fact) => ledgerEventInWords(fact))).toEqual(
    [
      'link a1b2c3d4e5f6 made until 2026-01-01 10:00 UTC, to look: Delivery',
      'link ffffffffffff made until 2026-01-01 10:00 UTC, to look and report the arrival: Customer',
      'link a1b2c3d4e5f6 opened: Delivery',
      'link a1b2c3d4e5f6 revoked: Delivery',
    ],
  );
  expect([linkOpened(), departed(at(1))].map(isAboutLink)).toEqual([true, false]);
});

test.each([
  ['look', 'see-shared', true],
  ['look', 'report-arrival', false],
  ['report-arrival', 'see-shared', true],
  ['report-arrival', 'report-arrival', true],
] as const)('a link that permits to %s: %s is %s', (permits, action, isPermitted) => {
  expect(linkMay(permits, action)).toBe(isPermitted);
});
