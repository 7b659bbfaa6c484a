import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Problem } from '../../src/api/routes/responses.ts';
import { sha256OfJson } from '../../src/model/digest.ts';
import { type Api, apiInProcess, people } from '../support/api-in-process.ts';
import { receiptsIn } from '../support/receipts.ts';
import { minute } from '../support/series.ts';
import { warmProfile } from '../support/shipment.ts';

const { lena, otto, paul, petra } = people;
const noon = Date.parse('2026-11-20T12:00:00Z');

let api: Api;
let receipts: ReturnType<typeof receiptsIn>;
beforeAll(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: noon });
  api = await apiInProcess();
  receipts = receiptsIn(api);
});
beforeEach(() => {
  vi.setSystemTime(noon);
});
afterAll(() => {
  vi.useRealTimers();
  api.account.close();
});

const cool = { ...warmProfile, id: 'cool', name: 'Cool' };
const sha256 = sha256OfJson(cool);
const written = {
  id: 'cool',
  version: 1,
  name: 'Cool',
  sha256,
  writtenBy: 'paul',
  approvedBy: null,
  approvedAt: null,
};
const approve = (requester: typeof paul | typeof petra, body: Record<string, unknown>, version = '1') =>
  api.ask(requester, 'approveProfile', { path: { profile: 'cool', version }, body });
const problem = (status: number, title: string, detail: string) => ({
  status,
  body: { type: 'about:blank', title, status, detail },
});

describe('a profile version', () => {
  test('is stored as it was written, with its author, and never changes', async () => {
    expect((await api.ask(paul, 'addProfile', { body: cool })).body).toEqual(written);
    // Writing it again changes nothing; if somebody else does, the author stays the same.
    expect((await api.ask(petra, 'addProfile', { body: cool })).body).toEqual(written);
    expect(await api.ask(paul, 'addProfile', { body: { ...cool, name: 'Other' } })).toMatchObject(
      problem(
        409,
        'Conflict',
        'version 1 of profile cool exists with other content; give the changed profile a new version',
      ),
    );
    const path = { profile: 'cool', version: '1' };
    expect(await receipts.done(lena, 'showProfile', { path })).toEqual({ ...written, profile: cool });
    expect(await api.ask(lena, 'showProfile', { path: { profile: 'cool', version: '2' } })).toMatchObject(
      problem(404, 'Not found', 'profile cool, version 2, does not exist.'),
    );
  });

  test('is approved once, by somebody else, with the hash of what was read', async () => {
    expect(await approve(paul, { sha256 })).toMatchObject(
      problem(409, 'Conflict', 'paul wrote this version; someone else must approve it'),
    );
    expect(await approve(petra, { sha256: '0'.repeat(64) })).toMatchObject(
      problem(
        422,
        'The request cannot be carried out',
        `This version has the SHA-256 ${sha256}; approve only what you have read.`,
      ),
    );
    expect(await approve(petra, { sha256 }, '9')).toMatchObject(
      problem(404, 'Not found', 'profile cool, version 9, does not exist.'),
    );
    expect(
      await api.ask(otto, 'approveProfile', { path: { profile: 'cool', version: '1' }, body: { sha256 } }),
    ).toMatchObject(problem(403, 'Not permitted', 'Only people with the role pharmacist can do this.'));
    vi.setSystemTime(noon + minute);
    const approved = { ...written, approvedBy: 'petra', approvedAt: '2026-11-20T12:01:00.000Z' };
    expect((await approve(petra, { sha256 })).body).toEqual(approved);
    vi.setSystemTime(noon + 2 * minute);
    const bea = { username: 'bea', groups: ['pharmacist'] };
    expect((await approve(bea as never, { sha256 })).body).toEqual(approved);
  });

  test('is refused with every problem it has', async () => {
    const body = { ...cool, version: 2, maxGap: 'soon', name: 'a\u0007' };
    for (const id of ['addProfile', 'previewProfile'] as const) {
      const { status, body: answer } = await api.ask(paul, id, { body });
      const refused = answer as unknown as Problem;
      expect([status, refused.title, refused.problems?.length]).toEqual([
        400,
        'The request cannot be read',
        1,
      ]);
      expect(refused.detail).toBe(refused.problems!.join('; '));
      const { body: unprintable } = await api.ask(paul, id, { body: { ...body, maxGap: 'PT30M' } });
      expect(unprintable.problems).toEqual([
        'name: must be one line, without control characters and marks that turn the direction of writing',
      ]);
    }
    expect(await api.ask(otto, 'showProfile', { path: { profile: 'cool', version: '2' } })).toMatchObject({
      status: 404,
    });
  });

  test('is listed with all others, a page at a time', async () => {
    await receipts.done(paul, 'addProfile', { body: { ...cool, version: 2 } });
    const { items, next } = await receipts.done(lena, 'listProfiles');
    expect([items.map(({ version }) => version).toSorted((a, b) => a - b), next]).toEqual([[1, 2], null]);
    const one = await receipts.done(lena, 'listProfiles', { query: { limit: '1' } });
    expect(one.items).toHaveLength(1);
    const query = { limit: '1', cursor: one.next! };
    const other = await receipts.done(lena, 'listProfiles', { query });
    expect([...one.items, ...other.items]).toEqual(items);
  });
});
