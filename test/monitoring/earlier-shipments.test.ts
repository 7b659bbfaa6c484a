import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { escalateAlarms } from '../../src/monitoring/escalate-alarms.ts';
import { readLedger, record } from '../../src/storage/ledger.ts';
import { putProfile } from '../../src/storage/store-profile.ts';
import { createShipment, declareMilestone } from '../../src/storage/shipment-actions.ts';
import type { Database } from '../../src/storage/tables.ts';
import { startDatabase } from '../support/database.ts';
import { minute } from '../support/series.ts';
import { createdShipment, warmProfile } from '../support/shipment.ts';
import { answeredBy } from '../support/table-items.ts';

const noon = Date.parse('2026-11-20T12:00:00Z');
const day = 24 * 60 * minute;
const sscc = '376104250021234569';
const deadlines = { info: null, minor: null, major: null, critical: null };

let database: Database;
beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: noon });
  ({ database } = await startDatabase('model'));
  await putProfile(database, warmProfile, 'test');
});
afterEach(() => {
  vi.useRealTimers();
});

const review = (shipment: string, by = database) =>
  escalateAlarms(
    by,
    async () => true,
    deadlines,
    async () => undefined,
    shipment,
  );
const kinds = async (shipment: string) =>
  (await readLedger(database, shipment)).entries.map(({ fact }) => fact.kind);

/** Two shipments with the same label, of which the first arrived; whoever recorded that did nothing more. */
async function twoLegs(): Promise<void> {
  await createShipment(database, 'S-1', { ...createdShipment, sscc }, 'test');
  vi.setSystemTime(noon + 30 * minute);
  await declareMilestone(database, 'S-1', 'arrived', noon + 20 * minute, 'test');
  await createShipment(database, 'S-2', { ...createdShipment, sscc }, 'test');
}

test.each(['S-1', 'S-2'])(
  'what a dead writer did not record of where goods came from, the monitor records once: at %s',
  async (shipment) => {
    await twoLegs();
    await review(shipment);
    await review(shipment);
    expect(await kinds('S-2')).toEqual(['shipment-created', 'predecessor-named']);
    expect(await kinds('S-1')).toEqual(['shipment-created', 'arrived', 'followed-by']);
  },
);

test('a writer that dies between the two ledgers leaves an entry in the earlier one, and the next completes it', async () => {
  await twoLegs();
  const dying = answeredBy(database, async ({ constructor: { name }, input }, send) => {
    if (name === 'PutItemCommand' && JSON.stringify(input).includes('predecessor-named'))
      throw new Error('died');
    return send();
  });
  await expect(review('S-2', dying)).rejects.toThrow('died');
  expect(await kinds('S-1')).toContain('followed-by');
  expect(await kinds('S-2')).toEqual(['shipment-created']);
  await review('S-2');
  expect(await kinds('S-2')).toEqual(['shipment-created', 'predecessor-named']);
  expect((await kinds('S-1')).filter((kind) => kind === 'followed-by')).toHaveLength(1);
});

test('nothing is searched for without a label, after a day, or for a cancelled shipment', async () => {
  await twoLegs();
  await createShipment(database, 'S-3', createdShipment, 'test');
  const searched: string[] = [];
  const watched = answeredBy(database, async ({ input }, send) => {
    if (input['TableName'] === database.tables.search && 'KeyConditionExpression' in input)
      searched.push(input['TableName']);
    return send();
  });
  await review('S-3', watched);
  await record(database, 'S-2', { by: 'test', now: Date.now }, () => [
    { why: 'test', fact: { kind: 'shipment-cancelled' } },
  ]);
  await review('S-2', watched);
  vi.setSystemTime(noon + 30 * minute + day);
  await review('S-1', watched);
  expect(searched).toEqual([]);
});
