import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { readLedger, record } from '../../src/storage/ledger.ts';
import { putProfile } from '../../src/storage/store-profile.ts';
import { nextSscc } from '../support/journeys.ts';
import { minute } from '../support/series.ts';
import { warmProfile } from '../support/shipment.ts';
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

/** Twelve hours above 8 °C in a unit's whole life, and one freeze-thaw cycle. */
const budgeted = {
  ...warmProfile,
  id: 'budgeted',
  name: 'Budgeted',
  rules: [],
  allowances: [{ id: 'warm-12h', above: 8, total: 'PT12H' }],
  freezeThaw: { freezesBelow: -2, thawsAbove: 0, cycles: 1 },
};
const now = Date.now();
const sscc = nextSscc();
const at = (minutesAgo: number): string => new Date(now - minutesAgo * minute).toISOString();

onStage(async (stage) => {
  ({ run, lena, browser } = stage);
  await putProfile(run.database, budgeted, 'test');
  await travelled('LEG-1', 400, [5, 9, 9, 9, 9, 9, 9, 5], { sscc });
  await travelled('LEG-2', 140, [5, 9, 9, 9, 5], { sscc });
  await travelled('OTHER-BOX', 700, [5, 9, 5]);
  const places = { origin: 'Leiden', destination: 'Ely', site: 'north' };
  const products = ['09506000134352', '09506000134369'].map((gtin, index) => ({
    name: `Bulk ${index + 1}`,
    gtin,
    profile: 'budgeted',
  }));
  await lena.do('createShipment', { body: { shipment: 'DRUM-2', ...places, products } });
  await travelled('DRUM-1', 900, [5, 9, 9, 9, 9, 9, 5], {}, 'D7');
});

/** A shipment of two lots of the vaccine, from some time ago, with a temperature every ten minutes. */
async function travelled(
  shipment: string,
  minutesAgo: number,
  celsius: readonly number[],
  more: object = {},
  lot = 'A1',
): Promise<void> {
  const places = { origin: 'Cambridge', destination: 'Ely', site: 'north' };
  const vaccine = {
    id: 'vaccine',
    name: 'Vaccine',
    gtin: '04012345123456',
    profile: 'budgeted',
    lots: [{ number: lot }, { number: `B-${lot}` }],
  };
  await lena.do('createShipment', { body: { shipment, ...places, products: [vaccine], ...more } });
  const device = `lid-of-${shipment}`;
  const until = minutesAgo - 10 * (celsius.length - 1);
  await lena.step('attachDevice', shipment, { device, since: at(minutesAgo) });
  await lena.step('depart', shipment, { at: at(minutesAgo) });
  const connection = await run.connect(device);
  const readings = celsius.map((temperature, index) => ({ time: at(minutesAgo - index * 10), temperature }));
  await connection.publish(`coldwatch/${device}/telemetry`, JSON.stringify(readings));
  await connection.close();
  await run.drained();
  await lena.step('arrive', shipment, { at: at(until) });
  await lena.step('detachDevice', shipment, { at: at(until) }, { device });
}

/** Where screenshots go, if anybody wants to look at them. */
const folder = process.env['SCREENS'];
const picture = async (page: Page, name: string): Promise<void> => {
  if (folder !== undefined) await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true });
};

const soon = { timeout: 15_000 };
const section = (page: Page) => page.getByRole('region', { name: 'Before this journey' });
const sumOf = (page: Page, lots: string, of = '8 °C') =>
  section(page)
    .getByRole('list', { name: 'Used of each allowance' })
    .getByRole('listitem')
    .filter({ hasText: lots })
    .filter({ hasText: of });
const says = (page: Page, lots: string) =>
  expect.poll(async () => (await sumOf(page, lots).textContent())?.replaceAll(/\s/g, ' '), soon);

async function opened(username: string, options: object = desk) {
  const { page, complaints } = await open(browser, options);
  await signInOn(page, run, username);
  await visit(page, run, '/shipments/LEG-2#before');
  await section(page).waitFor();
  return { page, complaints };
}
const lastFact = async (shipment: string) => (await readLedger(run.database, shipment)).entries.at(-1)!;

