import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import {
  type AttributeValue,
  ConditionalCheckFailedException,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { databaseOf } from '../models/model-client.ts';
import { tableShape } from '../models/table-shape.ts';
import { TablesModel } from '../models/tables-model.ts';
import { deviceEvaluator } from '../../src/monitoring/evaluate-device.ts';
import type { Reading } from '../../src/model/reading.ts';
import { syncAssignments } from '../../src/storage/sync-assignments.ts';
import { append, readDeviceItem, readDeviceItems } from '../../src/storage/append.ts';
import { attach, detach } from '../../src/storage/assign.ts';
import { Attempts, Contended, mostAttempts, pauseMs } from '../../src/storage/attempts.ts';
import { assignmentOf, writeAssignment } from '../../src/storage/device-item-codec.ts';
import { readLedger, record } from '../../src/storage/ledger.ts';
import { putProfile } from '../../src/storage/store-profile.ts';
import { acknowledgeAlarm, createShipment, declareMilestone } from '../../src/storage/shipment-actions.ts';
import { attachDevice } from '../../src/storage/attach-device.ts';
import { keepLastValues } from '../../src/storage/flush-to-journal.ts';
import type { Database } from '../../src/storage/tables.ts';
import { templateTables } from '../support/database.ts';
import { type Command, answeredBy } from '../support/table-items.ts';
import { minute, start } from '../support/series.ts';
import { assignment, createdShipment, evaluating, shipmentWith, warmProfile } from '../support/shipment.ts';

type Item = Record<string, AttributeValue>;
type Output = { Attributes?: Item; Item?: Item; Items?: Item[] };
/** Responds in place of the tables, or with their response. */
type Answer = (command: Command, send: () => Promise<Output>) => Promise<Output>;

const shapes = Object.fromEntries(
  templateTables().map(([name, properties]) => [name, tableShape(properties)]),
);
let database: Database;
beforeEach(() => {
  database = databaseOf(new TablesModel(shapes));
  // The shortest pause, because other writers act at once here.
  vi.spyOn(Math, 'random').mockReturnValue(0);
});
afterEach(() => vi.restoreAllMocks());

/** The tables, with another writer who interferes. */
function disturbed(answer: Answer): Database {
  return answeredBy(database, (command, send) => answer(command, send as () => Promise<Output>));
}

/** Another writer comes first each time a request is of this kind. */
function overtaken(isContended: (command: Command) => boolean): { database: Database; count: () => number } {
  let count = 0;
  return {
    database: disturbed(async (command, send) => {
      if (!isContended(command)) return send();
      count++;
      throw new ConditionalCheckFailedException({ message: 'the condition failed', $metadata: {} });
    }),
    count: () => count,
  };
}

const isUpdateOf = (table: string) => (command: Command) =>
  command.constructor.name === 'UpdateItemCommand' &&
  command.input['TableName'] === table &&
  command.input['ConditionExpression'] !== undefined;

const celsius = (minutes: number, value: number): Reading => ({
  channel: 'temperature',
  at: start + minutes * minute,
  value,
});

test('pauses are random, within a bound that doubles up to the longest', () => {
  const bounds = { firstMs: 20, longestMs: 100 };
  expect([1, 2, 3, 4, 10].map((count) => pauseMs(count, bounds, 0.5))).toEqual([10, 20, 40, 50, 50]);
  expect(pauseMs(3, bounds, 0)).toBe(0);
});

test('a writer that is overtaken waits before the next attempt', async () => {
  vi.spyOn(Math, 'random').mockReturnValue(0.999);
  const attempts = new Attempts('the ledger of shipment S-1');
  const beganAt = performance.now();
  for (let made = 0; made < 4; made++) await attempts.next();
  // 10, 20, 40 and 80 ms; a timer may fire a millisecond early.
  expect(performance.now() - beganAt).toBeGreaterThan(140);
});

test('attempts end with an error that names what was contended', async () => {
  const attempts = new Attempts('the ledger of shipment S-1');
  for (let made = 1; made < mostAttempts; made++) await attempts.next();
  await expect(attempts.next()).rejects.toThrow(new Contended('the ledger of shipment S-1').message);
});

describe('when other writers always come first, the call fails after the limit and names what was contended:', () => {
  test('an entry of a ledger', async () => {
    await shipmentWith(database, 'S-1', []);
    const others = overtaken(
      ({ constructor: { name }, input }) => name === 'PutItemCommand' && input['TableName'] === 'ledger',
    );
    const recorder = { by: 'test', now: () => start };
    const entry = { why: 'x', fact: { kind: 'alarm-acknowledged', rule: 'warm-20m', comment: 'x' } } as never;
    await expect(record(others.database, 'S-1', recorder, () => [entry])).rejects.toThrow(
      'the ledger of shipment S-1 was changed by others 20 times',
    );
    expect(others.count()).toBe(mostAttempts);
    expect((await readLedger(database, 'S-1')).entries).toHaveLength(1);
  });

  test('an attachment', async () => {
    const others = overtaken(isUpdateOf('devices'));
    await expect(attach(others.database, 'box', assignment('S-1'), keepLastValues)).rejects.toThrow(
      'the item of box, which is being attached to S-1, was changed by others',
    );
    expect(others.count()).toBe(mostAttempts);
  });

  test('a detachment', async () => {
    await shipmentWith(database, 'S-1', ['box']);
    const others = overtaken(isUpdateOf('devices'));
    await expect(detach(others.database, 'box', start + minute, keepLastValues, 'S-1')).rejects.toThrow(
      'the item of box, which is being detached from S-1, was changed by others',
    );
    expect(others.count()).toBe(mostAttempts);
  });

  test('a device’s item that is brought up to date with its ledger', async () => {
    await shipmentWith(database, 'S-1', ['box']);
    await declareMilestone(database, 'S-1', 'departed', Date.now(), 'test');
    const { entries } = await readLedger(database, 'S-1');
    // As it was before the departure.
    const before = await readDeviceItem(database, 'box');
    await attachedAs({ ...before.assignment!, phases: { departedAt: null, arrivedAt: null } });
    const others = overtaken(isUpdateOf('devices'));
    await expect(syncAssignments(others.database, entries)).rejects.toThrow(
      'the item of box, which is being updated from its ledger, was changed by others',
    );
    expect(others.count()).toBe(mostAttempts);
  });

  test('a large message’s assignment', async () => {
    let since = start;
    const others = disturbed(async (_, send) => {
      const output = await send();
      if (output.Attributes !== undefined)
        output.Attributes['a'] = { S: writeAssignment(assignment('S-1', (since += minute))) };
      return output;
    });
    const large = Array.from({ length: 500 }, (_, index) => celsius(index, index / 7));
    await expect(append(others, 'box', [large])).rejects.toThrow(
      'the assignment of box was changed by others',
    );
    expect(since).toBe(start + mostAttempts * minute);
  });

  test('a table that is throttled', async () => {
    let count = 0;
    const others = disturbed(async ({ input }) => {
      count++;
      return { UnprocessedKeys: input['RequestItems'] } as Output;
    });
    await expect(readDeviceItems(others, ['box'])).rejects.toThrow('the table devices is throttled');
    expect(count).toBe(8);
  });

  test('a device’s record to which another writer keeps adding', async () => {
    await shipmentWith(database, 'S-1', []);
    await attachHot();
    let added = 0;
    const others = disturbed(async (command, send) => {
      if (JSON.stringify(command.input).includes('"SET #t = :t"')) {
        added++;
        await append(database, 'box', [[celsius(10 + added, added % 2 === 0 ? 20 : 4)]]);
      }
      return send();
    });
    const { evaluate } = deviceEvaluator(others, async () => true);
    const deviceItem = await append(database, 'box', [[celsius(1, 20)]]);
    await expect(
      evaluate(deviceItem, { asOf: start + 2 * 60 * minute, processedUpTo: -Infinity }),
    ).rejects.toThrow('the record of box was changed by others 20 times');
    expect(added).toBeGreaterThanOrEqual(mostAttempts);
  });

  test('a device’s assignment that changes while its record is evaluated', async () => {
    await shipmentWith(database, 'S-1', []);
    await attachHot();
    let moves = 0;
    const moved = (item: Item | undefined): void => {
      if (item?.['a']?.S)
        item['a'] = { S: writeAssignment({ ...assignmentOf(item['a'].S), calibratedUntil: moves++ }) };
    };
    const others = disturbed(async (_, send) => {
      const output = await send();
      moved(output.Attributes);
      moved(output.Item);
      return output;
    });
    const { evaluate } = deviceEvaluator(others, async () => true);
    const deviceItem = await append(database, 'box', [[celsius(1, 20)]]);
    await expect(
      evaluate(deviceItem, { asOf: start + 10 * minute, processedUpTo: -Infinity }),
    ).rejects.toThrow('the record of box was changed by others 20 times');
  });

  test('a past assignment that never agrees with the ledger', async () => {
    await shipmentWith(database, 'S-1', ['box']);
    await detach(database, 'box', start + 60 * minute, keepLastValues, 'S-1');
    let moves = 0;
    const others = disturbed(async (command, send) => {
      const output = await send();
      if (command.constructor.name === 'QueryCommand')
        for (const item of output.Items ?? [])
          if (item['assignment']?.S !== undefined)
            item['assignment'] = {
              S: writeAssignment({ ...assignmentOf(item['assignment'].S), declaredAt: moves++ }),
            };
      return output;
    });
    const { evaluateDetached } = evaluating(others);
    await expect(evaluateDetached('box', start, start + 120 * minute)).rejects.toThrow(
      'the ended assignment of box to S-1 was changed by others 20 times',
    );
  });
});

test('a writer that is overtaken occasionally succeeds', async () => {
  await shipmentWith(database, 'S-1', ['box']);
  await append(
    database,
    'box',
    [0, 10, 20, 30].map((minutes) => [celsius(minutes, 9)]),
  );
  await evaluating(database).evaluate(await readDeviceItem(database, 'box'), {
    asOf: start + 31 * minute,
    processedUpTo: -Infinity,
  });
  let left = 5;
  const others = overtaken(({ constructor: { name }, input }) => {
    if (name !== 'PutItemCommand' || input['TableName'] !== 'ledger' || left === 0) return false;
    left--;
    return true;
  });
  await acknowledgeAlarm(others.database, 'S-1', 'warm-20m', 'driver called', 'lena');
  expect((await readLedger(database, 'S-1')).entries.at(-1)!.fact.kind).toBe('alarm-acknowledged');
});

/** A device whose rule fires with each reading above 8 °C. */
async function attachHot(): Promise<void> {
  const rules = [{ id: 'hot', channel: 'temperature', above: 8, mode: 'instant', severity: 'major' }];
  await putProfile(database, { ...warmProfile, id: 'hot', rules }, 'test');
  await createShipment(database, 'S-2', { ...createdShipment, profile: { id: 'hot', version: 1 } }, 'test');
  await attachDevice(database, 'box', { ...assignment('S-2'), profile: { id: 'hot', version: 1 } }, 'test');
}

async function attachedAs(of: ReturnType<typeof assignment>): Promise<void> {
  await database.client.send(
    new UpdateItemCommand({
      TableName: 'devices',
      Key: { deviceId: { S: 'box' } },
      UpdateExpression: 'SET #a = :a',
      ExpressionAttributeNames: { '#a': 'a' },
      ExpressionAttributeValues: { ':a': { S: writeAssignment(of) } },
    }),
  );
}
