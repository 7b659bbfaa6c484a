import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { findingsOn } from './accessibility.ts';
import { describeInBrowser, desk, expectNoOverflow, open, phone, signInOn, visit } from './browser.ts';
import { signInAs } from '../support/api-client.ts';
import { arrivedMixed } from '../support/mixed-journeys.ts';
import { approveMixedProfiles } from '../support/mixed-shipment.ts';
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
describeInBrowser('a receipt with three products and five lots', { timeout: 120_000 }, () => {
  test.each([
    ['on a phone', phone, 'MIX-1', 'FIRST-1'],
    ['at a desk', desk, 'MIX-2', 'FIRST-2'],
  ] as const)('is decided lot by lot with one signature, %s', async (_, size, shipment, first) => {
    const sscc = await arrivedMixed(run, lena, shipment, first);
    const path = { shipment };
    const { page, complaints } = await open(browser, size);
    const width = page.viewportSize()!.width;
    const picture = async (name: string): Promise<void> => {
      await expectNoOverflow(page);
      expect(await findingsOn(page)).toEqual([]);
      if (pictures !== undefined)
        await page.screenshot({ path: `${pictures}/${name}-${width}.png`, fullPage: true });
    };
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
    await page.getByRole('button', { name: 'Release part' }).click();
    const lot = (number: string) => page.getByRole('checkbox', { name: new RegExp(`^${number}`) });
    const chosen = async () =>
      Promise.all(['A1', 'A2', 'B1', 'B2', 'S1'].map((number) => lot(number).isChecked()));
    expect(await chosen()).toEqual([false, false, true, true, true]);
    // A lot for which no release is recommended needs a reason.
    await lot('A1').check();
    expect(await page.getByRole('button', { name: 'Sign and release part' }).isDisabled()).toBe(true);
    await lot('A1').uncheck();
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
    await page.fill(
      '[name=password]',
      run.cloud.people.find(({ username }) => username === 'paul')!.password,
    );
    await page.locator('button').click();
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
