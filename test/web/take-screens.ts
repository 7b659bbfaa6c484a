import '../support/own-temporary-folder.ts';
import '../benchmarks/silence-logs.ts';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { addressOf, signInAs } from '../support/api-client.ts';
import { badBox, cleanBox, seedBoard } from '../support/receipt-board.ts';
import { sign } from '../support/journeys.ts';
import { buildJudgePage } from '../support/judge-page.ts';
import { startLocalRun } from '../support/local-run.ts';
import { asCsv, openedBox } from '../support/made-up-loggers.ts';
import { chromiumPath, desk, givePassword, launch, open, phone, signInOn, visit } from './browser.ts';
import { drop, judgeBy, openFromDisk } from './judge-page.ts';
import { takeProducts } from './screens-of-products.ts';
import { addAlert, linkForCarrier, mails, rememberPlaces, tellCustomer } from './prepare-screens.ts';

// Takes the pictures of docs/screens: every page, on a phone and at a desk.

const folder = join(import.meta.dirname, '../../docs/screens');
const tallest = 4200;

if (chromiumPath === undefined) throw new Error('no Chromium here: install Debian’s package "chromium"');
mkdirSync(folder, { recursive: true });
const run = await startLocalRun();
const lena = await signInAs(run, 'lena');
await seedBoard(run, lena);
const paul = await signInAs(run, 'paul');
await rememberPlaces(lena);
await addAlert(lena);
await tellCustomer(lena);
const link = await linkForCarrier(lena);
const browser = await launch();

const pages: [name: string, path: string, there: string][] = [
  ['board', '/board', '[data-shipment]'],
  ['shipment', `/shipments/${badBox.shipment}`, '.first h2'],
  ['shipment-chart', `/shipments/${badBox.shipment}?tab=chart`, '.route path.land'],
  ['receive', '/receive', '.rows .row'],
  ['receipt', `/shipments/${cleanBox.shipment}/receipt?label=${cleanBox.sscc}`, '.plot canvas'],
  ['receipt-bad', `/shipments/${badBox.shipment}/receipt?label=${badBox.sscc}`, '.plot canvas'],
  ['alarms', '/alarms', 'table tbody tr'],
  ['profiles', '/profiles', '.rows .row'],
  ['profile', '/profiles/controlled-cold/1', '.facts dt'],
  ['editor', '/profiles/new?from=controlled-cold@1', '.editor .facts dt'],
];

/** What logistics does: plan, remember places, run a shipment, find ended ones. */
const pagesOfLogistics: typeof pages = [
  ['plan', '/shipments/new?from=CW-2109', '.plan-steps'],
  ['run', '/shipments/CW-2107', '.first h2'],
  ['edit-plan', '/shipments/CW-2107/plan', '.plan-form'],
  ['address-book', '/address-book', '.remembered'],
  ['lanes', '/address-book?list=lanes', '.alert-list li'],
  ['devices', '/devices', 'table.cards tbody tr'],
  ['my-alerts', '/my-alerts', '.alert-item'],
];

/** What operations look at: who may what, what was done, and whether everything works. */
const pagesOfOperations: typeof pages = [
  ['people', '/people', '.people tbody tr'],
  ['access-review', '/people/review', '.people tbody tr'],
  ['audit', '/audit', '.audit tbody tr'],
  ['system', '/system', '.health-check'],
];

try {
  for (const [width, options] of [
    ['1440', desk],
    ['390', phone],
  ] as const) {
    const { page } = await opened({ ...options, colorScheme: 'light' });
    await page.goto(addressOf(run));
    await page.waitForSelector('main.landing');
    await take(page, `landing-${width}`);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.waitForSelector('[name=username]');
    await take(page, `sign-in-${width}`);
    await givePassword(page, run, 'paul');
    await page.waitForSelector('header.top');
    for (const [name, path, there] of pages) {
      await visit(page, run, path);
      await page.waitForSelector(there, { state: 'attached' });
      await take(page, `${name}-${width}`);
    }
    await page.context().close();
    await takeLogistics(width, options);
    await takeOperations(width, options);
    await takeShared(width, options);
  }
  for (const [width, options] of [
    ['1440', desk],
    ['390', phone],
  ] as const) {
    const { page } = await openFromDisk(browser, buildJudgePage(), { ...options, colorScheme: 'light' });
    await drop(page, { name: 'box-17.csv', content: asCsv(openedBox) });
    await judgeBy(page, 'controlled-cold');
    await page.getByRole('combobox', { name: 'Compare with' }).selectOption('who-storage');
    await page.waitForSelector('.plot canvas');
    await take(page, `judge-${width}`);
  }
  for (const [name, html] of Object.entries(mails()))
    for (const [width, options] of [
      ['700', { ...desk, viewport: { width: 700, height: 500 } }],
      ['390', phone],
    ] as const) {
      const { page } = await opened({ ...options, colorScheme: 'light' });
      await page.setContent(html);
      await take(page, `mail-${name}-${width}`);
      await page.context().close();
    }
  const { page: dark } = await opened({ ...desk, colorScheme: 'dark' });
  await signInOn(dark, run, 'lena');
  for (const [name, path, there] of pages.slice(0, 2)) {
    await visit(dark, run, path);
    await dark.waitForSelector(there, { state: 'attached' });
    await take(dark, `${name}-dark-1440`);
  }
  await takeProducts({ run, lena, paul }, { opened, take });
  await sign(paul, cleanBox.shipment, { decision: 'released', label: cleanBox.sscc });
  for (const [width, options] of [
    ['1440', desk],
    ['390', phone],
  ] as const) {
    const { page } = await opened({ ...options, colorScheme: 'light' });
    await signInOn(page, run, 'paul');
    await visit(page, run, `/shipments/${cleanBox.shipment}/receipt`);
    await page.waitForSelector('.signature');
    await page.waitForSelector('.plot canvas');
    await take(page, `signed-${width}`);
    await visit(page, run, '/ended');
    await page.waitForSelector('.ended table tbody tr');
    await take(page, `ended-${width}`);
    await visit(page, run, '/insights');
    await page.waitForSelector('table.cards tbody tr');
    await take(page, `insights-${width}`);
  }
} finally {
  await browser.close();
  await run.stop();
}

