import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { findingsOn } from './accessibility.ts';
import { describeInBrowser, desk, expectNoOverflow, open, signInOn, visit } from './browser.ts';
import { attachLogger, confirmPlan, declare, isConfirmedAgain, planShipment } from './drive-shipment.ts';
import { nextSscc, reportReadings } from '../support/journeys.ts';
import { approveMixedProfiles, mixedProducts } from '../support/mixed-shipment.ts';
import { runCommand } from '../support/run-command.ts';
import { minute } from '../support/series.ts';
import { type Stage, onStage } from './stage.ts';

let run: Stage['run'];
let lena: Stage['lena'];
let browser: Stage['browser'];
/** Where screenshots go, if anybody wants to look at them. */
const pictures = process.env['PICTURES'];
onStage(async (stage) => {
  ({ run, lena, browser } = stage);
  await approveMixedProfiles(run.database);
  if (pictures !== undefined) mkdirSync(pictures, { recursive: true });
});

const soon = { timeout: 15_000 };
// Times are typed in whole minutes.
const now = Math.floor(Date.now() / minute) * minute;
const ago = (minutes: number): string => new Date(now - minutes * minute).toISOString();

/** On the page of a shipment: it departs with a sensor of all products, which then reports every ten minutes. */
async function underWay(
  page: Page,
  shipment: string,
  from: number,
  celsius: readonly number[],
): Promise<void> {
  const device = `lid-of-${shipment}`;
  await attachLogger(page, device, ago(from));
  await declare(page, 'departure', ago(from));
  const readings = celsius.map((each, index) => ({ minutesAgo: from - index * 10, celsius: each }));
  await reportReadings(run, device, readings, now);
}

/** On the page of a shipment: nothing of the serum's allowance was used before. */
async function enterUnused(page: Page): Promise<void> {
  const before = page.getByRole('group', { name: 'Before this journey: Serum' });
  await before.getByRole('button', { name: 'Enter earlier use' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Nothing was used').check();
  await dialog.getByLabel('Source').fill('batch record 7');
  await dialog.getByLabel('Reason (required)').fill('fresh from the line');
  await dialog.getByRole('button', { name: 'Enter', exact: true }).click();
  await dialog.waitFor({ state: 'detached' });
}

/** What is on the screen can be used by everybody, and fits a desk and a phone. */
async function picture(page: Page, name: string): Promise<void> {
  expect(await findingsOn(page)).toEqual([]);
  for (const width of [1440, 390]) {
    await page.setViewportSize({ width, height: 900 });
    await expectNoOverflow(page);
    if (pictures !== undefined)
      await page.screenshot({ path: `${pictures}/${name}-${width}.png`, fullPage: true });
  }
  await page.setViewportSize(desk.viewport!);
}

describeInBrowser('three products and five lots over two legs', { timeout: 120_000 }, () => {
  test('are planned, and what happens is said of each product', async () => {
    const sscc = nextSscc();
    const { page, complaints } = await open(browser, desk);
    await signInOn(page, run, 'lena');
    // The first leg ended two hours ago, and the serum used 40 minutes of its allowance.
    await visit(page, run, '/shipments/new');
    await planShipment(page, { shipment: 'LEG-1', sscc, products: mixedProducts });
    await underWay(page, 'LEG-1', 240, [5, 5, 9, 9, 9, 9, 5, 5, 5, 5, 5, 5, 5]);
    await declare(page, 'arrival', ago(120));
    await enterUnused(page);
    await picture(page, 'first-leg');
    // The second leg is planned like the first, with the same label.
    await visit(page, run, '/shipments/new?from=LEG-1');
    await page.getByLabel('Number', { exact: true }).fill('LEG-2');
    await page.getByLabel('Label (SSCC)').fill(sscc);
    await picture(page, 'plan');
    await confirmPlan(page, 'LEG-2', () => picture(page, 'plan-last-step'));
    await underWay(page, 'LEG-2', 100, [5, 5, 5, 9, 9, 9, 9, 5, 5, 5]);
    // What happens concerns one of the products.
    const affected = 'Affects Vaccine A; Vaccine B and Serum are within their limits.';
    await page.getByText(affected).first().waitFor(soon);
    await picture(page, 'alarm');
    await page.getByRole('button', { name: 'Acknowledge' }).first().click();
    await page.getByRole('dialog').getByText(affected).waitFor();
    await page.getByLabel('Action taken').fill('Carrier called');
    await page.getByRole('dialog').getByRole('button', { name: 'Acknowledge' }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await run.drained();
    await declare(page, 'arrival', ago(10));
    const { items } = await lena.do('showLegs', { path: { shipment: 'LEG-2' } });
    expect(items.map(({ predecessors }) => predecessors.map(({ shipment, by }) => [shipment, by]))).toEqual(
      Array.from({ length: 3 }, () => [['LEG-1', 'sscc']]),
    );
    // Whether an alarm's end is entered between the page's last look and a click is a matter of milliseconds.
    expect(complaints.filter((each) => !isConfirmedAgain(each))).toEqual([]);
  });

  test('are decided by the pharmacist, and the bundle that the page gives is verified', async () => {
    const { page, complaints } = await open(browser, desk);
    const { plan } = await lena.do('showShipment', { path: { shipment: 'LEG-2' } });
    await signInOn(page, run, 'paul');
    const noLabel = page.getByText('The label has not been scanned. Until it is, no release is recommended.');
    await visit(page, run, '/shipments/LEG-2/receipt');
    await noLabel.waitFor();
    await visit(page, run, `/shipments/LEG-2/receipt?label=${plan.sscc}`);
    const serum = page.getByRole('region', { name: 'Serum', exact: true });
    await serum.waitFor();
    expect(await noLabel.count()).toBe(0);
    expect(await serum.textContent()).toMatch(
      /40 min of 12 h used before \(LEG-1; .*batch record 7\), 40 min on this journey.*10 h 40 min left/,
    );
    await page.getByRole('button', { name: 'Decide by lot' }).click();
    await page.getByRole('button', { name: 'Sign and release part' }).click();
    await page.fill(
      '[name=password]',
      run.cloud.people.find(({ username }) => username === 'paul')!.password,
    );
    await page.locator('button').click();
    await page.waitForSelector('.signature .fates');
    await picture(page, 'signed');
    await visit(page, run, '/shipments/LEG-2?tab=chart');
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Evidence (ZIP)' }).click(),
    ]);
    const bundle = join(run.folder, 'LEG-2.zip');
    await download.saveAs(bundle);
    const { status, stdout } = await runCommand('verify', bundle);
    expect(status).toBe(0);
    expect(stdout).toContain(
      'partly released: Vaccine A, lots A1, A2: in quarantine; Vaccine B, lots B1, B2: released; Serum, lot S1: released',
    );
    expect(stdout).toContain('report.pdf is reproduced from this evidence');
    expect(complaints).toEqual([]);
  });
});
