import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { ownerKey } from '../../src/storage/source-items.ts';
import type { Somebody } from '../simulation/identity.ts';
import { type Api, people } from '../support/api-in-process.ts';
import { type Steps, startApiAt, stopApi } from '../support/api-steps.ts';
import { selfSigned } from '../support/self-signed.ts';
import { minute } from '../support/series.ts';

const { lena, sara, paul, otto } = people;
/** At a site of her own. */
const emma = { username: 'emma', groups: ['logistics', 'site:east'] };
const nine = Date.parse('2026-11-20T09:00:00Z');
const iso = (at: number): string => new Date(at).toISOString();

let api: Api;
let steps: Steps;
const endOf: Record<string, string> = {};
const certificate = async (days: number) => {
  const { certificate: pem } = await selfSigned('x', days);
  endOf[days] = iso(Math.floor((nine + days * 86_400_000) / 1000) * 1000);
  return pem;
};
beforeAll(async () => {
  ({ api, steps } = await startApiAt(nine));
});
afterEach(() => {
  api.account.services.things.throttled.clear();
  vi.setSystemTime(nine);
});
afterAll(() => stopApi(api));

const check = (device: string, requester: Somebody = lena) =>
  steps.done(requester, 'checkDevice', { path: { device } });

const nothing = {
  isRegistered: false,
  certificateUntil: null,
  lastHeardAt: null,
  lastReadAt: null,
  celsius: null,
  batteryPercent: null,
  calibratedUntil: null,
  attachedTo: null,
  refused: null,
};

describe('a device that is attached to nothing', () => {
  test('was never heard, and has a name that nobody registered: everything is null', async () => {
    expect(await check('box-1')).toEqual({ ...nothing, device: 'box-1' });
  });

  test('is registered, with the latest end of an active certificate', async () => {
    const { things } = api.account.services;
    const [month, year, decade] = [await certificate(30), await certificate(365), await certificate(3650)];
    things.register('box-2');
    expect(await check('box-2')).toEqual({ ...nothing, device: 'box-2', isRegistered: true });
    things.register('box-2', {
      a1: { pem: month, status: 'ACTIVE' },
      a2: { pem: year, status: 'ACTIVE' },
      a3: { pem: decade, status: 'REVOKED' },
    });
    expect(await check('box-2')).toMatchObject({ isRegistered: true, certificateUntil: endOf[365] });
    things.register('box-2', { a1: { pem: month, status: 'INACTIVE' } });
    expect(await check('box-2')).toMatchObject({ isRegistered: true, certificateUntil: null });
  });

  test('says what it last sent, by device time, and that it was refused since, and why', async () => {
    await steps.send('box-3', { time: nine - 10 * minute, temperature: 4.5, battery: 87 });
    await steps.send('box-3', { time: nine - 20 * minute, temperature: 9 });
    expect(await check('box-3')).toEqual({
      ...nothing,
      device: 'box-3',
      lastHeardAt: iso(nine - 10 * minute),
      lastReadAt: iso(nine - 10 * minute),
      celsius: 4.5,
      batteryPercent: 87,
    });
    await steps.send('box-3', { time: '1999-01-01T00:00:00Z', temperature: 5 }, nine - 5 * minute);
    await steps.send('box-3', 'x', nine - 4 * minute);
    expect(await check('box-3')).toMatchObject({
      lastHeardAt: iso(nine - 4 * minute),
      lastReadAt: iso(nine - 10 * minute),
      refused: { messages: 2, lastAt: iso(nine - 4 * minute), reason: expect.stringMatching(/./) },
    });
  });

  test('has been heard, although nothing of it was understood', async () => {
    await steps.send('box-4', 'not a payload', nine - minute);
    expect(await check('box-4')).toMatchObject({
      lastHeardAt: iso(nine - minute),
      lastReadAt: null,
      refused: { messages: 1 },
    });
  });

  test('has no temperature where the newest is unreadable or a fault code', async () => {
    await steps.send('box-5', [
      { time: nine - 20 * minute, temperature: 5 },
      { time: nine - 10 * minute, temperature: 'ERR' },
    ]);
    expect(await check('box-5')).toMatchObject({ celsius: null, lastReadAt: iso(nine - 10 * minute) });
    await steps.send('box-5', { time: nine - 5 * minute, temperature: 5.5 });
    expect(await check('box-5')).toMatchObject({ celsius: 5.5, lastReadAt: iso(nine - 5 * minute) });
    await steps.send('box-6', [
      { time: nine - 20 * minute, temperature: 5 },
      { time: nine - 10 * minute, temperature: -127 },
    ]);
    expect(await check('box-6')).toMatchObject({ celsius: null, lastReadAt: iso(nine - 10 * minute) });
  });

  test('is judged by its journal where it sent more than its item holds', async () => {
    const many = Array.from({ length: 200 }, (_, index) => ({
      time: nine - (200 - index) * minute,
      temperature: 4 + (index % 7) * 0.731,
      pressure: 100 + (index % 5) * 0.317,
      battery: 60,
    }));
    await steps.send('box-7', many);
    expect(await check('box-7')).toMatchObject({
      lastReadAt: iso(nine - minute),
      celsius: many.at(-1)!.temperature,
      batteryPercent: 60,
    });
    for (let sent = 0; sent < 60; sent++)
      await steps.send('box-7', { time: nine - 59_000 + sent * 900, temperature: 6 + sent / 100 });
    expect(await check('box-7')).toMatchObject({ celsius: 6.59, batteryPercent: 60 });
  });

  test('that a source registered is registered, without being a thing', async () => {
    await api.account.database.client.send(
      new PutItemCommand({
        TableName: 'sources',
        Item: { ...ownerKey('tag-1'), ownedBy: { S: 'hub' }, v: { N: '2' } },
      }),
    );
    expect(await check('tag-1')).toEqual({ ...nothing, device: 'tag-1', isRegistered: true });
    api.account.services.things.throttled.add('DescribeThingCommand');
    expect(await check('tag-1')).toMatchObject({ isRegistered: true, certificateUntil: null });
  });
});

