import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { afterAll, expect, test } from 'vitest';
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
import { signInAs } from '../support/api-client.ts';
import { acknowledgeAll, arrivedMixed, arrivedWith } from '../support/mixed-journeys.ts';
import { approveMixedProfiles, unlikeProducts } from '../support/mixed-shipment.ts';
import { runCommand } from '../support/run-command.ts';
import { type Stage, onStage } from './stage.ts';

let run: Stage['run'];
let lena: Stage['lena'];
let browser: Stage['browser'];
const pictures = process.env['PICTURES'];
const folder = mkdtempSync(join(tmpdir(), 'coldwatch-receipt-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
onStage(async (stage) => {
  ({ run, lena, browser } = stage);
  await approveMixedProfiles(run.database);
  if (pictures !== undefined) mkdirSync(pictures, { recursive: true });
});

/** Checks how a page looks, and takes a picture of it where pictures are wanted. */
function pictureOf(page: Page) {
  const { width } = page.viewportSize()!;
  return async (name: string): Promise<void> => {
    await expectNoOverflow(page);
    expect(await findingsOn(page)).toEqual([]);
    if (pictures !== undefined)
      await page.screenshot({ path: `${pictures}/${name}-${width}.png`, fullPage: true });
  };
}

/** The choice of a fate for a lot. */
function choiceOn(page: Page) {
  return (lot: string, fate: string) =>
    page.getByRole('group', { name: new RegExp(`^Lot ${lot}`) }).getByRole('radio', { name: fate });
}

describeInBrowser('a receipt with three products and five lots', { timeout: 120_000 }, () => {
  test.each([
    ['on a phone', phone, 'MIX-1', 'FIRST-1'],
    ['at a desk', desk, 'MIX-2', 'FIRST-2'],
  ] as const)('is decided lot by lot with one signature, %s', async (_, size, shipment, first) => {
    const sscc = await arrivedMixed(run, lena, shipment, first);
    const path = { shipment };
    const { page, complaints } = await open(browser, size);
    const picture = pictureOf(page);
    await signInOn(page, run, 'paul');
    await visit(page, run, `/shipments/${shipment}/receipt?label=${sscc}`);
    const card = (name: string) => page.getByRole('region', { name, exact: true });
    await card('Vaccine A').waitFor();
    expect(await card('Vaccine A').textContent()).toContain('Quarantine recommended');
    expect(await card('Vaccine B').locator('.checks > ul li.fail').count()).toBe(0);
    expect(await card('Serum').textContent()).toMatch(
      new RegExp(`2 h of 12 h used before \\(${first}.*40 min on this journey.*9 h 20 min left`),
    );
    await picture('receipt');
    await page.getByRole('button', { name: 'Decide by lot' }).click();
    const choice = choiceOn(page);
    const chosen = async () =>
      Promise.all(['A1', 'A2', 'B1', 'B2', 'S1'].map((number) => choice(number, 'Release').isChecked()));
    expect(await chosen()).toEqual([false, false, true, true, true]);
    // A lot for which no release is recommended needs a reason.
    await choice('A1', 'Release').check();
    expect(await page.getByRole('button', { name: 'Sign and release part' }).isDisabled()).toBe(true);
    await choice('A1', 'Quarantine').check();
    const fates = page.locator('.you-sign .fates tbody tr');
    expect((await fates.allTextContents()).map((each) => each.trim())).toEqual([
      'Vaccine AA1in quarantine',
      'A2in quarantine',
      'Vaccine BB1released',
      'B2released',
      'SerumS1released',
    ]);
    await picture('you-sign');
    await page.getByRole('button', { name: 'Sign and release part' }).click();
    await givePassword(page, run, 'paul');
    await page.waitForSelector('.signature .fates');
    await page.waitForSelector('.verification.pass');
    expect(await page.locator('.signature .fates .fate.released').count()).toBe(3);
    await picture('signed');
    const paul = await signInAs(run, 'paul');
    const { items: signed } = await paul.do('listVerdicts', { path });
    expect(signed.map(({ decision, lots }) => [decision, lots])).toEqual([
      ['partly-released', ['B1', 'B2', 'S1']],
    ]);
    expect(complaints).toEqual([]);
  });

  test.each([
    ['on a phone', phone, 'FATES-1'],
    ['at a desk', desk, 'FATES-2'],
  ] as const)('releases, keeps and rejects lots with one signature, %s', async (_, size, shipment) => {
    const sscc = await arrivedWith(run, lena, shipment, unlikeProducts);
    await acknowledgeAll(lena, shipment);
    const { page, complaints } = await open(browser, size);
    const picture = pictureOf(page);
    await signInOn(page, run, 'paul');
    await visit(page, run, `/shipments/${shipment}/receipt?label=${sscc}`);
    await page
      .getByText('Release is recommended for B1, Diluent. Quarantine for A1. Rejection for G1.')
      .waitFor();
    await page.getByRole('button', { name: 'Decide by lot' }).click();
    const choice = choiceOn(page);
    const chosen: [lot: string, fate: string][] = [
      ['A1', 'Quarantine'],
      ['B1', 'Release'],
      ['G1', 'Reject'],
    ];
    for (const [lot, fate] of chosen) expect(await choice(lot, fate).isChecked()).toBe(true);
    const diluent = page.getByRole('group', { name: 'Diluent', exact: true });
    expect(await diluent.getByRole('radio', { name: 'Release' }).isChecked()).toBe(true);
    const sign = page.getByRole('button', { name: 'Sign for each lot' });
    expect(await sign.isEnabled()).toBe(true);
    // Whoever keeps what should be rejected says why.
    await choice('G1', 'Quarantine').check();
    expect(await page.getByRole('button', { name: 'Sign and release part' }).isDisabled()).toBe(true);
    await choice('G1', 'Reject').check();
    const fates = page.locator('.you-sign .fates tbody tr');
    expect((await fates.allTextContents()).map((each) => each.trim())).toEqual([
      'Vaccine AA1in quarantine',
      'Vaccine BB1released',
      'Gene therapyG1rejected',
      'Diluentno lot namedreleased',
    ]);
    const meaning =
      'partly released, partly rejected: Vaccine A, lot A1: in quarantine; Vaccine B, lot B1: released; Gene therapy, lot G1: rejected; Diluent: released';
    expect(await page.textContent('.you-sign')).toContain(meaning);
    await picture('fates-to-sign');
    await sign.click();
    await givePassword(page, run, 'paul');
    await page.waitForSelector('.verification.pass');
    expect(await page.locator('.signature .fates .fate').allTextContents()).toEqual([
      'in quarantine',
      'released',
      'rejected',
      'released',
    ]);
    await picture('fates-signed');
    await visit(page, run, `/shipments/${shipment}`);
    await page.getByText('Partly released: B1, diluent; partly rejected: G1; in quarantine: A1').waitFor();
    await picture('fates-shipment');
    const paul = await signInAs(run, 'paul');
    const { items: signed } = await paul.do('listVerdicts', { path: { shipment } });
    expect(signed).toMatchObject([{ meaning, lots: ['B1', 'diluent'], rejected: ['G1'] }]);
    expect(complaints).toEqual([]);
  });

  test('rejects a lot by command, and its bundle is verified', async () => {
    const label = await arrivedWith(run, lena, 'FATES-3', unlikeProducts);
    await acknowledgeAll(lena, 'FATES-3');
    const state = ['--state', run.folder];
    const command = async (...words: string[]) => {
      const { status, stdout, stderr } = await runCommand(...words, ...state);
      expect([status, stderr]).toEqual([0, '']);
      return stdout;
    };
    const sign = ['shipment', 'sign', 'FATES-3', '--label', label];
    const receipt = await command('shipment', 'receipt', 'FATES-3', '--label', label);
    const proposed = '--decision partly-released --lot B1 --lot diluent --reject-lot G1';
    expect(receipt).toContain(`Proposed: ${proposed}`);
    const refused = await runCommand(...sign, '--decision', 'quarantined', '--reject-lot', 'X1', ...state);
    expect([refused.status, refused.stderr]).toEqual([
      64,
      expect.stringContaining('lot X1 is not of this shipment; its lots are A1, B1, G1, diluent'),
    ]);
    const meaning =
      'partly released, partly rejected: Vaccine A, lot A1: in quarantine; Vaccine B, lot B1: released; Gene therapy, lot G1: rejected; Diluent: released';
    expect(await command(...sign, ...proposed.split(' '))).toContain(
      `FATES-3: ${meaning}; reject was recommended. Signed by `,
    );
    expect(await command('shipment', 'receipt', 'FATES-3')).toContain(
      'Already signed: partly released, partly rejected by ',
    );
    // A password signs once, and its time is given in whole seconds.
    await setTimeout(1000);
    const kept = ['--decision', 'quarantined', '--reject-lot', 'G1', '--reject-lot', 'B1', '--correct'];
    expect(await command(...sign, ...kept, '--reason', 'B1 leaks')).toContain(
      'FATES-3: quarantined, partly rejected: Vaccine A, lot A1: in quarantine; Vaccine B, lot B1: rejected; ',
    );
    // On the page its correction begins with what was signed: B1 is recommended for release, and stays rejected.
    const { page, complaints } = await open(browser, desk);
    await signInOn(page, run, 'paul');
    await visit(page, run, `/shipments/FATES-3/receipt?label=${label}`);
    await page.getByRole('button', { name: 'Correct this decision' }).click();
    const byLot = page.getByRole('button', { name: 'Decide by lot' });
    await byLot.waitFor();
    expect(await byLot.getAttribute('class')).toContain('primary');
    await byLot.click();
    const fates = ['B1', 'G1'].map((lot) => choiceOn(page)(lot, 'Reject').isChecked());
    expect(await Promise.all(fates)).toEqual([true, true]);
    expect(await choiceOn(page)('A1', 'Quarantine').isChecked()).toBe(true);
    expect(complaints).toEqual([]);
    const bundle = join(folder, 'FATES-3.zip');
    await command('shipment', 'bundle', 'FATES-3', '--out', bundle);
    await command('shipment', 'report', 'FATES-3', '--out', join(folder, 'FATES-3.pdf'));
    if (pictures !== undefined) copyFileSync(join(folder, 'FATES-3.pdf'), join(pictures, 'FATES-3.pdf'));
    const verified = await runCommand('verify', bundle);
    expect([verified.status, verified.stdout]).toEqual([0, expect.stringContaining(meaning)]);
  });

  test('is decided by command, and its bundle is verified', async () => {
    const label = await arrivedMixed(run, lena, 'MIX-3', 'FIRST-3');
    const command = async (...words: string[]) => {
      const { status, stdout, stderr } = await runCommand(...words);
      expect([status, stderr]).toEqual([0, '']);
      return stdout;
    };
    const state = ['--state', run.folder];
    const receipt = await command('shipment', 'receipt', 'MIX-3', '--label', label, ...state);
    expect(receipt).toMatch(
      /^Vaccine A: quarantine recommended\n {2}! rules: .* for 40 min .*\n {2}lot A1 \(40 units\): quarantine$/m,
    );
    expect(receipt).toContain('lot B1 (expires 2027-03-31): release\n');
    expect(receipt).toMatch(
      /lot S1: release\n {4}\+ Within limits: above 8 °C, 2 h of 12 h used before \(FIRST-3.* and MIX-3, 59 min( \d+ s)? are on/,
    );
    const proposed = ['--decision', 'partly-released', '--lot', 'B1', '--lot', 'B2', '--lot', 'S1'];
    expect(receipt).toContain(`Proposed: ${proposed.join(' ')}`);
    const signed = await command('shipment', 'sign', 'MIX-3', '--label', label, ...proposed, ...state);
    const meaning =
      'partly released: Vaccine A, lots A1, A2: in quarantine; Vaccine B, lots B1, B2: released; Serum, lot S1: released';
    expect(signed).toContain(`MIX-3: ${meaning}; quarantine was recommended. Signed by `);
    const bundle = join(folder, 'MIX-3.zip');
    await command('shipment', 'bundle', 'MIX-3', '--out', bundle, ...state);
    expect(await command('verify', bundle)).toContain(meaning);
  });
});
