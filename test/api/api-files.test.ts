import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type FileQuestion, mostFileBytes } from '../../src/model/attached-file.ts';
import type { FileToRead } from '../../src/model/file-to-read.ts';
import { type FilesTable, type StoredFile, readFile, updateFile } from '../../src/storage/attached-files.ts';
import { type Api, people } from '../support/api-in-process.ts';
import { beforeRequest } from '../support/before-request.ts';
import { type Steps, startApiAt, stopApi } from '../support/api-steps.ts';

const { lena, paul, petra, sara, otto } = people;
const noon = Date.parse('2026-11-20T12:00:00Z');

let api: Api;
let steps: Steps;
let table: FilesTable;
beforeAll(async () => {
  ({ api, steps } = await startApiAt(noon));
  table = { client: api.account.database.client, table: 'files' };
  await steps.plan('F-1');
});
afterAll(() => stopApi(api));

const sha256Of = (text: string): string => createHash('sha256').update(text).digest('hex');
const at = (shipment: string) => ({ path: { shipment } });
const announced = (text: string) => ({ name: `${text}.csv`, bytes: text.length, sha256: sha256Of(text) });
const refusal = async (...asked: Parameters<Api['ask']>) => {
  const { status, body } = await api.ask(...asked);
  return [status, body.detail];
};
const announce = (text: string, shipment = 'F-1') =>
  steps.done(lena, 'announceFile', { ...at(shipment), body: announced(text) });
const toRead = (): FileToRead[] =>
  api.account.services.filesToRead.map((body) => JSON.parse(body) as FileToRead);
const reading = (text: string, answers?: object) => ({
  path: { shipment: 'F-1', sha256: sha256Of(text) },
  body: answers === undefined ? {} : { answers },
});
/** Changes a file as the function that reads it would. */
async function become(text: string, change: Partial<StoredFile>): Promise<void> {
  const file = await readFile(table, 'F-1', sha256Of(text));
  await updateFile(table, 'F-1', { ...file!, ...change });
}

describe('announcing a file', () => {
  test('answers with a link for these bytes only, valid for fifteen minutes', async () => {
    const { file, upload } = await announce('one');
    expect(file).toMatchObject({
      sha256: sha256Of('one'),
      name: 'one.csv',
      bytes: 3,
      by: 'lena',
      state: 'uploading',
      receivedAt: new Date(noon).toISOString(),
    });
    const url = new URL(upload!.url);
    expect(url.pathname).toContain(`F-1/${sha256Of('one')}`);
    expect(Object.fromEntries(url.searchParams)).toMatchObject({
      'X-Amz-Expires': '900',
      'X-Amz-SignedHeaders': 'content-length;host;x-amz-checksum-sha256',
    });
    expect([upload!.method, upload!.headers]).toEqual([
      'PUT',
      { 'x-amz-checksum-sha256': Buffer.from(sha256Of('one'), 'hex').toString('base64') },
    ]);
  });

  test('again makes no difference, until its bytes have been read', async () => {
    await announce('again');
    const { file, upload } = await steps.done(paul, 'announceFile', {
      ...at('F-1'),
      body: { ...announced('again'), name: 'other name.csv' },
    });
    expect([file.name, file.by, upload === null]).toEqual(['again.csv', 'lena', false]);
    await become('again', { state: 'refused', reason: 'damaged' });
    expect((await announce('again')).upload).toBeNull();
    const { files } = await steps.done(otto, 'listFiles', at('F-1'));
    expect(files.filter(({ name }) => name === 'again.csv')).toHaveLength(1);
  });

  test.each([
    [mostFileBytes, 200],
    [mostFileBytes + 1, 413],
    [0, 422],
    [-1, 400],
    [1.5, 400],
  ])('of %d bytes is answered by %d', async (bytes, status) => {
    const { body, ...answer } = await api.ask(lena, 'announceFile', {
      ...at('F-1'),
      body: { ...announced(`of ${bytes}`), name: 'a.csv', bytes },
    });
    expect(answer.status).toBe(status);
    if (status === 413)
      expect(body.detail).toBe(
        'a.csv has 20971521 bytes; a file may have 20971520 (20 MB). Export a shorter time, or CSV.',
      );
    if (status === 422) expect(body.detail).toBe('a.csv is empty.');
  });

  test('with another size than before is refused once it was read, and corrects it before', async () => {
    await announce('sized');
    const corrected = { ...announced('sized'), bytes: 6 };
    const { file } = await steps.done(lena, 'announceFile', { ...at('F-1'), body: corrected });
    expect(file.bytes).toBe(6);
    await api.ask(lena, 'requestFileReading', reading('sized'));
    expect(toRead().at(-1)).toMatchObject({ name: 'sized.csv', bytes: 6 });
    await become('sized', { state: 'attached' });
    expect(await refusal(lena, 'announceFile', { ...at('F-1'), body: announced('sized') })).toEqual([
      422,
      'The file with this SHA-256 has 6 bytes, not 5; compute both again.',
    ]);
  });

  test.each([
    ['a hash in capitals', { sha256: sha256Of('x').toUpperCase() }],
    ['no hash', { sha256: '../../archive/x' }],
    ['a name with control characters', { name: 'a\u001b[2J.csv' }],
    ['a field that is not known', { url: 'https://example.org' }],
  ])('with %s is refused', async (_, change) => {
    const body = { ...announced('bad'), ...change };
    expect((await api.ask(lena, 'announceFile', { ...at('F-1'), body })).status).toBe(400);
  });

  test('is bounded to 200 files of a shipment', async () => {
    await steps.plan('F-2');
    for (let index = 0; index < 200; index++) await announce(`n${index}`, 'F-2');
    expect(await refusal(lena, 'announceFile', { ...at('F-2'), body: announced('more') })).toEqual([
      422,
      'Shipment F-2 has 200 files; it takes no more.',
    ]);
    // Those that are known may be announced as before.
    await announce('n7', 'F-2');
  });
});

