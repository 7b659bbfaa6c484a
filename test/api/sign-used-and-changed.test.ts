import { describe, expect, test, vi } from 'vitest';
import { readLedger } from '../../src/storage/ledger.ts';
import { people } from '../support/api-in-process.ts';
import { minute } from '../support/series.ts';
import { type SigningHour, signingHours } from '../support/signing-hours.ts';

const { lena, paul } = people;
const noon = Date.parse('2026-11-20T12:00:00Z');
const nine = Date.parse('2026-11-20T09:00:00Z');
const nora = { username: 'nora', groups: ['pharmacist', 'site:north'] };

let api: SigningHour['api'];
let receipts: SigningHour['receipts'];
let now = noon;
signingHours(noon, (hour) => void ({ api, receipts, now } = hour));

const iso = (at: number): string => new Date(at).toISOString();
const titles = { 403: 'Not permitted', 404: 'Not found', 409: 'Conflict', 410: 'Too late' };
const refusedAs = (status: keyof typeof titles, detail: string) => ({
  status,
  body: { type: 'about:blank', title: titles[status], status, detail },
});
const isSigned = async (shipment: string): Promise<boolean> =>
  (await readLedger(api.account.database, shipment)).entries.some(
    ({ fact }) => fact.kind === 'receipt-signed',
  );

describe('a challenge', () => {
  test('signs nothing if the plan was changed since, so that nobody signs for lots they have not seen', async () => {
    const shipment = await receipts.arrived('SU-P', undefined, { lots: ['A1'] });
    const challenge = await receipts.challenged([shipment]);
    await receipts.step('changePlan', shipment, {
      change: { lots: ['A1', 'A2'] },
      reason: 'a lot was missing',
    });
    expect(await receipts.sign(challenge)).toMatchObject({
      status: 409,
      body: {
        type: 'urn:coldwatch:problem:changed',
        detail: expect.stringContaining(
          'SU-P has changed since you opened it: quarantine is recommended now, not release.',
        ) as unknown,
      },
    });
    expect(await isSigned(shipment)).toBe(false);
  });

  test('signs nothing if anything else of the plan was changed since', async () => {
    const shipment = await receipts.arrived('SU-V');
    const challenge = await receipts.challenged([shipment]);
    await receipts.step('changePlan', shipment, { change: { vehicle: 'van' }, reason: 'another van' });
    // What is recorded after it hides no change.
    await receipts.step('handOver', shipment, { to: 'the pharmacy', at: iso(nine) });
    expect(await receipts.sign(challenge)).toMatchObject({
      status: 409,
      body: {
        detail:
          'SU-V has changed since you opened it: the plan was changed (Vehicle: none → van). Review it, then decide.',
      },
    });
  });

  test('that was never issued, or was issued to somebody else, signs nothing', async () => {
    const shipment = await receipts.arrived('SU-1');
    const challenge = await receipts.challenged([shipment]);
    expect(await receipts.sign({ ...challenge, challenge: 'none' })).toMatchObject(
      refusedAs(404, 'There is no such challenge; request one.'),
    );
    const idToken = await api.account.stepUp(nora, challenge.nonce);
    const body = { challenge: challenge.challenge, idToken };
    expect(await api.ask(nora, 'signReceipt', { body })).toMatchObject(
      refusedAs(403, 'This challenge was issued to someone else; request your own.'),
    );
    expect(await isSigned(shipment)).toBe(false);
  });

  test('is used up by its first request, whose repeat returns the same response', async () => {
    const shipment = await receipts.arrived('SU-2');
    const challenge = await receipts.challenged([shipment]);
    const idToken = await api.account.stepUp(paul, challenge.nonce);
    const body = { challenge: challenge.challenge, idToken };
    const sign = (key: string) => api.ask(paul, 'signReceipt', { body, key });
    vi.setSystemTime(now + 1234);
    const first = await sign('sign-once-1');
    expect(first).toMatchObject({ status: 200, body: { items: [{ shipment, sequence: 4 }], refused: [] } });
    for (const later of [0, 10 * minute]) {
      vi.setSystemTime(now + 1234 + later);
      expect(await sign('sign-once-1')).toEqual(first);
      expect(await sign(`sign-once-2-${later}`)).toMatchObject(
        refusedAs(
          409,
          `This challenge was used ${iso(now + 1234)}; check what was signed, and request a new one for the rest.`,
        ),
      );
    }
    expect((await readLedger(api.account.database, shipment)).entries).toHaveLength(4);
  });

  test('can be used until its last millisecond, and no longer', async () => {
    const [late, inTime] = [await receipts.arrived('SU-3'), await receipts.arrived('SU-4')];
    const [one, other] = [await receipts.challenged([late]), await receipts.challenged([inTime])];
    vi.setSystemTime(now + 5 * minute + 1);
    expect(await receipts.sign(one)).toMatchObject(
      refusedAs(
        410,
        `This challenge expired ${iso(now + 5 * minute)}; review the receipt and request a new one.`,
      ),
    );
    expect(await isSigned(late)).toBe(false);
    vi.setSystemTime(now + 5 * minute);
    expect(await receipts.sign(other)).toMatchObject({ status: 200 });
    expect(await isSigned(inTime)).toBe(true);
  });

  test('signs nothing for a person who has lost the role or the site meanwhile', async () => {
    const shipment = await receipts.arrived('SU-5');
    const { challenge, nonce } = await receipts.challenged([shipment]);
    const body = { challenge, idToken: await api.account.stepUp(paul, nonce) };
    const former = (groups: string[]) => ({ username: 'paul', groups });
    // Test tokens are cached by user; at an earlier time a new one is issued.
    vi.setSystemTime(now - 60 * minute);
    expect(await api.ask(former(['logistics', 'site:north']), 'signReceipt', { body })).toMatchObject(
      refusedAs(403, 'Only people with the role pharmacist can do this.'),
    );
    vi.setSystemTime(now - 120 * minute);
    expect(await api.ask(former(['pharmacist', 'site:south']), 'signReceipt', { body })).toMatchObject(
      refusedAs(404, 'There is no shipment SU-5.'),
    );
    expect(await isSigned(shipment)).toBe(false);
  });
});

