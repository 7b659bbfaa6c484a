import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { expect, test } from 'vitest';
import type { Cell } from '../../src/insights/cell.ts';
import { type Figures, noFigures } from '../../src/insights/figures.ts';
import { countersItem } from '../../src/storage/insight-items.ts';
import { signInAs } from '../support/api-client.ts';
import { arrivedShipment, sign } from '../support/journeys.ts';
import { findingsOn } from './accessibility.ts';
import { walkOn } from './count-taps.ts';
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

const hourMs = 3_600_000;

/** The month before this one, in UTC. */
function lastMonth(): string {
  const now = new Date();
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - 1, 1)).toISOString().slice(0, 7);
}

/** Counts shipments of a lane that were decided last month. */
async function countLastMonth(origin: string, destination: string, figures: Partial<Figures>): Promise<void> {
  const { client, tables } = run.database;
  const cell: Cell = {
    site: 'north',
    month: lastMonth(),
    origin,
    destination,
    carrier: 'Fjord Couriers',
    packaging: null,
  };
  const item = countersItem(cell, { ...noFigures, ...figures }, 1);
  await client.send(new PutItemCommand({ TableName: tables.insights, Item: item }));
}

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

  test('the lanes of last month are read on a phone with six touches', async () => {
    await countLastMonth('Leeds', 'York', {
      released: 38,
      quarantined: 2,
      withExcursion: 3,
      excursions: 4,
      monitored: 40,
      inRangeMs: 390 * hourMs,
      outOfRangeMs: 10 * hourMs,
    });
    await countLastMonth('Leeds', 'Hull', { released: 5, monitored: 5, inRangeMs: 60 * hourMs });
    const { page, complaints } = await open(browser, phone);
    await signInOn(page, run, 'lena');
    const { tap, choose, taps } = walkOn(page);
    await tap(page.getByRole('navigation', { name: 'Main' }).getByText('More'));
    await tap(page.getByRole('link', { name: 'Insights' }));
    await page.getByRole('table', { name: 'Ended shipments, Lane' }).waitFor();
    await choose(page.getByLabel('To month'), lastMonth());
    await choose(page.getByLabel('From month'), lastMonth());
    const lanes = page.getByRole('table', { name: 'Ended shipments, Lane' });
    const lane = lanes.getByRole('row').filter({ hasText: 'Leeds to York' });
    await expect.poll(() => lanes.getByRole('row').count()).toBe(4);
    const said = (await lane.textContent())!;
    expect(said).toMatch(/40\s*38 released, 2 quarantined/);
    expect(said).toContain('3 of 40 (7.5\u00a0%)');
    // By Wilson 1927 from 2.58 % to 19.86 %; it is never shown narrower than it is.
    expect(said).toMatch(/95 % interval 2\.5\s% to 19\.9\s%/);
    expect(said).toMatch(/97\.5\s%of 400\sh monitored, 40 shipments/);
    expect(await lanes.getByRole('row').filter({ hasText: 'All of them' }).textContent()).toContain(
      '3 of 45',
    );
    expect(taps()).toBe(6);
    await expectNoOverflow(page);
    expect(complaints).toEqual([]);
  });
});
