import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type EndedStatus, endedStatuses } from '../../src/model/enumerations.ts';
import { endedShipments } from '../../src/storage/ended-shipments.ts';
import { saveSummary, summaryItem } from '../../src/storage/shipments.ts';
import { type TestDatabase, engines, startDatabase } from '../support/database.ts';
import { watchedSummary } from '../support/watched-summary.ts';

const ended = (shipment: string, status: EndedStatus, at: number, site = 'north', sequence = 1) => {
  const decision = { decision: 'released' as const, lots: [], name: 'Ada', signedAt: at, sequence: 1 };
  const cancellation = { at, by: 'ida', reason: 'not needed' };
  return {
    ...watchedSummary(shipment, at),
    status,
    site,
    sequence,
    isWatched: false,
    ...(status === 'cancelled' ? { cancellation } : { decision }),
  };
};

test('only a shipment that was decided or cancelled has the time of its end', () => {
  expect('endedAt' in summaryItem(watchedSummary('S-1', 7))).toBe(false);
  expect(summaryItem(ended('S-1', 'cancelled', 8))).toMatchObject({ endedAt: { N: '8' } });
  expect(summaryItem(ended('S-1', 'contradicted', 9))).toMatchObject({ endedAt: { N: '9' } });
});

describe.each(engines)('on %s', (engine) => {
  let running: TestDatabase;
  beforeAll(async () => {
    running = await startDatabase(engine);
    const { database } = running;
    await saveSummary(database, watchedSummary('UNDER-WAY', 45));
    for (const [shipment, status, at, site] of [
      ['E-1', 'released', 10, 'north'],
      ['E-2', 'cancelled', 20, 'south'],
      ['E-3', 'rejected', 30, 'north'],
      ['E-4', 'released', 40, 'south'],
      ['E-5', 'partly-released', 50, 'west'],
      ['E-6', 'quarantined', 60, 'north'],
      ['E-7', 'contradicted', 70, 'south'],
    ] as const)
      await saveSummary(database, ended(shipment, status, at, site));
  });
  afterAll(() => running.stop());
  const list = async (asked: {
    sites?: readonly string[] | null;
    statuses?: readonly EndedStatus[];
    from?: number;
    to?: number;
    together?: number;
  }): Promise<string> => {
    const all = { sites: null, statuses: endedStatuses, from: 0, to: 100, together: 10, ...asked };
    const shipments = await Array.fromAsync(endedShipments(running.database, all));
    return shipments.map(({ shipment }) => shipment.replace('E-', '')).join('');
  };

  test('the latest end comes first, at all sites or some, of all statuses or some', async () => {
    expect(await list({})).toBe('7654321');
    expect(await list({ together: 1 })).toBe('7654321');
    expect(await list({ sites: ['north', 'south'], together: 2 })).toBe('764321');
    expect(await list({ sites: ['west'] })).toBe('5');
    expect(await list({ sites: [] })).toBe('');
    expect(await list({ statuses: ['released', 'cancelled'] })).toBe('421');
    expect(await list({ sites: ['south'], statuses: ['released'] })).toBe('4');
  });

  test('a span includes both of its ends', async () => {
    expect(await list({ from: 20, to: 60 })).toBe('65432');
    expect(await list({ from: 21, to: 59, sites: ['north', 'south'] })).toBe('43');
    expect(await list({ from: 71 })).toBe('');
  });

  test('a corrected decision counts at its own time', async () => {
    const { database } = running;
    await saveSummary(database, ended('E-8', 'released', 15, 'late'));
    expect(await list({ sites: ['late'] })).toBe('8');
    await saveSummary(database, ended('E-8', 'rejected', 80, 'late', 2));
    expect(await list({ sites: ['late'] })).toBe('8');
    expect(await list({ sites: ['late'], to: 79 })).toBe('');
    expect(await list({ sites: ['late'], statuses: ['released'] })).toBe('');
  });
});
