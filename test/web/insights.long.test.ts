import { expect, test } from 'vitest';
import { signInAs } from '../support/api-client.ts';
import { arrivedShipment, sign } from '../support/journeys.ts';
import { findingsOn } from './accessibility.ts';
import { describeInBrowser, desk, expectNoOverflow, open, phone, signInOn, visit } from './browser.ts';
import { type Stage, onStage } from './stage.ts';

let run: Stage['run'];
let lena: Stage['lena'];
let browser: Stage['browser'];

onStage(async (stage) => {
  ({ run, lena, browser } = stage);
  const paul = await signInAs(run, 'paul');
  for (const shipment of ['SEEN-1', 'SEEN-2']) {
    const { sscc } = await arrivedShipment(run, lena, shipment);
    await sign(paul, shipment, { decision: 'released', label: sscc });
  }
  await arrivedShipment(run, lena, 'LEFT-1');
});

describeInBrowser('insights', { timeout: 120_000 }, () => {
  test('show what ended with its numbers, and what waits; by keyboard, as CSV, on a phone and in print', async () => {
    const { page, complaints } = await open(browser, desk);
    await signInOn(page, run, 'lena');
    await page.getByRole('link', { name: 'Insights' }).click();
    const lanes = page.getByRole('table', { name: 'Ended shipments, Lane' });
    await lanes.waitFor();
    const lane = await lanes.getByRole('row').nth(1).textContent();
    expect(lane).toContain('2 released');
    expect(lane).toContain('of 2');
    expect(lane).toMatch(/95 % interval 0\s%/);
    const waiting = page.getByRole('table', { name: 'Awaiting release' });
    await waiting.getByRole('link', { name: 'LEFT-1' }).waitFor();
    expect(await findingsOn(page)).toEqual([]);
    await page.getByRole('button', { name: 'Month (UTC)' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('table', { name: 'Ended shipments, Month (UTC)' }).waitFor();
    expect(page.url()).toContain('by=month');
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Download as CSV: Ended shipments' }).click();
    expect((await download).suggestedFilename()).toMatch(/^coldwatch-insights-month-\d{4}-\d\d-\d\d\.csv$/);
    await page.emulateMedia({ media: 'print' });
    await expectNoOverflow(page);
    await page.emulateMedia({ media: 'screen', colorScheme: 'dark' });
    expect(await findingsOn(page)).toEqual([]);
    expect(complaints).toEqual([]);
  });

  test.each([390, 320])('fit a screen of %i px', async (width) => {
    const { page, complaints } = await open(browser, { ...phone, viewport: { width, height: 844 } });
    await signInOn(page, run, 'lena');
    await visit(page, run, '/insights');
    await page.getByRole('table', { name: 'Ended shipments, Lane' }).waitFor();
    await page.getByRole('table', { name: 'Awaiting release' }).waitFor();
    await expectNoOverflow(page);
    expect(await findingsOn(page)).toEqual([]);
    expect(complaints).toEqual([]);
  });
});
