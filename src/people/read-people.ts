import { concurrently } from '../runtime/concurrently.ts';
import { type Access, accessOf } from './access.ts';
import type { PoolPerson } from './pool-person.ts';
import { type UserPool, mostListed } from './user-pool.ts';

/** Somebody of the user pool with roles and sites. */
export type PersonWithAccess = PoolPerson & Access;

/**
 * How many people's groups are read at once: at 100 ms a call far below the 50 a second that Cognito allows an account.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/quotas.html
 */
const atOnce = 4;

/** Adds roles and sites to people, in their order. */
async function withAccess(pool: UserPool, people: readonly PoolPerson[]): Promise<PersonWithAccess[]> {
  const groups = new Map<string, string[]>();
  await concurrently(people, atOnce, async ({ username }) => {
    groups.set(username, await pool.groupsOf(username));
  });
  return people.map((person) => ({ ...person, ...accessOf(groups.get(person.username)!) }));
}

/** One page of people with their access, and the token of the next. */
export async function readPeople(
  pool: UserPool,
  token: string | null,
  limit: number,
): Promise<{ people: PersonWithAccess[]; next: string | null }> {
  const { people, next } = await pool.list(token, limit);
  return { people: await withAccess(pool, people), next };
}

/** Somebody with their access; null if there is nobody of the name. */
export async function readPerson(pool: UserPool, username: string): Promise<PersonWithAccess | null> {
  const person = await pool.find(username);
  return person === null ? null : (await withAccess(pool, [person]))[0]!;
}

/** Everybody with their access, by user name. */
export async function readEverybody(pool: UserPool): Promise<PersonWithAccess[]> {
  const everybody: PersonWithAccess[] = [];
  let token: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof readPeople>> = await readPeople(pool, token, mostListed);
    everybody.push(...page.people);
    token = page.next;
  } while (token !== null);
  return everybody.toSorted((one, other) => (one.username < other.username ? -1 : 1));
}
