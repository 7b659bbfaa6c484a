import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type Api, people } from '../support/api-in-process.ts';
import { startApiAt, stopApi } from '../support/api-steps.ts';
import { approveMixedProfiles, mixedShipments, unlikeProducts } from '../support/mixed-shipment.ts';
import { minute } from '../support/series.ts';

const { paul, lena } = people;
let now = Date.parse('2026-11-20T12:00:00Z');
let api: Api;
let mixed: ReturnType<typeof mixedShipments>;
let shipment = '';
const proposal = { decision: 'partly-released', lots: ['B1', 'diluent'], rejected: ['G1'] };
const meaning =
  'partly released, partly rejected: Vaccine A, lot A1: in quarantine; Vaccine B, lot B1: released; Gene therapy, lot G1: rejected; Diluent: released';

beforeAll(async () => {
  ({ api } = await startApiAt(now));
  mixed = mixedShipments(api);
  await approveMixedProfiles(api.account.database);
  shipment = await mixed.arrived('LOTS-1', null, unlikeProducts);
  for (const { rule } of (await mixed.done(paul, 'listShipmentAlarms', { path: { shipment } })).items)
    await mixed.step('acknowledgeAlarm', shipment, { comment: 'seen' }, { rule });
});
afterAll(() => stopApi(api));

const ledger = async () =>
  (await mixed.done(lena, 'listLedger', { path: { shipment }, query: { limit: '100' } })).items;
const refusalOf = async (decided: object) => {
  const request = await mixed.requestOf([shipment], { reason: 'a study', ...decided });
  const { status, body } = await api.ask(paul, 'challengeReceipt', request);
  return [status, 'detail' in body ? body.detail : null];
};
const signed = async (decided: Record<string, unknown>) => {
  const challenge = await mixed.challenged([shipment], decided);
  vi.setSystemTime((now += minute));
  const { status, body } = await mixed.sign(challenge);
  expect(status).toBe(200);
  return { challenge, item: body.items[0]! };
};

describe('lots of which some are to be released, some rejected', () => {
  test('are proposed each with what is recommended for it', async () => {
    const receipt = await mixed.done(paul, 'getReceipt', { path: { shipment } });
    expect(receipt).toMatchObject({ recommendation: 'reject', proposal });
  });

  test.each<[string, object, string]>([
    [
      'released and rejected at once',
      { decision: 'partly-released', lots: ['B1', 'G1'], rejected: ['G1'] },
      'lot G1 is both released and rejected; name it in "lots" or in "rejected"',
    ],
    [
      'of another shipment',
      { decision: 'quarantined', rejected: ['Diluent'] },
      'lot Diluent is not of this shipment; its lots are A1, B1, G1, diluent',
    ],
    [
      'all rejected under a quarantine',
      { decision: 'quarantined', rejected: ['A1', 'B1', 'G1', 'diluent'] },
      'these are all lots of the shipment: it is rejected, not quarantined; decide "rejected" and leave "rejected" out',
    ],
    [
      'all released in part',
      { decision: 'partly-released', lots: ['A1', 'B1', 'G1', 'diluent'] },
      'these are all lots of the shipment: it is released, not partly released',
    ],
    [
      'other than recommended, without a reason',
      { ...proposal, rejected: ['A1', 'G1'], reason: '' },
      'release of lots B1, diluent and rejection of lot G1 alone are recommended; say why the goods are partly released, partly rejected: "reason"',
    ],
  ])('are refused where they are %s', async (_, decided, why) => {
    expect(await refusalOf(decided)).toEqual([422, `${shipment}: ${why}`]);
  });

  test('are not in what is signed where none is rejected', async () => {
    const { signs } = await mixed.challenged([shipment], { decision: 'quarantined', reason: 'a study' });
    expect(Object.keys(signs.decisions[0]!)).not.toContain('rejected');
  });

  test('are decided by one signature', async () => {
    const { challenge, item } = await signed(proposal);
    expect(challenge.signs.decisions).toMatchObject([{ ...proposal, meaning, reason: '' }]);
    expect(item).toMatchObject({ ...proposal, meaning, recommendation: 'reject' });
    expect(item.fates!.map(({ lot, number, fate }) => [lot, number, fate])).toEqual([
      ['A1', 'A1', 'quarantined'],
      ['B1', 'B1', 'released'],
      ['G1', 'G1', 'rejected'],
      ['diluent', null, 'released'],
    ]);
    expect((await ledger()).at(-1)?.fact).toMatchObject({ kind: 'receipt-signed', ...proposal });
    expect(await mixed.done(paul, 'verifyEvidence', { path: { shipment } })).toMatchObject({
      problem: null,
      found: { signatures: 1 },
    });
  });

  test('are in the shipment and among the ended ones', async () => {
    const { status, decision } = await mixed.done(lena, 'showShipment', { path: { shipment } });
    expect([status, decision]).toMatchObject(['partly-released', { lots: proposal.lots, rejected: ['G1'] }]);
    const { items } = await mixed.done(lena, 'listEnded', {});
    expect(items).toMatchObject([{ shipment, decision: { rejected: ['G1'] } }]);
  });

  test('are not contradicted by later readings where they were not released', async () => {
    const path = `lid-of-${shipment}`;
    const hot = Array.from({ length: 25 }, (_, index) => ({
      time: Date.parse('2026-11-20T09:01:00Z') + index * minute,
      temperature: 35,
    }));
    await mixed.send(path, hot);
    const contradicted = (await ledger()).flatMap(({ fact }) =>
      fact.kind === 'release-contradicted' ? [fact['product']] : [],
    );
    expect(contradicted).toEqual(['vaccine-b', 'diluent']);
  });

  test('are corrected by another signature, and the first one stays', async () => {
    const { items: before } = await mixed.done(paul, 'listVerdicts', { path: { shipment } });
    const corrects = before[0]!.sequence;
    const correction = { decision: 'quarantined', lots: [], rejected: ['G1', 'diluent'] };
    await signed({ ...correction, corrects, reason: 'it got hot' });
    const { items } = await mixed.done(paul, 'listVerdicts', { path: { shipment } });
    expect(items).toMatchObject([
      { meaning },
      {
        ...correction,
        meaning: `quarantined, partly rejected: Vaccine A, lot A1: in quarantine; Vaccine B, lot B1: in quarantine; Gene therapy, lot G1: rejected; Diluent: rejected (replaces ledger entry ${corrects})`,
      },
    ]);
    expect(await mixed.done(paul, 'verifyEvidence', { path: { shipment } })).toMatchObject({
      problem: null,
      found: { signatures: 2 },
    });
  });
});
