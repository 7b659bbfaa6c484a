import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Api, people } from '../support/api-in-process.ts';
import { type Steps, startApiAt, stopApi } from '../support/api-steps.ts';

const { lena, otto, sara } = people;
const noon = Date.parse('2026-11-20T12:00:00Z');

let api: Api;
let steps: Steps;
beforeAll(async () => {
  ({ api, steps } = await startApiAt(noon));
});
afterAll(() => stopApi(api));

describe('a list of shipments', () => {
  const ids = async (
    requester: typeof lena | typeof otto | typeof sara,
    query: Record<string, string> = {},
  ) => {
    const { items, next } = await steps.done(requester, 'listShipments', { query });
    return { ids: items.map(({ shipment }) => shipment), next };
  };
  beforeAll(async () => {
    for (const [shipment, more] of [
      ['P-1', {}],
      ['P-2', {}],
      ['L-1', { site: 'south' }],
      ['L-2', { site: 'south', sscc: '106141411234567897' }],
      ['L-3', { site: 'south' }],
      ['L-4', { site: 'north', sscc: '106141411234567897' }],
    ] as const)
      await steps.plan(shipment, more);
    await steps.step('depart', 'L-2', { at: '2026-11-20T09:00:00Z' });
    await steps.step('arrive', 'P-2', { at: '2026-11-20T09:00:00Z' });
  });

  test('has the shipments of one’s own sites, ordered by status, site and id', async () => {
    expect(await ids(sara)).toEqual({ ids: ['L-1', 'L-3', 'L-2'], next: null });
    expect((await ids(lena)).ids).toEqual(['L-4', 'P-1', 'L-1', 'L-3', 'L-2', 'P-2']);
    expect((await ids(otto)).ids.toSorted()).toEqual(['L-1', 'L-2', 'L-3', 'L-4', 'P-1', 'P-2']);
    expect((await ids(lena, { site: 'south', status: 'planned' })).ids).toEqual(['L-1', 'L-3']);
    expect((await ids(otto, { site: 'north', status: 'arrived' })).ids).toEqual(['P-2']);
    expect((await ids(sara, { site: 'north' })).ids).toEqual([]);
  });

  test('by label has only shipments of one’s own sites that match the query', async () => {
    const label = '(00)106141411234567897';
    expect((await ids(lena, { label })).ids.toSorted()).toEqual(['L-2', 'L-4']);
    expect(await ids(sara, { label })).toEqual({ ids: ['L-2'], next: null });
    expect((await ids(lena, { label, site: 'north' })).ids).toEqual(['L-4']);
    expect((await ids(lena, { label, status: 'in-transit' })).ids).toEqual(['L-2']);
    expect((await ids(sara, { label, site: 'north' })).ids).toEqual([]);
  });

  test('continues where the previous page ended', async () => {
    const pages: string[][] = [];
    let cursor: string | undefined;
    do {
      const page = await ids(lena, { limit: '2', ...(cursor !== undefined && { cursor }) });
      pages.push(page.ids);
      cursor = page.next ?? undefined;
    } while (cursor !== undefined);
    expect(pages.flat()).toEqual(['L-4', 'P-1', 'L-1', 'L-3', 'L-2', 'P-2']);
    expect(pages.map(({ length }) => length).every((length) => length <= 2)).toBe(true);
  });
});
