import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { reportReadings } from '../support/journeys.ts';
import { findingsOn } from './accessibility.ts';
import { describeInBrowser, desk, expectNoOverflow, open, phone, signInOn, visit } from './browser.ts';
import { type Stage, onStage } from './stage.ts';

let stage: Stage;

onStage(async (entered) => {
  stage = entered;
  const since = new Date(Date.now() - 3_600_000).toISOString();
  await stage.lena.do('createShipment', {
    body: {
      shipment: 'GUIDE-1',
      goods: 'red cells',
      origin: 'Oslo',
      destination: 'Bergen',
      site: 'north',
      profile: 'controlled-cold',
    },
  });
  await stage.lena.step('attachDevice', 'GUIDE-1', { device: 'guide-1', since });
  await stage.lena.step('depart', 'GUIDE-1', { at: since });
});

const stepsOf = (page: Page): Promise<string[]> =>
  page.getByRole('region', { name: 'First steps' }).getByRole('link').allTextContents();

describeInBrowser('the guide at a first sign-in', { timeout: 120_000 }, () => {
  test.each([
    ['lena', ['Plan a shipment', 'Attach a logger', 'See it on the board']],
    ['paul', ['Scan the box', 'Read why', 'Sign']],
    ['otto', ['See every site', 'Rate the alarms', 'Check the limits']],
  ])('has three steps for the role of %s, and is closed for good by keyboard', async (username, steps) => {
    const { page, complaints } = await open(stage.browser, username === 'lena' ? phone : desk);
    await signInOn(page, stage.run, username);
    await page.getByRole('region', { name: 'First steps' }).waitFor();
    await page.waitForSelector('main h1');
    expect(await stepsOf(page)).toEqual(steps);
    expect(await findingsOn(page)).toEqual([]);
    await expectNoOverflow(page);
    await page.getByRole('button', { name: /^Close the first steps/ }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('region', { name: 'First steps' }).waitFor({ state: 'detached' });
    // The focus is not lost with the button.
    await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toBe('H1');
    await visit(page, stage.run, '/alarms');
    await page.waitForSelector('main h1');
    expect(await page.getByRole('region', { name: 'First steps' }).count()).toBe(0);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  test('begins with the alarm as soon as there is one, the title counts it, and nothing moves', async () => {
    const { page } = await open(stage.browser, desk);
    await signInOn(page, stage.run, 'lena');
    await page.waitForSelector('[data-shipment="GUIDE-1"]');
    const place = (): Promise<number> =>
      page.locator('main h1').evaluate((heading) => heading.getBoundingClientRect().top);
    const before = await place();
    expect(await page.title()).not.toMatch(/^\(/);
    await reportReadings(
      stage.run,
      'guide-1',
      [
        { minutesAgo: 20, celsius: 5 },
        { minutesAgo: 10, celsius: 17 },
        { minutesAgo: 0, celsius: 17.5 },
      ],
      Date.now(),
    );
    await expect
      .poll(() => stepsOf(page), { timeout: 20_000 })
      .toEqual(['See the alarm', 'Acknowledge it', 'Decide at the door']);
    expect(await page.title()).toBe('(1) Board · Coldwatch');
    expect(await place()).toBe(before);
    await page.getByRole('link', { name: 'See the alarm' }).click();
    await page.waitForSelector('h1:has-text("GUIDE-1")');
    // In the way nowhere else.
    expect(await page.getByRole('region', { name: 'First steps' }).count()).toBe(0);
    await page.context().close();
  });
});

describeInBrowser('the navigation', { timeout: 90_000 }, () => {
  test('has every place, marks the current one, and folds on a phone', async () => {
    const { page } = await open(stage.browser, desk);
    await signInOn(page, stage.run, 'lena');
    const navigation = page.getByRole('navigation', { name: 'Main' });
    const names = ['Board', 'New shipment', 'Receive', 'Ended shipments', 'Address book', 'Storage limits'];
    for (const name of names) expect(await navigation.getByRole('link', { name }).count(), name).toBe(1);
    await navigation.getByRole('link', { name: 'Storage limits' }).click();
    await page.waitForSelector('main h1');
    expect(await navigation.locator('[aria-current=page]').allTextContents()).toEqual(['Storage limits']);
    await page.context().close();

    const { page: small } = await open(stage.browser, { ...phone, viewport: { width: 320, height: 640 } });
    await signInOn(small, stage.run, 'paul');
    await expectNoOverflow(small);
    const folded = small.getByRole('navigation', { name: 'Main' });
    // A pharmacist plans nothing.
    expect(await folded.getByRole('link', { name: 'New shipment' }).count()).toBe(0);
    await folded.getByLabel('More').press('Enter');
    await folded.getByRole('link', { name: 'Storage limits' }).click();
    await small.waitForSelector('h1:has-text("limits")');
    expect(await folded.getByRole('link', { name: 'Ended shipments' }).isVisible()).toBe(false);
    await small.context().close();
  });
});
