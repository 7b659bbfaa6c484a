import { describe, expect, test, vi } from 'vitest';
import { append } from '../../src/storage/append.ts';
import { readLedger } from '../../src/storage/ledger.ts';
import { withdrawMilestone } from '../../src/storage/shipment-actions.ts';
import { people } from '../support/api-in-process.ts';
import { beforeRequest } from '../support/before-request.ts';
import { minute } from '../support/series.ts';
import { type SigningHour, signingHours } from '../support/signing-hours.ts';

const { paul } = people;
const noon = Date.parse('2026-11-20T12:00:00Z');
const nine = Date.parse('2026-11-20T09:00:00Z');

let api: SigningHour['api'];
let receipts: SigningHour['receipts'];
let now = noon;
signingHours(noon, (hour) => void ({ api, receipts, now } = hour));

const takeBack = (shipment: string) =>
  withdrawMilestone(api.account.database, shipment, 'arrived', 'not yet', 'lena');
const kindsOf = async (shipment: string) =>
  (await readLedger(api.account.database, shipment)).entries.map(({ fact }) => fact.kind);
/** Just before the signature is archived, when everything frozen has been compared. */
const keepsSignature = (command: string, input: string): boolean =>
  command === 'PutObjectCommand' && input.includes('"Key":"signatures/');
/** Just before the decision on a shipment is recorded. */
const enters = (shipment: string) => (command: string, input: string) =>
  command === 'PutItemCommand' && input.includes('receipt-signed') && input.includes(`"S":"${shipment}"`);

/** Two shipments, signed together by a request that can be repeated. */
async function twoTogether(name: string) {
  const shipments = [await receipts.arrived(`${name}-1`), await receipts.arrived(`${name}-2`)] as const;
  const { challenge, nonce, receipts: shown } = await receipts.challenged(shipments);
  const body = { challenge, idToken: await api.account.stepUp(paul, nonce) };
  const sign = () => api.ask(paul, 'signReceipt', { body, key: `sign-${name}` });
  return { shipments, shown, sign };
}

const notArrived = 'the shipment has not arrived; declare its arrival first';

describe('receipts that are signed together', () => {
  test('share one challenge, in its order, each with its own evidence', async () => {
    const { shipments, shown, sign } = await twoTogether('SI-1');
    const { status, body } = await sign();
    expect([status, body.refused]).toEqual([200, []]);
    expect(body.items.map(({ shipment, sequence, evidence }) => [shipment, sequence, evidence])).toEqual(
      shipments.map((shipment, index) => [shipment, 4, shown[index]!.evidence]),
    );
  });

  test('are signed except for one that is refused at the last moment, with the reason', async () => {
    const { shipments, sign } = await twoTogether('SI-2');
    beforeRequest(api.account.services, keepsSignature, () => takeBack(shipments[0]));
    const { status, body } = await sign();
    expect([status, body.items.map(({ shipment }) => shipment), body.refused]).toEqual([
      200,
      [shipments[1]],
      [{ shipment: 'SI-2-1', detail: `SI-2-1: ${notArrived}` }],
    ]);
  });

  test('are refused if each of them is refused at the last moment', async () => {
    const { shipments, sign } = await twoTogether('SI-3');
    beforeRequest(api.account.services, keepsSignature, async () => {
      for (const shipment of shipments) await takeBack(shipment);
    });
    expect(await sign()).toMatchObject({
      status: 409,
      body: {
        type: 'about:blank',
        title: 'Conflict',
        status: 409,
        detail: `SI-3-1: ${notArrived} SI-3-2: ${notArrived}`,
      },
    });
  });
});

