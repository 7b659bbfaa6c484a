import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type Api, people } from '../support/api-in-process.ts';
import { startApiAt, stopApi } from '../support/api-steps.ts';
import { approveMixedProfiles, mixedShipments } from '../support/mixed-shipment.ts';
import { minute } from '../support/series.ts';

const { lena, paul } = people;
const eight = Date.parse('2026-11-20T08:00:00Z');
const sscc = '376104250021234569';

let api: Api;
let mixed: ReturnType<typeof mixedShipments>;
beforeAll(async () => {
  ({ api } = await startApiAt(eight));
  await approveMixedProfiles(api.account.database);
  mixed = mixedShipments(api);
});
afterAll(() => stopApi(api));

/** A shipment that was within its limits for an hour, and arrived. */
async function travelled(shipment: string, products: readonly object[]): Promise<void> {
  vi.setSystemTime(eight + 70 * minute);
  const places = { origin: 'Cambridge', destination: 'Stansted', site: 'north', sscc };
  await mixed.done(lena, 'createShipment', { body: { shipment, ...places, products } });
  await mixed.monitored(shipment, 0, [5, 5, 5, 5, 5, 5, 5]);
}

/** What is recommended of a shipment and its lots, and what the check of expiry says, if there is one. */
async function receiptOf(shipment: string) {
  const receipt = await mixed.done(paul, 'getReceipt', { path: { shipment }, query: { label: sscc } });
  return {
    recommendation: receipt.recommendation,
    lots: receipt.products?.flatMap((each) =>
      each.lots.map(({ lot, recommendation }) => `${lot} ${recommendation}`),
    ),
    check: receipt.checks.find(({ id }) => id === 'lots-in-date')?.sentence,
  };
}

const hardy = (name: string, ...lots: readonly object[]) => ({ name, profile: 'hardy', lots });

test('an expired lot is not recommended for release, and the others are', async () => {
  await travelled('EX-1', [
    hardy('Vaccine B', { number: 'B1', expiry: '2026-11-19' }, { number: 'B2', expiry: '2026-11-20' }),
    hardy('Serum', { number: 'S1', expiry: '2026-10-31' }, { number: 'S2' }),
  ]);
  expect(await receiptOf('EX-1')).toEqual({
    recommendation: 'quarantine',
    lots: ['B1 quarantine', 'B2 release', 'S1 quarantine', 'S2 release'],
    check: 'Vaccine B: Lot B1 expired on 2026-11-19. Serum: Lot S1 expired on 2026-10-31.',
  });
  const verdict = await mixed.done(paul, 'getVerdict', { path: { shipment: 'EX-1' } });
  expect(verdict.recommendation).toBe('quarantine');
  expect(verdict.reasons[0]).toBe('Vaccine B: Lot B1 expired on 2026-11-19.');
});

test('the last day ends at midnight UTC, also of the only product', async () => {
  await travelled('EX-2', [hardy('Vaccine B', { number: 'B1', expiry: '2026-11-20' }, { number: 'B2' })]);
  vi.setSystemTime(Date.parse('2026-11-20T23:59:59.999Z'));
  expect(await receiptOf('EX-2')).toEqual({ recommendation: 'release', lots: undefined, check: undefined });
  vi.setSystemTime(Date.parse('2026-11-21T00:00:00Z'));
  expect(await receiptOf('EX-2')).toEqual({
    recommendation: 'quarantine',
    lots: ['B1 quarantine', 'B2 release'],
    check: 'Lot B1 expired on 2026-11-20.',
  });
});

test('a signature asked for before midnight is refused after it', async () => {
  await travelled('EX-3', [hardy('Vaccine B', { number: 'B1', expiry: '2026-11-20' })]);
  vi.setSystemTime(Date.parse('2026-11-20T23:58:00Z'));
  const challenge = await mixed.challenged(['EX-3'], { label: sscc });
  vi.setSystemTime(Date.parse('2026-11-21T00:00:00Z'));
  expect(await mixed.sign(challenge)).toMatchObject({
    status: 409,
    body: { detail: expect.stringContaining('quarantine is recommended now, not release') as unknown },
  });
});

test('a signature is refused too where only expiry has changed, because quarantine was recommended anyway', async () => {
  await travelled('EX-4', [
    hardy('Vaccine B', { number: 'B1', expiry: '2026-11-20' }),
    hardy('Serum', { number: 'S1' }),
  ]);
  vi.setSystemTime(Date.parse('2026-11-20T23:58:00Z'));
  const decided = { decision: 'released', reason: 'label torn, papers compared' };
  const [late, inTime] = [
    await mixed.challenged(['EX-4'], decided),
    await mixed.challenged(['EX-4'], decided),
  ];
  vi.setSystemTime(Date.parse('2026-11-21T00:00:00Z'));
  expect(await mixed.sign(late)).toMatchObject({
    status: 409,
    body: { detail: expect.stringContaining('what is known of the expiry of its lots') as unknown },
  });
  vi.setSystemTime(Date.parse('2026-11-20T23:59:59Z'));
  expect(await mixed.sign(inTime)).toMatchObject({ status: 200 });
});

test('what is proposed of more than fifty lots can be signed', async () => {
  const lots = (letter: string) =>
    Array.from({ length: 30 }, (_, index) => ({ number: `${letter}${index}` }));
  const expired = { number: 'OLD', expiry: '2026-11-19' };
  await travelled('EX-5', [hardy('Vaccine B', ...lots('B')), hardy('Serum', ...lots('S'), expired)]);
  const receipt = await mixed.done(paul, 'getReceipt', {
    path: { shipment: 'EX-5' },
    query: { label: sscc },
  });
  const released = receipt.products!.flatMap((each) =>
    each.lots.flatMap(({ lot, recommendation }) => (recommendation === 'release' ? [lot!] : [])),
  );
  expect(released).toHaveLength(60);
  const challenge = await mixed.challenged(['EX-5'], {
    decision: 'partly-released',
    lots: released,
    label: sscc,
  });
  expect(await mixed.sign(challenge)).toMatchObject({ status: 200 });
});

test('what is signed of expired lots stands in the evidence, and released ones may expire afterwards', async () => {
  vi.setSystemTime(Date.parse('2026-11-21T00:01:00Z'));
  const decided = { decision: 'partly-released', lots: ['B2', 'S2'], label: sscc, reason: 'in date' };
  expect(await mixed.sign(await mixed.challenged(['EX-1'], decided))).toMatchObject({ status: 200 });
  const path = { shipment: 'EX-1' };
  expect(await mixed.done(paul, 'verifyEvidence', { path })).toMatchObject({ problem: null });
  vi.setSystemTime(Date.parse('2026-12-20T08:00:00Z'));
  const { recommendation, reasons } = await mixed.done(paul, 'getVerdict', { path });
  expect(recommendation).toBe('quarantine');
  // B2, which was released, has expired since; what was not released is still as it was.
  expect(reasons.filter((reason) => reason.includes('expired'))).toEqual([
    'Vaccine B: Lot B1 expired on 2026-11-19.',
    'Serum: Lot S1 expired on 2026-10-31.',
  ]);
});
