import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import type { BrowserContextOptions, Page, Route } from 'playwright-core';
import { expect, test } from 'vitest';
import { addressOf } from '../support/api-client.ts';
import { seedBusyBoard } from '../support/busy-board.ts';
import { findingsOn } from './accessibility.ts';
import {
  describeInBrowser,
  desk,
  expectNoOverflow,
  givePassword,
  open,
  phone,
  signInOn,
  visit,
} from './browser.ts';
import { type Stage, onStage } from './stage.ts';

let run: Stage['run'];
let lena: Stage['lena'];
let browser: Stage['browser'];
/** Ended shipments as the API lists them. */
let ended: Record<string, unknown>[] = [];

onStage(async (stage) => {
  ({ run, lena, browser } = stage);
  await seedBusyBoard(run, lena);
  await run.watch();
  const { items } = await lena.do('listBoard');
  const {
    sensors: _,
    way: __,
    estimatedArrival: ___,
    ...summary
  } = items.find(({ shipment }) => shipment === 'TO-RELEASE')!;
  const day = (daysAgo: number): string => new Date(Date.now() - daysAgo * 86_400_000).toISOString();
  const signed = { name: 'Paul Weber', sequence: 9 };
  ended = [
    {
      shipment: 'PAST-1',
      status: 'released',
      decision: { ...signed, decision: 'released', lots: ['A1', 'B2'], signedAt: day(1) },
    },
    {
      shipment: 'PAST-2',
      status: 'partly-released',
      decision: { ...signed, decision: 'partly-released', lots: ['A1'], rejected: ['B2'], signedAt: day(2) },
    },
    {
      shipment: 'PAST-3',
      status: 'cancelled',
      cancellation: { at: day(3), by: 'lena', reason: 'The order was withdrawn.' },
    },
  ].map((own) => ({ ...summary, ...own }));
});

type View = { id: string; name: string; query: string };

/** Answers for routes that the page asks, as the contract has them: views that are kept, and ended shipments. */
async function answerLists(page: Page, views: View[] = []): Promise<URL[]> {
  const asked: URL[] = [];
  await page.route('**/api/views**', async (route) => {
    const request = route.request();
    if (request.method() === 'DELETE') {
      const id = decodeURIComponent(new URL(request.url()).pathname.split('/').at(-1)!);
      views.splice(
        views.findIndex((view) => view.id === id),
        1,
      );
      return route.fulfill({ json: { id } });
    }
    if (request.method() === 'POST') {
      const { name, query } = request.postDataJSON() as Omit<View, 'id'>;
      views.push({ id: name.toLowerCase(), name, query });
      return route.fulfill({ json: views.at(-1) });
    }
    return route.fulfill({ json: { items: views } });
  });
  const inPages = (route: Route): Promise<void> => {
    const url = new URL(route.request().url());
    asked.push(url);
    // Two on the first page, the last on the second.
    const isFirst = url.searchParams.get('cursor') === null;
    const items = isFirst ? ended.slice(0, 2) : ended.slice(2);
    return route.fulfill({ json: { items, next: isFirst ? 'second' : null } });
  };
  await page.route('**/api/ended?**', inPages);
  await page.route('**/api/search?**', inPages);
  return asked;
}

async function openBoard(options: BrowserContextOptions = desk, views: View[] = []) {
  const { page, complaints } = await open(browser, options);
  const asked = await answerLists(page, views);
  await signInOn(page, run, 'lena');
  await page.waitForSelector('[data-shipment="TOO-WARM"]');
  return { page, complaints, asked };
}

const rowOf = (page: Page, shipment: string) => page.locator(`#row-${shipment}`);
const plain = (text: string | null): string => (text ?? '').replaceAll('\u00a0', ' ');

async function csvFrom(
  page: Page,
  button: string,
): Promise<{ name: string; rows: Record<string, string>[] }> {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: button }).click(),
  ]);
  const rows: Record<string, string>[] = parse(readFileSync(await download.path()), {
    columns: true,
    bom: true,
  });
  return { name: download.suggestedFilename(), rows };
}

