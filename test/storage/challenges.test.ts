import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type ChallengeTable,
  notePassword,
  putChallenge,
  readChallenge,
  useChallenge,
} from '../../src/storage/challenges.ts';
import { claimKey } from '../../src/storage/idempotency-keys.ts';
import { KeyReused } from '../../src/storage/execute-action.ts';
import { type TestDatabase, engines, startDatabase } from '../support/database.ts';
import { away, itemsOf } from '../support/table-items.ts';

// Engines that expire items would delete those with past dates.
const issuedAt = Date.UTC(2100, 0, 1, 0, 0, 0, 1);
const expiresAt = issuedAt + 300_000;
const challenge = (id: string) => ({ id, issuedAt, expiresAt, frozen: { list: [1, 'ä'] } });
const gone = 'the database is away';

describe.each(engines)('on %s', (engine) => {
  let running: TestDatabase;
  let table: ChallengeTable;
  beforeAll(async () => {
    running = await startDatabase(engine);
    table = { client: running.database.client, table: 'challenges' };
  });
  afterAll(() => running.stop());
  const items = (id: string) => itemsOf(running.database, 'challenges', 'challengeId', id);
  const lost = (name: string) => ({ client: away(running.database).client, table: name });

  describe('a challenge', () => {
    test('a challenge is stored as issued, and deleted a day after it expired, in whole seconds', async () => {
      await putChallenge(table, challenge('whole'));
      expect(await readChallenge(table, 'whole')).toEqual({
        ...challenge('whole'),
        usedAt: null,
        usedBy: null,
      });
      expect(await items('whole')).toEqual([
        {
          challengeId: { S: 'whole' },
          v: { N: '2' },
          issuedAt: { N: String(issuedAt) },
          expiresAt: { N: String(expiresAt) },
          frozen: { S: '{"list":[1,"ä"]}' },
          forgottenAt: { N: String(Date.UTC(2100, 0, 2, 0, 5) / 1000) },
        },
      ]);
      expect(await readChallenge(table, 'who')).toBeNull();
    });

    test('a challenge can be stored again by its issuer, and by nobody else', async () => {
      await putChallenge(table, challenge('again'));
      await putChallenge(table, challenge('again'));
      await expect(putChallenge(table, { ...challenge('again'), issuedAt: issuedAt + 1 })).rejects.toThrow(
        ConditionalCheckFailedException,
      );
      expect((await readChallenge(table, 'again'))!.issuedAt).toBe(issuedAt);
    });

    test('a challenge is used by one request, which may be repeated, until the moment at which it expires', async () => {
      await putChallenge(table, challenge('used'));
      expect(await useChallenge(table, 'used', expiresAt + 1, 'r1')).toBe(false);
      expect((await readChallenge(table, 'used'))!.usedBy).toBeNull();
      expect(await useChallenge(table, 'used', expiresAt, 'r1')).toBe(true);
      expect(await readChallenge(table, 'used')).toEqual({
        ...challenge('used'),
        usedAt: expiresAt,
        usedBy: 'r1',
      });
      expect(await useChallenge(table, 'used', expiresAt - 1, 'r1')).toBe(true);
      expect(await useChallenge(table, 'used', expiresAt - 1, 'r2')).toBe(false);
      expect(await useChallenge(table, 'used', expiresAt - 1, 'r')).toBe(false);
      expect((await readChallenge(table, 'used'))!.usedBy).toBe('r1');
    });

    test('a challenge that was never issued cannot be used', async () => {
      expect(await useChallenge(table, 'never', 1, 'r1')).toBe(false);
      expect(await items('never')).toEqual([]);
    });

    test('a challenge is not refused because the table is unavailable', async () => {
      await expect(useChallenge(lost('challenges'), 'used', 1, 'r1')).rejects.toThrow(gone);
      await expect(
        notePassword(lost('challenges'), { subject: 's', givenAtSeconds: 1 }, 'c'),
      ).rejects.toThrow(gone);
    });
  });

  test('a password counts for one challenge, by one person in one second', async () => {
    const given = { subject: 'paul', givenAtSeconds: 4_102_444_800 };
    expect(await notePassword(table, given, 'c1')).toBe(true);
    expect(await notePassword(table, given, 'c1')).toBe(true);
    expect(await notePassword(table, given, 'c2')).toBe(false);
    expect(await notePassword(table, { ...given, subject: 'paula' }, 'c2')).toBe(true);
    expect(await notePassword(table, { ...given, givenAtSeconds: 4_102_444_801 }, 'c2')).toBe(true);
    expect(await items('password#4102444800#paul')).toEqual([
      {
        challengeId: { S: 'password#4102444800#paul' },
        v: { N: '2' },
        givenFor: { S: 'c1' },
        forgottenAt: { N: '4102531200' },
      },
    ]);
  });

  describe('an idempotency key', () => {
    const requests = () => ({ client: running.database.client, table: 'requests' });
    const now = Date.UTC(2100, 0, 1, 0, 0, 0, 999);

    test('an idempotency key belongs to one request for thirty days, in whole seconds', async () => {
      await claimKey(requests(), { key: 'k-1', content: 'a' }, now);
      expect(await itemsOf(running.database, 'requests', 'requestKey', 'k-1')).toEqual([
        {
          requestKey: { S: 'k-1' },
          v: { N: '2' },
          content: { S: 'a' },
          forgottenAt: { N: String(Date.UTC(2100, 0, 31) / 1000) },
        },
      ]);
    });

    test('an idempotency key may be repeated with the same request only, and a prefix of it is another key', async () => {
      await claimKey(requests(), { key: 'k-10', content: 'a' }, now);
      await claimKey(requests(), { key: 'k-10', content: 'a' }, now);
      const other = claimKey(requests(), { key: 'k-10', content: 'ab' }, now);
      await expect(other).rejects.toThrow(KeyReused);
      await expect(other).rejects.toThrow('this idempotency key was used for another request; use a new one');
      await claimKey(requests(), { key: 'k-', content: 'b' }, now);
      await claimKey(requests(), { key: 'k-100', content: 'c' }, now);
    });

    test('an idempotency key does not count as reused where the table is unavailable', async () => {
      await expect(claimKey(lost('requests'), { key: 'k', content: 'a' }, now)).rejects.toThrow(gone);
    });
  });
});
