import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseProfile } from '../../src/model/parse-profile.ts';
import { NotArchived, approveProfile, archiveProfile, putProfile } from '../../src/storage/store-profile.ts';
import type { Database } from '../../src/storage/tables.ts';
import { type TestDatabase, startDatabase } from '../support/database.ts';
import { warmProfile } from '../support/shipment.ts';

const parsedOf = (json: object) => {
  const parsed = parseProfile(json);
  if (!parsed.ok) throw new Error(parsed.problems.join());
  return parsed;
};
/** A database with an archive that accepts only some records, and the records that it accepted. */
function archiving(database: Database, takes: (name: string) => boolean = () => true) {
  const took: Record<string, string> = {};
  const archiveRecord = async (name: string, content: string): Promise<boolean> => {
    if (takes(name)) took[name] = content;
    return takes(name);
  };
  return { database: { ...database, archiveRecord }, took };
}

let running: TestDatabase;
let database: Database;
beforeAll(async () => {
  running = await startDatabase('model');
  ({ database } = running);
});
afterAll(() => running.stop());
const json = (id: string, fields: object = {}) => ({ ...warmProfile, id, ...fields });
const storedOf = (id: string, fields: object = {}) => ({
  id,
  version: 1,
  text: JSON.stringify(json(id)),
  sha256: parsedOf(json(id)).sha256,
  writtenBy: 'Ann',
  approvedBy: null,
  approvedAt: null,
  ...fields,
});

describe('archiving a profile', () => {
  const message = 'profile archived, version 1, could not be stored in the archive; try again';
  const written = JSON.stringify({
    id: 'archived',
    version: 1,
    text: JSON.stringify(json('archived')),
    sha256: parsedOf(json('archived')).sha256,
    writtenBy: 'Ann',
  });

  test('the archive gets a version, and its approval as a separate record', async () => {
    const first = archiving(database);
    await putProfile(first.database, json('archived'), 'Ann');
    expect(first.took).toEqual({ 'profiles/archived/1.json': written });
    const second = archiving(database);
    await approveProfile(second.database, 'archived', 1, 'Bea', 5);
    const both = {
      'profiles/archived/1.json': written,
      'approvals/archived/1.json': '{"approvedBy":"Bea","approvedAt":5}',
    };
    expect(second.took).toEqual(both);
    const third = archiving(database);
    await putProfile(third.database, json('archived'), 'Cem');
    expect(third.took).toEqual(both);
    const fourth = archiving(database);
    await approveProfile(fourth.database, 'archived', 1, 'Cem', 6);
    expect(fourth.took).toEqual(both);
  });

  test('a profile is not archived where the archive accepts only one of the two records', async () => {
    const stored = storedOf('archived', { approvedBy: 'Bea', approvedAt: 5 });
    for (const folder of ['profiles/', 'approvals/']) {
      const { database: archived } = archiving(database, (name) => !name.startsWith(folder));
      await expect(archiveProfile(archived, stored)).rejects.toThrow(NotArchived);
      await expect(archiveProfile(archived, stored)).rejects.toThrow(message);
    }
    await archiveProfile(database, stored);
    const { database: only } = archiving(database, (name) => name.startsWith('profiles/'));
    await archiveProfile(only, storedOf('archived'));
  });
});
