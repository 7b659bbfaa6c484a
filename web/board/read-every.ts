import { call } from '../api/client.ts';
import type { Asked } from '../api/answer.ts';
import type { Summary } from './fits.ts';
import { pageSize } from './page-size.ts';

/** Reads every shipment of a list, page by page; `onRead` is told how many there are so far. */
export async function readEvery(
  id: 'findShipments' | 'listEnded',
  query: Asked['query'],
  onRead: (count: number) => void,
): Promise<readonly Summary[]> {
  const items: Summary[] = [];
  let cursor: string | null = null;
  do {
    const page: { items: Summary[]; next: string | null } = await call(id, {
      query: { ...query, limit: pageSize, cursor },
    });
    items.push(...page.items);
    onRead(items.length);
    cursor = page.next;
  } while (cursor !== null);
  return items;
}
