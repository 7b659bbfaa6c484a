import { expect, test } from 'vitest';
import { addressOf } from '../support/api-client.ts';
import { findingsOn } from './accessibility.ts';
import { describeInBrowser, desk, expectNoOverflow, open, phone } from './browser.ts';
import { type Stage, onStage } from './stage.ts';

let run: Stage['run'];
let browser: Stage['browser'];

onStage((stage) => {
  ({ run, browser } = stage);
});

const narrow = { ...phone, viewport: { width: 320, height: 640 } };

describeInBrowser('the page before anybody is signed in', { timeout: 90_000 }, () => {
  test.each([
    ['at a desk, light', { ...desk, colorScheme: 'light' }],
    ['on a phone, dark', { ...phone, colorScheme: 'dark' }],
    ['on a narrow phone', narrow],
    ['with forced colours', { ...desk, forcedColors: 'active' }],
  ] as const)('shows the product, for whom it is, and how to sign in: %s', async (_, options) => {
    const { page, complaints } = await open(browser, options);
    await page.goto(`${addressOf(run)}/`);
    await page.waitForSelector('main.landing');
    expect(await page.getByRole('button', { name: 'Sign in' }).count()).toBe(1);
    expect(
      await page.getByRole('img', { name: /A picture of the board: blood plasma is too warm/ }).count(),
    ).toBe(1);
    expect(await page.locator('.for-whom dt').allTextContents()).toEqual([
      'Logistics',
      'Pharmacists',
      'Quality and operations',
    ]);
    expect(await findingsOn(page)).toEqual([]);
    await expectNoOverflow(page);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  test('asks the API for nothing', async () => {
    const { page } = await open(browser, desk);
    const asked: string[] = [];
    page.on('request', (request) => {
      if (request.url().includes('/api/')) asked.push(request.url());
    });
    await page.goto(`${addressOf(run)}/`);
    await page.waitForSelector('main.landing');
    await page.waitForLoadState('networkidle');
    expect(asked).toEqual([]);
    await page.context().close();
  });
});
