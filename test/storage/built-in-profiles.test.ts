import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { seedProfiles } from '../../local/demonstration/seed.ts';
import { readStoredProfile } from '../../src/storage/profiles.ts';
import { approveProfile, putProfile } from '../../src/storage/store-profile.ts';
import { type TestDatabase, startDatabase } from '../support/database.ts';

let engine: TestDatabase;
beforeAll(async () => {
  engine = await startDatabase();
});
afterAll(() => engine.stop());

const builtIn = (id: string): object =>
  JSON.parse(readFileSync(join(import.meta.dirname, `../../profiles/${id}.json`), 'utf8')) as object;

test('an existing profile version stays as it is, and the version of a new release is added', async () => {
  const { database } = engine;
  const earlier = { ...builtIn('comirnaty'), version: 1, name: 'Comirnaty, as an earlier release had it' };
  const same = { ...builtIn('who-storage'), name: 'Vaccines, with the text of an earlier release' };
  for (const json of [earlier, same]) await putProfile(database, json, 'demonstration');
  await approveProfile(database, 'comirnaty', 1, 'petra', 1);
  const before = await Promise.all(
    ['comirnaty', 'who-storage'].map((id) => readStoredProfile(database, id, 1)),
  );
  await seedProfiles(database);
  await seedProfiles(database);
  expect(await readStoredProfile(database, 'comirnaty', 1)).toEqual(before[0]);
  expect(await readStoredProfile(database, 'who-storage', 1)).toEqual(before[1]);
  const brought = await readStoredProfile(database, 'comirnaty', 3);
  expect(JSON.parse(brought.text)).toEqual(builtIn('comirnaty'));
  expect(brought.approvedBy).toBe('petra');
});
