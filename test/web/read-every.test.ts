import { expect, test, vi } from 'vitest';
import { readEvery } from '../../web/board/read-every.ts';

const { asked, pages } = vi.hoisted(() => ({ asked: [] as object[], pages: [] as object[] }));
vi.mock('../../web/api/client.ts', () => ({
  call: (id: string, { query }: { query: object }) => {
    asked.push({ id, ...query });
    return Promise.resolve(pages.shift());
  },
}));

test('a list is read to its end, page by page, and how much was read is told', async () => {
  const page = (shipment: string, next: string | null) => ({ items: [{ shipment }], next });
  pages.push(page('A', 'p2'), { items: [], next: 'p3' }, page('B', null), page('C', null));
  const counts: number[] = [];
  const items = await readEvery('listEnded', { site: 'north' }, (count) => counts.push(count));
  expect(items.map(({ shipment }) => shipment)).toEqual(['A', 'B']);
  expect(counts).toEqual([1, 1, 2]);
  const query = { id: 'listEnded', site: 'north', limit: 100 };
  expect(asked).toEqual([
    { ...query, cursor: null },
    { ...query, cursor: 'p2' },
    { ...query, cursor: 'p3' },
  ]);
});
