import { join } from 'node:path';
import { DeleteItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connectDevice } from '../../local/demonstration/device-connection.ts';
import { seedProfiles } from '../../local/demonstration/seed.ts';
import { archiveShow } from '../../src/cli/archive-show.ts';
import { deviceAdd, deviceRotate } from '../../src/cli/device.ts';
import { shipmentRestore } from '../../src/cli/restore.ts';
import { localDeployment } from '../../src/cli/deployment.ts';
import { makeBundle } from '../../src/evidence/bundle.ts';
import { loadEvidence } from '../../src/evidence/load-evidence.ts';
import { verifyBundle } from '../../src/evidence/verify.ts';
import { readDeviceItem } from '../../src/storage/append.ts';
import { createSource } from '../../src/storage/create-source.ts';
import { readingsOf } from '../../src/storage/decode-device-item.ts';
import { readLedger } from '../../src/storage/ledger.ts';
import { registerDevice } from '../../src/storage/source-devices.ts';
import { signInAs } from '../support/api-client.ts';
import { type LocalRun, startLocalRun } from '../support/local-run.ts';
import { readRefused } from '../support/refused-messages.ts';
import { minute } from '../support/series.ts';

let run: LocalRun;
beforeAll(async () => {
  run = await startLocalRun();
  await seedProfiles(run.database);
});
afterAll(() => run?.stop());

const address = () => ({ host: 'localhost', port: run.cloud.mqttPort });
function filesOf(thing: string) {
  const folder = join(run.folder, 'devices', thing);
  return {
    ca: join(folder, 'ca.pem'),
    certificate: join(folder, 'certificate.pem'),
    key: join(folder, 'private.key'),
  };
}

/** Creates a gateway, as a thing and as a source, with its devices by the names in its bodies. */
async function gatewayWith(name: string, devices: Record<string, string>): Promise<void> {
  await deviceAdd(name, { state: run.folder, gateway: true });
  await createSource(
    run.database,
    {
      name,
      transport: 'mqtt',
      description: 'at the dock',
      authentication: null,
      messagesPerMinute: 100,
      silentAfterMs: 3_600_000,
      audience: ['dock'],
    },
    { by: 'otto', at: Date.now(), request: name },
  );
  for (const [named, device] of Object.entries(devices))
    await registerDevice(run.database, name, { named, device });
}

/** A pack about probes with a temperature in °C each. */
const packOf = (celsius: Record<string, number>, at: number): string =>
  JSON.stringify(Object.entries(celsius).map(([bn, v]) => ({ bn, bt: at / 1000, u: 'Cel', v })));

const celsiusOf = async (device: string) =>
  readingsOf(await readDeviceItem(run.database, device)).flatMap((each) =>
    each.channel === 'temperature' && 'value' in each ? [each.value] : [],
  );

