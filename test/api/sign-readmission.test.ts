import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { nonceOf } from '../../src/model/signing.ts';
import { readLedger } from '../../src/storage/ledger.ts';
import { putProfile } from '../../src/storage/store-profile.ts';
import type { Somebody } from '../simulation/identity.ts';
import { type AnswerOf, type Api, apiInProcess, people } from '../support/api-in-process.ts';
import { receiptsIn } from '../support/receipts.ts';
import { minute } from '../support/series.ts';
import { warmProfile } from '../support/shipment.ts';

const { lena, paul, petra, otto } = people;
const noon = Date.parse('2026-11-20T12:00:00Z');
const nora = { username: 'nora', groups: ['pharmacist', 'site:north'] };
const allowances = [{ id: 'warm-12h', above: 8, total: 'PT12H' }];

let api: Api;
let receipts: ReturnType<typeof receiptsIn>;
let now = noon;
let count = 0;
let shipment = '';
beforeAll(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: noon });
  api = await apiInProcess();
  receipts = receiptsIn(api);
  await putProfile(api.account.database, { ...warmProfile, id: 'budgeted', allowances }, 'Ann');
});
beforeEach(async () => {
  // Each password is given at a second of its own.
  vi.setSystemTime((now += minute));
  shipment = `RE-${++count}`;
  const products = [
    { id: 'vaccine', name: 'Vaccine', profile: 'budgeted', lots: [{ number: 'A1' }, { number: 'A2' }] },
  ];
  const places = { origin: 'Cambridge', destination: 'Stansted', site: 'north' };
  await receipts.done(lena, 'createShipment', { body: { shipment, ...places, products } });
});
afterAll(() => {
  vi.useRealTimers();
  api.account.close();
});

const four = { allowance: 'warm-12h', ms: 240 * minute };
const fields = {
  product: 'vaccine',
  lots: ['A1'],
  readmitted: four,
  document: 'QA-12',
  reason: 'stability data',
};
type Challenge = AnswerOf<'challengeReadmission'>;

const ask = async (more: object = {}, requester: Somebody = paul) =>
  api.ask(requester, 'challengeReadmission', {
    path: { shipment },
    body: { basedOn: await receipts.basedOn(shipment), ...fields, ...more },
  });
const challenged = async (more?: object): Promise<Challenge> => (await ask(more)).body;

async function sign(
  { challenge, nonce }: Pick<Challenge, 'challenge' | 'nonce'>,
  {
    by = paul,
    claims,
    key,
    at = shipment,
  }: { by?: Somebody; claims?: object; key?: string; at?: string } = {},
) {
  const idToken = await api.account.stepUp(by, nonce, claims as Record<string, unknown>);
  const request = { path: { shipment: at }, body: { challenge, idToken } };
  return api.ask(by, 'signReadmission', { ...request, ...(key !== undefined && { key }) });
}
const entriesOf = async () => (await readLedger(api.account.database, shipment)).entries;
const detailOf = ({ status, body }: { status: number; body: object }) => [
  status,
  'detail' in body ? body.detail : null,
];

test('a re-admission is signed by a step-up over exactly what it says, and stays in the sums and the bundle', async () => {
  const challenge = await challenged();
  const [first] = await entriesOf();
  const meaning = 're-admits 4 h of the allowance warm-12h to lot A1 of the product vaccine';
  expect(challenge.signs).toEqual({
    challenge: challenge.challenge,
    signer: { subject: 'subject-paul', username: 'paul' },
    decisions: [],
    readmission: { shipment, ledger: { sequence: 1, hash: first!.hash }, ...fields, meaning },
  });
  expect(challenge.nonce).toBe(nonceOf(challenge.signs));
  expect(await sign(challenge)).toMatchObject({ status: 200, body: { shipment, sequence: 2 } });
  expect((await entriesOf())[1]).toMatchObject({
    by: 'paul',
    why: 'stability data',
    fact: { kind: 'time-readmitted', lots: ['A1'], readmitted: four, document: 'QA-12' },
  });
  const opening = { kind: 'spent', spent: { 'warm-12h': 'PT11H' }, source: 'batch record' };
  await receipts.step('enterOpening', shipment, { product: 'vaccine', opening, reason: 'r' });
  const { items } = await receipts.done(paul, 'showLegs', { path: { shipment } });
  expect(items[0]).toMatchObject({
    readmissions: [{ sequence: 2, meaning, name: 'paul', document: 'QA-12' }],
    allowances: [
      { lot: 'A1', before: 660 * minute, readmitted: 240 * minute },
      { lot: 'A2', before: 660 * minute, readmitted: 0 },
    ],
  });
  expect(await receipts.done(paul, 'verifyEvidence', { path: { shipment } })).toMatchObject({
    problem: null,
    found: { signatures: 1 },
  });
});

