import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseProfile } from '../../src/model/parse-profile.ts';
import {
  NoSuchProfile,
  itemOf,
  listProfiles,
  readStoredProfile,
  readProfile,
  readPlannedProfile,
  readProfileText,
} from '../../src/storage/profiles.ts';
import {
  ApprovalRefused,
  ProfileVersionTaken,
  approveProfile,
  putProfile,
} from '../../src/storage/store-profile.ts';
import type { Database } from '../../src/storage/tables.ts';
import { type TestDatabase, engines, startDatabase } from '../support/database.ts';
import { warmProfile } from '../support/shipment.ts';
import { answeredBy, away, itemsOf, listened } from '../support/table-items.ts';

const parsedOf = (json: object) => {
  const parsed = parseProfile(json);
  if (!parsed.ok) throw new Error(parsed.problems.join());
  return parsed;
};
describe.each(engines)('on %s', (engine) => {
  let running: TestDatabase;
  let database: Database;
  beforeAll(async () => {
    running = await startDatabase(engine);
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

  describe('a version of a profile', () => {
    test('a version is stored as written, with its author', async () => {
      expect(await putProfile(database, json('whole'), 'Ann')).toEqual(parsedOf(json('whole')));
      expect(await itemsOf(database, 'profiles', 'profileId', 'whole')).toEqual([
        {
          profileId: { S: 'whole' },
          version: { N: '1' },
          v: { N: '2' },
          profile: { S: JSON.stringify(json('whole')) },
          sha256: { S: parsedOf(json('whole')).sha256 },
          writtenBy: { S: 'Ann' },
        },
      ]);
      expect(await readProfile(database, 'whole', 1)).toEqual(parsedOf(json('whole')));
      expect(await readProfileText(database, 'whole', 1)).toBe(JSON.stringify(json('whole')));
      expect(await readStoredProfile(database, 'whole', 1)).toEqual(storedOf('whole'));
    });

    test('an existing version may be stored again with the same content in any order, and keeps its first author', async () => {
      await putProfile(database, json('same'), 'Ann');
      const otherOrder = Object.fromEntries(Object.entries(json('same')).toReversed());
      expect((await putProfile(database, otherOrder, 'Bea')).sha256).toBe(parsedOf(json('same')).sha256);
      expect(await readStoredProfile(database, 'same', 1)).toEqual(storedOf('same'));
    });

    test('an existing version with other content is refused, and the next version is not', async () => {
      await putProfile(database, json('other'), 'Ann');
      const changed = putProfile(database, json('other', { name: 'Other' }), 'Ann');
      await expect(changed).rejects.toThrow(ProfileVersionTaken);
      await expect(changed).rejects.toMatchObject({ cause: { name: 'ConditionalCheckFailedException' } });
      await expect(changed).rejects.toThrow(
        'version 1 of profile other exists with other content; give the changed profile a new version',
      );
      await putProfile(database, json('other', { name: 'Other', version: 2 }), 'Ann');
      expect((await readProfile(database, 'other', 1)).profile.name).toBe('Warm');
      expect((await readProfile(database, 'other', 2)).profile.name).toBe('Other');
    });

    test('an invalid version is refused with the reason', async () => {
      await expect(putProfile(database, { ...json('x'), id: 7, version: 0 }, 'Ann')).rejects.toThrow(
        'the profile is refused: id: must be a text; version: must be at least 1',
      );
      await expect(putProfile(away(database), json('x'), 'Ann')).rejects.toThrow('away');
    });

    test('a stored version that this release refuses is not read, with the reason', async () => {
      const Item = itemOf(storedOf('refused', { text: JSON.stringify({ ...json('x'), id: 7, version: 0 }) }));
      const refused = readProfile(
        answeredBy(database, async () => ({ Item })),
        'refused',
        1,
      );
      await expect(refused).rejects.toThrow(
        'profile refused, version 1, is refused: id: must be a text; version: must be at least 1',
      );
    });

    test('a version that was never stored does not exist', async () => {
      for (const read of [readProfile, readProfileText, readStoredProfile]) {
        await expect(read(database, 'none', 3)).rejects.toThrow(NoSuchProfile);
        await expect(read(database, 'none', 3)).rejects.toThrow('profile none, version 3, does not exist');
      }
    });

    test('a version that a profile does not have is named with those that it has', async () => {
      for (const version of [3, 12]) await putProfile(database, json('later', { version }), 'Ann');
      await expect(readPlannedProfile(database, { id: 'later', version: 1 })).rejects.toMatchObject({
        message: 'profile later has no version 1 here; it has 3, 12',
        inPlan: 'profile later has no version 1 here; it has 3, 12: say later@12',
      });
      await expect(readPlannedProfile(database, { id: 'none', version: 3 })).rejects.toMatchObject({
        inPlan: 'profile none, version 3, does not exist; add it first',
      });
    });
  });

  describe('an approval', () => {
    test('a version is approved once, by someone other than its author', async () => {
      await putProfile(database, json('approved'), 'Ann');
      const byAuthor = approveProfile(database, 'approved', 1, 'Ann', 5);
      await expect(byAuthor).rejects.toThrow(ApprovalRefused);
      await expect(byAuthor).rejects.toThrow('Ann wrote this version; someone else must approve it');
      const approved = storedOf('approved', { approvedBy: 'Bea', approvedAt: 0 });
      expect(await approveProfile(database, 'approved', 1, 'Bea', 0)).toEqual(approved);
      expect(await approveProfile(database, 'approved', 1, 'Bea', 6)).toEqual(approved);
      const { database: counting, sent } = listened(database);
      expect(await approveProfile(counting, 'approved', 1, 'Cem', 7)).toEqual(approved);
      expect(sent).toEqual(['GetItem profiles']);
      expect((await itemsOf(database, 'profiles', 'profileId', 'approved'))[0]).toMatchObject({
        approvedBy: { S: 'Bea' },
        approvedAt: { N: '0' },
      });
    });

    test('an approval that another person gave a moment before stays', async () => {
      await putProfile(database, json('raced'), 'Ann');
      const overtaken = answeredBy(database, async ({ constructor: { name } }, send) => {
        if (name === 'UpdateItemCommand') await approveProfile(database, 'raced', 1, 'Bea', 1);
        return send();
      });
      expect(await approveProfile(overtaken, 'raced', 1, 'Cem', 2)).toEqual(
        storedOf('raced', { approvedBy: 'Bea', approvedAt: 1 }),
      );
    });

    test('approving fails where the version does not exist or the table is unavailable', async () => {
      await expect(approveProfile(database, 'none', 1, 'Bea', 1)).rejects.toThrow(NoSuchProfile);
      const breaking = answeredBy(database, async ({ constructor: { name } }, send) => {
        if (name === 'UpdateItemCommand') throw new Error('away');
        return send();
      });
      await putProfile(database, json('broken'), 'Ann');
      await expect(approveProfile(breaking, 'broken', 1, 'Bea', 1)).rejects.toThrow('away');
    });
  });

  test('versions are listed in pages, each beginning where the previous one ends', async () => {
    const all = [];
    let after: { id: string; version: number } | null = null;
    const sizes: number[] = [];
    do {
      const page: Awaited<ReturnType<typeof listProfiles>> = await listProfiles(database, {
        after,
        limit: 3,
      });
      all.push(...page.profiles);
      sizes.push(page.profiles.length);
      after = page.last;
      if (after !== null) expect(page.profiles.at(-1)).toMatchObject(after);
    } while (after !== null);
    expect(Math.max(...sizes)).toBe(3);
    expect(all.map(({ id, version }) => `${id}@${version}`).toSorted()).toEqual(
      [
        'approved@1',
        'broken@1',
        'later@12',
        'later@3',
        'other@1',
        'other@2',
        'raced@1',
        'same@1',
        'whole@1',
      ].toSorted(),
    );
    expect(all.find(({ id }) => id === 'whole')).toEqual(storedOf('whole'));
    expect((await listProfiles(database, { after: null, limit: 100 })).last).toBeNull();
  });
});
