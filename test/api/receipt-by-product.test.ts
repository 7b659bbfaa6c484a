import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type Api, people } from '../support/api-in-process.ts';
import { startApiAt, stopApi } from '../support/api-steps.ts';
import { approveMixedProfiles, mixedProducts, mixedShipments, serumGtin } from '../support/mixed-shipment.ts';
import { minute } from '../support/series.ts';

const { paul, lena } = people;
let now = Date.parse('2026-11-20T12:00:00Z');
let api: Api;
let mixed: ReturnType<typeof mixedShipments>;
let shipment = '';
beforeAll(async () => {
  ({ api } = await startApiAt(now));
  mixed = mixedShipments(api);
  await approveMixedProfiles(api.account.database);
  await mixed.earlier('EA-1', 12);
  shipment = await mixed.arrived('MX-1', 'EA-1');
});
afterAll(() => stopApi(api));

const receiptOf = (of: string) => mixed.done(paul, 'getReceipt', { path: { shipment: of } });
const refusalOf = async (decided: object) => {
  const request = await mixed.requestOf([shipment], { reason: '', ...decided });
  const { status, body } = await api.ask(paul, 'challengeReceipt', request);
  return [status, 'detail' in body ? body.detail : null];
};

describe('the receipt of a shipment with three products', () => {
  test('recommends for each product and lot, and proposes the lots to release', async () => {
    // Nobody can answer for an alarm that is open.
    for (const { rule } of (await mixed.done(paul, 'listShipmentAlarms', { path: { shipment } })).items)
      await mixed.step('acknowledgeAlarm', shipment, { comment: 'seen' }, { rule });
    const receipt = await receiptOf(shipment);
    expect(receipt).toMatchObject({
      recommendation: 'quarantine',
      lots: ['A1', 'A2', 'B1', 'B2', 'S1'],
      proposal: { decision: 'partly-released', lots: ['B1', 'B2', 'S1'] },
    });
    expect(
      receipt.products!.map(({ product, recommendation, judged, lots }) => [
        product,
        recommendation,
        judged,
        lots.map((each) => `${each.lot} ${each.recommendation}`),
      ]),
    ).toEqual([
      ['vaccine-a', 'quarantine', 'quarantine', ['A1 quarantine', 'A2 quarantine']],
      ['vaccine-b', 'release', 'release', ['B1 release', 'B2 release']],
      ['serum', 'release', 'release', ['S1 release']],
    ]);
    expect(receipt.products!.map(({ gtin }) => gtin)).toEqual([null, null, serumGtin]);
    expect(receipt.products![0]!.lots[0]).toMatchObject({ number: 'A1', quantity: 40, expiry: null });
    expect(receipt.products![1]!.lots[0]).toMatchObject({
      number: 'B1',
      quantity: null,
      expiry: '2027-03-31',
    });
  });

  test('says what a lot has used of its allowance, on which shipments', async () => {
    const { lots } = (await receiptOf(shipment)).products![2]!;
    expect(lots).toMatchObject([
      {
        allowances: [
          {
            allowance: 'warm-12h',
            outcome: 'pass',
            total: 720 * minute,
            before: 120 * minute,
            here: 40 * minute,
            readmitted: 0,
            left: 560 * minute,
          },
        ],
      },
    ]);
    expect((await receiptOf(shipment)).checks.find(({ id }) => id === 'allowances')?.sentence).toMatch(
      /^Serum: Within limits: above 8 °C, 2 h of 12 h used before \(EA-1; .*, 40 min on this journey, 9 h 20 min left\./,
    );
  });

  test('says of one check what each product makes of it', async () => {
    const { checks } = await receiptOf(shipment);
    const rules = checks.find(({ id }) => id === 'rules')!;
    expect(rules.outcome).toBe('fail');
    expect(rules.sentence).toMatch(/^Vaccine A: lid-of-MX-1: /);
    expect(rules.sentence).not.toContain('Vaccine B');
  });
});

describe('a decision per lot', () => {
  const lots = ['B1', 'B2', 'S1'];
  test('that follows the proposal needs no reason, any other does', async () => {
    const only = 'release of lots B1, B2, S1 alone is recommended; say why the goods are';
    expect(await refusalOf({ decision: 'quarantined' })).toEqual([
      422,
      `${shipment}: ${only} quarantined: "reason"`,
    ]);
    expect(await refusalOf({ decision: 'partly-released', lots: [...lots, 'A1'] })).toEqual([
      422,
      `${shipment}: ${only} partly released: "reason"`,
    ]);
    expect(await refusalOf({ decision: 'released' })).toEqual([
      422,
      `${shipment}: ${only} released: "reason"`,
    ]);
    expect(
      await refusalOf({ decision: 'partly-released', lots: [...lots, 'A1'], reason: 'a study' }),
    ).toEqual([200, null]);
  });

  test('is signed once, with the fate of every lot, and its evidence is consistent', async () => {
    const challenge = await mixed.challenged([shipment], {
      decision: 'partly-released',
      lots: lots.toReversed(),
    });
    const meaning =
      'partly released: Vaccine A, lots A1, A2: in quarantine; Vaccine B, lots B1, B2: released; Serum, lot S1: released';
    expect(challenge.signs.decisions).toMatchObject([{ meaning, lots: lots.toReversed() }]);
    vi.setSystemTime((now += minute));
    const { status, body } = await mixed.sign(challenge);
    expect([status, body.items[0]]).toMatchObject([200, { meaning, recommendation: 'quarantine' }]);
    expect(body.items[0]!.fates!.map(({ lot, fate }) => `${lot} ${fate}`)).toEqual([
      'A1 quarantined',
      'A2 quarantined',
      'B1 released',
      'B2 released',
      'S1 released',
    ]);
    const entries = await mixed.done(lena, 'listLedger', { path: { shipment }, query: { limit: '100' } });
    expect(entries.items.at(-1)?.fact).toMatchObject({
      products: [
        { product: 'vaccine-a', judged: 'quarantine' },
        { product: 'vaccine-b', judged: 'release', lots: [{ lot: 'B1' }, { lot: 'B2' }] },
        { product: 'serum', recommendation: 'release' },
      ],
    });
    expect(await mixed.done(paul, 'verifyEvidence', { path: { shipment } })).toMatchObject({
      problem: null,
      found: { signatures: 1 },
    });
  });

  test('is contradicted by later readings for the products of which it released a lot', async () => {
    const contradictions = async () =>
      (await mixed.done(lena, 'listLedger', { path: { shipment }, query: { limit: '100' } })).items.flatMap(
        ({ fact }) => (fact.kind === 'release-contradicted' ? [fact] : []),
      );
    // 35 °C are too warm for all; nothing of Vaccine A was released.
    const hot = (minutes: readonly number[]) =>
      minutes.map((each) => ({ time: Date.parse('2026-11-20T08:00:00Z') + each * minute, temperature: 35 }));
    await mixed.send(`lid-of-${shipment}`, hot([75, 76, 77]));
    expect(await contradictions()).toEqual([]);
    await mixed.send(`lid-of-${shipment}`, hot(Array.from({ length: 25 }, (_, index) => 61 + index)));
    expect(await contradictions()).toMatchObject([
      { product: 'vaccine-b', recommendation: 'quarantine' },
      { product: 'serum', recommendation: 'quarantine' },
    ]);
  });
});

test('lots of one product are recommended each by what it used, with what was re-admitted', async () => {
  const one = 'OP-1';
  const products = [{ ...mixedProducts[2]!, lots: [{ number: 'S1' }, { number: 'S2' }] }];
  const places = { origin: 'Cambridge', destination: 'Stansted', site: 'north' };
  await mixed.done(lena, 'createShipment', { body: { shipment: one, ...places, products } });
  await mixed.monitored(one, 0, [5, 5, 5, 9, 9, 9, 9, 5, 5, 5]);
  const opening = { kind: 'spent', spent: { 'warm-12h': 'PT11H50M' }, source: 'batch record' };
  await mixed.step('enterOpening', one, { product: 'serum', opening, reason: 'r' });
  const lotsOf = async () => {
    const { recommendation, products: [own] = [], proposal } = await receiptOf(one);
    return [recommendation, own!.lots.map((lot) => `${lot.lot} ${lot.recommendation}`), proposal];
  };
  expect(await lotsOf()).toEqual([
    'quarantine',
    ['S1 quarantine', 'S2 quarantine'],
    { decision: 'quarantined', lots: [] },
  ]);
  vi.setSystemTime((now += minute));
  const readmitted = { allowance: 'warm-12h', ms: 60 * minute };
  const { body: challenge } = await api.ask(paul, 'challengeReadmission', {
    path: { shipment: one },
    body: {
      basedOn: await mixed.basedOn(one),
      product: 'serum',
      lots: ['S1'],
      readmitted,
      document: 'QA-12',
      reason: 'stability data',
    },
  });
  const idToken = await api.account.stepUp(paul, challenge.nonce);
  const path = { shipment: one };
  await mixed.done(paul, 'signReadmission', { path, body: { challenge: challenge.challenge, idToken } });
  expect(await lotsOf()).toEqual([
    'quarantine',
    ['S1 release', 'S2 quarantine'],
    { decision: 'partly-released', lots: ['S1'] },
  ]);
  expect((await receiptOf(one)).products![0]!.lots[0]!.allowances).toMatchObject([
    { readmitted: 60 * minute, left: 30 * minute, sentence: expect.stringContaining('QA-12') as unknown },
  ]);
  vi.setSystemTime((now += minute));
  const { status } = await mixed.sign(
    await mixed.challenged([one], { decision: 'partly-released', lots: ['S1'] }),
  );
  expect(status).toBe(200);
  expect(await mixed.done(paul, 'verifyEvidence', { path })).toMatchObject({
    problem: null,
    found: { signatures: 2 },
  });
});

test('lots of one number are told apart, each with its units', async () => {
  const products = [40, 7].map((quantity, index) => ({
    name: `Vaccine ${index}`,
    profile: 'hardy',
    lots: [{ number: 'X', quantity }],
  }));
  const body = { shipment: 'SN-1', origin: 'Cambridge', destination: 'Stansted', site: 'north', products };
  await mixed.done(lena, 'createShipment', { body });
  const { products: own, lots } = await receiptOf('SN-1');
  expect(lots).toEqual(['vaccine-0/X', 'vaccine-1/X']);
  expect(
    own!.flatMap((each) => each.lots.map(({ lot, number, quantity }) => [lot, number, quantity])),
  ).toEqual([
    ['vaccine-0/X', 'X', 40],
    ['vaccine-1/X', 'X', 7],
  ]);
});
