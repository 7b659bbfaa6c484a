import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type Api, apiInProcess, people } from '../support/api-in-process.ts';
import { receiptsIn } from '../support/receipts.ts';

const { lena, paul } = people;
const noon = Date.parse('2026-11-20T12:00:00Z');
const label = '376104250021234569';

let api: Api;
let receipts: ReturnType<typeof receiptsIn>;
beforeAll(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: noon });
  api = await apiInProcess();
  receipts = receiptsIn(api);
  await receipts.approveProfile();
});
afterAll(() => {
  vi.useRealTimers();
  api.account.close();
});

const receiptOf = (shipment: string, query: Record<string, string> = {}) =>
  receipts.done(paul, 'getReceipt', { path: { shipment }, query });
/** The outcome and the sentence of a check. */
async function checkOf(id: string, shipment: string, query: Record<string, string> = {}) {
  const { outcome, sentence } = (await receiptOf(shipment, query)).checks.find((each) => each.id === id)!;
  return [outcome, sentence];
}

test('a receipt lists the outcome of each check in a fixed order, and what is required of the goods', async () => {
  const shipment = await receipts.arrived('RC-1', undefined, { sscc: label, lots: ['A', 'B'] });
  expect(await receiptOf(shipment, { label })).toEqual({
    shipment,
    sequence: 3,
    recommendation: 'release',
    checks: [
      {
        id: 'rules',
        outcome: 'pass',
        sentence: 'Within limits on lid-of-RC-1: every evaluated rule was met.',
      },
      {
        id: 'mean-kinetic-temperature',
        outcome: 'not-applicable',
        sentence: 'The profile has no limit for the mean kinetic temperature.',
      },
      { id: 'worst-case', outcome: 'pass', sentence: 'No gap is long enough to hide an excursion.' },
      {
        id: 'record-complete',
        outcome: 'pass',
        sentence: 'The record of temperature is complete: 100 % monitored.',
      },
      {
        id: 'values-readable',
        outcome: 'pass',
        sentence: 'Every value that a rule needs could be read, and every message was understood.',
      },
      {
        id: 'calibration',
        outcome: 'not-known',
        sentence: 'Calibration date of lid-of-RC-1 unknown: check its certificate.',
      },
      {
        id: 'alarms-acknowledged',
        outcome: 'not-applicable',
        sentence: 'There are no alarms to acknowledge.',
      },
      { id: 'profile-approved', outcome: 'pass', sentence: 'Profile warm, version 1 was approved by Bea.' },
      { id: 'goods-identified', outcome: 'pass', sentence: `The label reads ${label}, as planned.` },
    ],
    calibrationMissing: [],
    lots: ['A', 'B'],
    signed: null,
  });
});

test('a receipt says that a shipment has no device and has not arrived', async () => {
  await receipts.plan('RC-2');
  const { recommendation, checks, lots } = await receiptOf('RC-2');
  expect([recommendation, lots]).toEqual(['quarantine', []]);
  expect(checks.map(({ id, outcome, sentence }) => [id, outcome, sentence])).toEqual([
    ['rules', 'not-applicable', 'No rule was evaluated.'],
    [
      'mean-kinetic-temperature',
      'not-applicable',
      'The profile has no limit for the mean kinetic temperature.',
    ],
    ['worst-case', 'not-applicable', 'No sensor was attached to the goods.'],
    ['record-complete', 'fail', 'The shipment has not arrived: its record is not complete yet.'],
    ['values-readable', 'not-applicable', 'No sensor was attached to the goods.'],
    ['calibration', 'not-applicable', 'No sensor was attached to the goods.'],
    ['alarms-acknowledged', 'not-applicable', 'There are no alarms to acknowledge.'],
    ['profile-approved', 'not-applicable', 'No profile was used.'],
    [
      'goods-identified',
      'not-applicable',
      'The shipment was planned without a label (SSCC): compare the papers.',
    ],
  ]);
});

test('the label is the scanned one, or that of the signed decision; a different label means other goods', async () => {
  const shipment = await receipts.arrived('RC-3', undefined, { sscc: label });
  const other = '106141411234567897';
  const check = (query?: Record<string, string>) => checkOf('goods-identified', shipment, query);
  const missing = ['fail', `The label was not scanned. It must read ${label}.`];
  expect(await check()).toEqual(missing);
  expect(await check({ label: `(00) ${label}` })).toEqual(['pass', `The label reads ${label}, as planned.`]);
  expect(await check({ label: other })).toEqual([
    'fail',
    `Wrong goods: the label reads ${other}, the shipment is ${label}.`,
  ]);
  await receipts.sign(await receipts.challenged([shipment], { label }));
  expect(await check()).toEqual(['pass', `The label reads ${label}, as planned.`]);
  expect((await check({ label: other }))[0]).toBe('fail');
  // The entry before it names RC-1, which had the same label, as the earlier shipment.
  expect((await receiptOf(shipment)).signed).toBe(5);
  expect(await api.ask(paul, 'getReceipt', { path: { shipment }, query: { label: '12' } })).toMatchObject({
    status: 400,
    body: { title: 'The request cannot be read', detail: expect.stringMatching(/^label: /) as unknown },
  });
});

test('an unacknowledged alarm fails its check on receipt', async () => {
  const shipment = await receipts.arrived('RC-4', [5, 9, 9, 9, 5, 5, 5]);
  expect((await receiptOf(shipment)).recommendation).toBe('quarantine');
  expect(await checkOf('rules', shipment)).toEqual([
    'fail',
    'lid-of-RC-4: Too warm: above 8 °C for 30 min (allowed: less than 20 min without a break). Alarm at 2026-11-20 08:30 UTC. Rule warm-20m.',
  ]);
  expect(await checkOf('alarms-acknowledged', shipment)).toEqual([
    'fail',
    'Not acknowledged: alarm warm-20m.',
  ]);
  await receipts.step('acknowledgeAlarm', shipment, { comment: 'seen' }, { rule: 'warm-20m' }, lena);
  expect(await checkOf('alarms-acknowledged', shipment)).toEqual(['pass', 'The alarm was acknowledged.']);
});
