import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { seedProfiles } from '../../local/demonstration/seed.ts';
import { shipmentAttachFiles } from '../../src/cli/attach-files.ts';
import { shipmentFiles, shipmentSetFileAside } from '../../src/cli/shipment-files.ts';
import { verify } from '../../src/cli/verify.ts';
import { type SignedIn, addressOf, signInAs } from '../support/api-client.ts';
import { type LocalRun, startLocalRun } from '../support/local-run.ts';
import { partsOf } from '../support/workbook.ts';
import { zipOf } from '../support/zip.ts';

let run: LocalRun;
let lena: SignedIn;
let options: { state: string };
beforeAll(async () => {
  // Commands say their progress.
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
  run = await startLocalRun();
  await seedProfiles(run.database);
  options = { state: run.folder };
  lena = await signInAs(run, 'lena');
});
afterAll(async () => {
  vi.restoreAllMocks();
  await run.stop();
});

const minute = 60_000;
const begin = Math.floor((Date.now() - 300 * minute) / (10 * minute)) * 10 * minute;
/** A logger's record of five hours, a reading every ten minutes. */
function record(celsiusAt: (index: number) => number, { offset = 'Z' } = {}): string {
  const rows = Array.from({ length: 30 }, (_, index) => {
    const time = new Date(begin + index * 10 * minute).toISOString().slice(0, 19);
    return `${time}${offset},${celsiusAt(index).toFixed(1)}`;
  });
  return ['Time,Temperature (°C)', ...rows, ''].join('\n');
}
const steady = record((index) => 4 + (index % 5) / 10);

function fileNamed(name: string, content: string | Uint8Array): string {
  const path = join(run.folder, name);
  writeFileSync(path, content);
  return path;
}

async function planned(shipment: string): Promise<void> {
  await lena.do('createShipment', {
    body: { shipment, goods: 'x', origin: 'A', destination: 'B', site: 'north', profile: 'controlled-cold' },
  });
}

const attach = (shipment: string, paths: string[], more: object = {}): Promise<string[]> =>
  Array.fromAsync(shipmentAttachFiles(shipment, paths, { ...options, ...more }));

const hashOf = (content: string | Uint8Array): string => createHash('sha256').update(content).digest('hex');
const listed = async (shipment: string) =>
  (await lena.do('listFiles', { path: { shipment } })).files.map(({ name, state, reason }) => ({
    name,
    state,
    reason,
  }));
/** The archived bytes of a file. */
function archived(sha256: string): Buffer {
  const { template } = run.cloud;
  const bucket = template.ofType('AWS::S3::Bucket').find(({ logicalId }) => logicalId.startsWith('Archive'))!;
  return readFileSync(join(run.folder, 'buckets', template.refOf(bucket), 'files', sha256));
}

