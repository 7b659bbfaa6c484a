import { describe, expect, test } from 'vitest';
import { makeBundle } from '../../src/evidence/bundle.ts';
import { makeReport } from '../../src/evidence/report/report.ts';
import { verifyBundle } from '../../src/evidence/verify.ts';
import type { LedgerEvent } from '../../src/shipments/ledger-event.ts';
import { reportData } from '../../src/evidence/report/report-data.ts';
import { createdShipment } from '../support/shipment.ts';
import { facts, ledgerOf, plainEvidence, signedEvidence } from '../support/signed-evidence.ts';

const [created, lid, spare, departed, arrived] = facts as [
  LedgerEvent,
  LedgerEvent,
  LedgerEvent,
  LedgerEvent,
  LedgerEvent,
];
const cancelled: LedgerEvent = { kind: 'shipment-cancelled' };
const freed = (device: string): LedgerEvent => ({
  kind: 'device-detached',
  device,
  until: plainEvidence.asOf,
});
const changed = (fields: object = {}): LedgerEvent => ({
  kind: 'plan-changed',
  plan: { ...createdShipment, lots: ['A', 'B'], ...fields },
});
const evidenceOf = (...ledger: LedgerEvent[]) => ({ ...plainEvidence, entries: ledgerOf(...ledger) });
const verified = (...ledger: LedgerEvent[]) => verifyBundle(makeBundle(evidenceOf(...ledger)), null);

describe('the bundle of a shipment', () => {
  test.each<[string, LedgerEvent[]]>([
    ['whose plan was changed', [created, lid, spare, departed, changed({ lots: ['A'] }), arrived]],
    ['that was cancelled', [created, lid, spare, cancelled, freed('lid'), freed('floor')]],
  ])('%s is consistent', async (_, ledger) => {
    await expect(verified(...ledger)).resolves.toMatchObject({ lastEntry: { sequence: ledger.length } });
  });

  test.each<[string, LedgerEvent[], string]>([
    [
      'other storage limits once a sensor is attached',
      [created, lid, spare, changed({ profile: { id: 'warm', version: 2 } })],
      'entry 4 of the ledger was not allowed: lid was attached 2026-01-01 00:00 UTC, so the storage limits stay as they are',
    ],
    [
      'another site',
      [created, lid, spare, changed({ site: 'south' })],
      'entry 4 of the ledger was not allowed: a shipment stays at its site',
    ],
    ['nothing', [created, lid, spare, changed()], 'entry 4 of the ledger changes nothing of the plan'],
    [
      'a cancellation after the departure',
      [created, lid, spare, departed, cancelled],
      'entry 5 of the ledger was not allowed: the departure is declared for',
    ],
    [
      'anything after a cancellation',
      [created, lid, spare, cancelled, freed('lid'), freed('floor'), departed],
      'entry 7 of the ledger was recorded after the shipment was cancelled',
    ],
  ])('with %s is forged', async (_, ledger, problem) => {
    await expect(verified(...ledger)).rejects.toThrow(problem);
  });
});

test('a plan that was changed between the evidence and its signature is forged', async () => {
  const { evidence, receipt } = await signedEvidence({ decision: 'quarantined' });
  const bundle = (...between: LedgerEvent[]) =>
    verifyBundle(makeBundle({ ...evidence, entries: ledgerOf(...facts, ...between, receipt) }), null);
  await expect(bundle()).resolves.toMatchObject({ lastEntry: { sequence: 6 } });
  await expect(bundle({ kind: 'handed-over', to: 'desk', at: plainEvidence.asOf })).resolves.toBeTruthy();
  await expect(bundle(changed({ lots: ['A', 'B', 'C'] }))).rejects.toThrow(
    'entry 7 of the ledger was signed on another plan than was in force when it was recorded',
  );
});

test('the report says that a plan was changed, or a shipment cancelled, and draws', async () => {
  const twice = evidenceOf(
    created,
    lid,
    spare,
    changed({ goods: 'serum' }),
    changed({ goods: 'vaccine', vehicle: 'van' }),
  );
  expect(reportData(twice).planChanges.map(({ sequence }) => sequence)).toEqual([4, 5]);
  const gone = evidenceOf(created, lid, spare, cancelled, freed('lid'), freed('floor'));
  expect(reportData(gone).cancellation).toMatchObject({ by: 'Ann', reason: 'test' });
  for (const evidence of [twice, gone]) expect((await makeReport(evidence)).length).toBeGreaterThan(1000);
});
