import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readDeviceItem } from '../../src/storage/append.ts';
import { noteQueueProgress, readQueueProgress } from '../../src/storage/progress.ts';
import { type TestDatabase, engines, startDatabase } from '../support/database.ts';

describe.each(engines)('the progress of the ingest queue, on %s', (name) => {
  let engine: TestDatabase;
  beforeAll(async () => {
    engine = await startDatabase(name);
  });
  afterAll(() => engine.stop());

  test('the progress is unknown at first, and then the latest marker, in whichever order and however often markers arrive', async () => {
    const { database } = engine;
    expect(await readQueueProgress(database)).toBe(-Infinity);
    await noteQueueProgress(database, 2000);
    expect(await readQueueProgress(database)).toBe(2000);
    await noteQueueProgress(database, 1000);
    await noteQueueProgress(database, 2000);
    expect(await readQueueProgress(database)).toBe(2000);
    await noteQueueProgress(database, 3000);
    expect(await readQueueProgress(database)).toBe(3000);
  });

  test('the progress is not a device', async () => {
    expect((await readDeviceItem(engine.database, 'ingest-queue')).messages.size).toBe(0);
  });
});