describe('a file of a logger', { timeout: 60_000 }, () => {
  test('becomes a sensor of the shipment by a command, and attaching it again changes nothing', async () => {
    await planned('FILE-1');
    const path = fileNamed('steady.csv', steady);
    const said = await attach('FILE-1', [path]);
    expect(said).toEqual([expect.stringMatching(/^steady\.csv is attached to FILE-1: 30 readings from /)]);
    const { files } = await lena.do('listFiles', { path: { shipment: 'FILE-1' } });
    const sha256 = hashOf(steady);
    expect(files).toMatchObject([
      { sha256, name: 'steady.csv', state: 'attached', readings: 30, by: 'lena', intervalSeconds: 600 },
    ]);
    expect(await shipmentFiles('FILE-1', options)).toMatch(
      new RegExp(`^${sha256.slice(0, 12)}  steady\\.csv  attached; 30 readings; `),
    );
    expect(archived(sha256).toString()).toBe(steady);
    const { sequence, devices } = await lena.do('showShipment', { path: { shipment: 'FILE-1' } });
    expect(devices).toEqual([files[0]!.device]);
    await attach('FILE-1', [path]);
    expect((await lena.do('showShipment', { path: { shipment: 'FILE-1' } })).sequence).toBe(sequence);
    const { url } = await lena.do('getBundle', { path: { shipment: 'FILE-1' } });
    const zip = fileNamed('FILE-1.zip', new Uint8Array(await (await fetch(url)).arrayBuffer()));
    expect(Buffer.from(unzipSync(readFileSync(zip))[`files/${sha256}`]!).toString()).toBe(steady);
    expect(await verify(zip, {})).toContain('1 file of loggers, read again here, gives the same readings');
  });

  test('is judged like any sensor, and people are notified of its excursion', async () => {
    await planned('FILE-2');
    const warm = record((index) => (index > 10 ? 31 : 5));
    await attach('FILE-2', [fileNamed('warm.csv', warm)]);
    await run.drained();
    const { recommendation } = await lena.do('getVerdict', { path: { shipment: 'FILE-2' } });
    expect(recommendation).not.toBe('release');
    expect(run.notifications().some(({ shipment }) => shipment === 'FILE-2')).toBe(true);
  });

  test('that leaves something open asks, with the option that answers it', async () => {
    await planned('FILE-3');
    const path = fileNamed(
      'local.csv',
      record((index) => 3 + index / 20, { offset: '' }),
    );
    await expect(attach('FILE-3', [path])).rejects.toMatchObject({
      status: 64,
      message: expect.stringMatching(/local\.csv: .*--time-zone/s) as string,
    });
    expect(await listed('FILE-3')).toEqual([{ name: 'local.csv', state: 'asks', reason: null }]);
    await expect(attach('FILE-3', [path], { timeZone: 'Europe/Nowhere' })).rejects.toMatchObject({
      status: 64,
    });
    await attach('FILE-3', [path], { timeZone: 'UTC' });
    expect(await listed('FILE-3')).toEqual([{ name: 'local.csv', state: 'attached', reason: null }]);
  });

  test('at a shipment of several products asks which of them its logger stood with', async () => {
    const products = ['Vaccine A', 'Serum'].map((name) => ({ name, profile: 'controlled-cold' }));
    const places = { origin: 'A', destination: 'B', site: 'north' };
    await lena.do('createShipment', { body: { shipment: 'FILE-9', ...places, products } });
    const path = fileNamed(
      'mixed.csv',
      record((index) => 4 + index / 25),
    );
    await expect(attach('FILE-9', [path])).rejects.toMatchObject({
      status: 64,
      message: expect.stringMatching(
        /say which of them its logger stood with\.\n {2}give --product: vaccine-a, serum, all of them$/,
      ) as string,
    });
    await expect(attach('FILE-9', [path], { product: ['all of them', 'serum'] })).rejects.toThrow(
      'must name products, or be ["all of them"]',
    );
    expect(await attach('FILE-9', [path], { product: ['serum'] })).toEqual([
      expect.stringMatching(/^mixed\.csv is attached to FILE-9, for serum: 30 readings /),
    ]);
    expect(await shipmentFiles('FILE-9', options)).toContain('  mixed.csv  attached; for serum; 30 readings');
    const { attachments } = await lena.do('showShipment', { path: { shipment: 'FILE-9' } });
    expect(attachments).toMatchObject([{ products: ['serum'] }]);
    const { url } = await lena.do('getBundle', { path: { shipment: 'FILE-9' } });
    const zip = fileNamed('FILE-9.zip', new Uint8Array(await (await fetch(url)).arrayBuffer()));
    expect(await verify(zip, {})).toContain('1 file of loggers, read again here, gives the same readings');
  });

  test('does not stop the others, and what is hostile is refused with a reason', async () => {
    await planned('FILE-4');
    const paths = [
      fileNamed('nothing.csv', 'hello'),
      fileNamed('bomb.xlsx', zipBomb()),
      fileNamed(
        'loop.pdf',
        '%PDF-1.7\n1 0 obj <</Type /Catalog /Pages 1 0 R>> endobj\ntrailer <</Root 1 0 R>>',
      ),
      fileNamed(
        'good.csv',
        record((index) => 5 + index / 30),
      ),
    ];
    const said: string[] = [];
    const failed = (async () => {
      for await (const line of shipmentAttachFiles('FILE-4', paths, options)) said.push(line);
    })();
    await expect(failed).rejects.toMatchObject({ status: 65 });
    expect(said).toEqual([expect.stringMatching(/^good\.csv is attached/)]);
    expect(await listed('FILE-4')).toEqual([
      ...['nothing.csv', 'bomb.xlsx', 'loop.pdf'].map((name) => ({
        name,
        state: 'refused',
        reason: expect.stringMatching(/\w+/) as string,
      })),
      { name: 'good.csv', state: 'attached', reason: null },
    ]);
    // The bytes of what was refused are stored as well.
    expect(archived(hashOf('hello')).toString()).toBe('hello');
  });

  test('is set aside by name or hash, and stays listed', async () => {
    await planned('FILE-5');
    const [path, other] = [
      fileNamed(
        'aside.csv',
        record((index) => 6 + index / 40),
      ),
      fileNamed(
        'kept.csv',
        record((index) => 4 + index / 15),
      ),
    ];
    await attach('FILE-5', [path, other]);
    expect(await shipmentSetFileAside('FILE-5', 'aside.csv', { ...options, reason: 'of another box' })).toBe(
      'aside.csv is set aside at FILE-5; it stays listed.',
    );
    expect(await listed('FILE-5')).toEqual([
      { name: 'aside.csv', state: 'set-aside', reason: 'of another box' },
      { name: 'kept.csv', state: 'attached', reason: null },
    ]);
    await expect(attach('FILE-5', [path])).rejects.toThrow('aside.csv was set aside: of another box');
    for (const [meant, why] of [
      ['none.csv', 'has no file none.csv; it has aside.csv, kept.csv'],
      ['0', 'has no file 0'],
    ] as const)
      await expect(shipmentSetFileAside('FILE-5', meant, { ...options, reason: 'x' })).rejects.toThrow(why);
  });

  test('of more than 20 MB, of none, or that is not there is refused before anything is sent', async () => {
    await planned('FILE-6');
    const large = fileNamed('large.csv', Buffer.alloc(20_971_521, 'x'));
    for (const [path, why] of [
      [large, 'has 20971521 bytes; a file may have 20971520 (20 MB)'],
      [fileNamed('empty.csv', ''), 'is empty'],
      [join(run.folder, 'none.csv'), 'there is no such file'],
    ] as const)
      await expect(attach('FILE-6', [path])).rejects.toMatchObject({
        status: 65,
        message: expect.stringContaining(why) as string,
      });
    expect(await listed('FILE-6')).toEqual([]);
  });
});

