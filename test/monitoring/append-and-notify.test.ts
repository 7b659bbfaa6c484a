import { SQSClient } from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Entry, NewEntry } from '../../src/shipments/ledger.ts';
import { logger, metrics } from '../../src/runtime/observability.ts';
import { appendAndNotifyWith } from '../../src/monitoring/append-and-notify.ts';
import { requestNotificationFromEnv } from '../../src/notifications/request-notification.ts';
import { markNotified } from '../../src/storage/ledger-markers.ts';
import type { Database } from '../../src/storage/tables.ts';
import { startDatabase } from '../support/database.ts';
import { minute, start } from '../support/series.ts';
import { shipmentWith } from '../support/shipment.ts';

const now = start + 60 * minute;
let database: Database;
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now });
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  vi.useRealTimers();
});

const lost = (device: string): NewEntry => ({
  why: 'nothing was heard',
  fact: { kind: 'contact-lost', device, position: null, at: start },
});
const counts = () => {
  const spy = vi.spyOn(metrics, 'addMetric');
  return () => spy.mock.calls.map(([name, , value]) => [name, value]);
};

describe('entries missing from a ledger', () => {
  beforeEach(async () => {
    ({ database } = await startDatabase('model'));
    await shipmentWith(database, 'S-1', []);
  });

  test('are recorded by coldwatch, counted and logged, and notifications are requested by the last entry', async () => {
    const [counted, said] = [counts(), vi.spyOn(logger, 'info')];
    const asked: Pick<Entry, 'sequence'>[] = [];
    const request = async (last: Pick<Entry, 'sequence'>) => asked.push(last) > 0;
    const { entries, unnotified, ...outcome } = await appendAndNotifyWith(database, request)('S-1', () => [
      lost('a'),
      { why: 'gone', fact: { kind: 'departed', at: start, detectedBy: null } },
      lost('b'),
    ]);
    expect(outcome).toEqual({ hasPut: true, allNotified: true, allArchived: true });
    expect(entries.map(({ by, recordedAt, fact }) => [by, recordedAt, fact.kind])).toEqual([
      ['test', now, 'shipment-created'],
      ['coldwatch', now, 'contact-lost'],
      ['coldwatch', now, 'departed'],
      ['coldwatch', now, 'contact-lost'],
    ]);
    expect(unnotified).toEqual([entries[1], entries[3]]);
    expect(asked).toEqual([entries[3]]);
    expect(counted()).toEqual([['LedgerEntries', 3]]);
    expect(said.mock.calls).toEqual([
      ['recorded', { shipment: 'S-1', device: 'a', sequence: 2, fact: 'contact-lost' }],
      ['recorded', { shipment: 'S-1', device: null, sequence: 3, fact: 'departed' }],
      ['recorded', { shipment: 'S-1', device: 'b', sequence: 4, fact: 'contact-lost' }],
    ]);
  });

  test('may be none: then notifications are requested only if earlier ones are missing', async () => {
    const counted = counts();
    const request = vi.fn(async () => false);
    const appendAndNotify = appendAndNotifyWith(database, request);
    expect(await appendAndNotify('S-1', () => [])).toMatchObject({
      hasPut: false,
      allNotified: true,
      unnotified: [],
      allArchived: true,
    });
    expect(request).not.toHaveBeenCalled();
    expect(counted()).toEqual([]);
    expect(await appendAndNotify('S-1', () => [lost('a')])).toMatchObject({
      hasPut: true,
      allNotified: false,
    });
    expect(await appendAndNotify('S-1', () => [])).toMatchObject({ hasPut: false, allNotified: false });
    expect(request).toHaveBeenCalledTimes(2);
    await markNotified(database, { shipment: 'S-1', sequence: 2 }, now);
    expect(await appendAndNotify('S-1', () => [])).toMatchObject({ allNotified: true, unnotified: [] });
    expect(request).toHaveBeenCalledTimes(2);
  });

  test('are not all archived while the archive is unavailable', async () => {
    const archivedNames: string[] = [];
    let isAway = true;
    const archiveRecord = async (name: string) => !isAway && archivedNames.push(name) > 0;
    const appendAndNotify = appendAndNotifyWith({ ...database, archiveRecord }, async () => true);
    expect((await appendAndNotify('S-1', () => [lost('a')])).allArchived).toBe(false);
    isAway = false;
    expect((await appendAndNotify('S-1', () => [])).allArchived).toBe(true);
    expect(archivedNames).toHaveLength(2);
  });
});

describe('a request for notifications', () => {
  const sent: unknown[] = [];
  const request = (answer: () => Promise<object> = async () => ({})) => {
    sent.length = 0;
    vi.stubEnv('NOTIFICATIONS_QUEUE_URL', 'http://localhost/n.fifo');
    vi.spyOn(SQSClient.prototype, 'send').mockImplementation((async ({ input }: { input: unknown }) => {
      sent.push(input);
      return answer();
    }) as never);
    return requestNotificationFromEnv();
  };
  const last = { shipment: 'S-1', sequence: 4, recordedAt: now };

  test.each([
    [0, 0],
    [59_999, 0],
    [60_000, 1],
    [119_999, 1],
    [600_000, 10],
    [-5000, 0],
  ])(
    '%i ms after an entry belongs to minute %i, so that the queue drops repeats within a minute',
    async (later, minutes) => {
      const ask = request();
      vi.setSystemTime(now + later);
      expect(await ask(last)).toBe(true);
      expect(sent).toEqual([
        {
          QueueUrl: 'http://localhost/n.fifo',
          MessageBody: '{"shipment":"S-1"}',
          MessageGroupId: 'notifications',
          MessageDeduplicationId: `S-1/4/${minutes}`,
        },
      ]);
    },
  );

  test('that fails is counted and logged, and does not reject', async () => {
    const [counted, said] = [counts(), vi.spyOn(logger, 'error')];
    const error = new Error('away');
    expect(await request(async () => Promise.reject(error))(last)).toBe(false);
    expect(counted()).toEqual([['FailedNotifications', 1]]);
    expect(said.mock.calls).toEqual([
      ['a notification could not be asked for', { shipment: 'S-1', sequence: 4, error }],
    ]);
  });
});