describeInBrowser('the board', { timeout: 120_000 }, () => {
  test('says of each shipment what is wrong, since when by the goods, and whom to call', async () => {
    const { page, complaints } = await openBoard();
    await page.getByText('Too warm: 15.7').waitFor();
    const said = async (shipment: string): Promise<string> =>
      plain(await rowOf(page, shipment).textContent());
    expect(await said('TOO-WARM')).toMatch(/Too warm: 15\.7 °C, above 15 °C for 1 h (3[5-9]|4\d|5\d) min/);
    expect(await said('TOO-WARM')).toContain('Alpine Cold Lines');
    expect(await said('TOO-COLD')).toMatch(/Too cold: −1\.2 °C, at or below 0 °C for \d+ min/);
    expect(await said('DEPARTED-NOT')).toMatch(/Departure overdue by 1 h (29|3\d) min/);
    expect(await said('NO-LOGGER')).toMatch(/No logger attached; departure planned at \d\d:\d\d/);
    const meter = (shipment: string) => rowOf(page, shipment).getByRole('meter');
    expect(await meter('TOO-WARM').getAttribute('aria-valuenow')).toBe('100');
    expect(await meter('TOO-WARM').getAttribute('aria-label')).toBe('Limit exceeded');
    expect(Number(await meter('ALL-WELL').getAttribute('aria-valuenow'))).toBeLessThan(20);
    const call = rowOf(page, 'TOO-WARM').getByRole('link', { name: 'Call Alpine Cold Lines' });
    expect(await call.getAttribute('href')).toBe('tel:+41445550134');
    await rowOf(page, 'TO-RELEASE').getByRole('link', { name: 'Review TO-RELEASE' }).click();
    await page.waitForURL('**/shipments/TO-RELEASE/receipt');
    expect(complaints).toEqual([]);
  });

  test('an alarm is acknowledged in its row with the keyboard alone, and the board stays where it is', async () => {
    const { page, complaints } = await openBoard();
    await page.getByText('Too cold: −1.2').waitFor();
    await page.focus('[data-shipment="TOO-COLD"]');
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe(
      'Acknowledge TOO-COLD',
    );
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Acknowledge TOO-COLD' });
    await dialog.waitFor();
    expect(plain(await dialog.textContent())).toContain('Too cold: −1.2 °C');
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.getAttribute('aria-label')))
      .toBe('Acknowledge TOO-COLD');
    await page.keyboard.press('Enter');
    await dialog.getByRole('button', { name: 'Carrier called.' }).focus();
    await page.keyboard.press('Enter');
    await dialog.getByLabel('Action taken').focus();
    await page.keyboard.press('End');
    await page.keyboard.type(' The heater is on.');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.waitForSelector('.group:has(h2 .stand-answered) [data-shipment="TOO-COLD"]');
    expect(await rowOf(page, 'TOO-COLD').textContent()).toContain(
      'Acknowledged by lena just now: “Carrier called. The heater is on.”',
    );
    expect(new URL(page.url()).pathname).toBe('/board');
    // The button is gone, so the focus is on its row.
    await expect
      .poll(() => page.evaluate(() => (document.activeElement as HTMLElement).dataset['shipment']))
      .toBe('TOO-COLD');
    const { items } = await lena.do('listShipmentAlarms', { path: { shipment: 'TOO-COLD' } });
    expect(items).toMatchObject([{ acknowledgedBy: 'lena', comment: 'Carrier called. The heater is on.' }]);
    // It stays so when the API answers again.
    await page.reload();
    await rowOf(page, 'TOO-COLD').getByText('Acknowledged by lena').waitFor();
    expect(complaints).toEqual([]);
  });

  test('what is typed is kept when an acknowledgement fails, and sent again', async () => {
    const { page } = await openBoard();
    await page.route('**/acknowledgement', (route) => route.abort());
    await page.getByRole('button', { name: 'Acknowledge TOO-WARM' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Action taken').fill('Driver opens the vents.');
    await dialog.getByRole('button', { name: 'Acknowledge', exact: true }).click();
    await dialog.getByRole('alert').waitFor();
    expect(await dialog.getByLabel('Action taken').inputValue()).toBe('Driver opens the vents.');
    await page.unroute('**/acknowledgement');
    // Somebody else has changed the shipment meanwhile: it is said, and then sent.
    await lena.step('handOver', 'TOO-WARM', { to: 'Second driver' });
    await dialog.getByRole('button', { name: 'Acknowledge', exact: true }).click();
    await dialog.getByText('The shipment has changed since you opened it:').waitFor();
    await dialog.getByRole('button', { name: 'Acknowledge', exact: true }).click();
    await dialog.waitFor({ state: 'detached' });
    await rowOf(page, 'TOO-WARM').getByText('Driver opens the vents.').waitFor();
  });

  test('the headline speaks of everything, whatever the filter shows', async () => {
    const { page, complaints } = await openBoard();
    const lead = page.locator('.lead > b');
    await visit(page, run, '/board?find=ALL-WELL');
    await page.waitForSelector('[data-shipment="ALL-WELL"]');
    // Whether the alarm is acknowledged by now depends on the tests before.
    expect(await lead.textContent()).toMatch(
      /1 without a logger, 1 departure overdue, (\d acknowledged alarms?, )?1 awaiting release\./,
    );
    expect(await lead.textContent()).toContain('are hidden by your filter.');
    expect(await page.locator('[data-shipment]').count()).toBe(1);
    await page.getByRole('button', { name: 'Show all' }).first().click();
    await expect.poll(() => new URL(page.url()).search).toBe('');
    await page.waitForSelector('[data-shipment="NO-LOGGER"]');
    expect(await lead.textContent()).not.toContain('hidden');
    expect(complaints).toEqual([]);
  });

  test('one field finds what is active at once, and what has ended after a pause or Enter', async () => {
    const { page, complaints, asked } = await openBoard();
    const field = page.getByRole('searchbox', { name: 'Find' });
    await field.fill('alpine');
    await page.getByRole('status').filter({ hasText: '6 of 7 shipments' }).waitFor();
    await field.fill('past');
    await page.getByText('No active shipments match.').waitFor();
    await field.press('Enter');
    const table = page.getByRole('table', { name: 'Ended shipments' });
    await table.getByRole('link', { name: 'PAST-1' }).waitFor();
    expect(asked.at(-1)!.searchParams.get('text')).toBe('past');
    await page.getByRole('button', { name: 'Show more' }).click();
    await table.getByText('The order was withdrawn.').waitFor();
    const { name, rows } = await csvFrom(page, 'Download as CSV: Ended shipments');
    expect(name).toMatch(/^coldwatch-search-\d{4}-\d\d-\d\d\.csv$/);
    expect(rows.map((row) => row['Shipment'])).toEqual(['PAST-1', 'PAST-2', 'PAST-3']);
    // A scanned label is looked for as its number.
    await field.fill('(00)340123450000000017');
    await expect.poll(() => asked.at(-1)!.searchParams.get('text')).toBe('340123450000000017');
    expect(complaints).toEqual([]);
  });

  test('a selection is saved as a view, which opens at its address, and is removed', async () => {
    const views: View[] = [{ id: 'old', name: 'Ended last week', query: 'list=ended&period=7d' }];
    const { page, complaints } = await openBoard(desk, views);
    expect(await page.getByRole('button', { name: 'Save view' }).count()).toBe(0);
    await page.getByRole('searchbox', { name: 'Find' }).fill('insulin');
    await page.getByRole('button', { name: 'Save view' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name').fill('Insulin');
    await page.keyboard.press('Enter');
    await dialog.waitFor({ state: 'detached' });
    expect(views.at(-1)).toMatchObject({ name: 'Insulin', query: 'find=insulin' });
    await visit(page, run, '/board');
    await page.getByRole('link', { name: 'Insulin', exact: true }).click();
    await page.waitForSelector('[data-shipment="DEPARTED-NOT"]');
    expect(new URL(page.url()).search).toBe('?find=insulin');
    await expect.poll(() => page.locator('[data-shipment]').count()).toBe(1);
    await page.getByRole('button', { name: 'Remove the view Insulin' }).click();
    await page.getByRole('link', { name: 'Insulin', exact: true }).waitFor({ state: 'detached' });
    await visit(page, run, '/ended');
    await page.getByRole('link', { name: 'Ended last week' }).click();
    await expect.poll(() => new URL(page.url()).search).toBe('?period=7d');
    expect(complaints).toEqual([]);
  });

  test('the fifty-first view is refused with what to do', async () => {
    const views = Array.from({ length: 50 }, (_, index) => ({
      id: `v${index}`,
      name: `View ${index}`,
      query: 'find=x',
    }));
    const { page } = await openBoard(desk, views);
    await page.getByRole('searchbox', { name: 'Find' }).fill('blood');
    await page.getByRole('button', { name: 'Save view' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name').fill('Blood');
    await dialog.getByText('You have 50 saved views').waitFor();
    expect(await dialog.getByRole('button', { name: 'Save view' }).isDisabled()).toBe(true);
    await dialog.getByLabel('Name').fill('View 7');
    expect(await dialog.getByRole('button', { name: 'Save view' }).isDisabled()).toBe(false);
  });

  test('the list is taken along as CSV, as it is filtered', async () => {
    const { page } = await openBoard();
    await page.getByRole('combobox', { name: 'Site' }).selectOption('south');
    await page.getByRole('status').filter({ hasText: '1 of 7 shipments' }).waitFor();
    const { name, rows } = await csvFrom(page, 'Download as CSV: Board');
    expect(name).toMatch(/^coldwatch-board-\d{4}-\d\d-\d\d\.csv$/);
    expect(rows).toMatchObject([
      { Shipment: 'TOO-COLD', Goods: 'hepatitis B vaccine', Carrier: 'Alpine Cold Lines' },
    ]);
  });

  test('logistics plan from here, also where nothing is active', async () => {
    const { page } = await openBoard();
    for (const [name, href] of [
      ['New shipment', '/shipments/new'],
      ['Plan many', '/shipments/import'],
      ['Ended shipments', '/ended'],
    ] as const)
      expect(await page.locator('.heading').getByRole('link', { name }).getAttribute('href')).toBe(href);
    await page.route('**/api/board**', (route) =>
      route.fulfill({ json: { items: [], asOf: new Date().toISOString(), next: null } }),
    );
    await visit(page, run, '/board');
    await page.getByRole('heading', { name: 'No active shipments' }).waitFor();
    expect(await page.locator('.empty').getByRole('link', { name: 'New shipment' }).isVisible()).toBe(true);
    const { page: other } = await open(browser);
    await answerLists(other);
    await signInOn(other, run, 'paul');
    await visit(other, run, '/board');
    await other.waitForSelector('[data-shipment="TOO-WARM"]');
    expect(await other.getByRole('link', { name: 'New shipment' }).count()).toBe(0);
  });
});

describeInBrowser('ended shipments', { timeout: 120_000 }, () => {
  test('are listed by period and status, page by page, and searched in all of the period', async () => {
    const { page, complaints, asked } = await openBoard();
    await page.locator('main').getByRole('link', { name: 'Ended shipments' }).click();
    await page.getByRole('heading', { name: 'Ended shipments', level: 1 }).waitFor();
    await page.getByText('2 shipments so far').waitFor();
    const daysAgo = (Date.now() - Date.parse(asked.at(-1)!.searchParams.get('from')!)) / 86_400_000;
    expect(Math.floor(daysAgo)).toBe(30);
    const table = page.getByRole('table', { name: 'Ended shipments' });
    expect(await table.getByRole('row').nth(2).textContent()).toContain(
      'A1 of A1, B2; rejected: B2 of A1, B2',
    );
    await page.getByRole('searchbox', { name: 'Find' }).fill('past-3');
    await table.getByRole('link', { name: 'PAST-3' }).waitFor();
    expect(await table.getByRole('row').count()).toBe(2);
    await page.getByRole('combobox', { name: 'Status' }).selectOption('cancelled');
    await expect.poll(() => asked.at(-1)!.searchParams.get('status')).toBe('cancelled');
    const { name, rows } = await csvFrom(page, 'Download as CSV: Ended shipments');
    expect(name).toMatch(/^coldwatch-ended-/);
    expect(rows).toMatchObject([{ Shipment: 'PAST-3', 'Reason for cancelling': 'The order was withdrawn.' }]);
    expect(complaints).toEqual([]);
  });

  test('of a range that ends before it begins are not asked for, and the page says why', async () => {
    const { page, complaints, asked } = await openBoard();
    await visit(page, run, '/ended?period=range&from=2026-02-01&to=2026-02-28');
    await page.getByRole('link', { name: 'PAST-1' }).waitFor();
    expect(asked.at(-1)!.searchParams.get('from')).toBe('2026-01-31T23:00:00.000Z');
    expect(asked.at(-1)!.searchParams.get('to')).toBe('2026-02-28T23:00:00.000Z');
    const before = asked.length;
    await page.getByLabel('To', { exact: true }).fill('2026-01-15');
    await page.getByRole('alert').getByText('“From” is after “To”.').waitFor();
    expect(asked.length).toBe(before);
    expect(complaints).toEqual([]);
  });

  test('that cannot be read are asked for again', async () => {
    const { page } = await openBoard();
    await page.route('**/api/ended?**', (route) =>
      route.fulfill({ status: 400, json: { title: 'No', detail: 'from: must be a time' } }),
    );
    await visit(page, run, '/ended');
    await page.getByRole('alert').getByText('from: must be a time').waitFor();
    await page.unroute('**/api/ended?**');
    await answerLists(page);
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('link', { name: 'PAST-1' }).waitFor();
  });
});

describeInBrowser('asking for changes', { timeout: 120_000 }, () => {
  test('is one small request with the tag of the answer before, and nothing from a hidden tab', async () => {
    const { page, complaints } = await open(browser);
    await answerLists(page);
    const tags: (string | undefined)[] = [];
    await page.route('**/api/board?**', async (route) => {
      const request = route.request();
      if (!request.url().includes('since=')) return route.fallback();
      const tag = request.headers()['if-none-match'];
      tags.push(tag);
      if (tag === '"same"') return route.fulfill({ status: 304 });
      const asOf = new Date().toISOString();
      return route.fulfill({ json: { items: [], asOf, next: null }, headers: { etag: '"same"' } });
    });
    await signInOn(page, run, 'lena');
    await page.waitForSelector('[data-shipment]');
    await expect.poll(() => tags.length, { timeout: 20_000 }).toBeGreaterThan(2);
    expect(tags.slice(0, 3)).toEqual([undefined, '"same"', '"same"']);
    await page.evaluate(() => {
      Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => 'hidden' });
      document.dispatchEvent(new Event('visibilitychange'));
    });
    await page.waitForTimeout(500);
    const before = tags.length;
    await page.waitForTimeout(9000);
    expect(tags.length).toBe(before);
    await page.evaluate(() => {
      Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => 'visible' });
      document.dispatchEvent(new Event('visibilitychange'));
    });
    await expect.poll(() => tags.length).toBe(before + 1);
    expect(complaints).toEqual([]);
  });

  test('is done by one of several tabs, and the other shows what it learned', async () => {
    const { page } = await openBoard();
    const second = await page.context().newPage();
    await answerLists(second);
    await second.goto(`${addressOf(run)}/board`);
    // A second tab may have to sign in by itself.
    const signIn = second.getByRole('button', { name: 'Sign in' });
    await signIn.or(second.locator('header.top')).first().waitFor();
    if (await signIn.isVisible()) {
      await signIn.click();
      const password = second.locator('[name=password]');
      await password.or(second.locator('header.top')).first().waitFor();
      if (await password.isVisible()) await givePassword(second, run, 'lena');
    }
    await second.waitForSelector('[data-shipment="ALL-WELL"]');
    const asked = { first: 0, second: 0 };
    page.on('request', (request) => (asked.first += request.url().includes('since=') ? 1 : 0));
    second.on('request', (request) => (asked.second += request.url().includes('since=') ? 1 : 0));
    await second.mouse.move(200, 200);
    await lena.step('handOver', 'ALL-WELL', { to: 'Third driver' });
    await lena.do('createShipment', {
      body: {
        shipment: 'NEW-1',
        goods: 'serum',
        origin: 'Bern',
        destination: 'Chur',
        site: 'north',
        profile: 'controlled-cold',
      },
    });
    await Promise.all(
      [page, second].map((each) => each.waitForSelector('[data-shipment="NEW-1"]', { timeout: 40_000 })),
    );
    expect(Math.min(asked.first, asked.second)).toBe(0);
    expect(Math.max(asked.first, asked.second)).toBeGreaterThan(0);
    // The other takes over.
    const [asks, listens] = asked.first > 0 ? [page, second] : [second, page];
    await asks.close();
    const other = listens === page ? 'first' : 'second';
    await listens.mouse.move(300, 300);
    await expect.poll(() => asked[other], { timeout: 20_000 }).toBeGreaterThan(0);
  });

  test('stops and goes on with the network, and says from when the data are', async () => {
    const { page } = await openBoard();
    await page.context().setOffline(true);
    const banner = page.locator('.banner');
    await banner
      .getByText(/^Offline\. Showing data from \d\d:\d\d\. Reconnecting…$/)
      .waitFor({ timeout: 20_000 });
    expect(await page.locator('[data-shipment="TOO-WARM"]').count()).toBe(1);
    await page.context().setOffline(false);
    await banner.waitFor({ state: 'detached' });
  });

  test('waits when the gateway refuses, says how long, and longer each time', async () => {
    const { page } = await openBoard();
    const askedAt: number[] = [];
    await page.route('**/api/board**', (route) => {
      askedAt.push(Date.now());
      return route.fulfill({
        status: 429,
        headers: { 'retry-after': '3' },
        json: { message: 'Too Many Requests' },
      });
    });
    const banner = page.getByRole('alert');
    await banner.getByText(/^Too many requests\. Next try in [1-4]\s?s\.$/).waitFor({ timeout: 20_000 });
    await expect.poll(() => askedAt.length, { timeout: 30_000 }).toBeGreaterThan(2);
    const [first, second, third] = askedAt as [number, number, number];
    expect(second - first).toBeGreaterThan(2900);
    expect(third - second).toBeGreaterThan(5900);
    await page.unroute('**/api/board**');
    await banner.waitFor({ state: 'detached', timeout: 30_000 });
  });
});

