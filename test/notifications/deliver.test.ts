import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { composerFrom } from '../../src/notifications/deliver/compose-for.ts';
import { deliver } from '../../src/notifications/deliver/deliverer.ts';
import type { Delivery } from '../../src/notifications/deliver/delivery.ts';
import type { DeliveryRequest } from '../../src/notifications/delivery-request.ts';
import type { Severity } from '../../src/model/enumerations.ts';
import { record } from '../../src/storage/ledger.ts';
import {
  type StoredAlert,
  confirmOwnAlert,
  fitOwnAlerts,
  saveOwnAlert,
} from '../../src/storage/own-alerts.ts';
import type { RecipientKey } from '../../src/storage/recipients.ts';
import { createShipment } from '../../src/storage/shipment-actions.ts';
import { putProfile } from '../../src/storage/store-profile.ts';
import { type TestDatabase, startDatabase } from '../support/database.ts';
import { opened } from '../support/facts.ts';
import { createdShipment, warmProfile } from '../support/shipment.ts';

// It is midnight in Paris, noon in Auckland, and three in the afternoon of the day before in Los Angeles.
const now = Date.parse('2026-11-20T23:00:00Z');
const hour = 3_600_000;
const zones = { Paris: 'Europe/Paris', Auckland: 'Pacific/Auckland', LosAngeles: 'America/Los_Angeles' };

let running: TestDatabase;
let delivery: Delivery;
/** The mails that were sent, the requests that wait, and whether the mail service is away. */
let mails: { to: string; subject: string; text: string }[];
let waiting: DeliveryRequest[];
let isRefused: boolean;
beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now });
  running = await startDatabase('model');
  const { database } = running;
  [mails, waiting, isRefused] = [[], [], false];
  delivery = {
    database,
    recipients: { client: database.client, table: 'recipients' },
    senders: {
      mail: async (mail) => {
        if (isRefused) throw new Error('the service is away');
        mails.push(mail);
      },
      sms: async () => {},
      webhook: async () => {},
    },
    compose: composerFrom(database),
    request: async (request) => void waiting.push(request),
    pageAddress: 'https://cold.example',
  };
  await putProfile(database, warmProfile, 'test');
});
afterEach(async () => {
  vi.useRealTimers();
  await running.stop();
});

/** Somebody who confirmed an address, and who may be told of these sites. */
async function confirmed(subject: string, more: Partial<StoredAlert> = {}): Promise<RecipientKey> {
  const { audience, recipient } = await saveOwnAlert(delivery.recipients, subject, {
    channel: 'email',
    address: `${subject}@example.org`,
    form: 'plain',
    routingKey: null,
    severity: 'minor',
    quietHours: null,
    zone: 'UTC',
    sites: null,
    digestAt: null,
    allowed: ['north'],
    ...more,
  });
  await confirmOwnAlert(delivery.recipients, { audience, recipient }, now);
  return { audience, recipient };
}

/** An alarm at a site, and the request that tells everybody of it. */
async function alarmAt(shipment: string, site = 'north', severity: Severity = 'major') {
  const { database } = running;
  await createShipment(database, shipment, { ...createdShipment, site }, 'test');
  await record(database, shipment, { by: 'coldwatch', now: Date.now }, () => [
    { why: 'test', fact: opened({ rule: 'warm-20m' }) },
  ]);
  return {
    kind: 'audience',
    id: `alarm of ${shipment}`,
    audience: [`site:${site}`, 'every-site'],
    severity,
    entries: [{ shipment, sequence: 2 }],
  } as const;
}

/** Carries out requests, and what they ask for, until none is left. */
async function settle(...requests: (DeliveryRequest | 'tick')[]): Promise<void> {
  for (const each of requests) await deliver(delivery, each);
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await deliver(delivery, next);
}
const told = () => mails.map(({ to }) => to);

describe('everybody of an audience', () => {
  test('is told once, also two people who share an address, and whoever is led to by two audiences', async () => {
    await confirmed('ann', { address: 'desk@example.org' });
    await confirmed('ben', { address: 'desk@example.org' });
    await confirmed('cleo', { allowed: null });
    await confirmed('dan', { allowed: ['south'] });
    const request = await alarmAt('A-1');
    await settle(request, request);
    expect(told().toSorted()).toEqual(['cleo@example.org', 'desk@example.org', 'desk@example.org']);
  });

  test('is told of what is at least as severe as they want', async () => {
    await confirmed('all', { severity: 'info' });
    await confirmed('some', { severity: 'major' });
    await confirmed('few', { severity: 'critical' });
    await settle(await alarmAt('A-1'));
    expect(told().toSorted()).toEqual(['all@example.org', 'some@example.org']);
  });

  test('is told later if sending fails, and at once when it is asked for again', async () => {
    await confirmed('ann');
    await deliver(delivery, await alarmAt('A-1'));
    const [request] = waiting.splice(0);
    isRefused = true;
    for (let attempt = 0; attempt < 3; attempt++)
      await expect(deliver(delivery, request!)).rejects.toThrow('the service is away');
    isRefused = false;
    await deliver(delivery, request!);
    await deliver(delivery, request!);
    expect(told()).toEqual(['ann@example.org']);
  });
});

