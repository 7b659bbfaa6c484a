import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { TransactionCanceledException, TransactionConflictException } from '@aws-sdk/client-dynamodb';
import { readLedger, record } from '../../src/storage/ledger.ts';
import {
  TooLargeTogether,
  mostBytesOfEntry,
  mostBytesTogether,
  mostTogether,
  recordFirstEntries,
} from '../../src/storage/record-first-entries.ts';
import { creationOf } from '../../src/storage/shipment-actions.ts';
import type { Database } from '../../src/storage/tables.ts';
import { answeredBy } from '../support/table-items.ts';
import { type TestDatabase, engines, startDatabase } from '../support/database.ts';
import { createdShipment } from '../support/shipment.ts';

const recorder = { by: 'lena', now: () => Date.UTC(2026, 10, 20, 8) };
const created = createdShipment;
const first = (shipment: string) => ({ shipment, next: creationOf(created, 'lena') });
const many = (prefix: string, count: number) =>
  Array.from({ length: count }, (_, index) => first(`${prefix}-${index}`));

describe.each(engines)('the first entries of several ledgers, on %s', (engine) => {
  let running: TestDatabase;
  let database: Database;
  beforeAll(async () => {
    running = await startDatabase(engine);
    ({ database } = running);
  });
  afterAll(() => running.stop());
  const lengthOf = async (shipment: string) => (await readLedger(database, shipment)).entries.length;

  test('are the same entries that are recorded one by one', async () => {
    expect(await recordFirstEntries(database, recorder, [first('T-1'), first('T-2')])).toEqual({ taken: [] });
    const { put } = await record(database, 'S-1', recorder, () => [creationOf(created, 'lena')]);
    const [one] = (await readLedger(database, 'T-1')).entries;
    const { hash, ...alone } = { ...put[0]!, shipment: 'T-1' };
    expect(one).toEqual({ ...alone, hash: one!.hash });
    expect(one!.hash).not.toBe(hash);
    const after = await record(database, 'T-1', recorder, () => [
      { why: 'x', fact: { kind: 'handed-over', to: 'x', at: 0 } },
    ]);
    expect(after.put[0]!.previous).toBe(one!.hash);
  });

  test(`are recorded up to ${mostTogether} at once`, async () => {
    expect(await recordFirstEntries(database, recorder, many('M', mostTogether))).toEqual({ taken: [] });
    expect(await lengthOf('M-0')).toBe(1);
    expect(await lengthOf(`M-${mostTogether - 1}`)).toBe(1);
  });

  test('are not recorded if one of the shipments has a ledger', async () => {
    await record(database, 'N-7', recorder, () => [creationOf(created, 'lena')]);
    expect(await recordFirstEntries(database, recorder, many('N', 20))).toEqual({ taken: ['N-7'] });
    for (const { shipment } of many('N', 20))
      expect(await lengthOf(shipment)).toBe(shipment === 'N-7' ? 1 : 0);
  });

  test('are those of one writer if several have a number in common', async () => {
    const writers = Array.from({ length: 6 }, (_, writer) => [first('common'), ...many(`W${writer}`, 9)]);
    const outcomes = await Promise.all(
      writers.map((entries) => recordFirstEntries(database, recorder, entries)),
    );
    expect(outcomes.filter(({ taken }) => taken.length === 0)).toHaveLength(1);
    for (const [writer, { taken }] of outcomes.entries()) {
      if (taken.length > 0) expect(taken).toEqual(['common']);
      for (const { shipment } of many(`W${writer}`, 9))
        expect(await lengthOf(shipment)).toBe(taken.length === 0 ? 1 : 0);
    }
  });

  test('are not taken for those of another writer when the answer is lost', async () => {
    const repeating = answeredBy(database, async ({ constructor: { name } }, send) => {
      const answer = await send();
      return name === 'TransactWriteItemsCommand' ? send() : answer;
    });
    // The service remembers the token of a repeated request; the second command here has another.
    expect(await recordFirstEntries(repeating, recorder, many('L', 3))).toEqual({ taken: [] });
    expect(await lengthOf('L-2')).toBe(1);
  });

  test('overtake a single entry, which is then decided again', async () => {
    let conflicts = 0;
    const meeting = answeredBy(database, async ({ constructor: { name } }, send) => {
      if (name !== 'PutItemCommand' || conflicts > 0) return send();
      conflicts++;
      await recordFirstEntries(database, recorder, [first('O-1'), first('O-2')]);
      throw new TransactionConflictException({
        message: 'Transaction is ongoing for the item',
        $metadata: {},
      });
    });
    const seen: number[] = [];
    const { put } = await record(meeting, 'O-1', recorder, (entries) => {
      seen.push(entries.length);
      return entries.length === 0 ? [creationOf(created, 'lena')] : [];
    });
    expect([seen, put]).toEqual([[0, 1], []]);
  });

  test('wait for a single entry that is being written, and for a busy table', async () => {
    let cancelled = 0;
    const busy = answeredBy(database, async ({ constructor: { name } }, send) => {
      if (name !== 'TransactWriteItemsCommand' || cancelled++ > 1) return send();
      const Code = cancelled === 1 ? 'TransactionConflict' : 'ThrottlingError';
      throw new TransactionCanceledException({
        message: 'cancelled',
        CancellationReasons: [{ Code: 'None' }, { Code }],
        $metadata: {},
      });
    });
    expect(await recordFirstEntries(busy, recorder, many('B', 2))).toEqual({ taken: [] });
    expect(cancelled).toBe(3);
    expect(await lengthOf('B-1')).toBe(1);
  });
});

describe('entries that are too large', () => {
  const wide = (shipment: string, length: number) => ({
    shipment,
    next: creationOf({ ...created, goods: 'x'.repeat(length) }, 'lena'),
  });
  const refusal = async (entries: Parameters<typeof recordFirstEntries>[2]) => {
    const { database } = await startDatabase('model');
    return recordFirstEntries(database, recorder, entries).then(
      () => null,
      (error: unknown) => (error instanceof TooLargeTogether ? error.message : error),
    );
  };

  test('alone are refused by name, and together by their size', async () => {
    expect(await refusal([wide('X-1', mostBytesOfEntry)])).toMatch(
      /^the plan of X-1 has 40\d{4} bytes, and at most 400000 can be recorded; give its geofences fewer corners$/,
    );
    const share = mostBytesTogether / 20;
    const fitting = Array.from({ length: 20 }, (_, index) => wide(`Y-${index}`, share - 1000));
    expect(await refusal(fitting)).toBeNull();
    expect(await refusal([...fitting, wide('Y-20', share)])).toMatch(
      /^these 21 plans have \d+ bytes together, and at most 4000000 are recorded at once; plan fewer at a time/,
    );
  });
});
