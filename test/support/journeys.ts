import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { expect } from 'vitest';
import type { SignedIn } from './api-client.ts';
import type { LocalRun } from './local-run.ts';
import { minute } from './series.ts';
import { checkDigit } from '../../src/model/gs1.ts';

/** A device's reading, and its time in minutes before now. */
type StoredValue = { readonly minutesAgo: number; readonly celsius: number };

export const steady = (celsius = 5): StoredValue[] =>
  Array.from({ length: 13 }, (_, index) => ({ minutesAgo: 121 - index * 10, celsius }));

let count = 0;

/** Returns a new serial shipping container code. */
export function nextSscc(): string {
  const digits = `34012345${String(++count).padStart(9, '0')}`;
  return digits + checkDigit(digits);
}

/** Publishes stored readings in one message, as a device does. */
export async function reportReadings(
  run: LocalRun,
  device: string,
  stored: readonly StoredValue[],
  now: number,
  goal = { latitude: 52.19, longitude: 0.09 },
): Promise<void> {
  const connection = await run.connect(device);
  const readings = stored.map(({ minutesAgo, celsius }) => ({
    time: now - minutesAgo * minute,
    temperature: celsius,
    latitude: goal.latitude - minutesAgo / 1000,
    longitude: goal.longitude,
  }));
  await connection.publish(`coldwatch/${device}/telemetry`, JSON.stringify(readings));
  await connection.close();
  await run.drained();
}

/** Creates a shipment that travelled for two hours and arrived a minute ago. Returns its label, device and time. */
export async function arrivedShipment(
  run: LocalRun,
  lena: SignedIn,
  shipment: string,
  stored: readonly StoredValue[] = steady(),
  plan: object = {},
  attached: object = {},
): Promise<{ sscc: string; now: number; device: string }> {
  const now = Date.now();
  const sscc = nextSscc();
  const device = `box-${shipment}`;
  await lena.do('createShipment', {
    body: {
      shipment,
      goods: 'measles vaccine',
      sscc,
      lots: ['A1', 'B2'],
      origin: 'Cambridge',
      destination: 'Stansted',
      site: 'north',
      profile: 'controlled-cold',
      audience: ['site:north'],
      ...plan,
    },
  });
  const since = new Date(now - 121 * minute).toISOString();
  const calibratedUntil = new Date(now + 100_000 * minute).toISOString();
  await lena.step('attachDevice', shipment, { device, since, calibratedUntil, ...attached });
  await reportReadings(run, device, stored, now);
  await lena.step('depart', shipment, { at: new Date(now - 110 * minute).toISOString() });
  await lena.step('arrive', shipment, { at: new Date(now - minute).toISOString() });
  expect((await lena.do('showShipment', { path: { shipment } })).status).toBe('arrived');
  return { sscc, now, device };
}

type Decision = {
  readonly decision: string;
  readonly reason?: string;
  readonly label?: string | null;
  readonly lots?: readonly string[];
  readonly corrects?: number | null;
};

/** Requests a challenge based on the current ledger of the shipment. */
export async function challengeOf(paul: SignedIn, shipment: string, decision: Decision) {
  const { sequence } = await paul.do('showShipment', { path: { shipment } });
  return paul.ask('challengeReceipt', { body: { receipts: [{ shipment, basedOn: sequence, ...decision }] } });
}

/** The pharmacist's complete sequence: challenge, step-up, signature. */
export async function sign(paul: SignedIn, shipment: string, decision: Decision) {
  const answered = await challengeOf(paul, shipment, decision);
  expect(answered.status, JSON.stringify(answered.body)).toBe(200);
  const { challenge, nonce } = answered.body as { challenge: string; nonce: string };
  const idToken = await paul.stepUp(nonce);
  return paul.do('signReceipt', { body: { challenge, idToken } });
}

/** Makes a challenge expire. */
export async function expireChallenge(run: LocalRun, challenge: string): Promise<void> {
  const [, table] = Object.entries(run.cloud.template.references).find(([id]) =>
    id.startsWith('ApiChallenges'),
  )!;
  await run.database.client.send(
    new UpdateItemCommand({
      TableName: table,
      Key: { challengeId: { S: challenge } },
      UpdateExpression: 'SET expiresAt = :e',
      ExpressionAttributeValues: { ':e': { N: String(Date.now() - 1) } },
    }),
  );
}