describe('a gateway', { timeout: 60_000 }, () => {
  test('speaks for its registered devices, by its topic and by Basic Ingest', async () => {
    await gatewayWith('dock-1', { 'probe:1': 'crate-1', 'probe:2': 'crate-2' });
    const gateway = await connectDevice('dock-1', filesOf('dock-1'), address());
    const now = Date.now();
    await gateway.publish('coldwatch/dock-1/gateway', packOf({ 'probe:1': 4.5, 'probe:2': 5.5 }, now - 9000));
    await gateway.publish(
      '$aws/rules/coldwatch_local_gateway/coldwatch/dock-1/gateway',
      packOf({ 'probe:1': 4.75, 'probe:9': 30 }, now - 5000),
    );
    await gateway.close();
    await run.drained();
    expect(await celsiusOf('crate-1')).toEqual([4.5, 4.75]);
    expect(await celsiusOf('crate-2')).toEqual([5.5]);
    expect((await readRefused(run.database, 'dock-1')).flatMap(({ refused }) => refused)).toEqual([
      {
        line: 2,
        reason:
          '"probe:9" is not registered with dock-1; register it: coldwatch source register dock-1 "probe:9=DEVICE"',
      },
    ]);
    const lines = await Array.fromAsync(archiveShow({ state: run.folder, device: 'crate-2', json: true }));
    expect(lines.map((line) => JSON.parse(line) as object)).toMatchObject([
      {
        thing: 'crate-2',
        topic: 'coldwatch/dock-1/gateway',
        from: { source: 'dock-1', named: 'probe:2', mapping: null },
      },
    ]);
  });

  test('cannot publish as a device, nor as another gateway; and no device as a gateway', async () => {
    await gatewayWith('dock-2', {});
    for (const topic of [
      'coldwatch/dock-2/telemetry',
      'coldwatch/dock-1/gateway',
      'coldwatch/crate-1/telemetry',
    ]) {
      const gateway = await connectDevice('dock-2', filesOf('dock-2'), address());
      await expect(gateway.publish(topic, '[]')).rejects.toThrow();
    }
    for (const topic of ['coldwatch/crate-1/gateway', 'coldwatch/dock-1/gateway']) {
      const device = await run.connect('crate-1');
      await expect(device.publish(topic, '[]')).rejects.toThrow();
    }
  });

  test('is a gateway still after its key is rotated', async () => {
    await gatewayWith('dock-3', { p: 'crate-3' });
    await deviceRotate('dock-3', { state: run.folder });
    const gateway = await connectDevice('dock-3', filesOf('dock-3'), address());
    await gateway.publish('coldwatch/dock-3/gateway', packOf({ p: 6 }, Date.now()));
    await expect(gateway.publish('coldwatch/dock-3/telemetry', '{}')).rejects.toThrow();
    await run.drained();
    expect(await celsiusOf('crate-3')).toEqual([6]);
  });

  test('carries a shipment: its bodies back the evidence, and restore what is lost', async () => {
    await gatewayWith('dock-4', { p: 'crate-4', q: 'crate-5' });
    const lena = await signInAs(run, 'lena');
    const shipment = 'GATEWAY-1';
    await lena.do('createShipment', {
      body: {
        shipment,
        goods: 'measles vaccine',
        origin: 'Cambridge',
        destination: 'Stansted',
        site: 'north',
        profile: 'controlled-cold',
        audience: ['site:north'],
      },
    });
    const now = Date.now();
    const since = new Date(now - 61 * minute).toISOString();
    for (const device of ['crate-4', 'crate-5']) await lena.step('attachDevice', shipment, { device, since });
    const gateway = await connectDevice('dock-4', filesOf('dock-4'), address());
    for (const minutesAgo of [60, 50, 40, 30, 20, 10, 0])
      await gateway.publish(
        'coldwatch/dock-4/gateway',
        packOf({ p: 5, q: 5 + (60 - minutesAgo) / 100 }, now - minutesAgo * minute),
      );
    await gateway.close();
    await run.drained();
    const { database, archive } = localDeployment({
      endpoints: run.cloud.endpoints,
      credentials: run.cloud.credentials,
      resources: run.cloud.template.references,
    });
    const bundleOf = async () => {
      const { entries } = await readLedger(database, shipment);
      const evidence = await loadEvidence(database, entries, archive, 'signing', now + minute);
      return makeBundle({ ...evidence, report: null });
    };
    const before = await bundleOf();
    expect(await verifyBundle(before)).toMatchObject({
      raw: { readings: 14, backed: 14, unrecorded: 0, foreign: 0, shifted: 0 },
    });
    await database.client.send(
      new DeleteItemCommand({ TableName: database.tables.devices, Key: { deviceId: { S: 'crate-4' } } }),
    );
    const said = await Array.fromAsync(shipmentRestore([shipment], { state: run.folder }));
    expect(said.join('\n')).toMatch(/GATEWAY-1: 0 of \d+ ledger entries and \d+ readings restored/);
    expect(Buffer.from(await bundleOf()).equals(Buffer.from(before))).toBe(true);
  });
});