describe('an interrupted signing request', () => {
  const failure = {
    status: 500,
    body: {
      type: 'about:blank',
      title: 'Something went wrong on our side',
      status: 500,
      detail: 'Try again. If the problem persists, give operations this id: proof',
    },
  };
  const interrupted = async (name: string) => {
    const both = await twoTogether(name);
    beforeRequest(api.account.services, enters(both.shipments[1]), () => {
      throw new Error('the table is away');
    });
    expect(await both.sign()).toMatchObject(failure);
    expect(await kindsOf(both.shipments[0])).toContain('receipt-signed');
    expect(await kindsOf(both.shipments[1])).not.toContain('receipt-signed');
    return both;
  };

  test('is completed by a repeat, which signs nothing twice', async () => {
    const { shipments, sign } = await interrupted('SI-4');
    vi.setSystemTime(now + 5 * minute);
    const { status, body } = await sign();
    expect([status, body.refused]).toEqual([200, []]);
    expect(body.items).toMatchObject([
      {
        shipment: shipments[0],
        signedAt: new Date(now).toISOString(),
        recordedAt: new Date(now).toISOString(),
      },
      {
        shipment: shipments[1],
        signedAt: new Date(now).toISOString(),
        recordedAt: new Date(now + 5 * minute).toISOString(),
      },
    ]);
    for (const shipment of shipments)
      expect((await kindsOf(shipment)).filter((kind) => kind === 'receipt-signed')).toHaveLength(1);
  });

  test('reports what it signed, and what it did not sign before the challenge expired', async () => {
    const { shipments, sign } = await interrupted('SI-5');
    vi.setSystemTime(now + 5 * minute + 1);
    const { status, body } = await sign();
    expect([status, body.items.map(({ shipment }) => shipment), body.refused]).toEqual([
      200,
      [shipments[0]],
      [
        {
          shipment: shipments[1],
          detail: `SI-5-2 was not signed before the challenge expired ${new Date(now + 5 * minute).toISOString()}; review the receipt and request a new one.`,
        },
      ],
    ]);
    expect(await kindsOf(shipments[1])).not.toContain('receipt-signed');
  });

  test('does not sign a shipment that has changed meanwhile', async () => {
    const { shipments, sign } = await interrupted('SI-6');
    await receipts.send(`lid-of-${shipments[1]}`, { time: nine, temperature: 'ERR' });
    const { status, body } = await sign();
    expect([status, body.items.map(({ shipment }) => shipment), body.refused]).toEqual([
      200,
      [shipments[0]],
      [
        {
          shipment: shipments[1],
          detail:
            'SI-6-2 has changed since you opened it: quarantine is recommended now, not release. Review it, then decide.',
        },
      ],
    ]);
  });

  test('cannot be completed with another idempotency key', async () => {
    const shipment = await receipts.arrived('SI-7');
    const challenge = await receipts.challenged([shipment]);
    beforeRequest(api.account.services, enters(shipment), () => {
      throw new Error('the table is away');
    });
    expect(await receipts.sign(challenge)).toMatchObject(failure);
    expect((await receipts.sign(challenge)).body.detail).toBe(
      `This challenge was used ${new Date(now).toISOString()}; check what was signed, and request a new one for the rest.`,
    );
    expect(await kindsOf(shipment)).not.toContain('receipt-signed');
  });
});

test('data received while a release is recorded contradict it immediately', async () => {
  const shipment = await receipts.arrived('SI-8');
  const challenge = await receipts.challenged([shipment]);
  beforeRequest(api.account.services, enters(shipment), () =>
    append(api.account.database, 'lid-of-SI-8', [
      [10, 20, 30].map((at) => ({ channel: 'temperature', at: nine - at * minute, value: 9 })),
    ]),
  );
  expect(await receipts.sign(challenge)).toMatchObject({
    status: 200,
    body: { items: [{ sequence: 4, contradictedBy: [5] }] },
  });
  const { by, fact } = (await readLedger(api.account.database, shipment)).entries.at(-1)!;
  expect([by, fact.kind, 'signed' in fact && fact.signed]).toEqual(['coldwatch', 'release-contradicted', 4]);
});
