import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type Api, people } from '../support/api-in-process.ts';
import { startApiAt, stopApi } from '../support/api-steps.ts';
import { judgeLaterLegs } from '../../src/monitoring/judge-later-legs.ts';
import { type Decide, readLedger, record } from '../../src/storage/ledger.ts';
import { approveMixedProfiles, mixedShipments, serumGtin } from '../support/mixed-shipment.ts';
import { minute } from '../support/series.ts';

const { lena, paul, petra } = people;
const eight = Date.parse('2026-11-20T08:00:00Z');
const at = (minutes: number): string => new Date(eight + minutes * minute).toISOString();
const sscc = '376104250021234569';

let api: Api;
let mixed: ReturnType<typeof mixedShipments>;
beforeAll(async () => {
  ({ api } = await startApiAt(eight));
  await approveMixedProfiles(api.account.database);
  mixed = mixedShipments(api);
});
afterAll(() => stopApi(api));

/** Two products with three lots, an hour at 5 °C; only the second has allowances. */
const products = [
  { name: 'Vaccine B', profile: 'hardy', lots: [{ number: 'B1' }, { number: 'B2' }] },
  { name: 'Serum', profile: 'budgeted', lots: [{ number: 'S1' }, { number: 'S2' }] },
];

async function travelled(
  shipment: string,
  from: number,
  label = sscc,
  goods: object = { products },
): Promise<void> {
  vi.setSystemTime(eight + (from + 70) * minute);
  const places = { origin: 'Cambridge', destination: 'Stansted', site: 'north', sscc: label };
  await mixed.done(lena, 'createShipment', { body: { shipment, ...places, ...goods } });
  await mixed.monitored(shipment, from, [5, 5, 5, 5, 5, 5, 5]);
  await mixed.step('detachDevice', shipment, { at: at(from + 60) }, { device: `lid-of-${shipment}` });
}

async function decide(shipment: string, decided: Record<string, unknown>, scanned = sscc): Promise<void> {
  vi.setSystemTime(Date.now() + minute);
  const label = { label: scanned, reason: 'looked at' };
  expect(await mixed.sign(await mixed.challenged([shipment], { ...label, ...decided }))).toMatchObject({
    status: 200,
  });
}

const receiptOf = async (shipment: string, scanned = sscc) => {
  const receipt = await mixed.done(paul, 'getReceipt', { path: { shipment }, query: { label: scanned } });
  const lots = receipt.products!.flatMap((each) =>
    each.lots.map(({ lot, recommendation }) => `${lot} ${recommendation}`),
  );
  return { lots, check: receipt.checks.find(({ id }) => id === 'earlier-decisions') };
};

async function correct(shipment: string, decided: Record<string, unknown>): Promise<void> {
  const { items } = await mixed.done(paul, 'listVerdicts', { path: { shipment } });
  await decide(shipment, { ...decided, corrects: items.at(-1)!.sequence });
}

/** What contradicted the release of a shipment. */
async function contradicted(shipment: string): Promise<unknown[]> {
  const { entries } = await readLedger(api.account.database, shipment);
  return entries.flatMap(({ fact }) => (fact.kind === 'release-contradicted' ? [fact] : []));
}

