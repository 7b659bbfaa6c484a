import { expect, test } from 'vitest';
import { signInAs } from '../support/api-client.ts';
import { arrivedShipment, sign } from '../support/journeys.ts';
import { describeInBrowser, open, signInOn, visit } from './browser.ts';
import { type Stage, onStage } from './stage.ts';

let run: Stage['run'];
let lena: Stage['lena'];
let browser: Stage['browser'];

onStage(async (stage) => {
  ({ run, lena, browser } = stage);
  const { sscc } = await arrivedShipment(run, lena, 'DONE-1');
  await sign(await signInAs(run, 'paul'), 'DONE-1', { decision: 'released', label: sscc });
  await arrivedShipment(run, lena, 'OPEN-1');
});

describeInBrowser('the lists of the API on the page', { timeout: 90_000 }, () => {
  test('an ended shipment is found by its words and its date, and a view is saved and removed', async () => {
    const { page, complaints } = await open(browser);
    await signInOn(page, run, 'lena');
    await page.waitForSelector('[data-shipment="OPEN-1"]');
    await page.getByRole('searchbox', { name: 'Find' }).fill('measles DONE');
    const table = page.getByRole('table', { name: 'Ended shipments' });
    await table.getByRole('link', { name: 'DONE-1' }).waitFor();
    await page.getByRole('button', { name: 'Save view' }).click();
    await page.getByLabel('Name').fill('Done');
    await page.keyboard.press('Enter');
    await page.getByRole('link', { name: 'Done', exact: true }).waitFor();
    await visit(page, run, '/ended');
    await table.getByRole('link', { name: 'DONE-1' }).waitFor();
    expect(await table.getByRole('row').nth(1).textContent()).toContain('Paul Okafor');
    await visit(page, run, '/ended?status=cancelled');
    await page.getByText('No ended shipments match.').waitFor();
    await visit(page, run, '/board');
    await page.getByRole('button', { name: 'Remove the view Done' }).click();
    await page.getByRole('link', { name: 'Done', exact: true }).waitFor({ state: 'detached' });
    expect(complaints).toEqual([]);
  });

  test('an unchanged board is answered with 304', async () => {
    const { page, complaints } = await open(browser);
    const answered: number[] = [];
    page.on('response', (response) => {
      if (response.url().includes('since=')) answered.push(response.status());
    });
    await signInOn(page, run, 'lena');
    await page.waitForSelector('[data-shipment="OPEN-1"]');
    await expect.poll(() => answered, { timeout: 40_000 }).toContain(304);
    expect(complaints).toEqual([]);
  });
});