/** A page that has as long as a busy machine needs. */
async function opened(options: BrowserContextOptions): Promise<{ page: Page }> {
  const { page } = await open(browser, options);
  page.setDefaultTimeout(120_000);
  return { page };
}

/** What the map of the board shows, a plan, and a table of plans with a wrong line. */
async function takeLogistics(width: string, options: typeof desk): Promise<void> {
  const { page } = await opened({ ...options, colorScheme: 'light' });
  await signInOn(page, run, 'lena');
  await visit(page, run, '/board?view=map&shipment=CW-2107');
  await page.waitForSelector('.map path.land');
  await page.getByRole('dialog', { name: 'Shipment on the map' }).waitFor();
  await take(page, `map-${width}`);
  for (const [name, path, there] of pagesOfLogistics) {
    await visit(page, run, path);
    await page.waitForSelector(there, { state: 'attached' });
    await take(page, `${name}-${width}`);
  }
  await visit(page, run, '/shipments/CW-2107');
  if (width === '390') await page.getByRole('group', { name: 'Actions' }).getByText('More').click();
  await page.getByRole('button', { name: 'Share' }).click();
  await page.getByRole('dialog').getByText('Alpine Couriers, van 12').waitFor();
  await take(page, `share-${width}`);
  await visit(page, run, '/shipments/import');
  const day = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
  const line = (...cells: string[]): string => cells.join(';');
  await page.locator('input[type=file]').setInputFiles({
    name: 'monday.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(
      [
        line('number', 'goods', 'from', 'to', 'profile', 'departure', 'arrival'),
        line(
          'CW-2201',
          'insulin, 300 pens',
          'Stansted depot',
          'Munich',
          'controlled-cold',
          `${day} 08:00`,
          `${day} 19:00`,
        ),
        line(
          'CW-2202',
          'tetanus vaccine, 90 doses',
          'Stansted depot',
          'Basel',
          'contrlled-cold',
          `${day} 08:00`,
          `${day} 17:00`,
        ),
        line(
          'CW-2203',
          'red cells, 20 units',
          'Stansted depot',
          'Munich',
          'red-cells-transport',
          `${day} 09:30`,
          `${day} 18:00`,
        ),
      ].join('\n'),
    ),
  });
  await page.waitForSelector('.lines-table');
  await take(page, `import-${width}`);
  await page.context().close();
}

async function takeOperations(width: string, options: typeof desk): Promise<void> {
  const { page } = await opened({ ...options, colorScheme: 'light' });
  await signInOn(page, run, 'otto');
  for (const [name, path, there] of pagesOfOperations) {
    await visit(page, run, path);
    await page.waitForSelector(there, { state: 'attached' });
    await take(page, `${name}-${width}`);
  }
  await page.context().close();
}

/** What the holder of a link sees, who is not signed in. */
async function takeShared(width: string, options: typeof desk): Promise<void> {
  const { page } = await opened({ ...options, colorScheme: 'light' });
  await page.goto(`${addressOf(run)}/shared#${link.token}`);
  await page.getByLabel('PIN').fill(link.pin);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: /^CW-2107/ }).waitFor();
  await take(page, `shared-${width}`);
  await page.context().close();
}

/** The whole page, as tall as it is: what stands at the bottom of the screen stands at its end. */
async function take(page: Page, name: string): Promise<void> {
  // The map's land, fonts, and the last of what was asked.
  await page.waitForFunction(() => document.querySelector('.loading') === null);
  await page.waitForTimeout(1500);
  const { width, height } = page.viewportSize()!;
  const whole = await page.evaluate(() => document.documentElement.scrollHeight);
  await page.setViewportSize({ width, height: Math.min(tallest, Math.max(height, whole)) });
  await page.waitForTimeout(300);
  await page.screenshot({ path: join(folder, `${name}.png`) });
  await page.setViewportSize({ width, height });
}