describe('what the registry does not answer is unknown, and the rest is answered', () => {
  test.each(['DescribeThingCommand', 'ListThingPrincipalsCommand', 'DescribeCertificateCommand'])(
    '%s is throttled',
    async (command) => {
      const { things } = api.account.services;
      things.register('box-8', { b1: { pem: await certificate(30), status: 'ACTIVE' } });
      await steps.send('box-8', { time: nine - minute, temperature: 5 });
      things.throttled.add(command);
      expect(await check('box-8')).toMatchObject({
        isRegistered: null,
        certificateUntil: null,
        celsius: 5,
        lastHeardAt: iso(nine - minute),
      });
    },
  );
});

describe('a device that is attached', () => {
  beforeAll(async () => {
    await steps.plan('C-1');
    await steps.step('attachDevice', 'C-1', {
      device: 'lid-1',
      since: iso(nine - 60 * minute),
      calibratedUntil: '2027-06-01T00:00:00Z',
    });
    await steps.send('lid-1', { time: nine - 10 * minute, temperature: 6, battery: 55 });
    await steps.send('lid-1', 'garbage', nine - 5 * minute);
  });

  test('names its shipment, and has its last values and calibration', async () => {
    expect(await check('lid-1')).toEqual({
      device: 'lid-1',
      isRegistered: false,
      certificateUntil: null,
      lastHeardAt: iso(nine - 5 * minute),
      lastReadAt: iso(nine - 10 * minute),
      celsius: 6,
      batteryPercent: 55,
      calibratedUntil: '2027-06-01T00:00:00.000Z',
      attachedTo: { shipment: 'C-1', since: iso(nine - 60 * minute) },
      refused: { messages: 1, lastAt: iso(nine - 5 * minute), reason: expect.any(String) },
    });
  });

  test('to a shipment of another site says so, and nothing of what it measures', async () => {
    expect(await check('lid-1', emma)).toEqual({
      ...nothing,
      device: 'lid-1',
      attachedTo: { shipment: null, since: iso(nine - 60 * minute) },
    });
  });

  test('and detached keeps the calibration of its last attachment that the person may see', async () => {
    await steps.plan('C-2', { site: 'south' });
    const attach = (shipment: string, since: number, calibratedUntil: string) =>
      steps.step('attachDevice', shipment, { device: 'lid-2', since: iso(since), calibratedUntil });
    const detach = (shipment: string, at: number) =>
      steps.step('detachDevice', shipment, { at: iso(at) }, { device: 'lid-2' });
    await attach('C-2', nine - 90 * minute, '2027-02-01T00:00:00Z');
    await detach('C-2', nine - 80 * minute);
    await attach('C-1', nine - 70 * minute, '2027-03-01T00:00:00Z');
    await detach('C-1', nine - 50 * minute);
    expect(await check('lid-2')).toMatchObject({
      calibratedUntil: '2027-03-01T00:00:00.000Z',
      attachedTo: null,
    });
    expect(await check('lid-2', sara)).toMatchObject({ calibratedUntil: '2027-02-01T00:00:00.000Z' });
    expect(await check('lid-2', emma)).toMatchObject({ calibratedUntil: null });
    await steps.step('attachDevice', 'C-1', { device: 'lid-2', since: iso(nine - 40 * minute) });
    expect(await check('lid-2')).toMatchObject({ calibratedUntil: null });
  });
});

