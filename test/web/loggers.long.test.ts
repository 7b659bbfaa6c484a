import { expect, test } from 'vitest';
import { minute } from '../support/series.ts';
import { findingsOn } from './accessibility.ts';
import { answerCheckDevice } from './answer-check-device.ts';
import { describeInBrowser, desk, expectNoOverflow, open, phone, signInOn, visit } from './browser.ts';
import { type Stage, onStage } from './stage.ts';

let run: Stage['run'];
let lena: Stage['lena'];
let browser: Stage['browser'];
onStage((stage) => {
  ({ run, lena, browser } = stage);
});

const ago = (minutes: number): string => new Date(Date.now() - minutes * minute).toISOString();
const shownOf = (shipment: string) => lena.do('showShipment', { path: { shipment } });

async function planned(shipment: string): Promise<void> {
  const body = {
    goods: 'platelets',
    origin: 'Hull',
    destination: 'York',
    site: 'north',
    profile: 'controlled-cold',
  };
  await lena.do('createShipment', { body: { shipment, ...body } });
}

describeInBrowser('loggers of a shipment', { timeout: 90_000 }, () => {
  test('are attached by name, with what is known of each at once', async () => {
    await planned('LOG-1');
    const { page, complaints } = await open(browser, phone);
    await answerCheckDevice(page, {
      'box-unheard': { lastHeardAt: null, isRegistered: false, batteryPercent: null, celsius: null },
      'box-taken': { attachedTo: { shipment: 'LOG-9', since: ago(600) } },
    });
    await signInOn(page, run, 'lena');
    await visit(page, run, '/shipments/LOG-1');
    await page.getByRole('button', { name: 'Attach a logger' }).tap();
    const dialog = page.getByRole('dialog');
    const attach = dialog.getByRole('button', { name: 'Attach a logger' });
    expect(await attach.isDisabled()).toBe(true);
    expect(await dialog.innerText()).toContain('Scan or type the name of the logger.');
    const name = dialog.getByLabel('Logger', { exact: true });
    await name.fill('box-unheard');
    await dialog.getByText('Never heard: check the name.').waitFor();
    // That is worth a look, and forbids nothing: it may be switched on later.
    expect(await attach.isDisabled()).toBe(false);
    await name.fill('box-taken');
    await dialog.getByText(/^Attached to LOG-9 since/).waitFor();
    expect(await attach.isDisabled()).toBe(true);
    await name.fill('box-fine');
    await dialog.getByText(/^Battery 87.%$/).waitFor();
    await expect.poll(() => dialog.getByLabel(/^Calibrated until/).inputValue()).toBe('2027-06-30');
    expect(await dialog.getByRole('radio', { name: /^Around the goods/ }).isDisabled()).toBe(true);
    expect(await findingsOn(page)).toEqual([]);
    await expectNoOverflow(page);
    await attach.tap();
    await dialog.waitFor({ state: 'hidden' });
    await page.locator('.sensors').getByText('box-fine').waitFor();
    expect((await shownOf('LOG-1')).attachments).toMatchObject([
      { device: 'box-fine', role: 'product', calibratedUntil: '2027-06-30T21:59:59.000Z' },
    ]);
    expect(complaints).toEqual([]);
  });

  test('are swapped on the way; a second half that fails is said, and tried again alone', async () => {
    await planned('LOG-2');
    await lena.step('attachDevice', 'LOG-2', { device: 'box-old', since: ago(120) });
    await lena.step('depart', 'LOG-2', { at: ago(100) });
    const { page } = await open(browser, desk);
    await answerCheckDevice(page);
    await signInOn(page, run, 'lena');
    await visit(page, run, '/shipments/LOG-2');
    await page.getByRole('button', { name: 'Swap' }).click();
    const dialog = page.getByRole('dialog', { name: 'Swap box-old' });
    const swap = dialog.getByRole('button', { name: 'Swap' });
    expect(await dialog.innerText()).toContain('Give the reason.');
    await dialog.getByRole('radio', { name: 'It is lost' }).check();
    await dialog.getByLabel('How do you know?').fill('Not in the box at the depot.');
    await dialog.getByLabel('Logger', { exact: true }).fill('box-new');
    await dialog.getByText(/^Battery 87.%$/).waitFor();
    let attempts = 0;
    await page.route('**/api/shipments/LOG-2/devices', (route) =>
      attempts++ === 0 ? route.abort() : route.continue(),
    );
    await swap.click();
    await dialog
      .getByText('box-old no longer counts; that is recorded. box-new is not attached yet:')
      .waitFor();
    expect((await shownOf('LOG-2')).attachments).toMatchObject([{ device: 'box-old' }]);
    expect((await shownOf('LOG-2')).attachments[0]!.declaredAt).not.toBeNull();
    await dialog.getByRole('button', { name: 'Try again' }).click();
    await dialog.waitFor({ state: 'hidden' });
    const { attachments } = await shownOf('LOG-2');
    expect(attachments.map(({ device }) => device)).toEqual(['box-old', 'box-new']);
    expect(attachments[1]!.declaredAt).toBeNull();
    const { items } = await lena.do('listLedger', { path: { shipment: 'LOG-2' } });
    expect(items.filter(({ fact }) => fact.kind === 'sensor-declared')).toHaveLength(1);
  });

  test('are detached as of an earlier time, which cannot be before they were attached', async () => {
    await planned('LOG-3');
    await lena.step('attachDevice', 'LOG-3', { device: 'box-back', since: ago(60) });
    const { page, complaints } = await open(browser, { ...desk, timezoneId: 'UTC' });
    await signInOn(page, run, 'lena');
    await visit(page, run, '/shipments/LOG-3');
    await page.getByRole('button', { name: 'Detach' }).click();
    const dialog = page.getByRole('dialog', { name: 'Detach box-back' });
    await dialog.getByRole('radio', { name: 'Earlier' }).check();
    const time = dialog.getByLabel(/^Time/);
    await time.fill(ago(90).slice(0, 16));
    await dialog.getByRole('alert').getByText('This is earlier than it can have been.').waitFor();
    expect(await dialog.getByRole('button', { name: 'Detach' }).isDisabled()).toBe(true);
    // The minute may end meanwhile.
    const halfAnHourAgo = ago(30).slice(0, 16);
    await time.fill(halfAnHourAgo);
    await dialog.getByRole('button', { name: 'Detach' }).click();
    await dialog.waitFor({ state: 'hidden' });
    const [own] = (await shownOf('LOG-3')).attachments;
    expect(own!.detachedAt!.slice(0, 16)).toBe(halfAnHourAgo);
    expect(complaints).toEqual([]);
  });

  test('are attached by keys alone, and what was typed stays when the API refuses', async () => {
    await planned('LOG-4');
    const { page } = await open(browser, desk);
    await answerCheckDevice(page);
    await signInOn(page, run, 'lena');
    await visit(page, run, '/shipments/LOG-4');
    await page.getByRole('button', { name: 'Attach a logger' }).focus();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog');
    await dialog.waitFor();
    await page.keyboard.type('box-keys');
    await dialog.getByText(/^Battery 87.%$/).waitFor();
    await page.route('**/api/shipments/LOG-4/devices', (route) => route.abort());
    await page.keyboard.press('Enter');
    await dialog.getByRole('alert').waitFor();
    await page.unroute('**/api/shipments/LOG-4/devices');
    expect(await dialog.getByLabel('Logger', { exact: true }).inputValue()).toBe('box-keys');
    await page.keyboard.press('Enter');
    await dialog.waitFor({ state: 'hidden' });
    expect((await shownOf('LOG-4')).devices).toEqual(['box-keys']);
    // Back where one was.
    await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe('Attach a logger');
  });
});
