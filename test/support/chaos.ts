import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Database } from '../../src/storage/tables.ts';

/** Thrown when the function dies between two steps. */
export class Crash extends Error {}

/** Returns a generator of numbers in [0, 1) that depend only on the seed (Park and Miller). */
export function randomOf(seed: number): () => number {
  let state = (seed % 2_147_483_646) + 1;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

/** Returns a database whose caller may die before or after each request, with this total probability. */
export function crashing(database: Database, random: () => number, probability: number): Database {
  const die = (): void => {
    if (random() < probability / 2) throw new Crash('died between two steps');
  };
  const send = async (command: never): Promise<unknown> => {
    die();
    const answer = await database.client.send(command);
    die();
    return answer;
  };
  // Paginators check the client's class, so the prototype stays and only `send` is replaced.
  const client = Object.create(database.client, { send: { value: send } }) as DynamoDBClient;
  return { ...database, client };
}

/** Returns a database whose caller dies instead of sending request number `count`, counted from 0, and stays dead. */
export function dyingAt(database: Database, count: number): Database {
  let left = count;
  const send = async (command: never): Promise<unknown> => {
    if (left-- <= 0) throw new Crash('died between two steps');
    return database.client.send(command);
  };
  const client = Object.create(database.client, { send: { value: send } }) as DynamoDBClient;
  return { ...database, client };
}