describe('a change between challenge and signature', () => {
  test('of the recommendation is reported, with the failed rules before and now', async () => {
    const shipment = await receipts.arrived('SU-6');
    const challenge = await receipts.challenged([shipment]);
    await receipts.send(
      'lid-of-SU-6',
      [5, 15, 25].map((at) => ({ time: nine - (35 - at) * minute, temperature: 9 })),
    );
    const sentence = 'SU-6 has changed since you opened it: quarantine is recommended now, not release.';
    const { status, body } = await receipts.sign(challenge);
    const { changes, ...problem } = body as typeof body & { changes: unknown };
    expect([status, problem]).toEqual([
      409,
      {
        type: 'urn:coldwatch:problem:changed',
        title: 'Conflict',
        status: 409,
        detail: `${sentence} Review it, then decide.`,
      },
    ]);
    expect(changes).toEqual([
      {
        shipment,
        sentence,
        was: { recommendation: 'release', failed: [] },
        is: {
          recommendation: 'quarantine',
          failed: [{ device: 'lid-of-SU-6', rule: 'warm-20m', seconds: 1800, worst: 1 }],
        },
      },
    ]);
    expect(await isSigned(shipment)).toBe(false);
  });

  test('is reported for each of several shipments', async () => {
    const shipments = [await receipts.arrived('SU-7'), await receipts.arrived('SU-8')];
    const challenge = await receipts.challenged(shipments);
    for (const shipment of shipments)
      await receipts.send(`lid-of-${shipment}`, { time: nine, temperature: 'ERR' });
    const { body } = await receipts.sign(challenge);
    expect(body.detail).toBe(
      'SU-7 has changed since you opened it: quarantine is recommended now, not release. SU-8 has changed since you opened it: quarantine is recommended now, not release. Review it, then decide.',
    );
    expect((body as typeof body & { changes: unknown[] }).changes).toHaveLength(2);
  });

  test('of the failed rules is reported even if the recommendation stays the same', async () => {
    const shipment = await receipts.arrived('SU-9', [5, 9, 9, 9, 5, 5, 5]);
    const other = { decision: 'quarantined', reason: '' };
    const challenge = await receipts.challenged([shipment], other);
    // Half an hour outside becomes ten minutes and an unreadable value, so quarantine has another reason.
    await receipts.send('lid-of-SU-9', { time: nine - 45 * minute, temperature: 'ERR' });
    await receipts.send('lid-of-SU-9', { time: nine - 35 * minute, temperature: 5 });
    await receipts.send('lid-of-SU-9', { time: nine - 25 * minute, temperature: 5 });
    expect((await receipts.sign(challenge)).body.detail).toBe(
      'SU-9 has changed since you opened it: the rules that failed are now none. Review it, then decide.',
    );
  });

  test('that affects no outcome does not prevent the signature', async () => {
    const shipment = await receipts.arrived('SU-10');
    const challenge = await receipts.challenged([shipment]);
    await receipts.send('lid-of-SU-10', { time: nine - 5 * minute, temperature: 5.5 });
    await receipts.step('handOver', shipment, { to: 'the pharmacy', at: iso(nine) });
    expect(await receipts.sign(challenge)).toMatchObject({ status: 200, body: { items: [{ sequence: 5 }] } });
  });

  test('may be a withdrawn arrival, or a decision signed by somebody else', async () => {
    const [back, signed] = [await receipts.arrived('SU-11'), await receipts.arrived('SU-12')];
    const [one, other] = [await receipts.challenged([back]), await receipts.challenged([signed])];
    await receipts.step('takeBackArrival', back, { reason: 'not yet' }, {}, lena);
    expect(await receipts.sign(one)).toMatchObject(
      refusedAs(409, 'SU-11: the shipment has not arrived; declare its arrival first'),
    );
    const { challenge, nonce } = await receipts.done(
      nora,
      'challengeReceipt',
      await receipts.requestOf([signed]),
    );
    const idToken = await api.account.stepUp(nora, nonce);
    await receipts.done(nora, 'signReceipt', { body: { challenge, idToken } });
    expect(await receipts.sign(other)).toMatchObject(
      refusedAs(
        409,
        'SU-12: the receipt is already signed: released, entry 4; correct that entry ("corrects": 4)',
      ),
    );
  });
});
