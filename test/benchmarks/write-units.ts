import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { deviceEvaluator } from '../../src/monitoring/evaluate-device.ts';
import { append } from '../../src/storage/append.ts';
import { putProfile } from '../../src/storage/store-profile.ts';
import { attachDevice } from '../../src/storage/attach-device.ts';
import { createShipment } from '../../src/storage/shipment-actions.ts';
import type { Database } from '../../src/storage/tables.ts';
import { beginning, messageAt, profile, profileJson } from './message.ts';

const devices = 200;
const messagesEach = 200;
const batchSize = 10;
/** Every this many batches, a new instance of the function that has read nothing yet. */
const batchesUntilCold = 50;
const atOnce = 8;

/** Units per message as the engine reports them, including flushes: messages of three channels, ten minutes apart. */
export async function unitsPerMessage(database: Database): Promise<{ write: number; read: number }> {
  await prepare(database);
  const used = { write: 0, read: 0 };
  const counted: Database = { ...database, client: counting(database.client, used) };
  const batches = batchesInTurn();
  const instances = Array.from({ length: atOnce }, async () => {
    let evaluate = newEvaluator(counted);
    let handled = 0;
    for (const batch of batches) {
      if (handled++ % batchesUntilCold === 0) evaluate = newEvaluator(counted);
      await Promise.all(
        batch.map(async ({ device, index }) => {
          const { readings, at } = messageAt(index);
          const deviceItem = await append(counted, device, [readings]);
          await evaluate(deviceItem, { asOf: at, processedUpTo: -Infinity });
        }),
      );
    }
  });
  await Promise.all(instances);
  const messages = devices * messagesEach;
  return { write: used.write / messages, read: used.read / messages };
}

/** Batches of ten devices; a device's next message comes after all the others'. */
function* batchesInTurn(): Generator<{ device: string; index: number }[]> {
  for (let index = 0; index < messagesEach; index++)
    for (let first = 0; first < devices; first += batchSize)
      yield Array.from({ length: batchSize }, (_, offset) => ({ device: `truck-${first + offset}`, index }));
}

function newEvaluator(database: Database) {
  return deviceEvaluator(database, async () => true).evaluate;
}

async function prepare(database: Database): Promise<void> {
  await putProfile(database, profileJson, 'benchmark');
  const reference = { id: profile.id, version: profile.version };
  for (let index = 0; index < devices; index++) {
    const shipment = `shipment-${index}`;
    await createShipment(
      database,
      shipment,
      { goods: 'vaccine', origin: 'A', destination: 'B', site: 'north', profile: reference, audience: [] },
      'benchmark',
    );
    await attachDevice(
      database,
      `truck-${index}`,
      {
        shipment,
        profile: reference,
        since: beginning,
        intervalMs: profile.reportingIntervalMs,
        attachedAt: beginning,
      },
      'benchmark',
    );
  }
}

/** A client that asks the engine for the consumed capacity with every request. */
function counting(client: DynamoDBClient, used: { write: number; read: number }): DynamoDBClient {
  const send = async (command: { input: Record<string, unknown>; constructor: { name: string } }) => {
    command.input['ReturnConsumedCapacity'] = 'TOTAL';
    const answer = (await client.send(command as never)) as { ConsumedCapacity?: { CapacityUnits?: number } };
    const units = answer.ConsumedCapacity?.CapacityUnits ?? 0;
    if (/^(Get|Query)/.test(command.constructor.name)) used.read += units;
    else used.write += units;
    return answer;
  };
  return Object.create(client, { send: { value: send } }) as DynamoDBClient;
}
