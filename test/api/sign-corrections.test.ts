import { expect, test, vi } from 'vitest';
import { recordName } from '../../src/storage/archive/archived-record.ts';
import type { Frozen } from '../../src/evidence/freeze.ts';
import { people } from '../support/api-in-process.ts';
import { minute } from '../support/series.ts';
import { type SigningHour, signingHours } from '../support/signing-hours.ts';

const { paul } = people;
const noon = Date.parse('2026-11-20T12:00:00Z');
const nine = Date.parse('2026-11-20T09:00:00Z');
const label = '376104250021234569';

let api: SigningHour['api'];
let receipts: SigningHour['receipts'];
let now = noon;
signingHours(noon, (hour) => void ({ api, receipts, now } = hour));

const correction = { corrects: 4, reason: 'a lot was forgotten' };

test('a correction must name the signed decision in force', async () => {
  const shipment = await receipts.arrived('CO-1');
  const refusal = async (decided: Record<string, unknown>) => {
    const { status, body } = await api.ask(
      paul,
      'challengeReceipt',
      await receipts.requestOf([shipment], decided),
    );
    return [status, body.detail];
  };
  expect(await refusal({ ...correction, corrects: 3 })).toEqual([
    409,
    'CO-1: there is no signed decision to correct; leave "corrects" out',
  ]);
  await receipts.sign(await receipts.challenged([shipment]));
  for (const corrects of [null, 3])
    expect(await refusal({ ...correction, corrects })).toEqual([
      409,
      'CO-1: the receipt is already signed: released, entry 4; correct that entry ("corrects": 4)',
    ]);
  expect(await refusal({ corrects: 4 })).toEqual([
    422,
    'CO-1: say why the signed decision is corrected: "reason"',
  ]);
});

test('a correction uses the label of the decision that it corrects, unless another was scanned', async () => {
  const shipment = await receipts.arrived('CO-2', undefined, { sscc: label });
  await receipts.sign(await receipts.challenged([shipment], { label }));
  const scannedOf = async (given: Record<string, unknown>): Promise<string | null> => {
    const { receipts: shown } = await receipts.challenged([shipment], { ...given, ...correction });
    return ((await receipts.archived(recordName.evidence(shown[0]!.evidence))) as Frozen).document.scanned;
  };
  expect(await scannedOf({})).toBe(label);
  expect(await scannedOf({ label: '106141411234567897' })).toBe('106141411234567897');
});

test('signed decisions are listed in order, with their corrections and contradictions', async () => {
  const shipment = await receipts.arrived('CO-3', undefined, { lots: ['A', 'B'] });
  const first = await receipts.challenged([shipment]);
  await receipts.sign(first);
  const warm = [10, 20, 30].map((before) => ({ time: nine - before * minute, temperature: 9 }));
  vi.setSystemTime(now + 10 * minute);
  await receipts.send('lid-of-CO-3', warm);
  const shown = () => receipts.done(paul, 'showShipment', { path: { shipment } });
  const contradicted = await shown();
  expect([contradicted.status, contradicted.sequence]).toEqual(['contradicted', 8]);
  const second = await receipts.challenged([shipment], {
    ...correction,
    decision: 'partly-released',
    lots: ['A'],
  });
  vi.setSystemTime(now + 11 * minute);
  await receipts.sign(second);
  const signer = { subject: 'subject-paul', username: 'paul', name: 'paul' };
  const { items, next } = await receipts.done(paul, 'listVerdicts', { path: { shipment } });
  const at = (minutes: number): string => new Date(now + minutes * minute).toISOString();
  const released = {
    shipment,
    sequence: 4,
    decision: 'released',
    lots: [],
    meaning: 'released',
    reason: '',
    recommendation: 'release',
    evidence: first.receipts[0]!.evidence,
    corrects: null,
    correctedBy: 9,
    contradictedBy: [8],
    signer,
    signedAt: at(0),
    recordedAt: at(0),
  };
  const partly = {
    shipment,
    sequence: 9,
    decision: 'partly-released',
    lots: ['A'],
    meaning: 'partly released: lot A (replaces ledger entry 4)',
    reason: 'a lot was forgotten',
    recommendation: 'quarantine',
    evidence: second.receipts[0]!.evidence,
    corrects: 4,
    correctedBy: null,
    contradictedBy: [],
    signer,
    signedAt: at(11),
    recordedAt: at(11),
  };
  expect({ items, next }).toEqual({ items: [released, partly], next: null });
  const page = await receipts.done(paul, 'listVerdicts', { path: { shipment }, query: { limit: '1' } });
  expect(page.items).toEqual([released]);
  expect(
    await receipts.done(paul, 'listVerdicts', {
      path: { shipment },
      query: { cursor: page.next!, limit: '1' },
    }),
  ).toEqual({ items: [partly], next: null });
  const { status, decision } = await shown();
  expect({ status, decision }).toEqual({
    status: 'partly-released',
    decision: { decision: 'partly-released', lots: ['A'], name: 'paul', signedAt: at(11), sequence: 9 },
  });
  expect((await receipts.done(paul, 'getReceipt', { path: { shipment } })).signed).toBe(9);
});
