import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { reportReadings } from '../support/journeys.ts';
import { addressOf } from '../support/api-client.ts';
import { minute } from '../support/series.ts';
import { findingsOn } from './accessibility.ts';
import { describeInBrowser, desk, expectNoOverflow, open, phone, signInOn, visit } from './browser.ts';
import { type Stage, onStage } from './stage.ts';

let run: Stage['run'];
let lena: Stage['lena'];
let browser: Stage['browser'];
onStage((stage) => {
  ({ run, lena, browser } = stage);
});

async function planned(shipment: string): Promise<void> {
  const places = { origin: 'Cambridge', destination: 'Stansted', site: 'north' };
  const plan = { shipment, goods: 'rabies vaccine', lots: ['LOT-77'], profile: 'controlled-cold', ...places };
  await lena.do('createShipment', { body: plan });
  await lena.step('attachDevice', shipment, {
    device: `box-${shipment}`,
    since: new Date(Date.now() - 180 * minute).toISOString(),
  });
}

const expectAccessible = async (page: Page) => expect(await findingsOn(page)).toEqual([]);
/** Where screenshots go, if anybody wants to look at them. */
const folder = process.env['SCREENS'];
const picture = async (page: Page, name: string) => {
  if (folder !== undefined) await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true });
};

describeInBrowser('a shipment is shared', { timeout: 120_000 }, () => {
  test('with a carrier, who follows the link on a phone and reports the arrival; then it is revoked', async () => {
    await planned('SHARE-1');
    await reportReadings(run, 'box-SHARE-1', [{ minutesAgo: 9, celsius: 5.2 }], Date.now());
    await lena.step('depart', 'SHARE-1');
    const { page, complaints } = await open(browser, desk);
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await signInOn(page, run, 'lena');
    await visit(page, run, '/shipments/SHARE-1');
    const dialog = page.getByRole('dialog');
    await page.getByRole('button', { name: 'Share' }).click();
    await dialog.getByText('Nobody outside has a link').waitFor();
    expect(await dialog.getByRole('button', { name: 'Make link' }).isDisabled()).toBe(true);
    await dialog.getByLabel('For whom').fill('Fjord Couriers, van 3');
    await dialog.getByLabel('Look and report the arrival').check();
    await dialog.getByLabel('Ends after').selectOption('7 days');
    await expectAccessible(page);
    await picture(page, 'share-dialog-1440');
    // What was typed stays when it cannot be sent.
    await page.route('**/links', (route) =>
      route.request().method() === 'POST' ? route.abort() : route.fallback(),
    );
    await dialog.getByRole('button', { name: 'Make link' }).click();
    await dialog.getByRole('alert').waitFor();
    expect(await dialog.getByLabel('For whom').inputValue()).toBe('Fjord Couriers, van 3');
    await page.unroute('**/links');
    await dialog.getByRole('button', { name: 'Make link' }).click();
    const address = await dialog.getByLabel('Link', { exact: true }).inputValue();
    expect(address).toMatch(new RegExp(`^${addressOf(run)}/shared#[\\w-]{22}$`));
    const pin = (await dialog.locator('.pin strong').innerText()).replace(' ', '');
    expect(pin).toMatch(/^\d{6}$/);
    await dialog.getByRole('button', { name: 'Copy link' }).click();
    await dialog.getByText('Copied').waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(address);
    await expectAccessible(page);
    await picture(page, 'share-made-1440');
    await dialog.getByRole('button', { name: 'Close' }).click();

    // The carrier's phone, on which nobody is signed in.
    const carrier = await open(browser, phone);
    const { page: shared } = carrier;
    const sent: string[] = [];
    shared.on('request', (request) => sent.push(request.url()));
    await shared.goto(address);
    const field = shared.getByLabel('PIN');
    await field.fill(String((Number(pin) + 1) % 1_000_000).padStart(6, '0'));
    await shared.getByRole('button', { name: 'Open' }).tap();
    await shared.getByRole('alert').getByText('open nothing').waitFor();
    await expectAccessible(shared);
    await picture(shared, 'shared-pin-390');
    await field.fill(pin);
    await shared.keyboard.press('Enter');
    await shared.getByRole('heading', { name: /^SHARE-1/ }).waitFor();
    const shown = await shared.locator('main').innerText();
    for (const expected of [
      'rabies vaccine',
      'Cambridge',
      '5.2',
      'No alarm',
      'In transit',
      'Fjord Couriers, van 3',
    ])
      expect(shown).toContain(expected);
    for (const hidden of ['lena', 'Lena', 'LOT-77', 'box-SHARE-1']) expect(shown).not.toContain(hidden);
    // The token stays in the browser: no request has it in its address.
    expect(sent.filter((url) => url.includes(address.split('#')[1]!) && !url.includes('#'))).toEqual([]);
    await expectNoOverflow(shared);
    await expectAccessible(shared);
    await picture(shared, 'shared-390');
    await shared.setViewportSize({ width: 320, height: 640 });
    await expectNoOverflow(shared);
    await shared.emulateMedia({ colorScheme: 'dark' });
    await expectAccessible(shared);
    await picture(shared, 'shared-320-dark');

    // It stays open over a reload, and asks before the arrival is recorded.
    await shared.reload();
    await shared.getByRole('button', { name: 'Report arrival' }).tap();
    await shared.getByRole('dialog').getByRole('button', { name: 'Cancel' }).tap();
    expect((await lena.do('showShipment', { path: { shipment: 'SHARE-1' } })).arrivedAt).toBeNull();
    await shared.getByRole('button', { name: 'Report arrival' }).tap();
    await picture(shared, 'shared-arrival');
    await shared.getByRole('dialog').getByRole('button', { name: 'Confirm arrival' }).tap();
    await shared.getByText('The arrival is recorded.').waitFor();
    await expect.poll(() => shared.getByRole('button', { name: 'Report arrival' }).count()).toBe(0);
    const { arrivedAt } = await lena.do('showShipment', { path: { shipment: 'SHARE-1' } });
    expect(Date.parse(arrivedAt!)).toBeGreaterThan(Date.now() - minute);

    // What happened is in the audit trail, and the list of links says how often it was opened.
    await visit(page, run, '/shipments/SHARE-1?tab=history');
    await page.getByText('Shared link opened: Fjord Couriers, van 3').waitFor();
    expect(await page.locator('.timeline').innerText()).toContain(
      'Shared for: Fjord Couriers, van 3. The link permits looking and reporting the arrival, until',
    );
    await page.setViewportSize({ width: 390, height: 844 });
    await page
      .getByRole('group', { name: 'Actions' })
      .getByText('More')
      .click()
      .catch(() => undefined);
    await page.getByRole('button', { name: 'Share' }).click();
    await dialog.getByText(/opened once/).waitFor();
    await expectNoOverflow(page);
    await picture(page, 'share-dialog-390');
    await dialog.getByRole('button', { name: 'Revoke the link for Fjord Couriers, van 3' }).click();
    await dialog.getByLabel('Reason (required)').fill('The journey is over.');
    await dialog.getByRole('button', { name: 'Revoke link' }).click();
    await dialog.getByText(/The journey is over\./).waitFor();
    const revokedAt = Date.now();
    await shared.reload();
    await shared
      .getByRole('alert')
      .getByText(/^This link was revoked/)
      .waitFor();
    expect(Date.now() - revokedAt).toBeLessThan(5000);
    expect(await shared.locator('main').innerText()).not.toContain('rabies');
    await picture(shared, 'shared-revoked');
    // The browser itself writes down that requests were refused, or could not be sent.
    expect(
      [...complaints, ...carrier.complaints].filter((each) => !/Failed to load resource/.test(each)),
    ).toEqual([]);
  });

  test('by a link that is incomplete or unknown, nothing is shown', async () => {
    const { page } = await open(browser, phone);
    await page.goto(`${addressOf(run)}/shared#short`);
    await page.getByText('This link is incomplete').waitFor();
    await page.goto(`${addressOf(run)}/shared#${'A'.repeat(22)}`);
    await page.getByLabel('PIN').fill('123456');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').getByText('This link and this PIN open nothing').waitFor();
    await page.emulateMedia({ media: 'print' });
    await expectNoOverflow(page);
  });
});
