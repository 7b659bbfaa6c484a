import type { Page } from 'playwright-core';
import { expect } from 'vitest';

// What people do on the page of a shipment, in the order in which they do it.

/** A product as it is typed. */
type Typed = {
  readonly name: string;
  readonly gtin?: string;
  readonly profile: string;
  readonly lots: readonly { readonly number: string; readonly quantity?: number; readonly expiry?: string }[];
};

/** Fills in a shipment of several products, from the number to the destination, and plans it. */
export async function planShipment(
  page: Page,
  { shipment, sscc, products }: { shipment: string; sscc: string; products: readonly Typed[] },
): Promise<void> {
  await page.getByText(/^Proposed from site and date/).waitFor();
  await page.getByLabel('Number', { exact: true }).fill(shipment);
  await page.getByLabel('Label (SSCC)').fill(sscc);
  for (const [index, { name, gtin, profile, lots }] of products.entries()) {
    if (index > 0) await page.getByRole('button', { name: 'Add another product' }).click();
    else {
      await page.getByLabel('Goods', { exact: true }).fill(name);
      await page.getByRole('button', { name: 'Add a GTIN, units and expiry days' }).click();
    }
    const product = page.getByRole('region', { name: `Product ${index + 1}` });
    await product.getByLabel('Product', { exact: true }).fill(name);
    if (gtin !== undefined) await product.getByLabel(/^GTIN/).fill(gtin);
    await product.getByLabel('Storage limits').selectOption(`${profile}@1`);
    for (const [at, { number, quantity, expiry }] of lots.entries()) {
      const lot = product.getByRole('group', { name: `Lot ${at + 1}` });
      if ((await lot.count()) === 0)
        await product.getByRole('button', { name: `Add a lot to ${name}` }).click();
      await lot.getByLabel('Lot', { exact: true }).fill(number);
      if (quantity !== undefined) await lot.getByLabel(/^Units/).fill(String(quantity));
      if (expiry !== undefined) await lot.getByLabel(/^Expiry day/).fill(expiry);
    }
  }
  await page.getByLabel('From', { exact: true }).fill('Leiden');
  await page.getByLabel('To', { exact: true }).fill('Cambridge');
  await confirmPlan(page, shipment);
}

/** Goes through the last steps of a plan that is filled in, and looks at the last of them. */
export async function confirmPlan(
  page: Page,
  shipment: string,
  look = async (): Promise<void> => undefined,
): Promise<void> {
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByRole('button', { name: 'Continue' }).click();
  await look();
  await page.getByRole('button', { name: 'Plan shipment' }).click();
  await page.waitForURL(`**/shipments/${shipment}`);
}

/** Attaches a logger of all products from a time on, calibrated for long. */
export async function attachLogger(page: Page, device: string, since: string): Promise<void> {
  await page.getByRole('button', { name: 'Attach a logger' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Logger', { exact: true }).fill(device);
  await dialog.getByLabel(/^Calibrated until/).fill('2099-01-01');
  await sayEarlier(page, since);
  await dialog.getByRole('button', { name: 'Attach a logger' }).click();
  await dialog.waitFor({ state: 'detached' });
}

/** A browser complains so when {@link declare} was shown what was entered meanwhile, and confirmed again. */
export const isConfirmedAgain = (complaint: string): boolean =>
  complaint.includes('status of 409 (Conflict)');

/** Declares that the goods departed or arrived at a time. */
export async function declare(page: Page, what: 'departure' | 'arrival', at: string): Promise<void> {
  const button = what === 'departure' ? 'Depart' : 'Arrived';
  await page.getByRole('group', { name: 'Actions' }).getByRole('button', { name: button }).click();
  const dialog = page.getByRole('dialog');
  await sayEarlier(page, at);
  await dialog.getByLabel(/^Reason/).fill('Written down later');
  const confirm = dialog.getByRole('button', { name: `Confirm ${what}` });
  await confirm.click();
  // Whoever is shown what was entered meanwhile confirms again.
  const hasChanged = dialog.getByText('If it is still right, confirm it again.');
  await expect
    .poll(async () => {
      if (await hasChanged.isVisible()) await confirm.click({ timeout: 2000 }).catch(() => undefined);
      return dialog.count();
    })
    .toBe(0);
}

/** Says in a dialog that something was at a time before now. */
async function sayEarlier(page: Page, at: string): Promise<void> {
  await page.getByRole('dialog').getByRole('radio', { name: 'Earlier' }).check();
  await fillTime(page, at);
}

/** Fills in the time of a dialog, in the zone of the browser. */
export async function fillTime(page: Page, at: string): Promise<void> {
  const local = new Intl.DateTimeFormat('sv-SE', {
    timeZone: 'Europe/Berlin',
    dateStyle: 'short',
    timeStyle: 'short',
  }).format(new Date(at));
  await page.getByRole('dialog').getByLabel(/^Time/).fill(local.replace(' ', 'T'));
}
