import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { verifyBundle } from '../../src/evidence/verify.ts';
import { verifiedInWords } from '../../src/evidence/verified-in-words.ts';
import type { ScalarReading } from '../../src/model/reading.ts';
import { type SignedIn, signInAs } from '../support/api-client.ts';
import { nextSscc } from '../support/journeys.ts';
import { asCsv } from '../support/made-up-loggers.ts';
import { minute } from '../support/series.ts';
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
import { drop } from './judge-page.ts';
import { type Stage, onStage } from './stage.ts';

let run: Stage['run'];
let lena: SignedIn;
let paul: SignedIn;
let browser: Stage['browser'];
onStage(async (stage) => {
  ({ run, lena, browser } = stage);
  paul = await signInAs(run, 'paul');
});

const insulin = { goods: 'insulin', lots: ['L7'], profile: 'controlled-cold' };
const mixed = {
  products: ['Vaccine A', 'Vaccine B', 'Serum'].map((name) => ({
    name,
    profile: 'controlled-cold',
    lots: [{ number: `${name.at(-1)}1` }],
  })),
};

/** Where screenshots go, if anybody wants to look at them. */
const pictures = process.env['PICTURES'];

/**
 * A box without any sensor that sends: it departed two hours ago, and arrived a minute ago. Returns its label and
 * times.
 */
async function boxWithLogger(shipment: string, goods: object = insulin) {
  const now = Date.now();
  const [departed, arrived] = [now - 120 * minute, now - minute];
  const sscc = nextSscc();
  await lena.do('createShipment', {
    body: {
      shipment,
      ...goods,
      sscc,
      origin: 'Lyon',
      destination: 'Geneva',
      site: 'north',
      audience: ['site:north'],
    },
  });
  await lena.step('depart', shipment, { at: new Date(departed).toISOString() });
  await lena.step('arrive', shipment, { at: new Date(arrived).toISOString() });
  return { sscc, departed, arrived };
}

/** What a logger in the box read, one value in ten minutes, from before the departure until after the arrival. */
function loggedBetween(departed: number, arrived: number): readonly ScalarReading[] {
  const began = departed - 20 * minute;
  return Array.from({ length: Math.floor((arrived - began) / (5 * minute)) + 1 }, (_, index) => ({
    channel: 'temperature',
    at: Math.floor(began / 1000) * 1000 + index * 5 * minute,
    value: [4.6, 4.7, 4.9, 4.8][index % 4]!,
  }));
}

/** Counts what a person does on the pages of the product: presses of the mouse or a finger, and drops. */
async function countActions(page: Page): Promise<() => Promise<number>> {
  await page.evaluate(() => sessionStorage.setItem('actions', '0'));
  const count = () => {
    const add = (): void =>
      sessionStorage.setItem('actions', String(Number(sessionStorage.getItem('actions') ?? 0) + 1));
    // A label hands its click on, so presses are counted and not clicks.
    addEventListener('pointerdown', ({ isTrusted }) => isTrusted && add(), true);
    addEventListener('drop', add, true);
  };
  await page.evaluate(count);
  return () => page.evaluate(() => Number(sessionStorage.getItem('actions')));
}