test('files are listed in the order in which they came', async () => {
  await steps.plan('F-3');
  const names = ['e', 'b', 'd', 'a', 'c', 'f'];
  for (const [index, name] of names.entries()) {
    vi.setSystemTime(noon + index * 1000);
    await announce(name, 'F-3');
  }
  vi.setSystemTime(noon);
  const { files } = await steps.done(lena, 'listFiles', at('F-3'));
  expect(files.map(({ name }) => name)).toEqual(names.map((name) => `${name}.csv`));
});

describe('having a file read', () => {
  test('sends it to the queue, in the name of who asks, with all answers so far', async () => {
    await announce('read');
    const before = toRead().length;
    const first = await api.ask(lena, 'requestFileReading', reading('read', { unit: 'degC' }));
    expect([first.status, first.body.file.state]).toEqual([202, 'reading']);
    await become('read', {
      state: 'asks',
      question: { option: 'time-zone', sentence: 'Which?', candidates: [], quantity: null },
    });
    const answers = { 'time-zone': 'Europe/Berlin', column: { temperature: '2' } };
    const second = await api.ask(paul, 'requestFileReading', reading('read', answers));
    expect([second.status, second.body.file.question]).toEqual([202, null]);
    await api.ask(paul, 'requestFileReading', reading('read', { column: { time: '1' } }));
    const all = { unit: 'degC', ...answers };
    const file = { shipment: 'F-1', ...announced('read') };
    expect(toRead().slice(before)).toEqual([
      { ...file, answers: { unit: 'degC' }, by: 'lena' },
      { ...file, answers: all, by: 'paul' },
      { ...file, answers: { ...all, column: { temperature: '2', time: '1' } }, by: 'paul' },
    ]);
  });

  test('of one that was refused says no longer why', async () => {
    await announce('damaged');
    await become('damaged', { state: 'refused', reason: 'damaged' });
    const { body } = await api.ask(lena, 'requestFileReading', reading('damaged'));
    expect([body.file.state, body.file.reason]).toEqual(['reading', null]);
  });

  test('that cannot be queued leaves it as it was, with its question', async () => {
    await announce('queued');
    const question: FileQuestion = { option: 'unit', sentence: 'Which?', candidates: [], quantity: null };
    await become('queued', { state: 'asks', question });
    const before = await readFile(table, 'F-1', sha256Of('queued'));
    beforeRequest(
      api.account.services,
      (command) => command === 'SendMessageCommand',
      () => {
        throw new Error('away');
      },
    );
    const asked = { ...reading('queued', { unit: 'K' }), key: 'queue-away' };
    expect((await api.ask(lena, 'requestFileReading', asked)).status).toBe(500);
    expect(await readFile(table, 'F-1', sha256Of('queued'))).toEqual(before);
    expect((await api.ask(lena, 'requestFileReading', asked)).status).toBe(202);
    expect(toRead().at(-1)).toMatchObject({ name: 'queued.csv', answers: { unit: 'K' } });
  });

  test('of one that is attached changes nothing, and is refused with other answers', async () => {
    await announce('done');
    await become('done', { state: 'attached', answers: { unit: 'degF' } });
    const before = toRead().length;
    const again = await api.ask(lena, 'requestFileReading', reading('done', { unit: 'degF' }));
    expect([again.status, again.body.file.state]).toEqual([202, 'attached']);
    expect(await refusal(lena, 'requestFileReading', reading('done', { unit: 'degC' }))).toEqual([
      409,
      'done.csv is attached; set it aside if it was read wrongly.',
    ]);
    await become('done', { state: 'set-aside', reason: 'a test' });
    expect(await refusal(lena, 'requestFileReading', reading('done'))).toEqual([
      409,
      'done.csv was set aside: a test',
    ]);
    expect(toRead()).toHaveLength(before);
  });

  test('that was not announced, or with answers of another form, is refused', async () => {
    expect(await refusal(lena, 'requestFileReading', reading('none'))).toEqual([
      404,
      `Shipment F-1 has no file ${sha256Of('none')}; announce it first.`,
    ]);
    await announce('form');
    for (const answers of [{ unit: 'R' }, { by: 'otto' }, { interval: 'soon' }, 'none'])
      expect((await api.ask(lena, 'requestFileReading', reading('form', answers as object))).status).toBe(
        400,
      );
    const asOtto = { ...reading('form'), body: { answers: {}, by: 'otto' } };
    expect((await api.ask(lena, 'requestFileReading', asOtto)).status).toBe(400);
  });

  test('twice with one key is one request, and the key is of no other', async () => {
    await announce('key');
    const request = { ...reading('key', {}), key: 'reading-of-key' };
    expect((await api.ask(lena, 'requestFileReading', request)).status).toBe(202);
    expect((await api.ask(lena, 'requestFileReading', request)).status).toBe(202);
    const other = { ...reading('key', { unit: 'K' }), key: 'reading-of-key' };
    expect((await api.ask(lena, 'requestFileReading', other)).status).toBe(422);
  });
});

