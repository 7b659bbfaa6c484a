import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateThingCommand, InvalidRequestException, IoTClient } from '@aws-sdk/client-iot';
import mqtt from 'mqtt';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { connectDevice } from '../../local/demonstration/device-connection.ts';
import { type Broker, startBroker } from '../../local/broker.ts';
import { CertificateAuthority, type DeviceFiles } from '../../local/certificates.ts';
import { startIotControl } from '../../local/iot-control.ts';
import { startIotData } from '../../local/iot-data.ts';
import { faultOfPublished } from '../../local/publish-limits.ts';
import { serviceLimits } from '../../local/service-limits.ts';
import { IoTDataPlaneClient, PublishCommand } from '@aws-sdk/client-iot-data-plane';
import { callGate, newCredentials } from '../../local/gate.ts';

const credentials = newCredentials();

const folder = mkdtempSync(join(tmpdir(), 'coldwatch-publish-'));
const taken: string[] = [];
const rules = [
  {
    name: 'all',
    wants: () => true,
    select: ({ payload }: { payload: Uint8Array }) => String(payload.length),
    act: (body: string) => void taken.push(body),
    onError: () => undefined,
  },
];
const largest = Buffer.alloc(serviceLimits.publishedBytes.limit, 'x');
let broker: Broker;
let authority: CertificateAuthority;
let files: DeviceFiles;
beforeAll(async () => {
  authority = await CertificateAuthority.open(join(folder, 'authority'));
  broker = await startBroker({ port: 0, authority, policy: () => true, rules });
  files = await authority.filesOf('box-1', []);
});
beforeEach(() => void taken.splice(0));
afterAll(async () => {
  await broker.stop();
  rmSync(folder, { recursive: true });
});

const connect = (as = 'box-1') => connectDevice(as, files, { host: 'localhost', port: broker.port });

test.each([
  ['t', largest, null],
  ['t', Buffer.concat([largest, Buffer.from('x')]), 'a message holds 131072 bytes at most'],
  ['x'.repeat(256), Buffer.from('x'), null],
  ['x'.repeat(257), Buffer.from('x'), 'a topic has 256 bytes at most'],
  ['1/2/3/4/5/6/7/8', Buffer.from('x'), null],
  ['1/2/3/4/5/6/7/8/9', Buffer.from('x'), 'a topic has 7 slashes at most'],
  ['$aws/rules/rule/1/2/3/4/5/6/7/8', Buffer.from('x'), null],
  [`$aws/rules/rule/${'x'.repeat(256)}`, Buffer.from('x'), null],
])('a message to the topic %s is within the limits or refused', (topic, payload, fault) => {
  expect(faultOfPublished(topic, payload)).toBe(fault);
});

describe('the broker', () => {
  test('accepts 128 KiB, and disconnects clients that send more', async () => {
    const device = await connect();
    await device.publish('t', largest);
    expect(taken).toEqual([String(largest.length)]);
    await expect(device.publish('t', Buffer.concat([largest, largest]))).rejects.toThrow(
      'ended the connection',
    );
    expect(taken).toHaveLength(1);
  });

  test('speaks MQTT 3.1.1, and refuses version 5 clients', async () => {
    const client = mqtt.connect({
      protocol: 'mqtts',
      host: 'localhost',
      port: broker.port,
      clientId: 'box-1',
      ca: readFileSync(files.ca),
      cert: readFileSync(files.certificate),
      key: readFileSync(files.key),
      reconnectPeriod: 0,
      protocolVersion: 5,
    });
    const error = await new Promise<Error>((resolve) => client.once('error', resolve));
    expect(error.message).toContain('Unacceptable protocol version');
    await client.endAsync(true);
  });

  test('accepts client ids of at most 128 bytes', async () => {
    await (await connect('x'.repeat(128))).close();
    await expect(connect('x'.repeat(129))).rejects.toThrow();
  });

  test('drops messages above a hundred a second on one connection without acknowledging them', async () => {
    const client = mqtt.connect({
      protocol: 'mqtts',
      host: 'localhost',
      port: broker.port,
      clientId: 'box-1',
      ca: readFileSync(files.ca),
      cert: readFileSync(files.certificate),
      key: readFileSync(files.key),
      reconnectPeriod: 0,
    });
    await new Promise<void>((resolve) => client.once('connect', () => resolve()));
    let acknowledged = 0;
    const { limit } = serviceLimits.publishesOfSecond;
    for (let index = 0; index < limit + 10; index++)
      client.publish('t', 'x', { qos: 1 }, (error) => void (error ?? acknowledged++));
    await expect.poll(() => acknowledged).toBe(limit);
    // A second later it accepts more; dropped messages are not made up for.
    await new Promise((resolve) => setTimeout(resolve, 1000));
    await client.publishAsync('t', 'later', { qos: 1 });
    expect([acknowledged, taken.length]).toEqual([limit, limit + 1]);
    await client.endAsync(true);
  });

  test(
    'accepts everything from our own device connection, which stays below that rate',
    { timeout: 15_000 },
    async () => {
      const device = await connect();
      const count = serviceLimits.publishesOfSecond.limit + 20;
      for (let index = 0; index < count; index++) await device.publish('t', 'x');
      expect(taken).toHaveLength(count);
      await device.close();
    },
  );
});

test("a thing's name has at most 128 characters", async () => {
  const server = await startIotControl(authority, [], callGate(credentials));
  const client = new IoTClient({
    endpoint: server.endpoint,
    region: 'us-east-1',
    credentials,
    maxAttempts: 1,
  });
  const add = (thingName: string): Promise<unknown> => client.send(new CreateThingCommand({ thingName }));
  try {
    await add('x'.repeat(serviceLimits.thingNameCharacters.limit));
    await expect(add('x'.repeat(serviceLimits.thingNameCharacters.limit + 1))).rejects.toThrow(
      InvalidRequestException,
    );
    await expect(add('a.b')).rejects.toThrow(InvalidRequestException);
  } finally {
    client.destroy();
    await server.stop();
  }
});

test('publishing over HTTPS has the same limits', async () => {
  const server = await startIotData(rules, callGate(credentials));
  const client = new IoTDataPlaneClient({
    endpoint: server.endpoint,
    region: 'us-east-1',
    credentials,
    maxAttempts: 1,
  });
  const publish = async (topic: string, payload: Buffer): Promise<number> =>
    client.send(new PublishCommand({ topic, payload })).then(
      ({ $metadata }) => $metadata.httpStatusCode!,
      (error: { $metadata: { httpStatusCode: number } }) => error.$metadata.httpStatusCode,
    );
  try {
    expect(await publish('t', largest)).toBe(200);
    expect(await publish('t', Buffer.concat([largest, Buffer.from('x')]))).toBe(413);
    expect(await publish('1/2/3/4/5/6/7/8/9', Buffer.from('x'))).toBe(400);
    expect(taken).toHaveLength(1);
  } finally {
    client.destroy();
    await server.stop();
  }
});
