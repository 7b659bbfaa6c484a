import { readPerson } from '../../people/read-people.ts';
import type { UserPool } from '../../people/user-pool.ts';
import { type AuditTable, recordSystemEntry } from '../../storage/audit.ts';
import { RequestRefused } from '../http/problem.ts';

/** Whether somebody is of operations now, whatever an access token of an hour ago says. */
async function isOperations(pool: UserPool, username: string): Promise<boolean> {
  const person = await readPerson(pool, username);
  return person !== null && person.status !== 'removed' && person.roles.includes('operations');
}

/**
 * Refuses to change people to whoever is no longer of operations, and to anybody a change of themselves. As nobody
 * changes themselves, the person who changes others is always left to operate the system.
 *
 * @throws {RequestRefused} 403 or 409.
 */
export async function refuseUnlessOperations(pool: UserPool, by: string, of?: string): Promise<void> {
  // The user pool does not distinguish case.
  if (of?.toLowerCase() === by.toLowerCase())
    throw new RequestRefused(409, 'Nobody changes their own access. Ask somebody else of operations.');
  if (!(await isOperations(pool, by)))
    throw new RequestRefused(
      403,
      'You are no longer of operations, so you cannot change people. Ask somebody of operations.',
    );
}

/**
 * Makes a change of somebody's access. Two people of operations who remove each other at the same moment would leave
 * nobody: whoever finds that they were removed meanwhile gives the other one operations back.
 *
 * @throws {RequestRefused} 409 when it was undone.
 */
export async function keepingOperations(
  { pool, audit, by, of }: { pool: UserPool; audit: AuditTable; by: string; of: string },
  change: () => Promise<void>,
): Promise<void> {
  const wasOperations = await isOperations(pool, of);
  await change();
  if (!wasOperations || (await isOperations(pool, by))) return;
  await recordSystemEntry(audit, {
    actor: by,
    kind: 'person-changed',
    detail: `gave ${of} operations back, because ${by} was changed at the same moment`,
    reason: 'somebody has to operate the system',
  });
  await pool.addToGroup(of, 'operations');
  await pool.enable(of);
  throw new RequestRefused(
    409,
    `Your own access was changed at the same moment, so ${of} stays of operations: somebody has to. Talk to each other.`,
  );
}
