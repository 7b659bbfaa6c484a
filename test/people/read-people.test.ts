import { expect, test } from 'vitest';
import { readEverybody } from '../../src/people/read-people.ts';
import { type UserPool, mostListed } from '../../src/people/user-pool.ts';

test('everybody is read, however many pages they are, each with their own groups', async () => {
  const names = Array.from(
    { length: 2 * mostListed + 1 },
    (_, index) => `p${String(index).padStart(3, '0')}`,
  );
  const shuffled = names.toReversed();
  const pool = {
    list: async (token: string | null, limit: number) => {
      const from = Number(token ?? 0);
      return {
        people: shuffled.slice(from, from + limit).map((username) => ({ username })),
        next: from + limit < shuffled.length ? String(from + limit) : null,
      };
    },
    groupsOf: async (username: string) => [`site:${username}`],
  } as unknown as UserPool;
  const everybody = await readEverybody(pool);
  expect(everybody.map(({ username, sites }) => [username, ...sites])).toEqual(
    names.map((name) => [name, name]),
  );
});
