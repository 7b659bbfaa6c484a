import type { Page, Request } from 'playwright-core';
import { expect, test } from 'vitest';
import { observePaints } from '../benchmarks/page/load.ts';
import { addressOf } from '../support/api-client.ts';
import { badBox, seedBoard } from '../support/receipt-board.ts';
import { describeInBrowser, desk, open, phone, signInOn } from './browser.ts';
import { type Stage, onStage } from './stage.ts';

let run: Stage['run'];
let browser: Stage['browser'];

onStage(async (stage) => {
  ({ run, browser } = stage);
  await seedBoard(run, stage.lena);
});

const pages: readonly [name: string, path: string, there: string][] = [
  ['landing', '/', 'main.landing'],
  ['board', '/board', '[data-shipment]'],
  ['shipment', `/shipments/${badBox.shipment}`, '.card.first'],
  ['alarms', '/alarms', '.open-alarms'],
];

/** Opens a path with an empty cache, over a network slow enough that everything arrives after everything else. */
async function openCold(page: Page, path: string, there: string): Promise<Request[]> {
  await page.goto('about:blank');
  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  await session.send('Network.clearBrowserCache');
  await session.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: 150,
    downloadThroughput: 2e5,
    uploadThroughput: 1e5,
  });
  const sent: Request[] = [];
  const note = (request: Request): void => void sent.push(request);
  page.on('request', note);
  await page.goto(addressOf(run) + path);
  await page.waitForSelector(there);
  await page.waitForTimeout(2500);
  page.off('request', note);
  await session.detach();
  return sent;
}

const pathOf = (request: Request): string => {
  const { pathname, search } = new URL(request.url());
  return pathname + search;
};

describeInBrowser('a page that is opened with an empty cache', { timeout: 180_000 }, () => {
  test.each([
    ['on a phone', phone],
    ['at a desk', desk],
  ] as const)('does not move while it fills: %s', async (_, options) => {
    const { page } = await open(browser, options);
    await page.addInitScript(observePaints);
    for (const [name, path, there] of pages) {
      if (name === 'board') await signInOn(page, run, 'lena');
      await openCold(page, path, there);
      const shift = await page.evaluate(
        () => (window as unknown as { paints: { layoutShift: number } }).paints.layoutShift,
      );
      expect(shift, name).toBeLessThanOrEqual(0.05);
    }
    await page.context().close();
  });

  test('sends its first requests before its code is there, and none of them twice', async () => {
    const { page } = await open(browser, desk);
    await signInOn(page, run, 'lena');
    const sent = (await openCold(page, pages[2]![1], '.card.first')).map(pathOf);
    const api = sent.filter((path) => path.startsWith('/api/') && !path.includes('since='));
    const shipment = `/api/shipments/${badBox.shipment}`;
    for (const path of [
      '/api/me',
      '/api/board?limit=500',
      shipment,
      `${shipment}/alarms`,
      `${shipment}/verdict`,
    ])
      expect(api.filter((each) => each === path).length, path).toBe(1);
    // A sign-in is in the tab already, so nothing is asked about the identity provider.
    expect(api).not.toContain('/api/configuration');
    expect(new Set(api).size).toBe(api.length);
    await page.context().close();
  });

  test('loads the code of one page in few files, and no other’s', async () => {
    const { page } = await open(browser, desk);
    await signInOn(page, run, 'lena');
    for (const [path, there, most] of [
      ['/board', '[data-shipment]', 12],
      [pages[2]![1], '.card.first', 8],
      ['/alarms', '.open-alarms', 8],
    ] as const) {
      const files = (await openCold(page, path, there))
        .map(pathOf)
        .filter((each) => each.startsWith('/assets/') && each.endsWith('.js'));
      expect(new Set(files).size, `${path}: ${files.join(' ')}`).toBeLessThanOrEqual(most);
      for (const other of ['provider-', 'jsQR-', 'drawn-charts-', 'profile-editor-'])
        expect(
          files.filter((file) => file.includes(other)),
          path,
        ).toEqual([]);
    }
    await page.context().close();
  });
});
