import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { findingsOn } from './accessibility.ts';
import { describeInBrowser, desk, expectNoOverflow, open, phone, signInOn, visit } from './browser.ts';
import { type Stage, onStage } from './stage.ts';

let run: Stage['run'];
let lena: Stage['lena'];
let browser: Stage['browser'];
onStage((stage) => {
  ({ run, lena, browser } = stage);
});

const soon = { timeout: 15_000 };

/** Where screenshots go, if anybody wants to look at them. */
const folder = process.env['SCREENS'];
const picture = async (page: Page, name: string): Promise<void> => {
  if (folder !== undefined) await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true });
};

const vaccineA = {
  name: 'Vaccine A',
  gtin: '09506000134352',
  profile: 'controlled-cold@1',
  lots: [
    { number: 'A1', quantity: 120, expiry: '2027-03-31' },
    { number: 'A2', quantity: null, expiry: null },
  ],
};
const insulin = { name: 'Insulin', gtin: null, profile: 'insulin-unopened@3', lots: [] };
const common = { origin: 'Cambridge', destination: 'Ely', site: 'north', audience: ['site:north'] };

const planned = async (shipment: string, plan: object): Promise<void> => {
  await lena.do('createShipment', { body: { shipment, ...common, ...plan } });
};
const shownOf = (shipment: string) => lena.do('showShipment', { path: { shipment } });

async function planner(options: object = desk): Promise<{ page: Page; complaints: string[] }> {
  const opened = await open(browser, options);
  await signInOn(opened.page, run, 'lena');
  return opened;
}
const product = (page: Page, number: number) => page.getByRole('region', { name: `Product ${number}` });