describe('whose rights are taken back', () => {
  test.each<[string, readonly string[] | null, Partial<StoredAlert>]>([
    ['of all sites', null, { sites: null }],
    ['of own sites', ['north', 'south'], { sites: null }],
    ['of chosen sites', ['north', 'south'], { sites: ['north', 'south'] }],
    ['of chosen sites out of all', null, { sites: ['north', 'south'] }],
  ])('is told of nothing that was asked for before, nor of anything later: %s', async (_, allowed, more) => {
    await confirmed('ann', { ...more, allowed, quietHours: { from: '22:00', to: '06:00' } });
    const urgent = await alarmAt('A-1', 'north', 'critical');
    await deliver(delivery, urgent);
    await deliver(delivery, await alarmAt('A-2'));
    const asked = waiting.splice(0);
    expect(asked).toHaveLength(2);
    // One is held back, and the other still waits.
    await settle(asked[1]!);
    await fitOwnAlerts(delivery.recipients, 'ann', ['south']);
    await settle(asked[0]!);
    vi.setSystemTime(now + 8 * hour);
    await settle('tick', await alarmAt('A-3'));
    expect(mails).toEqual([]);
    await settle(await alarmAt('A-4', 'south'));
    expect(told()).toEqual(['ann@example.org']);
  });
});

describe('times of day are those of the receiver', () => {
  test('quiet hours', async () => {
    for (const [name, zone] of Object.entries(zones))
      await confirmed(name, { zone, quietHours: { from: '22:00', to: '06:30' } });
    await settle(await alarmAt('A-1'));
    expect(told().toSorted()).toEqual(['Auckland@example.org', 'LosAngeles@example.org']);
    vi.setSystemTime(now + 6.5 * hour - 1);
    await settle('tick');
    expect(told()).toHaveLength(2);
    vi.setSystemTime(now + 6.5 * hour);
    await settle('tick', 'tick');
    expect(told().slice(2)).toEqual(['Paris@example.org']);
  });

  test('what they made due is asked for until it is on the queue, and then no more', async () => {
    await confirmed('ann', { quietHours: { from: '22:00', to: '06:30' } });
    await settle(await alarmAt('A-1'));
    vi.setSystemTime(now + 8 * hour);
    const { request } = delivery;
    const away = async () => Promise.reject(new Error('the queue is away'));
    await expect(deliver({ ...delivery, request: away }, 'tick')).rejects.toThrow('the queue is away');
    await settle('tick', 'tick');
    expect(told()).toEqual(['ann@example.org']);
    await deliver({ ...delivery, request }, 'tick');
    expect(waiting).toEqual([]);
  });

  test('digests, on the local day', async () => {
    vi.setSystemTime(now - 24 * hour);
    for (const [name, zone] of Object.entries(zones)) await confirmed(name, { zone, digestAt: '12:00' });
    for (const [hours, digest] of [
      [-12, 'Paris Digest 2026-11-20'],
      [-3, 'LosAngeles Digest 2026-11-20'],
      [0, 'Auckland Digest 2026-11-21'],
    ] as const) {
      vi.setSystemTime(now + hours * hour - 1);
      await settle('tick');
      expect(mails).toEqual([]);
      vi.setSystemTime(now + hours * hour);
      await settle('tick', 'tick');
      const said = mails.splice(0).map(({ to, subject }) => `${to.split('@')[0]} ${subject.split(':')[0]}`);
      expect(said).toEqual([digest]);
    }
  });
});

test('a digest has the chosen sites that the person still may see', async () => {
  for (const site of ['north', 'south', 'east']) await alarmAt(`L-${site}`, site);
  const namedTo = async (subject: string, sites: string[] | null, allowed: string[] | null) => {
    const to = await confirmed(subject, { sites, allowed, digestAt: '12:00' });
    await settle({ kind: 'digest', to, date: '2026-11-20' });
    return [...new Set(mails.at(-1)!.text.match(/L-\w+/g))].toSorted();
  };
  expect(await namedTo('all', null, null)).toEqual(['L-east', 'L-north', 'L-south']);
  expect(await namedTo('own', null, ['south'])).toEqual(['L-south']);
  expect(await namedTo('chosen', ['south', 'east'], null)).toEqual(['L-east', 'L-south']);
  expect(await namedTo('fewer', ['south', 'east'], ['north', 'east'])).toEqual(['L-east']);
});