describeInBrowser('the lists', { timeout: 120_000 }, () => {
  test.each([
    ['at a desk, light', { ...desk, colorScheme: 'light' }],
    ['at a desk, dark', { ...desk, colorScheme: 'dark' }],
    ['on a phone, light', { ...phone, colorScheme: 'light' }],
    ['on a phone, dark', { ...phone, colorScheme: 'dark' }],
    ['on a small phone', { ...phone, viewport: { width: 320, height: 640 } }],
  ] as const)('can be used by everybody and fit the screen: %s', async (_, options) => {
    const { page, complaints } = await openBoard(options, [
      { id: 'blood', name: 'Blood', query: 'find=blood' },
    ]);
    for (const [path, there] of [
      ['/board', '[data-shipment]'],
      ['/board?find=past', '.ended-found table'],
      ['/board?state=alarm&site=north', '.saved-views'],
      ['/board?view=map', '.map path.land'],
      ['/ended?period=range', 'table.cards'],
    ] as const) {
      await visit(page, run, path);
      await page.waitForSelector(there, { state: 'attached' });
      expect(await findingsOn(page), path).toEqual([]);
      await expectNoOverflow(page);
    }
    await visit(page, run, '/board?find=past');
    await page.getByRole('button', { name: 'Save view' }).click();
    await page.getByRole('dialog').waitFor();
    expect(await findingsOn(page), 'the dialog').toEqual([]);
    await expectNoOverflow(page);
    expect(complaints).toEqual([]);
  });

  test('have buttons on a phone that a thumb hits', async () => {
    const { page } = await openBoard(phone);
    await page.waitForSelector('.row-actions');
    const sizes = await page
      .locator('.row-actions > *, .page-links a, .filters button')
      .evaluateAll((all) =>
        all.map((each) => each.getBoundingClientRect()).map(({ width, height }) => Math.min(width, height)),
      );
    expect(sizes.length).toBeGreaterThan(8);
    expect(Math.min(...sizes)).toBeGreaterThanOrEqual(44);
  });
});