describe('an upload', { timeout: 60_000 }, () => {
  const announce = async (content: string, sha256 = hashOf(content), bytes = Buffer.byteLength(content)) =>
    lena.do('announceFile', { path: { shipment: 'UP-1' }, body: { name: 'a.csv', bytes, sha256 } });
  /** Puts bytes to a link as the page does. Returns the status. */
  const put = async ({ upload }: Awaited<ReturnType<typeof announce>>, body: string): Promise<number> => {
    const { url, method, headers } = upload!;
    const origin = addressOf(run);
    return (await fetch(url, { method, headers: { ...headers, origin }, body })).status;
  };

  test('is taken from the page for the announced bytes only', async () => {
    await planned('UP-1');
    const content = record((index) => 4 + index / 25);
    const wrong = await announce(content, hashOf('something else'));
    expect(await put(wrong, content)).toBe(400);
    const right = await announce(content);
    expect(await put(right, `${content}\n`)).toBe(403);
    expect(await put(right, content.replace('4.0', '9.9'))).toBe(400);
    expect(await put(right, content)).toBe(200);
  });

  test('may be sent by the page to its bucket, by the headers of the page', async () => {
    const csp = (await fetch(addressOf(run))).headers.get('content-security-policy')!;
    const [, sources] = /connect-src ([^;]+);/.exec(csp)!;
    const { upload } = await announce('x');
    expect(sources!.split(' ')).toContain(new URL(upload!.url).origin);
  });

  test('that never came is asked for when its reading is requested', async () => {
    const { file } = await announce('never sent');
    const path = { shipment: 'UP-1', sha256: file.sha256 };
    const requested = await lena.ask('requestFileReading', { path, body: { answers: {} } });
    expect(requested.body).toMatchObject({ file: { state: 'reading' } });
    await run.allProcessed();
    const { files } = await lena.do('listFiles', { path: { shipment: 'UP-1' } });
    expect(files.find(({ sha256 }) => sha256 === file.sha256)).toMatchObject({
      state: 'uploading',
      reason: 'it has not arrived; upload it again',
    });
    expect((await announce('never sent')).upload).not.toBeNull();
  });
});

/** A workbook of a few hundred kilobytes whose sheet has 200 MB. */
function zipBomb(): Uint8Array {
  const sheet = Buffer.alloc(200 * 1024 * 1024, '0');
  const workbook = partsOf({ sheets: { Data: [['Time', 'Temperature (°C)']] } });
  const entries = Object.entries(workbook).map(([name, content]) => ({
    name,
    content: Buffer.from(content),
  }));
  return zipOf(
    entries.map((entry) =>
      entry.name.includes('sheet1')
        ? { ...entry, content: sheet, stored: deflateRawSync(sheet), method: 8 }
        : entry,
    ),
  );
}