test('a device that is back from another site says only what it sent since', async () => {
  await steps.plan('C-3', { site: 'south' });
  await steps.step('attachDevice', 'C-3', { device: 'lid-3', since: iso(nine - 60 * minute) });
  await steps.send('lid-3', { time: nine - 40 * minute, temperature: 31, battery: 12 });
  await steps.send('lid-3', 'garbage', nine - 30 * minute);
  await steps.step('detachDevice', 'C-3', { at: iso(nine - 20 * minute) }, { device: 'lid-3' });
  expect(await check('lid-3', emma)).toEqual({ ...nothing, device: 'lid-3' });
  expect(await check('lid-3', sara)).toMatchObject({
    celsius: 31,
    batteryPercent: 12,
    lastReadAt: iso(nine - 40 * minute),
    refused: { messages: 1 },
  });
  await steps.send('lid-3', { time: nine - 10 * minute, temperature: 6 });
  expect(await check('lid-3', emma)).toEqual({
    ...nothing,
    device: 'lid-3',
    celsius: 6,
    lastHeardAt: iso(nine - 10 * minute),
    lastReadAt: iso(nine - 10 * minute),
  });
});

test('a device that was attached often since says nothing of the time before', async () => {
  const tom = { username: 'tom', groups: ['logistics', 'site:north'] };
  await steps.plan('C-4', { site: 'south' });
  await steps.plan('C-5');
  const use = async (shipment: string, minutesAgo: number): Promise<void> => {
    await steps.step('attachDevice', shipment, { device: 'lid-4', since: iso(nine - minutesAgo * minute) });
    if (shipment === 'C-4')
      await steps.send('lid-4', { time: nine - minutesAgo * minute, temperature: 31, battery: 12 });
    const at = iso(nine - (minutesAgo - 1) * minute);
    await steps.step('detachDevice', shipment, { at }, { device: 'lid-4' });
  };
  await use('C-4', 60);
  for (let minutesAgo = 50; minutesAgo > 40; minutesAgo--) await use('C-5', minutesAgo);
  expect(await check('lid-4', tom)).toEqual({ ...nothing, device: 'lid-4' });
  await use('C-5', 40);
  expect(await check('lid-4', tom)).toEqual({ ...nothing, device: 'lid-4' });
  expect(await check('lid-4', lena)).toMatchObject({ lastReadAt: null });
});

test('whoever sees devices may check one, by a name that a device can have', async () => {
  for (const requester of [paul, otto])
    expect(await check('box-1', requester)).toEqual({ ...nothing, device: 'box-1' });
  const nobody = { username: 'nina', groups: ['site:north'] };
  expect((await api.ask(nobody, 'checkDevice', { path: { device: 'box-1' } })).status).toBe(403);
  for (const device of ['a b', 'x'.repeat(129), '%'])
    expect((await api.ask(lena, 'checkDevice', { path: { device } })).status).toBe(404);
});
