import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { addressOf } from '../support/api-client.ts';
import { findingsOn } from './accessibility.ts';
import { describeInBrowser, desk, open, signInOn } from './browser.ts';
import { type Stage, onStage } from './stage.ts';

let run: Stage['run'];
let browser: Stage['browser'];

onStage(async (stage) => {
  ({ run, browser } = stage);
  await stage.lena.do('createShipment', {
    body: {
      shipment: 'HERE-1',
      goods: 'vaccine',
      origin: 'Oslo',
      destination: 'Bergen',
      site: 'north',
      profile: 'controlled-cold',
    },
  });
});

const notLoaded = 'This page could not load. Check the connection.';

/** Counts how often the document is loaded. */
function loadsOf(page: Page): () => number {
  let loads = 0;
  page.on('load', () => loads++);
  return () => loads;
}

describeInBrowser('a connection that is lost', { timeout: 90_000 }, () => {
  test('while the code of a page loads: the page says so, and loads by itself when the connection is back', async () => {
    const { page } = await open(browser, desk);
    await signInOn(page, run, 'lena');
    await page.waitForSelector('[data-shipment="HERE-1"]');
    const loads = loadsOf(page);
    await page.evaluate(() => Object.assign(window, { stays: true }));
    await page.context().setOffline(true);
    await page.click('[data-shipment="HERE-1"]');
    await page.getByText(notLoaded).waitFor();
    expect(await findingsOn(page)).toEqual([]);
    // The rest of the page can be used.
    expect(await page.getByRole('link', { name: 'Alarms' }).isVisible()).toBe(true);
    await page.context().setOffline(false);
    await page.waitForSelector('h1:has-text("HERE-1")');
    expect(loads()).toBe(0);
    expect(await page.evaluate(() => 'stays' in window)).toBe(true);
    await page.context().close();
  });

  test('while data loads: the request is sent again by itself', async () => {
    const { page } = await open(browser, desk);
    await signInOn(page, run, 'lena');
    await page.waitForSelector('[data-shipment="HERE-1"]');
    await page.route('**/api/shipments/HERE-1', (route) => route.abort());
    await page.click('[data-shipment="HERE-1"]');
    await page.getByText('Cannot reach Coldwatch').first().waitFor({ timeout: 30_000 });
    await page.unroute('**/api/shipments/HERE-1');
    await page.waitForSelector('h1:has-text("HERE-1")', { timeout: 40_000 });
    await page.context().close();
  });

  test('is told where a network gives nothing for a file, and the button tries again', async () => {
    const { page } = await open(browser, desk);
    await signInOn(page, run, 'lena');
    await page.waitForSelector('[data-shipment="HERE-1"]');
    await page.route('**/assets/shipment-page-*', (route) => route.abort());
    await page.click('[data-shipment="HERE-1"]');
    await page.getByText(notLoaded).waitFor();
    await page.unroute('**/assets/shipment-page-*');
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.waitForSelector('h1:has-text("HERE-1")');
    await page.context().close();
  });
});

describeInBrowser('a deployment', { timeout: 90_000 }, () => {
  test('that took the code of a page away makes the open page load anew, once, and drafts stay', async () => {
    const { page } = await open(browser, desk);
    await signInOn(page, run, 'lena');
    await page.waitForSelector('[data-shipment="HERE-1"]');
    await page.evaluate(() => sessionStorage.setItem('draft.lena.note', '"half a sentence"'));
    const loads = loadsOf(page);
    // The next release: another document, and this file of the previous one is gone.
    await page.route('**/assets/shipment-page-*', (route) => route.fulfill({ status: 404, body: 'gone' }));
    await page.route(`${addressOf(run)}/`, async (route) => {
      const answer = await route.fetch();
      const body = (await answer.text()).replace(/index-[\w-]+\.js/, 'index-Another1.js');
      await route.fulfill({ response: answer, body });
    });
    await page.click('[data-shipment="HERE-1"]');
    await expect.poll(loads, { timeout: 20_000 }).toBe(1);
    await page.getByText(notLoaded).waitFor();
    await page.waitForTimeout(3000);
    expect(loads()).toBe(1);
    expect(await page.evaluate(() => sessionStorage.getItem('draft.lena.note'))).toBe('"half a sentence"');
    await page.unroute('**/assets/shipment-page-*');
    await page.waitForSelector('h1:has-text("HERE-1")', { timeout: 30_000 });
    await page.context().close();
  });
});
