import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { notifiableAmong } from '../../src/shipments/notifiable-entries.ts';
import { readLedger } from '../../src/storage/ledger.ts';
import { putProfile } from '../../src/storage/store-profile.ts';
import { type Api, apiInProcess, people } from '../support/api-in-process.ts';
import { beforeRequest } from '../support/before-request.ts';
import { receiptsIn } from '../support/receipts.ts';
import { minute } from '../support/series.ts';
import { warmProfile } from '../support/shipment.ts';

const { lena } = people;
const eight = Date.parse('2026-11-20T08:00:00Z');
const at = (minutes: number): string => new Date(eight + minutes * minute).toISOString();
const gtin = '04012345123456';
/** One hour above 8 °C in a unit's life. */
const allowances = [{ id: 'warm-1h', above: 8, total: 'PT1H' }];

let api: Api;
let receipts: ReturnType<typeof receiptsIn>;
beforeAll(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: eight });
  api = await apiInProcess();
  receipts = receiptsIn(api);
  await putProfile(api.account.database, { ...warmProfile, id: 'budgeted', rules: [], allowances }, 'Ann');
});
afterAll(() => {
  vi.useRealTimers();
  api.account.close();
});

const entriesOf = async (shipment: string) => (await readLedger(api.account.database, shipment)).entries;
const contradictionsOf = async (shipment: string) =>
  (await entriesOf(shipment)).filter(({ fact }) => fact.kind === 'release-contradicted');

/** A leg at 5 °C with a reading every half hour, whose logger is then taken off. */
async function travelled(
  shipment: string,
  sscc: string | null,
  from: number,
  until: number,
  lots = [{ number: 'A1' }],
): Promise<void> {
  vi.setSystemTime(eight + (until + 5) * minute);
  const products = [{ id: 'vaccine', name: 'Vaccine', profile: 'budgeted', gtin, lots }];
  const places = { origin: 'Cambridge', destination: 'Stansted', site: 'north', sscc };
  await receipts.done(lena, 'createShipment', { body: { shipment, ...places, products } });
  const device = `lid-of-${shipment}`;
  await receipts.step('attachDevice', shipment, { device, since: at(from), interval: 'PT30M' });
  await receipts.step('depart', shipment, { at: at(from) });
  const times = Array.from({ length: (until - from) / 30 + 1 }, (_, index) => from + index * 30);
  await receipts.send(
    device,
    times.map((minutes) => ({ time: eight + minutes * minute, temperature: 5 })),
  );
  await receipts.step('arrive', shipment, { at: at(until) });
  await receipts.step('detachDevice', shipment, { at: at(until) }, { device });
}

/** Readings of 20 °C between those that are known come late. */
const backFill = (device: string, minutes: readonly number[]) =>
  receipts.send(
    device,
    minutes.map((each) => ({ time: eight + each * minute, temperature: 20 })),
  );

async function release(shipment: string): Promise<void> {
  vi.setSystemTime(Date.now() + minute);
  expect(await receipts.sign(await receipts.challenged([shipment], { reason: 'checked' }))).toMatchObject({
    status: 200,
  });
}

const legsOf = async (shipment: string) =>
  (await receipts.done(lena, 'showLegs', { path: { shipment } })).items[0]!;

