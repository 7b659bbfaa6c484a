import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { readLedger } from '../../src/storage/ledger.ts';
import { putProfile } from '../../src/storage/store-profile.ts';
import { type Api, people } from '../support/api-in-process.ts';
import { startApiAt, stopApi } from '../support/api-steps.ts';
import { receiptsIn } from '../support/receipts.ts';
import { minute } from '../support/series.ts';
import { warmProfile } from '../support/shipment.ts';

const { lena, paul } = people;
const noon = Date.parse('2026-11-20T12:00:00Z');
const at = (minutes: number): string => new Date(noon + minutes * minute).toISOString();
const vaccine = {
  id: 'vaccine',
  name: 'Vaccine',
  profile: 'budgeted',
  lots: [{ number: 'A1' }, { number: 'A2' }],
};
/** Of another site than Paul's. */
const [first, second, later] = ['SECRET-1', 'SECRET-2', 'SECRET-3'];

let api: Api;
let receipts: ReturnType<typeof receiptsIn>;
beforeAll(async () => {
  ({ api } = await startApiAt(noon));
  receipts = receiptsIn(api);
  const allowances = [{ id: 'warm-20m', above: 8, total: 'PT20M' }];
  await putProfile(api.account.database, { ...warmProfile, id: 'budgeted', rules: [], allowances }, 'Ann');
  for (const shipment of [first, second]) await travelled(shipment, 'south', 0);
  await travelled('OWN-1', 'north', 60);
  await receipts.done(lena, 'createShipment', {
    body: { shipment: later, origin: 'a', destination: 'b', site: 'south', products: [vaccine] },
  });
  for (const [shipment, predecessor, lot] of [
    ['OWN-1', first, 'A1'],
    ['OWN-1', second, 'A2'],
    [later, 'OWN-1', 'A1'],
  ]) {
    const named = { product: 'vaccine', predecessor, lots: [lot], reason: 'delivery note' };
    await receipts.step('namePredecessor', shipment!, named);
  }
});
afterAll(() => stopApi(api));

/** Half an hour at 9 °C. */
async function travelled(shipment: string, site: string, from: number): Promise<void> {
  vi.setSystemTime(noon + (from + 40) * minute);
  const places = { origin: 'Cambridge', destination: 'Stansted', site };
  await receipts.done(lena, 'createShipment', { body: { shipment, ...places, products: [vaccine] } });
  const device = `lid-of-${shipment}`;
  await receipts.step('attachDevice', shipment, { device, since: at(from) });
  await receipts.step('depart', shipment, { at: at(from) });
  await receipts.send(
    device,
    [0, 10, 20, 30].map((each) => ({ time: noon + (from + each) * minute, temperature: 9 })),
  );
  await receipts.step('arrive', shipment, { at: at(from + 30) });
}

const path = { shipment: 'OWN-1' };
const hidden = 'a shipment of another site';

test('a person sees the time used on a shipment of another site, and never its number', async () => {
  const asked = {
    legs: await receipts.done(paul, 'showLegs', { path }),
    receipt: await receipts.done(paul, 'getReceipt', { path }),
    verdict: await receipts.done(paul, 'getVerdict', { path }),
    challenge: await receipts.challenged(['OWN-1'], { decision: 'quarantined' }),
    refused: await api.ask(paul, 'challengeReceipt', await receipts.requestOf(['OWN-1'])),
  };
  for (const [name, answer] of Object.entries(asked)) {
    expect([name, JSON.stringify(answer)]).not.toEqual([name, expect.stringContaining('SECRET')]);
    expect([name, JSON.stringify(answer)]).toEqual([name, expect.stringContaining(hidden)]);
  }
  const [item] = asked.legs.items;
  expect(item).toMatchObject({
    predecessors: [
      { shipment: null, name: hidden },
      { shipment: null, name: `${hidden} (2)` },
    ],
    followedBy: [{ shipment: null, name: `${hidden} (3)` }],
    allowances: [
      { lot: 'A1', before: 30 * minute },
      { lot: 'A2', before: 30 * minute },
    ],
  });
  expect(item!.allowances.map(({ sentence }) => sentence)).toEqual([
    expect.stringContaining(`30 min of 20 min used before (${hidden}), `),
    expect.stringContaining(`30 min of 20 min used before (${hidden} (2)), `),
  ]);
});

test('who may read the other site sees the numbers', async () => {
  const { items } = await receipts.done(lena, 'showLegs', { path });
  expect(items[0]).toMatchObject({
    predecessors: [{ shipment: first }, { shipment: second }],
    followedBy: [{ shipment: later, name: later }],
  });
  expect(items[0]!.allowances[0]!.sentence).toContain(first);
});

test('what is signed, and the audit trail, have the numbers', async () => {
  const {
    challenge,
    nonce,
    receipts: asked,
  } = await receipts.challenged(['OWN-1'], { decision: 'quarantined' });
  const frozen = JSON.stringify(await receipts.archived(`evidence/${asked[0]!.evidence}.json`));
  expect(frozen).toContain(first);
  vi.setSystemTime(Date.now() + minute);
  expect(await receipts.sign({ challenge, nonce })).toMatchObject({ status: 200 });
  expect(await receipts.done(paul, 'verifyEvidence', { path })).toMatchObject({ problem: null });
  const { entries } = await readLedger(api.account.database, 'OWN-1');
  expect(JSON.stringify(entries)).toContain(second);
});
