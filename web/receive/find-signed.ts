import { call } from '../api/client.ts';
import type { Answer } from '../api/answer.ts';

type SignedShipment = Answer<'listEnded'>['items'][number];

/** The most shipments that are shown at once. */
const limit = 50;

/**
 * Finds signed shipments by words of their number, lots, goods or label; without words, the latest ones.
 *
 * @throws {Refused} When the API refuses.
 */
export async function findSigned(words: string): Promise<readonly SignedShipment[]> {
  const text = words.trim();
  const { items } =
    text === ''
      ? await call('listEnded', { query: { limit } })
      : await call('findShipments', { query: { text, limit } });
  return items.filter(({ decision }) => decision !== null);
}
