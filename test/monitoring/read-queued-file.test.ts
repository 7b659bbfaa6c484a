import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sha256 } from '../../src/model/digest.ts';
import type { FileToRead } from '../../src/model/file-to-read.ts';
import { attachFile } from '../../src/monitoring/attach-file.ts';
import { type QueuedFileServices, readQueuedFile } from '../../src/monitoring/read-queued-file.ts';
import { refuseFile } from '../../src/monitoring/refuse-file.ts';
import { filesRecorded } from '../../src/shipments/files.ts';
import { putFile, readFile, uploadingFile } from '../../src/storage/attached-files.ts';
import { readLedger } from '../../src/storage/ledger.ts';
import { readingAttemptsIn } from '../../src/storage/reading-attempts.ts';
import { cool, csv, filesAtShipments } from '../support/files-at-shipment.ts';
import { objectsInMemory } from '../support/objects-in-memory.ts';

let at: Awaited<ReturnType<typeof filesAtShipments>>;
beforeAll(async () => {
  // The model does not count, as the attempts to read a file are counted.
  at = await filesAtShipments('dynalite');
});
afterAll(() => at.stop());

let messages = 0;

/** An uploaded file of a planned shipment, its message, and what delivers it. */
async function uploaded(shipment: string, content = csv(cool(12, ++messages))) {
  await at.planned(shipment);
  const bytes = Buffer.from(content);
  const message: FileToRead = {
    shipment,
    sha256: sha256(bytes),
    name: 'a.csv',
    bytes: bytes.length,
    answers: {},
    by: 'lena',
  };
  const { files, database } = at.services;
  await putFile(files, shipment, {
    ...uploadingFile({ ...message, receivedAt: Date.now() }),
    state: 'reading',
  });
  const uploads = objectsInMemory({ [`${shipment}/${message.sha256}`]: bytes });
  const messageId = `message-${++messages}`;
  let isLast = false;
  const services: QueuedFileServices = {
    files,
    uploads: uploads.objects,
    archive: at.archive.objects,
    attempts: readingAttemptsIn(files),
    attach: (file) => attachFile(at.services, file),
    refuse: (file, reason) => refuseFile(at.services, file, reason),
  };
  return {
    message,
    uploads,
    services,
    deliver: (own: Partial<QueuedFileServices> = {}, given: Partial<FileToRead> = {}) =>
      readQueuedFile({ ...services, ...own }, { ...message, ...given }, { messageId, isLast }),
    /** Delivers the message to a function that is ended while it reads: neither result nor error. */
    crash: () => services.attempts.begin(messageId),
    last: () => (isLast = true),
    shown: () => readFile(files, shipment, message.sha256),
    recorded: async () => filesRecorded((await readLedger(database, shipment)).entries),
  };
}

describe('a file of the queue', () => {
  test('is archived and attached, and its message may come again', async () => {
    const file = await uploaded('Q-1');
    await file.deliver();
    expect(await file.shown()).toMatchObject({ state: 'attached', readings: 12, by: 'lena' });
    expect(at.archive.held.has(`files/${file.message.sha256}`)).toBe(true);
    const before = await readLedger(at.services.database, 'Q-1');
    await file.deliver();
    expect(await readLedger(at.services.database, 'Q-1')).toEqual(before);
  });

  test('is read from the archive once the upload has expired', async () => {
    const file = await uploaded('Q-2', csv(cool(12, 90)).replaceAll('Z,', ','));
    await file.deliver();
    expect((await file.shown())?.question?.option).toBe('time-zone');
    file.uploads.held.clear();
    await file.deliver({}, { answers: { 'time-zone': 'Europe/Berlin' } });
    expect(await file.shown()).toMatchObject({ state: 'attached', timeZone: 'Europe/Berlin' });
  });

  test.each([
    ['never arrived', null, 'it has not arrived; upload it again'],
    ['is shorter', 'x', '1 bytes arrived, not 200; upload it again'],
    ['is longer', 'x'.repeat(201), '201 bytes arrived, not 200; upload it again'],
    [
      'has other bytes',
      'y'.repeat(200),
      'what arrived has another SHA-256 than was announced; upload it again',
    ],
  ])('whose upload %s asks for it again, and is no file of the ledger', async (name, content, reason) => {
    const file = await uploaded(`Q-3-${name.replaceAll(' ', '-')}`, 'x'.repeat(200));
    const key = `${file.message.shipment}/${file.message.sha256}`;
    if (content === null) file.uploads.held.delete(key);
    else file.uploads.held.set(key, Buffer.from(content));
    const before = await file.shown();
    await new Promise((resolve) => setTimeout(resolve, 5));
    const answers = { unit: 'degC' } as const;
    await file.deliver({}, { answers, by: 'paul' });
    expect(await file.shown()).toEqual({ ...before, state: 'uploading', reason, answers });
    expect(await file.recorded()).toEqual([]);
  });

  test.each([
    ['nothing that is a table', 'hello'],
    [
      'a PDF that is none',
      '%PDF-1.7\n1 0 obj <</Type /Catalog /Pages 1 0 R>> endobj\ntrailer <</Root 1 0 R>>',
    ],
    ['a ZIP that is none', 'PK\u0003\u0004 and no more'],
    ['an entity that expands', '<!DOCTYPE x [<!ENTITY a "&b;&b;">]><x>&a;</x>'],
  ])('that is %s is refused with a reason, in the ledger too', async (name, content) => {
    const file = await uploaded(`Q-4-${name.replaceAll(' ', '-')}`, content);
    await file.deliver();
    const shown = await file.shown();
    expect(shown).toMatchObject({ state: 'refused', reason: expect.any(String) as string });
    expect(await file.recorded()).toMatchObject([{ state: 'refused', reason: shown!.reason }]);
  });
});

