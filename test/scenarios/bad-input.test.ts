import { X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { deviceAdd, deviceCertificates, deviceRevoke } from '../../src/cli/device.ts';
import { archiveShow } from '../../src/cli/archive-show.ts';
import type { ArchivedMessage } from '../../src/storage/archive/archived-message.ts';
import { connectDevice } from '../../local/demonstration/device-connection.ts';
import { CertificateAuthority } from '../../local/certificates.ts';
import { append, readDeviceItem } from '../../src/storage/append.ts';
import { readSegments } from '../../src/storage/journal.ts';
import { isMeasured } from '../../src/model/reading.ts';
import { readRefused } from '../support/refused-messages.ts';
import { type LocalRun, startLocalRun } from '../support/local-run.ts';
import { readingsOf } from '../../src/storage/decode-device-item.ts';

let run: LocalRun;
beforeAll(async () => {
  run = await startLocalRun();
});
afterAll(() => run?.stop());

const now = (): string => new Date().toISOString();

const cases: [string, string | Buffer, string][] = [
  ['malformed JSON', '{"time": ', 'neither JSON nor CBOR'],
  ['an empty payload', '', 'the payload is empty'],
  ['a bare number', '7', 'a reading must be an object'],
  ['an unknown unit', '[{"n": "t", "u": "V", "v": 4, "t": -1}]', 'unit "V" is unknown'],
  ['the future', '{"time": "2999-01-01T00:00:00Z", "temperature": 4}', 'more than ten minutes ahead'],
  ['a clock that was never set', '{"time": "1999-01-01T00:00:00Z", "temperature": 4}', 'before 2000'],
  ['no zone', '{"time": "2026-01-01T00:00:00", "temperature": 4}', 'no zone'],
  ['bytes', Buffer.from([0x00, 0xff, 0xfe]), 'not valid UTF-8'],
];

describe('refused input from a device is stored with its reason, and blocks nothing', () => {
  test('over MQTT', { timeout: 60_000 }, async () => {
    const device = await run.connect('odd');
    for (const [, payload] of cases) await device.publish('coldwatch/odd/telemetry', payload);
    await device.publish('coldwatch/odd/temperature', `{"time": "${now()}", "temperature": 4.6}`);
    await device.close();
    await run.drained();
    const rejected = await readRefused(run.database, 'odd');
    const stored = rejected.map(({ payload, refused }) => [
      Buffer.from(payload).toString('latin1'),
      refused[0]!.reason,
    ]);
    for (const [name, payload, reason] of cases)
      expect(stored, name).toContainEqual([
        Buffer.from(payload).toString('latin1'),
        expect.stringContaining(reason),
      ]);
    expect(rejected).toHaveLength(cases.length);
    // Readings of a device without a shipment are stored too. For the time in the future, the difference is stored.
    const readings = readingsOf(await readDeviceItem(run.database, 'odd'));
    expect(readings.filter(({ channel }) => isMeasured(channel))).toMatchObject([
      { channel: 'temperature', value: 4.6 },
    ]);
    expect(readings.filter(({ channel }) => channel === 'clock')).toHaveLength(1);
    // Each refusal is in the device's record with its reason.
    expect(readings.filter(({ channel }) => channel === 'refused')).toHaveLength(cases.length);
  });
});

describe('a device can only act as itself', () => {
  test('publishing under another name is refused and ends its connection', async () => {
    const device = await run.connect('honest');
    await expect(device.publish('coldwatch/victim/telemetry', '{}')).rejects.toThrow();
    await expect(device.publish('coldwatch/honest/telemetry', '{}')).rejects.toThrow('not connected');
  });

  test("it cannot connect with another device's client id", async () => {
    await expect(run.connect('honest', 'victim')).rejects.toThrow();
  });

  test('a certificate from another authority cannot connect', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'coldwatch-authority-'));
    try {
      const other = await CertificateAuthority.open(join(folder, 'authority'));
      const files = {
        ...(await other.filesOf('honest', [])),
        ca: (await run.cloud.filesOf('honest')).ca,
      };
      await expect(
        connectDevice('honest', files, { host: 'localhost', port: run.cloud.mqttPort }),
      ).rejects.toThrow();
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test('nothing that was published in its name has arrived', async () => {
    await run.drained();
    expect(readingsOf(await readDeviceItem(run.database, 'victim'))).toEqual([]);
    expect(await readRefused(run.database, 'victim')).toEqual([]);
  });
});

describe('a new device', () => {
  test(
    'is added with files that work for publishing, is listed, and is disconnected and refused once revoked',
    { timeout: 60_000 },
    async () => {
      const options = { state: run.folder };
      const said = await deviceAdd('own-1', options);
      expect(said).toContain(`-p ${run.cloud.mqttPort} -i own-1`);
      const folder = join(run.folder, 'devices', 'own-1');
      expect(statSync(join(folder, 'private.key')).mode & 0o077).toBe(0);
      await expect(deviceAdd('own-1', options)).rejects.toThrow('has files');
      const files = {
        ca: join(folder, 'ca.pem'),
        certificate: join(folder, 'certificate.pem'),
        key: join(folder, 'private.key'),
      };
      const address = { host: 'localhost', port: run.cloud.mqttPort };
      const device = await connectDevice('own-1', files, address);
      await device.publish('coldwatch/own-1/telemetry', `{"time": "${now()}", "temperature": 4.6}`);
      const listed = async () =>
        (await Array.fromAsync(deviceCertificates(options))).filter((line) => line.startsWith('own-1 '));
      const { validToDate } = new X509Certificate(readFileSync(files.certificate));
      const end = `valid until ${validToDate.toISOString().slice(0, 10)}`;
      expect(await listed()).toEqual([`own-1                    active, ${end}`]);
      expect(await deviceRevoke('own-1', options)).toBe('own-1 is revoked: 1 certificate.');
      await expect(device.publish('coldwatch/own-1/telemetry', '{}')).rejects.toThrow();
      await expect(connectDevice('own-1', files, address)).rejects.toThrow();
      expect(await listed()).toEqual([`own-1                    revoked, ${end}`]);
      await run.drained();
      expect(readingsOf(await readDeviceItem(run.database, 'own-1'))).toHaveLength(1);
    },
  );
});

test('the archive contains every payload as it was received', async () => {
  const shown: ArchivedMessage[] = [];
  for await (const line of archiveShow({ device: 'odd', state: run.folder, json: true }))
    shown.push(JSON.parse(line) as ArchivedMessage);
  const payloads = shown.map(({ payload }) => Buffer.from(payload, 'base64').toString('latin1'));
  for (const [name, payload] of cases)
    expect(payloads, name).toContain(Buffer.from(payload).toString('latin1'));
  expect(shown.map(({ receivedAt }) => receivedAt)).toEqual(
    shown.map(({ receivedAt }) => receivedAt).sort((a, b) => a - b),
  );
  const others: string[] = [];
  for await (const line of archiveShow({ device: 'odd', state: run.folder, to: '2020-01-01T00:00:00Z' }))
    others.push(line);
  expect(others).toEqual([]);
});

test('Basic Ingest is processed in the same way', { timeout: 60_000 }, async () => {
  const device = await run.connect('direct');
  await device.publish(
    '$aws/rules/coldwatch_local_telemetry/coldwatch/direct/telemetry',
    `{"time": "${now()}", "temperature": 4.6}`,
  );
  await device.close();
  await run.drained();
  expect(readingsOf(await readDeviceItem(run.database, 'direct'))).toHaveLength(1);
});

test('refused input does not affect the journal', async () => {
  const deviceItem = await append(run.database, 'odd', [[{ channel: 'battery', at: Date.now(), value: 50 }]]);
  const stored = [...(await readSegments(run.database, 'odd', null)), ...readingsOf(deviceItem)];
  expect(stored.filter(({ channel }) => isMeasured(channel))).toMatchObject([
    { channel: 'temperature', value: 4.6 },
    { channel: 'battery', value: 50 },
  ]);
});