test('goods that were changed after the challenge are not what its signature is about', async () => {
  const challenge = await challenged();
  const other = { id: 'vaccine', name: 'Antivenom', gtin: '04012345678901', profile: 'budgeted' };
  const products = [{ ...other, lots: [{ number: 'A1' }] }];
  await receipts.step('changePlan', shipment, { change: { products }, reason: 'other goods' });
  expect(detailOf(await sign(challenge))).toEqual([
    409,
    expect.stringContaining('the plan has changed since you opened it') as unknown,
  ]);
  expect((await entriesOf()).map(({ fact }) => fact.kind)).toEqual(['shipment-created', 'plan-changed']);
});

describe('a challenge of a re-admission', () => {
  test.each<[string, object, number, string]>([
    ['another lot', { lots: ['Z9'] }, 409, 'lot Z9 is not of the product vaccine; its lots are A1, A2'],
    [
      'another product',
      { product: 'serum' },
      409,
      'this shipment has no product serum; its products are vaccine',
    ],
    [
      'another allowance',
      { readmitted: { allowance: 'cold', ms: 1 } },
      409,
      'the storage limits of vaccine have no allowance cold; they have warm-12h',
    ],
    [
      'more than all',
      { readmitted: { ...four, ms: 721 * minute } },
      409,
      'the allowance warm-12h is 12 h in all; re-admit at most that',
    ],
  ])('is refused for %s', async (_, more, status, detail) => {
    expect(detailOf(await ask(more))).toEqual([status, detail]);
  });

  test('may be for all of the allowance', async () => {
    expect((await ask({ readmitted: { ...four, ms: 720 * minute } })).status).toBe(200);
  });

  test('is refused for who may not sign, and for who has not seen the whole ledger', async () => {
    expect((await ask({}, lena)).status).toBe(403);
    expect((await ask({}, otto)).status).toBe(403);
    expect((await ask({}, petra)).status).toBe(404);
    expect((await ask({ basedOn: 5 })).status).toBe(409);
    expect((await ask({ readmitted: { allowance: 'warm-12h', ms: 0.5 } })).status).toBe(400);
  });
});

describe('a signature of a re-admission is refused', () => {
  test('a second time, except for the same request', async () => {
    const challenge = await challenged();
    const key = `own-${shipment}`;
    const first = await sign(challenge, { key });
    expect(await sign(challenge, { key })).toMatchObject({ status: 200, body: first.body });
    expect((await sign(challenge)).status).toBe(409);
    expect(await entriesOf()).toHaveLength(2);
  });

  test('with a token over another re-admission, of another person, or given before', async () => {
    const [one, other] = [await challenged(), await challenged({ lots: ['A2'] })];
    expect(detailOf(await sign({ ...one, nonce: other.nonce }))).toEqual([
      403,
      'The token signs something other than the evidence of this challenge.',
    ]);
    expect((await sign(one, { by: nora })).status).toBe(403);
    const early = { auth_time: Math.floor(now / 1000) - 60 };
    expect((await sign(one, { claims: early })).status).toBe(403);
    expect((await sign(one, { claims: { 'cognito:groups': ['logistics', 'site:north'] } })).status).toBe(403);
    expect(await entriesOf()).toHaveLength(1);
  });

  test('with the password of another one', async () => {
    const [one, other] = [await challenged(), await challenged({ lots: ['A2'] })];
    expect((await sign(one)).status).toBe(200);
    expect((await sign(other)).status).toBe(403);
    vi.setSystemTime((now += 2000));
    expect((await sign(other)).status).toBe(200);
  });

  test('at another shipment, as a decision, too late, or once its lot is gone', async () => {
    const challenge = await challenged();
    expect((await sign(challenge, { at: 'RE-1' })).status).toBe(404);
    expect((await receipts.sign(challenge)).status).toBe(404);
    const later = await challenged();
    vi.setSystemTime((now += 6 * minute));
    expect((await sign(later)).status).toBe(410);
    const gone = await challenged();
    await receipts.step('changePlan', shipment, {
      change: {
        products: [{ id: 'vaccine', name: 'Vaccine', profile: 'budgeted', lots: [{ number: 'A2' }] }],
      },
      reason: 'A1 stays',
    });
    expect((await sign(gone)).status).toBe(409);
    expect((await entriesOf()).filter(({ fact }) => fact.kind === 'time-readmitted')).toEqual([]);
  });

  test('where the challenge is one of a decision', async () => {
    const arrived = await receipts.arrived(`AR-${shipment}`, undefined, { profile: 'budgeted' });
    const challenge = await receipts.challenged([arrived], { reason: 'r' });
    shipment = arrived;
    expect((await sign(challenge)).status).toBe(404);
  });
});
