import { GetItemCommand, PutItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { localDeployment } from '../../src/cli/deployment.ts';
import { putProfile } from '../../src/storage/profiles.ts';
import { packReadings } from '../../src/storage/readings-codec.ts';
import { attachDevice } from '../../src/storage/attach-device.ts';
import { createShipment } from '../../src/storage/shipment-actions.ts';
import { startProgram } from '../support/started-process.ts';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { RunningCloud } from '../../local/cloud.ts';
import { batchOf, loadHandler, setEnvironment } from './function-under-test.ts';
import type { Database } from '../../src/storage/tables.ts';
import { median } from './measure.ts';
import { beginning, messageAt, profile, profileJson } from './message.ts';

const pairs = 200;
/**
 * Rounds of the handler before pairs are measured: device items reach their steady size once they have been flushed.
 */
const warmUp = 30;

/**
 * The time of the function for ten messages of ten devices, divided by that of ten bare updates in parallel with the
 * same client, the same engine and copies of the device items. The tables run in a process of their own and the
 * archive's stream in a thread of its own, as in an account neither would slow the other down.
 */
export async function handlerOverBareUpdate(): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'coldwatch-bench-'));
  const cloud = startProgram('start', '--port', '0', '--mqtt-port', '0', '--state', folder, '--no-demo');
  const archive = new Worker(new URL('./archive-stream.ts', import.meta.url));
  const listening = once(archive, 'message') as Promise<[endpoint: string]>;
  try {
    await cloud.ready();
    const running = JSON.parse(readFileSync(join(folder, 'local.json'), 'utf8')) as RunningCloud;
    const database = localDeployment(running).database;
    const { client, tables } = database;
    setEnvironment(tables);
    const [archiveEndpoint] = await listening;
    Object.assign(process.env, running.endpoints, {
      AWS_ENDPOINT_URL_FIREHOSE: archiveEndpoint,
      AWS_ACCESS_KEY_ID: running.credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: running.credentials.secretAccessKey,
    });
    const devices = Array.from({ length: 10 }, (_, index) => `truck-${index}`);
    await putProfile(database, profileJson, 'benchmark');
    const reference = { id: profile.id, version: profile.version };
    for (const device of devices) {
      const shipment = `of-${device}`;
      const created = {
        goods: 'x',
        origin: 'A',
        destination: 'B',
        site: 'n',
        profile: reference,
        audience: [],
      };
      await createShipment(database, shipment, created, 'benchmark');
      const intervalMs = profile.reportingIntervalMs;
      const assignment = {
        shipment,
        profile: reference,
        since: beginning,
        intervalMs,
        attachedAt: Date.now(),
      };
      await attachDevice(database, device, assignment, 'benchmark');
    }
    const handler = await loadHandler();
    const ratios: number[] = [];
    for (let index = 0; index < warmUp; index++) await handler(batchOf(devices, index));
    await Promise.all(devices.map((device) => copyDeviceItem(database, device, `bare-${device}`)));
    for (let index = warmUp; index < warmUp + pairs; index++) {
      const packed = packReadings(messageAt(index).readings);
      const handle = () => handler(batchOf(devices, index));
      const update = () =>
        Promise.all(
          devices.map((device) =>
            client.send(
              new UpdateItemCommand({
                TableName: tables.devices,
                Key: { deviceId: { S: `bare-${device}` } },
                UpdateExpression: 'SET #n = :v',
                // No more than a device item contains midway between two flushes.
                ExpressionAttributeNames: { '#n': `message-${index % 7}` },
                ExpressionAttributeValues: { ':v': { B: packed } },
                ReturnValues: 'ALL_NEW',
              }),
            ),
          ),
        );
      const [first, second] = index % 2 === 0 ? [handle, update] : [update, handle];
      const times = [await elapsed(first), await elapsed(second)];
      const [handled, bare] = index % 2 === 0 ? times : times.toReversed();
      ratios.push(handled! / bare!);
    }
    client.destroy();
    return median(ratios);
  } finally {
    await archive.terminate();
    cloud.child.kill('SIGKILL');
    await cloud.exited;
    rmSync(folder, { recursive: true, force: true });
  }
}

async function copyDeviceItem({ client, tables }: Database, from: string, to: string): Promise<void> {
  const { Item } = await client.send(
    new GetItemCommand({ TableName: tables.devices, Key: { deviceId: { S: from } }, ConsistentRead: true }),
  );
  await client.send(
    new PutItemCommand({ TableName: tables.devices, Item: { ...Item, deviceId: { S: to } } }),
  );
}

async function elapsed(run: () => Promise<unknown>): Promise<number> {
  const begin = performance.now();
  await run();
  return performance.now() - begin;
}
