import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { signatureOf } from '../../src/api/ingest/check-credentials.ts';
import { readingsOf } from '../../src/storage/decode-device-item.ts';
import { readDeviceItem } from '../../src/storage/append.ts';
import { type LocalRun, startLocalRun } from '../support/local-run.ts';
import { runCommand } from '../support/run-command.ts';
import { addressOf } from '../support/api-client.ts';

let local: LocalRun;
beforeAll(async () => {
  local = await startLocalRun();
});
afterAll(() => local.stop());

/** Runs a command of the command line against the local run, and returns what it printed. */
async function coldwatch(...words: string[]): Promise<string> {
  const { status, stdout, stderr } = await runCommand(...words, '--state', local.folder);
  expect(status, stderr).toBe(0);
  return stdout;
}
const fileOf = (name: string, content: string): string => {
  const file = join(local.folder, name);
  writeFileSync(file, content);
  return file;
};
const secretIn = (printed: string): string => /coldwatch_[\w-]{43}/.exec(printed)![0];
const post = (source: string, headers: Record<string, string>, body: string | Buffer) =>
  fetch(`${addressOf(local)}/api/ingest/${source}`, { method: 'POST', headers, body });
const temperaturesOf = async (device: string) =>
  readingsOf(await readDeviceItem(local.database, device)).flatMap((each) =>
    each.channel === 'temperature' && 'value' in each ? [each.value] : [],
  );

test('a webhook is connected by commands: created, refused, previewed, mapped, approved, registered, heard', async () => {
  const created = await coldwatch(
    'source',
    'create',
    'boxes',
    '--transport',
    'https',
    '--description',
    'Boxes of the north',
  );
  expect(created).toContain(`POST ${addressOf(local)}/api/ingest/boxes`);
  const authorization = { authorization: `Bearer ${secretIn(created)}` };
  const time = new Date(Date.now() - 60_000).toISOString();
  const body = JSON.stringify({ box: 'B 7', at: time, probe: { celsius: 4.25 } });
  const accepted = await post('boxes', authorization, body);
  expect([accepted.status, await accepted.json()]).toEqual([202, { accepted: true }]);
  await local.allProcessed();
  expect(await coldwatch('source', 'show', 'boxes')).toContain('Refused last:');
  expect(await coldwatch('source', 'preview', 'boxes')).toContain('probe.celsius  4.25');
  const mapping = fileOf(
    'mapping.json',
    JSON.stringify({
      devices: ['box'],
      times: [{ path: 'at', form: 'iso', clock: 'device' }],
      values: [{ channel: 'temperature', path: 'probe.celsius', unit: 'degC' }],
    }),
  );
  const preview = await coldwatch('source', 'preview', 'boxes', '--mapping', mapping);
  expect(preview).toContain('B 7: not registered; source register boxes "B 7=DEVICE" registers it');
  expect(preview).toContain('temperature 4.25');
  expect(await coldwatch('source', 'map', 'boxes', mapping)).toContain(
    'Version 1 of the mapping of boxes is stored.',
  );
  expect(await coldwatch('source', 'approve-mapping', 'boxes', '1')).toContain('is in force, approved by');
  expect(await coldwatch('source', 'register', 'boxes', 'B 7=box-7')).toContain('B 7 as box-7');
  // What ingest knows of a source may be a minute old; another body is read by what was approved once it is.
  expect(await coldwatch('source', 'list')).toContain('boxes  https, Boxes of the north, mapping 1');
  expect(await coldwatch('source', 'deregister', 'boxes', 'box-7')).toContain('no longer speaks for box-7');
});

test('a network server is understood without a mapping, and repeats and rotations lose nothing', async () => {
  const created = await coldwatch(
    'source',
    'create',
    'network',
    '--transport',
    'https',
    '--description',
    'Network server',
    '--authentication',
    'signature',
    '--audience',
    'site:north',
  );
  const key = secretIn(created);
  await coldwatch('source', 'register', 'network', '70B3D57ED0051C01=probe-1');
  const receivedAt = new Date(Date.now() - 30_000).toISOString();
  const body = JSON.stringify({
    end_device_ids: { device_id: 'eui-70b3d57ed0051c01', dev_eui: '70B3D57ED0051C01' },
    received_at: receivedAt,
    uplink_message: { f_port: 2, decoded_payload: { temperature: 5.25 }, received_at: receivedAt },
  });
  const seconds = Math.floor(Date.now() / 1000);
  const signature = (own: string) => ({
    'content-type': 'application/json',
    'x-coldwatch-signature': `t=${seconds},v1=${signatureOf(own, seconds, 'network', Buffer.from(body))}`,
  });
  expect((await post('network', signature(key), body)).status).toBe(202);
  expect((await post('network', signature(key), body)).status).toBe(202);
  const second = secretIn(await coldwatch('source', 'rotate-secret', 'network', '--overlap', 'PT0S'));
  expect((await post('network', signature(key), body)).status).toBe(401);
  expect((await post('network', signature(second), body)).status).toBe(202);
  await local.allProcessed();
  expect(await temperaturesOf('probe-1')).toEqual([5.25]);
});

test('whatever is sent, the answer is no server error', async () => {
  const secret = secretIn(
    await coldwatch('source', 'create', 'strange', '--transport', 'https', '--description', 'x'),
  );
  const authorization = { authorization: `Bearer ${secret}` };
  const statusOf = async (headers: Record<string, string>, body: string | Buffer) =>
    (await post('strange', headers, body)).status;
  expect(await statusOf(authorization, '')).toBe(400);
  expect(await statusOf(authorization, Buffer.from([0xff, 0xfe, 0]))).toBe(202);
  expect(await statusOf({ ...authorization, 'content-type': 'image/png' }, '{}')).toBe(202);
  expect(await statusOf(authorization, Buffer.alloc(131_073))).toBe(413);
  expect(await statusOf(authorization, Buffer.alloc(7_000_000))).toBe(413);
  expect(await statusOf({ authorization: 'Bearer x' }, Buffer.alloc(200_000))).toBe(401);
  expect(await statusOf({ ...authorization, 'x-long': 'x'.repeat(12_000) }, '{}')).toBeLessThan(500);
  await local.allProcessed();
});