describeInBrowser('a logger’s file at the receipt, with everything behind it', { timeout: 120_000 }, () => {
  test('leads from a dropped file to a signed and verified receipt in three actions and the password', async () => {
    const shipment = 'BOX-F1';
    const { sscc, departed, arrived } = await boxWithLogger(shipment);
    const { page, complaints } = await open(browser, desk);
    await signInOn(page, run, 'paul');
    await visit(page, run, `/shipments/${shipment}/receipt?label=${sscc}`);
    await page.waitForSelector('.recommendation');
    const actions = await countActions(page);
    const begun = Date.now();
    await drop(page, { name: 'K7.csv', content: asCsv(loggedBetween(departed, arrived)) });
    await page.locator('.file.attached').waitFor({ timeout: 30_000 });
    await page.locator('.recommendation.release').waitFor();
    await page.getByText('Release', { exact: true }).click();
    await page.getByRole('button', { name: 'Sign and release' }).click();
    const counted = await actions();
    await givePassword(page, run, 'paul');
    await page.locator('.verification.pass').waitFor();
    console.log(
      `from a dropped file to a signed, verified receipt: ${counted} actions beside the password, ${Math.round((Date.now() - begun) / 1000)} s`,
    );
    expect(counted).toBe(3);
    expect(await page.textContent('.signature')).toContain('Signed by Paul Okafor');
    expect(await page.textContent('.verification')).toContain('1 signature matches what was signed');
    expect(await page.textContent('.verification')).toContain('The logger file is unchanged.');
    expect(await page.locator('.file.attached').count()).toBe(1);
    // Where nothing waits any more, nothing can be dropped.
    expect(await page.locator('.drop').count()).toBe(0);
    const { url } = await paul.do('getBundle', { path: { shipment } });
    const bundle = new Uint8Array(await (await fetch(url)).arrayBuffer());
    const verified = verifiedInWords(await verifyBundle(bundle), { isTrusted: false, isClientGiven: false });
    expect(verified[0]).toMatch(/^consistent, issuer not established: shipment BOX-F1 as of [^;]+$/);
    expect(verified.join('\n')).toContain('1 file of loggers, read again here, gives the same readings');
    expect(complaints).toEqual([]);
  });

  test('asks on a phone for what the file leaves open, and says what could not be read', async () => {
    const shipment = 'BOX-F2';
    const { sscc, departed, arrived } = await boxWithLogger(shipment);
    const { page, complaints } = await open(browser, phone);
    await signInOn(page, run, 'paul');
    await visit(page, run, `/shipments/${shipment}/receipt?label=${sscc}`);
    const content = asCsv(loggedBetween(departed, arrived)).replaceAll('Z,', ',');
    await page.locator('.logger-files input[type=file]').setInputFiles([
      { name: 'local.csv', mimeType: 'text/csv', buffer: Buffer.from(content) },
      { name: 'photo.jpg', mimeType: 'image/jpeg', buffer: Buffer.from([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3]) },
    ]);
    const local = page.locator('.file', { hasText: 'local.csv' });
    const photo = page.locator('.file', { hasText: 'photo.jpg' });
    await local.getByLabel('Time zone of the file').fill('UTC');
    await photo.getByText('Could not be read').waitFor({ timeout: 30_000 });
    await page.keyboard.press('Enter');
    await local.getByText('Attached').waitFor({ timeout: 30_000 });
    // A file that nobody could read forbids the release until somebody says why it does not count.
    await page.locator('.recommendation.quarantine').waitFor();
    await photo.getByRole('button', { name: 'Set aside: photo.jpg' }).click();
    await page.getByLabel('Why it does not count').fill('A photo of the box.');
    await page.getByRole('dialog').getByRole('button', { name: 'Set aside' }).click();
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await photo.getByText('A photo of the box.').waitFor();
    await page.locator('.recommendation.release').waitFor();
    expect(complaints).toEqual([]);
  });

  test('asks with which of several products its logger stood, and shows what it stands for', async () => {
    const shipment = 'BOX-F3';
    const { sscc, departed, arrived } = await boxWithLogger(shipment, mixed);
    const { page, complaints } = await open(browser, desk);
    const picture = async (name: string): Promise<void> => {
      expect(await findingsOn(page)).toEqual([]);
      for (const width of [390, 1440]) {
        await page.setViewportSize({ width, height: 900 });
        await expectNoOverflow(page);
        if (pictures !== undefined)
          await page.screenshot({ path: `${pictures}/${name}-${width}.png`, fullPage: true });
      }
    };
    await signInOn(page, run, 'paul');
    await visit(page, run, `/shipments/${shipment}/receipt?label=${sscc}`);
    await page.waitForSelector('.recommendation');
    await drop(page, { name: 'K7.csv', content: asCsv(loggedBetween(departed, arrived)) });
    const file = page.locator('.file');
    await file.getByText('The shipment has several products: say which').waitFor({ timeout: 30_000 });
    // Nobody guesses: nothing is chosen, and nothing is sent before something is.
    expect(await file.getByRole('radio', { checked: true }).count()).toBe(0);
    await picture('file-asks-product');
    await file.getByLabel('These products').check();
    await file.getByText('Choose the products that the logger stands for.').waitFor();
    await file.getByRole('button', { name: 'Use this answer' }).click();
    await file.getByLabel('Vaccine A', { exact: true }).check();
    await file.getByLabel('Serum', { exact: true }).check();
    await picture('file-product-chosen');
    await file.getByRole('button', { name: 'Use this answer' }).click();
    await page.locator('.file.attached').waitFor({ timeout: 30_000 });
    await expect.poll(() => file.textContent()).toContain('Vaccine A, Serum');
    await picture('file-stands-for');
    const { attachments } = await paul.do('showShipment', { path: { shipment } });
    expect(attachments).toMatchObject([{ products: ['vaccine-a', 'serum'] }]);
    expect(complaints).toEqual([]);
  });
});