describe('a shipment of another site', () => {
  test('and one that does not exist seem the same', async () => {
    const body = announced('one');
    for (const who of [petra, sara])
      for (const [id, request] of [
        ['listFiles', {}],
        ['announceFile', { body }],
        ['requestFileReading', { body: {} }],
        ['setFileAside', { body: { reason: 'r' } }],
      ] as const)
        for (const shipment of ['F-1', 'F-404'])
          expect(await refusal(who, id, { ...request, path: { shipment, sha256: sha256Of('one') } })).toEqual(
            [404, `There is no shipment ${shipment}.`],
          );
  });

  test('is no matter to operations, who read but never attach', async () => {
    await steps.done(otto, 'listFiles', at('F-1'));
    expect((await api.ask(otto, 'announceFile', { ...at('F-1'), body: announced('x') })).status).toBe(403);
    expect((await api.ask(otto, 'requestFileReading', reading('one'))).status).toBe(403);
    const aside = { ...reading('one'), body: { reason: 'no good' } };
    expect((await api.ask(otto, 'setFileAside', aside)).status).toBe(403);
  });
});

test('a file that never arrived cannot be set aside, and one that was not announced neither', async () => {
  await announce('aside');
  const path = { shipment: 'F-1', sha256: sha256Of('aside') };
  expect((await api.ask(lena, 'setFileAside', { path, body: { reason: 'no good' } })).status).toBe(409);
  const none = { shipment: 'F-1', sha256: sha256Of('never') };
  expect((await api.ask(lena, 'setFileAside', { path: none, body: { reason: 'no good' } })).status).toBe(404);
});
