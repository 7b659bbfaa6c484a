import type { Database } from '../../src/storage/tables.ts';
import { type Command, answeredBy } from './table-items.ts';

/** Thrown when the function dies between two steps. */
export class Crash extends Error {
  override readonly message = 'died between two steps';
}

/** Returns a database with a callback before each request, which fails with what the callback throws. */
export function watched(database: Database, before: (command: Command) => void): Database {
  return answeredBy(database, async (command, send) => {
    before(command);
    return send();
  });
}

/** Returns a database whose caller may die before or after each request, with this total probability. */
export function crashing(database: Database, random: () => number, probability: number): Database {
  const die = (): void => {
    if (random() < probability / 2) throw new Crash();
  };
  return answeredBy(database, async (_, send) => {
    die();
    const answer = await send();
    die();
    return answer;
  });
}

/** Returns a database whose caller dies instead of sending request number `count`, counted from 0, and stays dead. */
export function dyingAt(database: Database, count: number): Database {
  let left = count;
  return watched(database, () => {
    if (left-- <= 0) throw new Crash();
  });
}