describeInBrowser('before this journey', { timeout: 120_000 }, () => {
  test('says what was used, where goods came from, and what is unknown', async () => {
    const { page, complaints } = await opened('lena');
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.textContent), soon)
      .toBe('Before this journey');
    // Not behind the bar at the top.
    const heading = await section(page).getByRole('heading', { name: 'Before this journey' }).boundingBox();
    const bar = await page.locator('header.top').boundingBox();
    expect(heading!.y).toBeGreaterThanOrEqual(bar!.y + bar!.height);
    await says(page, 'Lots A1, B-A1').toContain('Allowance unknown: above 8 °C, ');
    await section(page)
      .getByText('What was used before LEG-1 was neither recorded nor entered.', { exact: true })
      .waitFor();
    const leg = section(page).getByRole('listitem').filter({ hasText: 'same SSCC' });
    expect(await leg.getByRole('link', { name: 'LEG-1' }).getAttribute('href')).toBe('/shipments/LEG-1');
    expect(await leg.textContent()).toContain('Recorded by Coldwatch');
    // What is unknown has no bar.
    expect(await section(page).locator('.bar').count()).toBe(0);
    expect(await section(page).getByRole('button', { name: 'Re-admit time' }).count()).toBe(0);
    expect(await findingsOn(page)).toEqual([]);
    await picture(page, 'legs-unknown-desk');
    await page.setViewportSize({ width: 390, height: 844 });
    await expectNoOverflow(page);
    await picture(page, 'legs-unknown-phone');
    await page.setViewportSize({ width: 320, height: 700 });
    await expectNoOverflow(page);
    expect(complaints).toEqual([]);
  });

  test('names a further shipment by hand, keeps what was typed when that is refused, and withdraws it', async () => {
    const { page, complaints } = await opened('lena');
    await section(page).getByRole('button', { name: 'Name an earlier shipment' }).focus();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Enter the number of the earlier shipment.').waitFor();
    await dialog.getByLabel('Earlier shipment').fill('DRUM-9');
    // Nobody can choose from what cannot be read.
    await dialog.getByLabel(/^Its product there/).fill('vaccine');
    await dialog.getByText('There is no such shipment that you may read.').waitFor();
    await dialog.getByLabel('These lots').check();
    await dialog.getByText('Choose the lots.').waitFor();
    await dialog.getByLabel('A1', { exact: true }).check();
    await dialog.getByLabel('Reason (required)').fill('Filled from the drum, batch record 88');
    expect(await findingsOn(page)).toEqual([]);
    await picture(page, 'legs-name-desk');
    await dialog.getByRole('button', { name: 'Name shipment' }).click();
    await dialog.getByText('there is no shipment DRUM-9').waitFor();
    await page.keyboard.press('Escape');
    await page.reload();
    await section(page).getByRole('button', { name: 'Name an earlier shipment' }).click();
    expect(await dialog.getByLabel('Reason (required)').inputValue()).toBe(
      'Filled from the drum, batch record 88',
    );
    expect(await dialog.getByLabel('A1', { exact: true }).isChecked()).toBe(true);
    // Its products are chosen from: nothing is, where none of them can be the same.
    await dialog.getByLabel('Earlier shipment').fill('DRUM-2');
    const itsProduct = dialog.getByLabel(/^Its product there/);
    await expect
      .poll(() => itsProduct.locator('option').allTextContents(), soon)
      .toEqual(['Choose', 'Bulk 1 (GTIN 09506000134352)', 'Bulk 2 (GTIN 09506000134369)']);
    expect(await itsProduct.inputValue()).toBe('');
    await dialog.getByText('Choose its product there.').waitFor();
    await itsProduct.selectOption('bulk-2');
    await expect.poll(() => dialog.getByText('Choose its product there.').count(), soon).toBe(0);
    expect(await findingsOn(page)).toEqual([]);
    await picture(page, 'legs-name-known-desk');
    await page.setViewportSize({ width: 390, height: 844 });
    await expectNoOverflow(page);
    await picture(page, 'legs-name-known-phone');
    await page.setViewportSize(desk.viewport!);
    await dialog.getByLabel('Earlier shipment').fill('DRUM-1');
    await expect.poll(() => itsProduct.inputValue(), soon).toBe('vaccine');
    await dialog.getByRole('button', { name: 'Name shipment' }).click();
    await dialog.waitFor({ state: 'detached' });
    await section(page).getByText('Filled from the drum, batch record 88').waitFor();
    expect((await lastFact('LEG-2')).fact).toMatchObject({
      kind: 'predecessor-named',
      shipment: 'DRUM-1',
      lots: ['A1'],
    });
    await says(page, 'Lot A1').toContain('DRUM-1');
    await says(page, 'Lot B-A1').not.toContain('DRUM-1');
    await section(page).getByRole('button', { name: 'Withdraw DRUM-1' }).click();
    await dialog.getByLabel('Reason (required)').fill('Another drum');
    await dialog.getByRole('button', { name: 'Withdraw shipment' }).click();
    await expect.poll(() => section(page).getByRole('link', { name: 'DRUM-1' }).count(), soon).toBe(0);
    await says(page, 'Lots A1, B-A1').not.toContain('DRUM-1');
    expect(await lastFact('LEG-2')).toMatchObject({
      why: 'Another drum',
      fact: { kind: 'predecessor-withdrawn' },
    });
    // The refusal, and that there is no DRUM-9, were answered with a status that the browser writes down.
    expect(complaints.filter((each) => !/40[49]/.test(each))).toEqual([]);
  });

  test('names what is proposed', async () => {
    const { page, complaints } = await opened('lena');
    const proposal = section(page).getByRole('listitem').filter({ hasText: 'OTHER-BOX' });
    expect(await proposal.textContent()).toContain('same GTIN and lot, which many boxes share');
    await proposal.getByRole('button', { name: 'Name this shipment' }).click();
    const dialog = page.getByRole('dialog');
    expect(await dialog.getByLabel('Earlier shipment').inputValue()).toBe('OTHER-BOX');
    expect(await dialog.getByLabel(/^Its product there/).inputValue()).toBe('vaccine');
    await dialog.getByLabel('Reason (required)').fill('Packing list 12');
    await dialog.getByRole('button', { name: 'Name shipment' }).click();
    await section(page).getByRole('button', { name: 'Withdraw OTHER-BOX' }).waitFor();
    await lena.step('withdrawPredecessor', 'LEG-2', {
      product: 'vaccine',
      predecessor: 'OTHER-BOX',
      reason: 'no',
    });
    expect(complaints).toEqual([]);
  });

  test('enters what was used before, on the page of the first shipment, also after the network failed', async () => {
    const { page, complaints } = await opened('lena');
    await section(page).getByRole('link', { name: 'LEG-1' }).click();
    await page.waitForURL('**/shipments/LEG-1');
    await section(page).getByRole('link', { name: 'LEG-2' }).waitFor();
    await section(page).getByRole('button', { name: 'Enter earlier use' }).click();
    const dialog = page.getByRole('dialog');
    const kinds = dialog.getByRole('group', { name: 'Before this journey (required)' });
    // Nothing has been entered that could be taken back.
    expect(await kinds.getByRole('radio').count()).toBe(2);
    await kinds.getByLabel('This was used').check();
    const time = dialog.getByRole('group', {
      name: /exceed 8\s°C for no more than 12\sh in its whole life \(warm-12h\)/,
    });
    await time.getByLabel('Hours').fill('two');
    await time.getByText('Enter whole hours and minutes.').waitFor();
    await time.getByLabel('Hours').fill('2');
    await time.getByLabel('Minutes').fill('40');
    await dialog.getByLabel('Freeze-thaw cycles').fill('0');
    await dialog.getByLabel('Source (required)').fill('Batch record 88');
    await dialog.getByLabel('Reason (required)').fill('New from the factory');
    expect(await findingsOn(page)).toEqual([]);
    await picture(page, 'legs-opening-desk');
    await page.route('**/openings', (route) => route.abort());
    await dialog.getByRole('button', { name: 'Enter', exact: true }).click();
    await dialog.getByRole('alert').waitFor();
    expect(await time.getByLabel('Minutes').inputValue()).toBe('40');
    await page.unroute('**/openings');
    await dialog.getByRole('button', { name: 'Enter', exact: true }).click();
    await section(page)
      .getByText('2 h 40 min of warm-12h, 0 freeze-thaw cycles, according to Batch record 88')
      .waitFor();
    expect((await lastFact('LEG-1')).fact).toMatchObject({
      kind: 'opening-entered',
      opening: { spent: { 'warm-12h': 160 * minute }, cycles: 0 },
    });
    await section(page).getByRole('button', { name: 'Enter earlier use' }).click();
    await kinds.getByLabel('Not known').waitFor();
    await visit(page, run, '/shipments/LEG-2');
    await says(page, 'Lots A1, B-A1').toContain(
      'Within limits: above 8 °C, 3 h 40 min of 12 h used before (LEG-1; 2 h 40 min entered for LEG-1 according to Batch record 88), 30 min on this journey, 7 h 50 min left. ',
    );
    expect(await section(page).locator('.bar').count()).toBe(2);
    await page.setViewportSize({ width: 390, height: 844 });
    await expectNoOverflow(page);
    await picture(page, 'legs-known-phone');
    expect(complaints.filter((each) => !each.includes('ERR_FAILED'))).toEqual([]);
  });

  test('re-admits time with a signature, which stays in the sum and in the audit trail', async () => {
    const { page, complaints } = await opened('paul', phone);
    await section(page).getByRole('button', { name: 'Re-admit time' }).tap();
    const dialog = page.getByRole('dialog');
    const time = dialog.getByRole('group', { name: 'Time to re-admit (required)' });
    await time.getByLabel('Hours').fill('20');
    await dialog.getByLabel('Document (required)').fill('QA-12');
    await dialog.getByLabel('Reason (required)').fill('Stability data of the maker');
    const signs = dialog.getByRole('region', { name: 'You sign' });
    expect(await signs.textContent()).toContain(
      'Re-admits 20 h of the allowance warm-12h to all lots of the product vaccine',
    );
    await dialog.getByRole('button', { name: 'Sign and re-admit' }).tap();
    await dialog.getByText(/the allowance warm-12h is 12 h in all; re-admit at most that/).waitFor();
    expect(await dialog.getByLabel('Document').inputValue()).toBe('QA-12');
    await dialog.getByLabel('Hours').fill('4');
    expect(await findingsOn(page)).toEqual([]);
    await expectNoOverflow(page);
    await picture(page, 'legs-readmit-phone');
    await dialog.getByRole('button', { name: 'Sign and re-admit' }).tap();
    await page.waitForSelector('[name=password]');
    // Whoever does not give the password has signed nothing, and lost nothing.
    await visit(page, run, '/signing');
    await page.getByText('Signing was not completed.', { exact: false }).waitFor();
    await page.getByText('Stability data of the maker').waitFor();
    await page.getByRole('link', { name: 'Back to the shipment' }).tap();
    await section(page).getByRole('button', { name: 'Re-admit time' }).tap();
    expect(await dialog.getByLabel('Hours').inputValue()).toBe('4');
    await dialog.getByRole('button', { name: 'Sign and re-admit' }).tap();
    await page.waitForSelector('[name=password]');
    // The answer gets lost; the signature is sent again, and counts once.
    await page.route('**/readmissions/signatures', async (route) => {
      await route.fetch();
      await route.abort();
    });
    await givePassword(page, run, 'paul');
    await page.getByRole('heading', { name: 'Signature not confirmed' }).waitFor();
    await picture(page, 'legs-unconfirmed-phone');
    expect(await findingsOn(page)).toEqual([]);
    await page.unroute('**/readmissions/signatures');
    await page.getByRole('button', { name: 'Try again' }).tap();
    await page.waitForURL('**/shipments/LEG-2#before');
    await says(page, 'Lots A1, B-A1').toContain(
      ', 30 min on this journey, 4 h 10 min spent, 4 h re-admitted by Paul Okafor (QA-12), 11 h 50 min left. ',
    );
    await section(page).getByText('Stability data of the maker').waitFor();
    const entries = (await readLedger(run.database, 'LEG-2')).entries;
    expect(entries.filter(({ fact }) => fact.kind === 'time-readmitted')).toHaveLength(1);
    expect(await findingsOn(page)).toEqual([]);
    await expectNoOverflow(page);
    await picture(page, 'legs-readmitted-phone');
    await page.setViewportSize({ width: 1440, height: 900 });
    await picture(page, 'legs-readmitted-desk');
    await visit(page, run, '/shipments/LEG-2?tab=history');
    await page
      .getByText(/re-admits 4 h of the allowance warm-12h to all lots of the product vaccine \(QA-12\)/)
      .first()
      .waitFor();
    await page
      .getByText(/came from LEG-1 \(same SSCC\)/)
      .first()
      .waitFor();
    expect(complaints.filter((each) => !/409|ERR_FAILED/.test(each))).toEqual([]);
  });

  test('says of a shipment of another site only that there is one', async () => {
    const label = nextSscc();
    await travelled('FAR-1', 300, [5, 5], { sscc: label, site: 'south' }, 'F1');
    await travelled('FAR-2', 200, [5, 5], { sscc: label }, 'F1');
    const { page, complaints } = await opened('paul');
    await visit(page, run, '/shipments/FAR-2');
    const leg = section(page).getByRole('listitem').filter({ hasText: 'same SSCC' });
    await expect
      .poll(() => leg.textContent(), soon)
      .toMatch(/^a shipment of another site: same SSCCRecorded by/);
    expect(await leg.getByRole('link').count()).toBe(0);
    await lena.step('withdrawPredecessor', 'FAR-2', {
      product: 'vaccine',
      predecessor: 'FAR-1',
      reason: 'A label that was used twice',
    });
    await expect
      .poll(() => leg.textContent(), soon)
      .toBe('A shipment of another site: same SSCCAsk that site for its number, and name it.');
    expect(await section(page).getByRole('button', { name: 'Name this shipment' }).count()).toBe(0);
    expect(complaints).toEqual([]);
  });

  test('says with which shipment each product travels on, and once what older entries do not say of one', async () => {
    const places = { origin: 'Leiden', destination: 'Ely', site: 'north' };
    const [a, b] = ['A', 'B'].map((name) => ({
      id: name.toLowerCase(),
      name: `Part ${name}`,
      profile: 'budgeted',
      lots: [{ number: `L${name}` }],
    }));
    await lena.do('createShipment', { body: { shipment: 'SPLIT-1', ...places, products: [a, b] } });
    await lena.do('createShipment', { body: { shipment: 'SPLIT-2', ...places, products: [a] } });
    const named = { product: 'a', predecessor: 'SPLIT-1', lots: ['LA'], reason: 'delivery note' };
    await lena.step('namePredecessor', 'SPLIT-2', named);
    const { page, complaints } = await opened('lena');
    await visit(page, run, '/shipments/SPLIT-1');
    const onward = section(page).getByText(/travels? on with/i);
    await expect.poll(() => onward.allTextContents(), soon).toEqual(['Travels on with SPLIT-2 (lot LA)']);
    await record(run.database, 'SPLIT-1', { by: 'coldwatch', now: Date.now }, () => [
      { why: 'named', fact: { kind: 'followed-by', shipment: 'SPLIT-2', product: 'a' } },
    ]);
    await visit(page, run, '/shipments/SPLIT-1');
    await expect
      .poll(() => onward.allTextContents(), soon)
      .toEqual([
        'Travels on with SPLIT-2 (lot LA)',
        'Goods of a product that was not recorded travel on with SPLIT-2',
      ]);
    expect(await findingsOn(page)).toEqual([]);
    expect(complaints).toEqual([]);
  });

  test('offers nothing to who may do nothing, and is not there without allowances', async () => {
    const { page, complaints } = await opened('otto');
    await section(page).getByText('Came from').waitFor();
    expect(await section(page).getByRole('button').count()).toBe(0);
    await lena.do('createShipment', {
      body: {
        shipment: 'PLAIN-1',
        goods: 'Insulin',
        origin: 'Cambridge',
        destination: 'Ely',
        site: 'north',
        profile: 'controlled-cold',
      },
    });
    await visit(page, run, '/shipments/PLAIN-1');
    await page.getByRole('heading', { name: 'Loggers' }).waitFor();
    expect(await section(page).count()).toBe(0);
    expect(complaints).toEqual([]);
  });

  test('offers nothing at a cancelled shipment', async () => {
    const { page, complaints } = await opened('paul');
    await section(page).getByRole('button', { name: 'Re-admit' }).first().waitFor();
    await lena.do('createShipment', {
      body: {
        shipment: 'CALLED-OFF',
        origin: 'Leiden',
        destination: 'Ely',
        site: 'north',
        products: [
          { name: 'Vaccine', gtin: '04012345123456', profile: 'budgeted', lots: [{ number: 'A1' }] },
        ],
      },
    });
    await lena.step('cancelShipment', 'CALLED-OFF', { reason: 'ordered twice' });
    await visit(page, run, '/shipments/CALLED-OFF#before');
    await section(page).getByText('Came from').waitFor();
    expect(await section(page).getByRole('button').count()).toBe(0);
    expect(complaints).toEqual([]);
  });
});