describeInBrowser('products are planned', { timeout: 120_000 }, () => {
  test('on a phone: from one line to a list and back, and nothing typed is lost', async () => {
    const { page, complaints } = await planner(phone);
    await visit(page, run, '/shipments/new');
    await page.getByText(/^Proposed from site and date/).waitFor();
    await page.getByLabel('Number', { exact: true }).fill('MIX-1');
    await page.getByLabel('Goods', { exact: true }).fill('Vaccine A');
    await page.getByLabel(/^Lots/).fill('A1\nA2');
    await page.getByLabel('Storage limits', { exact: true }).selectOption('controlled-cold@1');
    await page.getByLabel('From', { exact: true }).fill('Cambridge');
    await page.getByLabel('To', { exact: true }).fill('Ely');
    await page.getByRole('button', { name: 'Add another product' }).tap();
    const [first, second] = [product(page, 1), product(page, 2)];
    expect(await first.getByLabel('Product', { exact: true }).inputValue()).toBe('Vaccine A');
    expect(await first.getByLabel('Storage limits').inputValue()).toBe('controlled-cold@1');
    expect(await first.getByRole('group', { name: 'Lot 2' }).getByLabel('Lot').inputValue()).toBe('A2');
    // The new product is where one goes on typing.
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.closest('section')?.textContent), soon)
      .toContain('Product 2');
    await page.getByRole('button', { name: 'Continue' }).tap();
    await page.getByText('2 fields need attention.').waitFor();
    await second.getByText('Enter the product.').waitFor();
    await second.getByLabel('Product', { exact: true }).fill('Insulin');
    await second.getByLabel('Storage limits').selectOption('insulin-unopened@3');
    // One product again is one line, and the other one comes back as it was.
    await page.getByRole('button', { name: 'Remove Insulin' }).tap();
    expect(await page.getByLabel('Goods', { exact: true }).inputValue()).toBe('Vaccine A');
    expect(await page.getByLabel(/^Lots/).inputValue()).toBe('A1\nA2');
    await page.getByRole('button', { name: 'Undo' }).tap();
    expect(await second.getByLabel('Product', { exact: true }).inputValue()).toBe('Insulin');
    // A GTIN is checked while it is typed.
    await first.getByLabel(/^GTIN/).fill('9506000134353');
    await first.getByText('The check digit of 9506000134353 must be 2: a digit is wrong.').waitFor();
    await first.getByLabel(/^GTIN/).fill('9506000134352');
    await expect.poll(() => first.getByText(/^The check digit/).count(), soon).toBe(0);
    const lot = first.getByRole('group', { name: 'Lot 1' });
    await lot.getByLabel(/^Units/).fill('12 boxes');
    await page.getByRole('button', { name: 'Continue' }).tap();
    await lot.getByText('Units must be a whole number.').waitFor();
    await lot.getByLabel(/^Units/).fill('120');
    await lot.getByLabel(/^Expiry day/).fill('2027-03-31');
    await page.reload();
    await expect.poll(() => lot.getByLabel(/^Units/).inputValue(), soon).toBe('120');
    expect(await findingsOn(page)).toEqual([]);
    await expectNoOverflow(page);
    await picture(page, 'products-plan-phone');
    await page.setViewportSize({ width: 320, height: 700 });
    await expectNoOverflow(page);
    await page.setViewportSize({ width: 390, height: 844 });
    await page.getByRole('button', { name: 'Continue' }).tap();
    await page.getByLabel('Logger', { exact: true }).fill('mix-box-1');
    await page.getByLabel('These products').check();
    await page.getByLabel('Insulin', { exact: true }).check();
    await picture(page, 'products-loggers-phone');
    await page.getByRole('button', { name: 'Continue' }).tap();
    expect(await page.textContent('main .facts')).toContain('Vaccine A (GTIN 9506000134352, ');
    await page.getByRole('button', { name: 'Plan shipment' }).tap();
    await page.getByText('MIX-1 is planned, and 1 logger is attached.').waitFor();
    const shown = await shownOf('MIX-1');
    expect(shown.plan).toMatchObject({
      goods: 'Vaccine A; Insulin',
      products: [
        { id: 'vaccine-a', ...vaccineA },
        { id: 'insulin', ...insulin },
      ],
    });
    expect(shown.attachments).toMatchObject([{ device: 'mix-box-1', products: ['insulin'] }]);
    expect(complaints).toEqual([]);
  });

  test('like another shipment, with one name for all of them, and as a template', async () => {
    await planned('MIX-2', { products: [{ ...vaccineA, serials: ['S1'] }, insulin] });
    const { page, complaints } = await planner();
    await visit(page, run, '/shipments/new?from=MIX-2');
    await page.getByLabel('Number', { exact: true }).fill('MIX-3');
    expect(await product(page, 1).getByLabel(/^GTIN/).inputValue()).toBe('09506000134352');
    await page.getByLabel(/^One name for all of them/).fill('Cold box');
    await picture(page, 'products-plan-desk');
    expect(await findingsOn(page)).toEqual([]);
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByLabel('Name of the template').fill('Mixed box');
    await page.getByRole('button', { name: 'Save as template' }).click();
    await page.getByText('The template Mixed box is saved.').waitFor();
    await page.getByRole('button', { name: 'Plan shipment' }).click();
    await page.waitForURL('**/shipments/MIX-3');
    const { plan } = await shownOf('MIX-3');
    expect(plan).toMatchObject({ goods: 'Cold box', products: [vaccineA, insulin] });
    expect(plan.products!.map(({ serials }) => serials)).toEqual([undefined, undefined]);
    const { templates } = await lena.do('getAddressBook', { path: { site: 'north' } });
    const { id } = templates.find(({ name }) => name === 'Mixed box')!;
    await visit(page, run, `/shipments/new?template=${id}&site=north`);
    expect(await product(page, 1).getByLabel('Product', { exact: true }).inputValue()).toBe('Vaccine A');
    expect(await product(page, 1).getByLabel('Lot', { exact: true }).inputValue()).toBe('');
    expect(complaints).toEqual([]);
  });

  test('by a correction of the plan', async () => {
    await planned('MIX-4', { goods: 'Vaccine A', lots: ['A1'], profile: 'controlled-cold@1' });
    const { page, complaints } = await planner();
    await visit(page, run, '/shipments/MIX-4/plan');
    await page.getByRole('button', { name: 'Add another product' }).click();
    await product(page, 2).getByLabel('Product', { exact: true }).fill('Vaccine B');
    await product(page, 2).getByLabel('Storage limits').selectOption('controlled-cold@1');
    const rows = page.locator('.change-list tbody tr');
    await expect
      .poll(async () => (await rows.allInnerTexts()).map((row) => row.split('\t')[0]), soon)
      .toEqual(['Products']);
    await page.getByLabel('Reason (required)').fill('The order grew');
    await page.getByRole('button', { name: 'Send 1 change' }).click();
    await page.waitForURL('**/shipments/MIX-4');
    expect((await shownOf('MIX-4')).plan.products).toMatchObject([
      { id: 'vaccine-a', name: 'Vaccine A', lots: [{ number: 'A1' }] },
      { id: 'vaccine-b', name: 'Vaccine B', profile: 'controlled-cold@1' },
    ]);
    // What a logger stands for keeps its product and its limits.
    await lena.step('attachDevice', 'MIX-4', { device: 'mix-box-4', products: ['vaccine-b'] });
    await visit(page, run, '/shipments/MIX-4/plan');
    await product(page, 1)
      .getByText(/Cannot be changed: readings are checked/)
      .waitFor();
    expect(await page.getByRole('button', { name: /^Remove Vaccine/ }).count()).toBe(0);
    expect(complaints).toEqual([]);
  });

  test('in several lines of a pasted table', async () => {
    const { page, complaints } = await planner(phone);
    await visit(page, run, '/shipments/import');
    const cells = [
      'number\tproduct\tgtin\tlot\tquantity\texpiry\tprofile\tfrom\tto',
      'MIX-5\tVaccine A\t9506000134352\tA1\t120\t2027-03-31\tcontrolled-cold@1\tCambridge\tEly',
      'MIX-5\tVaccine A\t\tA2\t\t\t\t\t',
      'MIX-5\tInsulin\t\t\t\t\tinsulin-unopened@3\t\tLeeds',
    ];
    await page.getByLabel(/^Or paste cells/).fill(cells.join('\n'));
    await page.getByRole('button', { name: 'Read', exact: true }).tap();
    await page.getByText(/^To: "Leeds" here, and "Ely" in line 2/).waitFor();
    await page.getByRole('button', { name: 'Choose another table' }).tap();
    await page.getByLabel(/^Or paste cells/).fill(cells.join('\n').replace('Leeds', ''));
    await page.getByRole('button', { name: 'Read', exact: true }).tap();
    await page.getByText('The shipment is ready.').waitFor();
    await page.getByText('lot A1: 120 units, expires 2027-03-31', { exact: false }).waitFor();
    await expectNoOverflow(page);
    await picture(page, 'products-import-phone');
    expect(await findingsOn(page)).toEqual([]);
    await page.getByRole('button', { name: 'Plan 1 shipment' }).tap();
    await page.getByRole('heading', { name: '1 shipment is planned' }).waitFor();
    expect((await shownOf('MIX-5')).plan.products).toMatchObject([vaccineA, insulin]);
    expect(complaints).toEqual([]);
  });
});

