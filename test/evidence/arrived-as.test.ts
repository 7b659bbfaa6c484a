import { expect, test } from 'vitest';
import { arrivedAs } from '../../src/evidence/arrived-as.ts';
import type { Basis } from '../../src/evidence/freeze.ts';
import type { LedgerEvent } from '../../src/shipments/ledger-event.ts';
import { opened } from '../support/facts.ts';
import { hour, start } from '../support/series.ts';
import { asOf, facts, ledgerOf, profileText, readingsOf } from '../support/signed-evidence.ts';

/** A journey of four hours with a reading every ten minutes and a known calibration. */
const calibrated = facts.map((fact) =>
  fact.kind === 'device-attached' ? { ...fact, calibratedUntil: start + 1000 * hour } : fact,
);
const basis = (more: Partial<Basis> = {}, events: readonly LedgerEvent[] = calibrated): Basis => ({
  entries: ledgerOf(...events),
  asOf,
  profileText,
  readingsOf,
  approvalOf: () => ({ writtenBy: 'Ann', approvedBy: 'Bea' }),
  scanned: null,
  ...more,
});
test('goods within limits with a complete record arrived clean, although nobody has scanned their label', () => {
  expect(arrivedAs(basis())).toBe('clean');
});

test.each<[string, Partial<Basis>, readonly LedgerEvent[]]>([
  ['readings are missing', { readingsOf: (of) => readingsOf(of).slice(0, 12) }, calibrated],
  ['there are no readings', { readingsOf: () => [] }, calibrated],
  ['nobody approved the limits', { approvalOf: () => ({ writtenBy: 'Ann', approvedBy: null }) }, calibrated],
  ['the calibration is unknown', {}, facts],
  ['the arrival is not declared', {}, calibrated.filter(({ kind }) => kind !== 'arrived')],
])('what is unknown is never clean: %s', (_, more, events) => {
  expect(arrivedAs(basis(more, events))).toBe('not-known-yet');
});

test('an excursion ends it for good, even where the readings do not show it', () => {
  expect(arrivedAs(basis({}, [...calibrated, opened()]))).toBe('not-clean');
});
