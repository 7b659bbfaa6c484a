import { afterAll, beforeAll, expect, test } from 'vitest';
import { readingsOfFiles } from '../../src/cli/readings-of-files.ts';
import { distinctReadings } from '../../src/shipments/files.ts';
import { NotRestorable } from '../../src/storage/restore.ts';
import { restoreJournal } from '../../src/storage/restore-journal.ts';
import { cool, csv, filesAtShipments } from '../support/files-at-shipment.ts';
import { objectsInMemory } from '../support/objects-in-memory.ts';

let own: Awaited<ReturnType<typeof filesAtShipments>>;
beforeAll(async () => {
  own = await filesAtShipments();
});
afterAll(() => own.stop());

test('the journal of a file is restored from its archived bytes', async () => {
  await own.planned('RE-1');
  await own.drop('RE-1', csv(cool(30)));
  const entries = await own.entries('RE-1');
  const readings = await readingsOfFiles(own.archive.objects, entries);
  expect([...readings.values()].map(distinctReadings)).toEqual([30]);
  expect(await restoreJournal(own.database, entries, (device) => readings.get(device)!)).toBe(0);
  const empty = await filesAtShipments();
  await empty.planned('RE-1');
  expect(await restoreJournal(empty.database, entries, (device) => readings.get(device)!)).toBe(30);
  await empty.stop();
});

test('a file that the archive lacks is named', async () => {
  await own.planned('RE-2');
  await own.drop('RE-2', csv(cool(30, 2)), { name: 'lost.csv' });
  const reading = readingsOfFiles(objectsInMemory().objects, await own.entries('RE-2'));
  await expect(reading).rejects.toThrow(NotRestorable);
  await expect(reading).rejects.toThrow('lost.csv of shipment RE-2 cannot be read again');
});