describeInBrowser('products are shown', { timeout: 120_000 }, () => {
  test('with lots and limits, in the list of shipments, and with what each logger stands for', async () => {
    await planned('MIX-6', { products: [vaccineA, insulin] });
    const { page, complaints } = await planner();
    await visit(page, run, '/shipments/MIX-6');
    const card = page.locator('.card.first');
    await expect.poll(() => card.textContent(), soon).toContain('Lots A1, A2');
    await expect.poll(() => card.textContent(), soon).toMatch(/Insulin.*30\s°C/s);
    await page.getByText('Lot A1: 120 units, expires 2027-03-31').waitFor();
    await page.getByRole('button', { name: 'Attach a logger' }).click();
    await page.getByLabel('Logger', { exact: true }).fill('mix-box-6');
    expect(await page.getByLabel('All products').isChecked()).toBe(true);
    await page.getByLabel('These products').check();
    await page.getByText('Choose the products that the logger stands for.').first().waitFor();
    await page.getByLabel('Vaccine A', { exact: true }).check();
    await picture(page, 'products-attach-desk');
    expect(await findingsOn(page)).toEqual([]);
    await page.getByRole('dialog').getByRole('button', { name: 'Attach a logger' }).click();
    await page.getByText('stands for Vaccine A', { exact: false }).waitFor();
    expect((await shownOf('MIX-6')).attachments).toMatchObject([{ products: ['vaccine-a'] }]);
    await lena.step('attachDevice', 'MIX-6', { device: 'mix-box-7' });
    await page.getByText('stands for all products', { exact: false }).waitFor(soon);
    await picture(page, 'products-shipment-desk');
    await page.setViewportSize({ width: 390, height: 844 });
    await expectNoOverflow(page);
    await picture(page, 'products-shipment-phone');
    expect(await findingsOn(page)).toEqual([]);
    // Too warm for the one, and well for the other.
    const device = await run.connect('mix-box-7');
    const hot = { time: new Date().toISOString(), temperature: 16.2 };
    await device.publish('coldwatch/mix-box-7/telemetry', JSON.stringify(hot));
    await device.close();
    await run.drained();
    await visit(page, run, '/shipments/MIX-6');
    await expect.poll(() => card.textContent(), soon).toMatch(/Too warm: 16\.2\s°C, above 15\s°C/);
    expect(await card.textContent()).toContain('(hot-15)');
    await page.getByText('Affects Vaccine A; Insulin is within its limits.').waitFor();
    await picture(page, 'products-alarm-phone');
    expect(await findingsOn(page)).toEqual([]);
    await visit(page, run, '/alarms');
    await page
      .getByText(/Too warm: 16\.2\s°C, above 15\s°C/)
      .first()
      .waitFor();
    await visit(page, run, '/');
    await expect.poll(() => page.textContent('#row-MIX-6'), soon).toContain('2 products');
    await expect.poll(() => page.textContent('#row-MIX-6'), soon).toContain('Affects Vaccine A.');
    await picture(page, 'products-board-phone');
    expect(complaints).toEqual([]);
  });
});
