import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { recordName } from '../../src/storage/archive/archived-record.ts';
import { nonceOf } from '../../src/model/signing.ts';
import { evidenceHash, type Frozen } from '../../src/evidence/freeze.ts';
import type { Somebody } from '../simulation/identity.ts';
import { type Api, apiInProcess, people } from '../support/api-in-process.ts';
import { receiptsIn } from '../support/receipts.ts';

const { lena, paul, petra } = people;
const noon = Date.parse('2026-11-20T12:00:00.500Z');

let api: Api;
let receipts: ReturnType<typeof receiptsIn>;
beforeAll(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: noon });
  api = await apiInProcess();
  receipts = receiptsIn(api);
  await receipts.approveProfile();
});
beforeEach(() => {
  vi.setSystemTime(noon);
});
afterAll(() => {
  vi.useRealTimers();
  api.account.close();
});

/** The refusal of a challenge. */
async function refusal(
  shipments: readonly string[],
  decided: Record<string, unknown> = {},
  requester: Somebody = paul,
) {
  const { status, body } = await api.ask(
    requester,
    'challengeReceipt',
    await receipts.requestOf(shipments, decided),
  );
  const { checks, ...problem } = body as typeof body & { checks?: { id: string; outcome: string }[] };
  return { answered: status, problem, failed: checks?.filter(({ outcome }) => outcome === 'fail') };
}
const problem = (status: number, title: string, detail: string, type = 'about:blank') => ({
  answered: status,
  problem: { type, title, status, detail },
  failed: undefined,
});
const notNow = (detail: string) => problem(409, 'Conflict', detail);

test('a challenge says what is to be signed and until when, and stores the evidence', async () => {
  const shipment = await receipts.arrived('SC-1', undefined, {
    lots: ['A', 'B'],
    sscc: '376104250021234569',
  });
  const answer = await receipts.challenged([shipment], {
    decision: 'partly-released',
    lots: ['B'],
    reason: 'A is wet',
    label: '(00)376104250021234569',
  });
  const { challenge, nonce, signs, receipts: shown } = answer;
  const [{ evidence, checks }] = shown as [(typeof shown)[number]];
  const decision = {
    shipment,
    decision: 'partly-released' as const,
    lots: ['B'],
    corrects: null,
    meaning: 'partly released: lot B',
    reason: 'A is wet',
    evidence,
  };
  expect(answer).toEqual({
    challenge: expect.stringMatching(/^[\w-]{22}$/) as unknown,
    expiresAt: '2026-11-20T12:05:00.500Z',
    signs: { challenge, signer: { subject: 'subject-paul', username: 'paul' }, decisions: [decision] },
    nonce: nonceOf(signs),
    receipts: [{ shipment, recommendation: 'release', checks, evidence }],
  });
  const { document } = (await receipts.archived(recordName.evidence(evidence))) as Frozen;
  expect(evidenceHash(document)).toBe(evidence);
  expect(document).toMatchObject({
    shipment,
    asOf: '2026-11-20T12:00:00.500Z',
    scanned: '376104250021234569',
    ledger: { sequence: 3 },
    checks,
  });
  expect(checks.find(({ id }) => id === 'goods-identified')).toEqual({
    id: 'goods-identified',
    outcome: 'pass',
    sentence: 'The label reads 376104250021234569, as planned.',
  });
  expect(nonce).not.toBe((await receipts.challenged([shipment], { reason: 'again' })).nonce);
});

describe('a challenge', () => {
  test('is refused for a shipment that has not arrived yet', async () => {
    await receipts.plan('SC-2');
    expect(await refusal(['SC-2'])).toEqual(
      notNow('SC-2: the shipment has not arrived; declare its arrival first'),
    );
    await receipts.step('arrive', 'SC-2', { at: '2026-11-20T12:05:00Z' });
    expect(await refusal(['SC-2'])).toEqual(
      notNow('SC-2: the arrival is declared for 2026-11-20 12:05 UTC; it cannot be signed before then'),
    );
  });

  test('is refused for a shipment that the person may not read or may not decide on', async () => {
    const shipment = await receipts.arrived('SC-3');
    const nothing = problem(404, 'Not found', 'There is no shipment SC-3.');
    expect(await refusal([shipment], {}, petra)).toEqual(nothing);
    expect(await refusal(['SC-none'], { basedOn: 1 })).toEqual(
      problem(404, 'Not found', 'There is no shipment SC-none.'),
    );
    expect(await refusal([shipment], {}, lena)).toEqual(
      problem(403, 'Not permitted', 'Only people with the role pharmacist can do this.'),
    );
    const both = { username: 'bo', groups: ['pharmacist', 'operations', 'site:south'] };
    expect(await refusal([shipment], {}, both)).toEqual(
      problem(403, 'Not permitted', 'You may not do this at the site north.'),
    );
  });

  test('is refused if it is based on an outdated ledger, with the entries added since', async () => {
    const shipment = await receipts.arrived('SC-4');
    const { problem: stale } = await refusal([shipment], { basedOn: 2 });
    expect(stale).toMatchObject({
      type: 'urn:coldwatch:problem:stale',
      status: 409,
      detail: 'shipment SC-4 has 1 new ledger entry since 2; review them, then try again',
      entries: [{ sequence: 3, fact: { kind: 'arrived' } }],
    });
    expect(stale.entries).toHaveLength(1);
  });

  test('is refused for no shipment, for a shipment named twice, and for more than 50', async () => {
    const shipment = await receipts.arrived('SC-5');
    expect(await refusal([shipment, shipment])).toEqual(
      problem(400, 'The request cannot be read', 'receipts: SC-5 is listed twice'),
    );
    for (const [count, sentence] of [
      [0, 'receipts: must name at least one'],
      [51, 'receipts: must name at most 50'],
    ] as const) {
      const { problem: refused } = await refusal(Array.from({ length: count }, () => shipment));
      expect(refused).toMatchObject({ status: 400, detail: sentence, problems: [sentence] });
    }
  });

  test('is refused without a reason for departing from the recommendation, with the checks', async () => {
    const shipment = await receipts.arrived('SC-6', [5, 9, 9, 9, 5, 5, 5]);
    await receipts.step('acknowledgeAlarm', shipment, { comment: 'seen' }, { rule: 'warm-20m' });
    const refused = await refusal([shipment]);
    expect(refused.problem).toEqual({
      type: 'about:blank',
      title: 'The request cannot be carried out',
      status: 422,
      detail: 'SC-6: quarantine is recommended; say why the goods are released: "reason"',
    });
    expect(refused.failed?.map(({ id }) => id)).toEqual(['rules']);
  });

  test('is refused for several shipments unless each is released as recommended', async () => {
    const [good, warm] = [
      await receipts.arrived('SC-7'),
      await receipts.arrived('SC-8', [5, 9, 9, 9, 5, 5, 5]),
    ];
    const alone =
      'only receipts that are released as recommended can be signed together; sign this one separately';
    const why = { reason: 'the loggers stood in the sun' };
    expect((await refusal([good, warm], why)).problem).toMatchObject({
      status: 422,
      detail: `SC-8: ${alone}`,
    });
    expect((await refusal([warm, good], why)).failed).not.toEqual([]);
    const other = await receipts.arrived('SC-7b');
    expect((await refusal([good, other], { ...why, decision: 'quarantined' })).problem).toMatchObject({
      status: 422,
      detail: `SC-7: ${alone}`,
    });
    await expect(receipts.challenged([warm], why)).resolves.toMatchObject({
      receipts: [{ shipment: warm, recommendation: 'quarantine' }],
    });
  });
});