describe('late readings of an earlier leg', () => {
  const sscc = '376104250021234569';

  test('contradict the release of a later one, with the leg named, once for each reason', async () => {
    await travelled('LL-1', sscc, 0, 240);
    const opening = { kind: 'unused', source: 'batch record' };
    await receipts.step('enterOpening', 'LL-1', { product: 'vaccine', opening, reason: 'new goods' });
    await travelled('LL-2', sscc, 300, 420);
    await travelled('LL-3', sscc, 480, 600);
    expect(await legsOf('LL-3')).toMatchObject({
      predecessors: [{ shipment: 'LL-2', by: 'sscc' }],
      allowances: [{ outcome: 'pass', before: 0, here: 0 }],
      unknown: [],
    });
    await release('LL-3');

    // Forty minutes are within the allowance.
    await backFill('lid-of-LL-1', [40, 70]);
    expect(await legsOf('LL-3')).toMatchObject({ allowances: [{ outcome: 'pass', before: 40 * minute }] });
    expect(await contradictionsOf('LL-3')).toEqual([]);

    await backFill('lid-of-LL-1', [100, 130]);
    const [contradiction, ...others] = await contradictionsOf('LL-3');
    expect(others).toEqual([]);
    expect(contradiction).toMatchObject({
      by: 'coldwatch',
      fact: {
        recommendation: 'quarantine',
        legs: ['LL-1'],
        failed: [{ device: '', rule: 'warm-1h', seconds: 4800 }],
      },
    });
    expect(contradiction!.why).toContain('LL-1');
    expect(notifiableAmong(await entriesOf('LL-3'))).toContain(contradiction!.sequence);
    // Nobody released the leg between them.
    expect(await contradictionsOf('LL-2')).toEqual([]);

    await backFill('lid-of-LL-1', [160, 190]);
    expect(await contradictionsOf('LL-3')).toHaveLength(1);
  });

  test('do not if quality re-admitted what was used', async () => {
    const other = '376104250021234576';
    vi.setSystemTime(eight);
    await travelled('LR-1', other, 0, 240);
    const opening = { kind: 'unused', source: 'batch record' };
    await receipts.step('enterOpening', 'LR-1', { product: 'vaccine', opening, reason: 'new goods' });
    await travelled('LR-2', other, 300, 420);
    await release('LR-2');
    vi.setSystemTime(Date.now() + minute);
    const readmitted = { allowance: 'warm-1h', ms: 60 * minute };
    const { challenge, nonce } = await receipts.done(people.paul, 'challengeReadmission', {
      path: { shipment: 'LR-1' },
      body: {
        product: 'vaccine',
        readmitted,
        document: 'QA-9',
        reason: 'stability data',
        basedOn: await receipts.basedOn('LR-1'),
      },
    });
    const idToken = await api.account.stepUp(people.paul, nonce);
    await receipts.done(people.paul, 'signReadmission', {
      path: { shipment: 'LR-1' },
      body: { challenge, idToken },
    });
    await backFill('lid-of-LR-1', [40, 70, 100, 130]);
    expect(await legsOf('LR-2')).toMatchObject({
      allowances: [{ outcome: 'pass', before: 80 * minute, readmitted: 60 * minute, left: 40 * minute }],
    });
    expect(await contradictionsOf('LR-2')).toEqual([]);
  });

  test('do not if they say again what the signer knew of a lot; they do of another lot, which is named', async () => {
    vi.setSystemTime(eight);
    const opening = { kind: 'unused', source: 'batch record' };
    const lots = [{ number: 'A1' }, { number: 'A2' }];
    for (const shipment of ['LK-1', 'LK-2']) {
      await travelled(shipment, null, 0, 240, lots);
      await receipts.step('enterOpening', shipment, { product: 'vaccine', opening, reason: 'new goods' });
    }
    await backFill('lid-of-LK-1', [40, 70, 100, 130]);
    await travelled('LK-3', null, 300, 450, lots);
    for (const [predecessor, lot] of [
      ['LK-1', 'A1'],
      ['LK-2', 'A2'],
    ])
      await receipts.step('namePredecessor', 'LK-3', {
        product: 'vaccine',
        predecessor,
        lots: [lot],
        reason: 'delivery note',
      });
    expect((await legsOf('LK-3')).allowances).toMatchObject([
      { lot: 'A1', outcome: 'fail' },
      { lot: 'A2', outcome: 'pass' },
    ]);
    await release('LK-3');
    expect((await entriesOf('LK-3')).at(-1)!.fact).toMatchObject({
      kind: 'receipt-signed',
      failed: [],
      allowancesFailed: [{ product: 'vaccine', lot: 'A1', rule: 'warm-1h' }],
    });

    await backFill('lid-of-LK-1', [160, 190]);
    expect(await contradictionsOf('LK-3')).toEqual([]);
    await backFill('lid-of-LK-2', [40, 70, 100, 130]);
    expect(await contradictionsOf('LK-3')).toMatchObject([
      { fact: { legs: ['LK-2'], failed: [{ rule: 'warm-1h', lots: ['A2'] }] } },
    ]);
    const verified = await receipts.done(people.paul, 'verifyEvidence', { path: { shipment: 'LK-3' } });
    expect(verified).toMatchObject({ problem: null, found: { signatures: 1 } });
  });

  test('that come between a challenge and its signature refuse it, also where they are about one lot alone', async () => {
    vi.setSystemTime(eight);
    const opening = { kind: 'unused', source: 'batch record' };
    const lots = [{ number: 'A1' }, { number: 'A2' }];
    for (const shipment of ['LC-1', 'LC-2']) {
      await travelled(shipment, null, 0, 240, lots);
      await receipts.step('enterOpening', shipment, { product: 'vaccine', opening, reason: 'new goods' });
    }
    await travelled('LC-3', null, 300, 450, lots);
    for (const [predecessor, lot] of [
      ['LC-1', 'A1'],
      ['LC-2', 'A2'],
    ])
      await receipts.step('namePredecessor', 'LC-3', {
        product: 'vaccine',
        predecessor,
        lots: [lot],
        reason: 'delivery note',
      });
    vi.setSystemTime(Date.now() + minute);
    const challenge = await receipts.challenged(['LC-3'], { reason: 'checked' });
    vi.setSystemTime(Date.now() + minute);
    await backFill('lid-of-LC-2', [40, 70, 100, 130]);
    const { status, body } = await receipts.sign(challenge);
    expect([status, body]).toMatchObject([409, { detail: expect.stringContaining('warm-1h for lot A2') }]);
  });

  test('that come while the release is recorded contradict it immediately', async () => {
    const code = '376104250021234583';
    vi.setSystemTime(eight);
    await travelled('LW-1', code, 0, 240);
    const opening = { kind: 'unused', source: 'batch record' };
    await receipts.step('enterOpening', 'LW-1', { product: 'vaccine', opening, reason: 'new goods' });
    await travelled('LW-2', code, 300, 480);
    vi.setSystemTime(Date.now() + minute);
    const challenge = await receipts.challenged(['LW-2'], { reason: 'checked' });
    vi.setSystemTime(Date.now() + minute);
    beforeRequest(
      api.account.services,
      (command, input) => command === 'PutItemCommand' && input.includes('receipt-signed'),
      () => backFill('lid-of-LW-1', [40, 70, 100, 130]),
    );
    const { status, body } = await receipts.sign(challenge);
    const [contradiction] = await contradictionsOf('LW-2');
    expect([status, body]).toMatchObject([
      200,
      { items: [{ contradictedBy: [contradiction?.sequence ?? 'nothing'] }] },
    ]);
    expect(contradiction!.fact).toMatchObject({ legs: ['LW-1'], failed: [{ rule: 'warm-1h' }] });
  });
});
