import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { localDeployment } from '../bin/commands/deployment.ts';
import { putProfile } from '../store/profiles.ts';
import { packReadings } from '../store/packing.ts';
import { attachDevice } from '../store/attach-device.ts';
import { createShipment } from '../store/shipment-steps.ts';
import { startProgram } from '../test/support/started-process.ts';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunningCloud } from '../local/cloud.ts';
import { batchOf, loadHandler, setEnvironment } from './function-under-test.ts';
import { median } from './measure.ts';
import { beginning, messageAt, profile, profileJson } from './message.ts';

const pairs = 200;

/**
 * The function on ten messages of ten devices, over ten bare updates in parallel with the same client and engine. The
 * engines run in a process of their own.
 */
export async function handlerOverBareUpdate(): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'coldwatch-bench-'));
  const cloud = startProgram('start', '--port', '0', '--mqtt-port', '0', '--state', folder, '--no-demo');
  try {
    await cloud.ready();
    const running = JSON.parse(readFileSync(join(folder, 'local.json'), 'utf8')) as RunningCloud;
    const database = localDeployment(running).database;
    const { client, tables } = database;
    setEnvironment(tables);
    const [, stream] = Object.entries(running.resources).find(([id]) => id.startsWith('ArchiveStream'))!;
    Object.assign(process.env, running.endpoints, { ARCHIVE_STREAM: stream });
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
    for (let index = 0; index < pairs + 20; index++) {
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
                // Items of like size: as many messages as a head holds.
                ExpressionAttributeNames: { '#n': `message-${index % 15}` },
                ExpressionAttributeValues: { ':v': { B: packed } },
                ReturnValues: 'ALL_NEW',
              }),
            ),
          ),
        );
      const [first, second] = index % 2 === 0 ? [handle, update] : [update, handle];
      const times = [await elapsed(first), await elapsed(second)];
      const [handled, bare] = index % 2 === 0 ? times : times.toReversed();
      // The first ones warm both up.
      if (index >= 20) ratios.push(handled! / bare!);
    }
    client.destroy();
    return median(ratios);
  } finally {
    cloud.child.kill('SIGKILL');
    await cloud.exited;
    rmSync(folder, { recursive: true, force: true });
  }
}

async function elapsed(run: () => Promise<unknown>): Promise<number> {
  const begin = performance.now();
  await run();
  return performance.now() - begin;
}
