import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  CreateTableCommand,
  DynamoDBClient,
  ScanCommand,
  type TransactWriteItem,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type TestDatabase, startDatabase } from '../support/database.ts';

const put = (id: string, more: object = {}): TransactWriteItem => ({
  Put: { TableName: 'ledger', Item: { shipmentId: { S: id }, sequence: { S: '1' } }, ...more },
});

describe('a transaction of the local run', () => {
  let running: TestDatabase;
  beforeAll(async () => {
    running = await startDatabase('dynalite');
  });
  afterAll(() => running.stop());
  const refusal = async (items: TransactWriteItem[]) =>
    running.database.client.send(new TransactWriteItemsCommand({ TransactItems: items })).then(
      () => null,
      (error: Error) => error.message,
    );

  test.each<[string, TransactWriteItem[], string]>([
    [
      'of anything but Put',
      [{ Delete: { TableName: 'ledger', Key: { shipmentId: { S: 'a' }, sequence: { S: '1' } } } }],
      'the local run has transactions of Put only, not of Delete',
    ],
    [
      'of two tables',
      [put('a'), { Put: { TableName: 'profiles', Item: { profileId: { S: 'a' }, version: { N: '1' } } } }],
      'the local run has transactions within one table only',
    ],
    [
      'of a table with indexes',
      [{ Put: { TableName: 'shipments', Item: { shipmentId: { S: 'a' } } } }],
      'the local run has no transactions in a table with indexes',
    ],
    [
      'of one item twice',
      [put('a'), put('a')],
      'Transaction request cannot include multiple operations on one item',
    ],
    [
      'of more than 100 items',
      Array.from({ length: 101 }, (_, index) => put(`a${index}`)),
      'a transaction has from 1 to 100 items',
    ],
    [
      'of an item without its key',
      [put('a', { Item: { shipmentId: { S: 'a' } } })],
      'One or more parameter values were invalid: Missing the key sequence in the item',
    ],
    [
      'of more than 4 MB',
      Array.from({ length: 12 }, (_, index) =>
        put(`a${index}`, {
          Item: { shipmentId: { S: `a${index}` }, sequence: { S: '1' }, entry: { S: 'x'.repeat(380_000) } },
        }),
      ),
      'the items of a transaction have at most 4194304 bytes together',
    ],
  ])('%s is refused', async (_, items, sentence) => {
    expect(await refusal(items)).toBe(sentence);
  });

  test('says which conditions were not met', async () => {
    expect(await refusal([put('b')])).toBeNull();
    const absent = { ConditionExpression: 'attribute_not_exists(shipmentId)' };
    await expect(
      running.database.client.send(
        new TransactWriteItemsCommand({ TransactItems: [put('c', absent), put('b', absent)] }),
      ),
    ).rejects.toMatchObject({
      name: 'TransactionCanceledException',
      CancellationReasons: [{ Code: 'None' }, { Code: 'ConditionalCheckFailed' }],
    });
    // The items are free again.
    expect(await refusal([put('c', absent)])).toBeNull();
  });

  test('is cancelled, and does not wait, where it meets another one at an item', async () => {
    const items = Array.from({ length: 100 }, (_, index) => put(`same${index}`));
    const refusals = await Promise.all(Array.from({ length: 10 }, () => refusal(items)));
    const conflicts = refusals.filter((each) => each !== null);
    expect(conflicts.length).toBeGreaterThan(0);
    expect(conflicts.length).toBeLessThan(10);
    for (const each of conflicts) expect(each).toContain('TransactionConflict');
    expect(await refusal(items)).toBeNull();
  });
});

describe('after a kill', () => {
  const started: ChildProcess[] = [];
  afterEach(() => {
    for (const each of started) each.kill('SIGKILL');
  });

  async function serve(folder: string): Promise<{ client: DynamoDBClient; kill: () => Promise<void> }> {
    const child = spawn(process.execPath, [join(import.meta.dirname, '../support/serve-tables.ts'), folder], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    started.push(child);
    const [port] = (await once(child.stdout, 'data')) as [Buffer];
    const client = new DynamoDBClient({
      endpoint: `http://127.0.0.1:${port.toString().trim()}`,
      region: 'us-east-1',
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
      maxAttempts: 1,
    });
    return {
      client,
      async kill() {
        child.kill('SIGKILL');
        await once(child, 'exit');
        client.destroy();
      },
    };
  }

  test('the items of a transaction are all there, or none', { timeout: 120_000 }, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'coldwatch-transactions-'));
    const size = 20;
    let sent = 0;
    const acknowledged = new Set<number>();
    for (let round = 0; round < 4; round++) {
      const { client, kill } = await serve(folder);
      if (round === 0)
        await client.send(
          new CreateTableCommand({
            TableName: 'ledger',
            AttributeDefinitions: [
              { AttributeName: 'shipmentId', AttributeType: 'S' },
              { AttributeName: 'sequence', AttributeType: 'S' },
            ],
            KeySchema: [
              { AttributeName: 'shipmentId', KeyType: 'HASH' },
              { AttributeName: 'sequence', KeyType: 'RANGE' },
            ],
            BillingMode: 'PAY_PER_REQUEST',
          }),
        );
      const writers = Array.from({ length: 4 }, async () => {
        for (let isAnswered = true; isAnswered;) {
          const group = sent++;
          const TransactItems = Array.from({ length: size }, (_, index) => put(`${group}-${index}`));
          isAnswered = await client.send(new TransactWriteItemsCommand({ TransactItems })).then(
            () => true,
            () => false,
          );
          if (isAnswered) acknowledged.add(group);
        }
      });
      const before = acknowledged.size;
      while (acknowledged.size < before + 5) await sleep(5);
      await sleep(round * 7);
      await kill();
      await Promise.all(writers);
    }
    const { client, kill } = await serve(folder);
    const { Items = [] } = await client.send(new ScanCommand({ TableName: 'ledger', ConsistentRead: true }));
    await kill();
    const counts = new Map<string, number>();
    for (const { shipmentId } of Items) {
      const group = shipmentId!.S!.split('-')[0]!;
      counts.set(group, (counts.get(group) ?? 0) + 1);
    }
    expect(new Set(counts.values())).toEqual(new Set([size]));
    for (const group of acknowledged) expect(counts.has(String(group))).toBe(true);
    expect(acknowledged.size).toBeGreaterThanOrEqual(20);
  });
});
