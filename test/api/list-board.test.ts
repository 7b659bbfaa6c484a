import { beforeEach, describe, expect, test } from 'vitest';
import type { Person } from '../../src/shipments/permissions.ts';
import { summarise } from '../../src/shipments/summary.ts';
import { boardOf } from '../../src/api/handlers/list-board.ts';
import { readLedger } from '../../src/storage/ledger.ts';
import { saveSummary } from '../../src/storage/shipments.ts';
import type { Database } from '../../src/storage/tables.ts';
import { startDatabase } from '../support/database.ts';
import { start } from '../support/series.ts';
import { shipmentWith } from '../support/shipment.ts';

const person = (role: Person['roles'][number], ...sites: string[]): Person => ({
  subject: 'p',
  username: 'p',
  roles: [role],
  sites,
});

let database: Database;
/** The index and key of each query. */
let asked: string[];
let read: number;
beforeEach(async () => {
  const { database: whole } = await startDatabase('model');
  await shipmentWith(whole, 'ONE', []);
  const summary = summarise((await readLedger(whole, 'ONE')).entries);
  // Many shipments at other sites, and a few at two sites, whose changes alternate.
  for (let index = 0; index < 300; index++) {
    const site = index % 30 === 0 ? 'east' : index % 30 === 1 ? 'west' : `other-${index % 7}`;
    await saveSummary(whole, { ...summary, shipment: `S-${index}`, site, changedAt: start + index });
  }
  asked = [];
  read = 0;
  const send = async (command: {
    readonly input: { IndexName?: string; ExpressionAttributeValues?: Record<string, { S?: string }> };
  }): Promise<unknown> => {
    const answer = (await whole.client.send(command as never)) as { Items?: unknown[] };
    const { IndexName, ExpressionAttributeValues: values } = command.input;
    if (IndexName !== undefined) {
      asked.push(`${IndexName} ${values?.[':k']?.S}`);
      read += answer.Items?.length ?? 0;
    }
    return answer;
  };
  database = {
    ...whole,
    client: Object.create(whole.client, { send: { value: send } }) as Database['client'],
  };
});

const own = Array.from({ length: 10 }, (_, index) => [`S-${30 * index}`, `S-${30 * index + 1}`]).flat();

async function pages(requester: Person, limit: number): Promise<string[][]> {
  const board = boardOf(database);
  const all: string[][] = [];
  let cursor: string | undefined;
  do {
    const page = await board(requester, { limit, cursor });
    all.push(page.items.map(({ shipment }) => shipment));
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
  return all;
}

describe('the board', () => {
  test('makes one query for each of the person’s sites, and reads no shipment of another site', async () => {
    expect(await pages(person('logistics', 'east', 'west'), 50)).toEqual([own]);
    expect(asked.toSorted()).toEqual(['watched-at-site east', 'watched-at-site west']);
    expect(read).toBe(20);
  });

  test.each([1, 3, 20, 21])('of several sites is ordered by last change, in pages of %i', async (limit) => {
    const all = await pages(person('pharmacist', 'west', 'east'), limit);
    expect(all.flat()).toEqual(own);
    for (const page of all.slice(0, -1)) expect(page).toHaveLength(limit);
  });

  test('of a person without a site is empty, without a query', async () => {
    expect(await pages(person('logistics'), 50)).toEqual([[]]);
    expect(asked).toEqual([]);
  });

  test('of a person who may read every site has all shipments', async () => {
    const all = await pages(person('operations'), 100);
    expect(all.flat()).toHaveLength(301);
    expect(new Set(all.flat()).size).toBe(301);
    expect(asked.every((each) => each.startsWith('watched '))).toBe(true);
  });
});