describe('what was decided on an earlier leg', () => {
  test('keeps its lots from being recommended for release, whatever limits their product has', async () => {
    await travelled('ED-1', 0);
    await decide('ED-1', { decision: 'partly-released', lots: ['B1', 'S1'], rejected: ['S2'] });
    await travelled('ED-2', 120);
    expect(await receiptOf('ED-2')).toEqual({
      lots: ['B1 release', 'B2 quarantine', 'S1 release', 'S2 quarantine'],
      check: {
        id: 'earlier-decisions',
        outcome: 'fail',
        sentence:
          'Vaccine B: Lot B2 was decided before: in quarantine with ED-1. Serum: Lot S2 was decided before: rejected with ED-1.',
      },
    });
    const verdict = await mixed.done(paul, 'getVerdict', { path: { shipment: 'ED-2' } });
    expect(verdict.recommendation).toBe('quarantine');
    expect(verdict.reasons).toContain('Serum: Lot S2 was decided before: rejected with ED-1.');
  });

  test('stands in the evidence, which is verified', async () => {
    await decide('ED-2', { decision: 'partly-released', lots: ['B1', 'S1'] });
    const verified = await mixed.done(paul, 'verifyEvidence', { path: { shipment: 'ED-2' } });
    expect(verified).toMatchObject({ problem: null });
  });

  test('holds until a later decision, and no longer than it is in force', async () => {
    await travelled('ED-3', 240);
    // The decision on the second leg counts, which left out what the first had.
    expect((await receiptOf('ED-3')).lots).toEqual([
      'B1 release',
      'B2 quarantine',
      'S1 release',
      'S2 quarantine',
    ]);
    const { items } = await mixed.done(paul, 'listVerdicts', { path: { shipment: 'ED-2' } });
    await decide('ED-2', { decision: 'released', corrects: items.at(-1)!.sequence });
    expect(await receiptOf('ED-3')).toEqual({
      lots: ['B1 release', 'B2 release', 'S1 release', 'S2 release'],
      check: { id: 'earlier-decisions', outcome: 'pass', sentence: expect.any(String) as unknown },
    });
  });

  test('contradicts the release of a lot on a later leg if it is corrected after that, once', async () => {
    await decide('ED-3', { decision: 'partly-released', lots: ['B1', 'S1', 'S2'], rejected: ['B2'] });
    expect(await contradicted('ED-3')).toEqual([]);
    await correct('ED-2', { decision: 'partly-released', lots: ['S1', 'S2'], rejected: ['B1', 'B2'] });
    const byTheCorrection = {
      recommendation: 'quarantine',
      failed: [
        { rule: 'earlier decision', product: expect.stringMatching('vaccine-b') as unknown, lots: ['B1'] },
      ],
      legs: ['ED-2'],
    };
    expect(await contradicted('ED-3')).toMatchObject([byTheCorrection]);
    // Another correction that says the same of that lot is no news; what it says of another lot is.
    await correct('ED-2', { decision: 'partly-released', lots: ['S2'], rejected: ['B1', 'B2'] });
    expect(await contradicted('ED-3')).toMatchObject([
      byTheCorrection,
      { failed: [{ rule: 'earlier decision', lots: ['S1'] }], legs: ['ED-2'] },
    ]);
    const { items } = await mixed.done(lena, 'listBoard');
    expect(items.find(({ shipment }) => shipment === 'ED-3')?.status).toBe('contradicted');
  });

  test('contradicts no release that was signed knowing it, whatever else is corrected', async () => {
    await travelled('ED-4', 360);
    // The lots that the second and third leg left out are released here in spite of that.
    await decide('ED-4', { decision: 'released' });
    await correct('ED-2', { decision: 'partly-released', lots: ['S2'], rejected: ['B1', 'B2', 'S1'] });
    expect(await contradicted('ED-4')).toMatchObject([{ failed: [{ lots: ['S1'] }] }]);
  });

  test('contradicts releases on all later legs, also where the one between was decided', async () => {
    await travelled('FAR-1', 500, '376104250021234576');
    await travelled('FAR-2', 620, '376104250021234576');
    await decide('FAR-2', { decision: 'released' }, '376104250021234576');
    await travelled('FAR-3', 740, '376104250021234576');
    await decide('FAR-3', { decision: 'released' }, '376104250021234576');
    expect([await contradicted('FAR-2'), await contradicted('FAR-3')]).toEqual([[], []]);
    await decide('FAR-1', { decision: 'rejected' }, '376104250021234576');
    for (const later of ['FAR-2', 'FAR-3'])
      expect(await contradicted(later), later).toMatchObject([
        { failed: [{ rule: 'earlier decision' }, { rule: 'earlier decision' }], legs: ['FAR-1'] },
      ]);
  });

  test('contradicts a release before it was known that the goods came from there', async () => {
    await travelled('LATE-1', 900, '376104250021234583');
    await decide('LATE-1', { decision: 'rejected' }, '376104250021234583');
    await travelled('LATE-2', 1020, '376104250021234590');
    await decide('LATE-2', { decision: 'released' }, '376104250021234590');
    const named = { product: 'serum', predecessor: 'LATE-1', reason: 'the delivery note' };
    await mixed.step('namePredecessor', 'LATE-2', named);
    const { database } = api.account;
    const { entries } = await readLedger(database, 'LATE-2');
    const recorder = { by: 'coldwatch', now: Date.now };
    const append = (shipment: string, found: Decide) => record(database, shipment, recorder, found);
    // Two may find it at the same time.
    const afterAnother: typeof append = async (...found) => {
      await judgeLaterLegs(database, append, entries);
      return append(...found);
    };
    await judgeLaterLegs(database, afterAnother, entries);
    expect(await contradicted('LATE-2')).toMatchObject([
      { failed: [{ rule: 'earlier decision', product: 'serum' }] },
    ]);
  });

  test('contradicts it also when the request is repeated, because the function may have ended before', async () => {
    await travelled('CUT-1', 1140, '376104250021234606');
    vi.setSystemTime(Date.now() + minute);
    const asked = { decision: 'rejected', label: '376104250021234606', reason: 'spilt' };
    const challenge = await mixed.challenged(['CUT-1'], asked);
    const idToken = await api.account.stepUp(paul, challenge.nonce);
    const sign = () =>
      api.ask(paul, 'signReceipt', {
        body: { challenge: challenge.challenge, idToken },
        key: 'cut-1-rejected',
      });
    const first = await sign();
    expect(first.status).toBe(200);
    await travelled('CUT-2', 1260, '376104250021234613');
    await decide('CUT-2', { decision: 'released' }, '376104250021234613');
    // Known to both ledgers, and not yet checked.
    await mixed.step('namePredecessor', 'CUT-2', {
      product: 'serum',
      predecessor: 'CUT-1',
      reason: 'the delivery note',
    });
    expect(await contradicted('CUT-2')).toEqual([]);
    expect((await sign()).body).toEqual(first.body);
    expect(await contradicted('CUT-2')).toMatchObject([
      { failed: [{ rule: 'earlier decision', product: 'serum' }], legs: ['CUT-1'] },
    ]);
    await sign();
    expect(await contradicted('CUT-2')).toHaveLength(1);
  });

  test('keeps its lots also where its product has got another id since', async () => {
    const renamed = '376104250021234620';
    const places = { origin: 'Cambridge', destination: 'Stansted', site: 'north', sscc: renamed };
    const serum = { ...products[1]!, gtin: serumGtin };
    await mixed.done(lena, 'createShipment', { body: { shipment: 'ID-1', ...places, products: [serum] } });
    await travelled('ID-2', 1380, renamed, { products: [serum] });
    expect((await receiptOf('ID-2', renamed)).lots).toEqual(['S1 release', 'S2 release']);
    const named = { product: 'serum', predecessor: 'ID-1', reason: 'the delivery note' };
    await mixed.step('namePredecessor', 'ID-2', named);
    const change = { products: [{ ...serum, id: 'antiserum' }] };
    await mixed.step('changePlan', 'ID-1', { change, reason: 'the name on the label' });
    await mixed.step('depart', 'ID-1', { at: at(1300) });
    await mixed.step('arrive', 'ID-1', { at: at(1360) });
    await decide('ID-1', { decision: 'partly-released', lots: ['S1'], rejected: ['S2'] }, renamed);
    expect((await receiptOf('ID-2', renamed)).lots).toEqual(['S1 release', 'S2 quarantine']);
  });

  test('on a shipment of another site is said on receipt without its number', async () => {
    const label = '376104250021234637';
    await travelled('SECRET-1', 1700, label, { products, site: 'south' });
    const asked = { decision: 'rejected', label, reason: 'spilt' };
    const { challenge, nonce } = await mixed.done(
      petra,
      'challengeReceipt',
      await mixed.requestOf(['SECRET-1'], asked),
    );
    const idToken = await api.account.stepUp(petra, nonce);
    await mixed.done(petra, 'signReceipt', { body: { challenge, idToken } });
    await travelled('OWN-1', 1820, label);
    const said = (await receiptOf('OWN-1', label)).check?.sentence;
    expect(said).toMatch(
      /^Vaccine B: Lots B1, B2 were decided before: rejected with a shipment of another site\./,
    );
    const { receipts } = await mixed.challenged(['OWN-1'], { label, reason: 'looked at' });
    expect(JSON.stringify([said, receipts])).not.toContain('SECRET-1');
  });

  test('contradicts a release by each product of which no lot is named', async () => {
    const label = '376104250021234705';
    const without = { products: products.map((each) => ({ ...each, lots: [] })) };
    await travelled('NO-1', 1200, label, without);
    const [vaccine] = (await mixed.done(lena, 'showShipment', { path: { shipment: 'NO-1' } })).products;
    await decide('NO-1', { decision: 'partly-released', lots: ['serum'], rejected: [vaccine!.id] }, label);
    await travelled('NO-2', 1320, label, without);
    await decide('NO-2', { decision: 'released' }, label);
    expect(await contradicted('NO-2')).toEqual([]);
    const { items } = await mixed.done(paul, 'listVerdicts', { path: { shipment: 'NO-1' } });
    await decide('NO-1', { decision: 'rejected', corrects: items.at(-1)!.sequence }, label);
    expect(await contradicted('NO-2')).toMatchObject([
      { failed: [{ rule: 'earlier decision', product: 'serum' }] },
    ]);
  });

  test('keeps its lots, also where the earlier plan has called its goods something else since', async () => {
    const label = '376104250021234712';
    const goods = { goods: 'Serum', profile: 'budgeted', lots: ['S1', 'S2'] };
    await travelled('CH-1', 1500, label, goods);
    await travelled('CH-2', 1620, label, goods);
    const [, serum] = products;
    await mixed.step('changePlan', 'CH-1', { change: { products: [serum] }, reason: 'as delivered' });
    await decide('CH-1', { decision: 'partly-released', lots: ['S1'], rejected: ['S2'] }, label);
    expect((await receiptOf('CH-2', label)).check).toMatchObject({
      outcome: 'fail',
      sentence: 'Lot S2 was decided before: rejected with CH-1.',
    });
  });

  test('refuses the signature of a challenge that was given before it, and says of which lots', async () => {
    const label = '376104250021234729';
    await travelled('SI-1', 1800, label);
    await decide('SI-1', { decision: 'partly-released', lots: ['B1', 'B2', 'S2'] }, label);
    await travelled('SI-2', 1920, label);
    vi.setSystemTime(Date.now() + minute);
    const decided = { decision: 'partly-released', lots: ['B1', 'B2', 'S2'] };
    const challenge = await mixed.challenged(['SI-2'], { label, reason: 'looked at', ...decided });
    const { items } = await mixed.done(paul, 'listVerdicts', { path: { shipment: 'SI-1' } });
    const corrects = items.at(-1)!.sequence;
    await decide('SI-1', { decision: 'partly-released', lots: ['B1', 'B2', 'S1'], corrects }, label);
    const { status, body } = await mixed.sign(challenge);
    expect([status, body]).toMatchObject([
      409,
      { detail: expect.stringContaining('release for lot S1, quarantine for lot S2') as unknown },
    ]);
  });

  test('keeps them too where the code by which they were linked is changed, or a departure, until it is withdrawn', async () => {
    const [label, right] = ['376104250021234576', '376104250021234583'];
    await travelled('ED-30', 3000, label);
    await travelled('ED-31', 3120, label);
    await mixed.step('changePlan', 'ED-30', { change: { sscc: right }, reason: 'was misread' });
    await decide('ED-30', { decision: 'rejected' }, right);
    const rejected = 'was decided before: rejected with ED-30.';
    expect((await receiptOf('ED-31', label)).check).toMatchObject({
      outcome: 'fail',
      sentence: expect.stringContaining(rejected.slice(4)) as unknown,
    });
    await decide('ED-31', { decision: 'released', reason: 'another pallet' }, label);
    await correct('ED-30', { decision: 'quarantined', label: right });
    expect(await contradicted('ED-31')).toHaveLength(1);
  });
});
