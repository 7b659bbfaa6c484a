import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  forgetAtSite,
  readAddressBook,
  saveCarrier,
  savePlace,
  saveTemplate,
} from '../../src/storage/address-book.ts';
import {
  type PlanningTable,
  RememberingRefused,
  mostBytesOfOne,
  mostRemembered,
  rememberedId,
} from '../../src/storage/planning-items.ts';
import { readViews, removeView, saveView } from '../../src/storage/saved-views.ts';
import { type TestDatabase, engines, startDatabase } from '../support/database.ts';

const change = { by: 'lena', at: Date.UTC(2026, 10, 20, 8) };
const carrier = (name: string, phone: string | null = null) => ({ name, phone, email: null });
const place = (name: string) => ({ place: { name, area: null }, address: null, phone: null });

test('a name is remembered once, however it is written', () => {
  expect(rememberedId('Zürich')).toMatch(/^[A-Za-z0-9_-]{16}$/);
  expect(rememberedId('  ZÜRICH ')).toBe(rememberedId('Zürich'));
  expect(rememberedId('Zurich')).not.toBe(rememberedId('Zürich'));
});

describe.each(engines)('what is remembered, on %s', (engine) => {
  let running: TestDatabase;
  let planning: PlanningTable;
  beforeAll(async () => {
    running = await startDatabase(engine);
    planning = { client: running.database.client, table: 'planning' };
  });
  afterAll(() => running.stop());

  test('is listed by kind and name, replaced by the same name, and forgotten', async () => {
    await savePlace(planning, 'north', place('Stansted'), change);
    await savePlace(planning, 'north', place('Ely'), change);
    await saveCarrier(planning, 'north', carrier('Swift'), change);
    await saveCarrier(planning, 'north', carrier('SWIFT', '+44 20 7946 0018'), {
      by: 'tom',
      at: change.at + 1,
    });
    const template = { name: 'Weekly', plan: { goods: 'vaccine', plannedArrival: change.at } };
    await saveTemplate(planning, 'north', template, change);
    const book = await readAddressBook(planning, 'north');
    expect(book.places.map(({ name }) => name)).toEqual(['Ely', 'Stansted']);
    expect(book.carriers).toEqual([
      {
        id: rememberedId('Swift'),
        name: 'SWIFT',
        changedBy: 'tom',
        changedAt: change.at + 1,
        content: carrier('SWIFT', '+44 20 7946 0018'),
      },
    ]);
    expect(book.templates.map(({ content }) => content)).toEqual([template]);
    expect(await readAddressBook(planning, 'south')).toEqual({ places: [], carriers: [], templates: [] });
    for (let twice = 0; twice < 2; twice++)
      await forgetAtSite(planning, 'north', 'carrier', rememberedId('swift'));
    expect((await readAddressBook(planning, 'north')).carriers).toEqual([]);
  });

  test('of a person is apart from everybody else', async () => {
    await saveView(planning, 'subject-1', { name: 'Late', query: 'state=late' }, change);
    await saveView(planning, 'subject-2', { name: 'Late', query: 'state=late&site=south' }, change);
    await removeView(planning, 'subject-2', rememberedId('Late'));
    expect((await readViews(planning, 'subject-1')).map(({ content }) => content)).toEqual([
      { name: 'Late', query: 'state=late' },
    ]);
    expect(await readViews(planning, 'subject-2')).toEqual([]);
  });
});

describe('no more is remembered than is allowed', () => {
  let running: TestDatabase;
  let planning: PlanningTable;
  beforeAll(async () => {
    running = await startDatabase('model');
    planning = { client: running.database.client, table: 'planning' };
  });
  afterAll(() => running.stop());

  test('by number, and a name that is there may still be replaced', async () => {
    for (let number = 0; number < mostRemembered.view; number++)
      await saveView(planning, 'busy', { name: `view ${number}`, query: '' }, change);
    const more = saveView(planning, 'busy', { name: 'one more', query: '' }, change);
    await expect(more).rejects.toThrow(
      new RememberingRefused(
        '50 saved views are remembered already, which is the most; remove one that is no longer needed',
      ),
    );
    await saveView(planning, 'busy', { name: 'View 7', query: 'site=south' }, change);
    await saveView(planning, 'idle', { name: 'one more', query: '' }, change);
    expect(await readViews(planning, 'busy')).toHaveLength(50);
  });

  const corners = (count: number) =>
    Array.from({ length: count }, (_, index) => ({ latitude: 51 + index / 1e13, longitude: 1e-7 * index }));

  test('by the size of one, and of all together', async () => {
    const waypoints = (count: number) =>
      Array.from({ length: count }, (_, index) => ({
        name: `stop ${index}`,
        area: { kind: 'polygon' as const, corners: corners(500) },
      }));
    const large = saveTemplate(
      planning,
      'wide',
      { name: 'Too wide', plan: { waypoints: waypoints(50) } },
      change,
    );
    await expect(large).rejects.toThrow(
      `at most ${mostBytesOfOne} are remembered; give its polygons fewer corners`,
    );
    let saved = 0;
    await expect(
      (async () => {
        for (; ; saved++)
          await saveTemplate(
            planning,
            'wide',
            { name: `wide ${saved}`, plan: { waypoints: waypoints(10) } },
            change,
          );
      })(),
    ).rejects.toThrow(
      'and 4000000 is the most; remove what is no longer needed, or give polygons fewer corners',
    );
    expect(saved).toBeGreaterThan(10);
    // What is there may still be replaced by something of its size.
    await saveTemplate(planning, 'wide', { name: 'WIDE 0', plan: { waypoints: waypoints(10) } }, change);
    expect(JSON.stringify(await readAddressBook(planning, 'wide')).length).toBeLessThan(4_200_000);
  });
});