describe('a file that ends the function', () => {
  const tooMuch = 'reading it takes too long or too much memory: export a shorter time, or CSV';

  test('is refused when its message comes again, unread', async () => {
    const file = await uploaded('Q-5');
    await file.crash();
    await file.deliver({ attach: () => Promise.reject(new Error('it must not be read')) });
    expect(await file.shown()).toMatchObject({ state: 'refused', reason: tooMuch });
    // It never came to the ledger; a person may have it read again, by a message of its own.
    expect(await file.recorded()).toEqual([]);
  });

  test('after it was received is refused in the ledger, so that nothing is released without it', async () => {
    const file = await uploaded('Q-6', 'hello, world');
    await file.deliver();
    await file.crash();
    await file.deliver();
    expect(await file.recorded()).toMatchObject([{ state: 'refused', reason: tooMuch, by: 'lena' }]);
    expect(await file.shown()).toMatchObject({ state: 'refused', reason: tooMuch });
    const before = await readLedger(at.services.database, 'Q-6');
    await file.crash();
    await file.deliver();
    expect(await readLedger(at.services.database, 'Q-6')).toEqual(before);
  });

  test('after it was set aside stays so, by the reason of who did it', async () => {
    const file = await uploaded('Q-11', 'hello, world');
    await file.deliver();
    const setAside = await at.setAside('Q-11', file.message.sha256, 'a photo of the box');
    await file.crash();
    await file.deliver();
    expect(await file.recorded()).toMatchObject([{ state: 'set-aside', reason: 'a photo of the box' }]);
    expect(await file.shown()).toEqual(setAside);
  });

  test('after it was attached is completed, not refused', async () => {
    const file = await uploaded('Q-7');
    await file.deliver();
    await file.crash();
    await file.deliver();
    expect(await file.shown()).toMatchObject({ state: 'attached' });
    expect(await file.recorded()).toMatchObject([{ state: 'attached' }]);
  });

  test('does so to no other, and is counted by its message', async () => {
    const [bad, good] = [await uploaded('Q-8'), await uploaded('Q-9')];
    await bad.crash();
    await good.deliver();
    expect(await good.shown()).toMatchObject({ state: 'attached' });
  });
});

describe('a file that cannot be recorded', () => {
  const down = () => Promise.reject(new Error('the table is down'));

  test('is tried again however often, and shows that only when its message is given up', async () => {
    const file = await uploaded('Q-10');
    for (let attempt = 1; attempt < 5; attempt++) {
      await expect(file.deliver({ attach: down })).rejects.toThrow('the table is down');
      expect(await file.shown()).toMatchObject({ state: 'reading' });
    }
    file.last();
    await expect(file.deliver({ attach: down })).rejects.toThrow('the table is down');
    expect(await file.shown()).toMatchObject({
      state: 'refused',
      reason:
        'it could not be recorded, and operations have been notified: have it read again once they have answered',
    });
    // From the dead letters it goes back to the queue.
    await file.deliver();
    expect(await file.shown()).toMatchObject({ state: 'attached' });
  });
});
