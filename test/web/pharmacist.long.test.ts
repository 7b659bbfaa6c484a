import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { encode } from 'uqr';
import { afterAll, expect, test } from 'vitest';
import { readLedger } from '../../src/storage/ledger.ts';
import { findingsOn } from './accessibility.ts';
import { describeInBrowser, givePassword, launch, open, phone, signInOn, visit } from './browser.ts';
import { addressOf, signInAs } from '../support/api-client.ts';
import { arrivedShipment, steady, reportReadings } from '../support/journeys.ts';
import { type Stage, onStage } from './stage.ts';

let run: Stage['run'];
let lena: Stage['lena'];
let browser: Stage['browser'];
const folder = mkdtempSync(join(tmpdir(), 'coldwatch-camera-'));
onStage((stage) => {
  ({ run, lena, browser } = stage);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function kindsOf(shipment: string): Promise<string[]> {
  return (await readLedger(run.database, shipment)).entries.map(({ fact }) => fact.kind);
}

/** Types the label on the receiving page, and waits for what the checks say. */
async function enter(page: Page, label: string): Promise<void> {
  await visit(page, run, '/receive');
  await page.getByLabel('Or type it').fill(label);
  await page.getByRole('button', { name: 'Open' }).click();
  await page.waitForSelector('.recommendation');
}

/** A camera's view of a code, as a raw video. */
function pictureOf(code: string): string {
  const { data, size } = encode(code, { border: 6 });
  const [width, height] = [640, 480];
  const unit = Math.floor(height / size);
  const [left, top] = [(width - unit * size) >> 1, (height - unit * size) >> 1];
  const luma = Buffer.alloc(width * height, 235);
  for (let y = 0; y < unit * size; y++)
    for (let x = 0; x < unit * size; x++)
      if (data[Math.floor(y / unit)]![Math.floor(x / unit)]) luma[(top + y) * width + left + x] = 16;
  const frame = Buffer.concat([Buffer.from('FRAME\n'), luma, Buffer.alloc((width * height) / 2, 128)]);
  const file = join(folder, 'label.y4m');
  writeFileSync(
    file,
    Buffer.concat([Buffer.from(`YUV4MPEG2 W${width} H${height} F10:1 Ip A1:1 C420\n`), frame, frame]),
  );
  return file;
}

/** Signs in at the identity provider in another tab, with nothing that the page could have asked for. */
async function signInAtProvider(other: Page, username: string): Promise<void> {
  const configuration = await fetch(`${addressOf(run)}/api/configuration`);
  const { issuer, clientId } = (await configuration.json()) as { issuer: string; clientId: string };
  const parameters = new URLSearchParams({
    client_id: clientId,
    response_type: 'code',
    scope: 'openid',
    redirect_uri: `${addressOf(run)}/`,
    code_challenge: 'x'.repeat(43),
    code_challenge_method: 'S256',
    state: 'of-nobody',
  });
  await other.goto(`${issuer}/oauth2/authorize?${parameters.toString()}`);
  await givePassword(other, run, username);
  await other.waitForSelector('header.top');
}

describeInBrowser('the pharmacist, on a phone', { timeout: 90_000 }, () => {
  test('scans a clean box, releases it with a step-up, and sees the signed record, with eight taps at most', async () => {
    const { sscc } = await arrivedShipment(run, lena, 'PAGE-1');
    const camera = await launch(
      '--use-fake-ui-for-media-stream',
      '--use-fake-device-for-media-stream',
      `--use-file-for-fake-video-capture=${pictureOf(`https://id.gs1.org/00/${sscc}`)}`,
    );
    try {
      const { page, complaints } = await open(camera, phone);
      await signInOn(page, run, 'paul');
      await expect.poll(() => page.url()).toContain('/receive');
      await page.evaluate(() => sessionStorage.setItem('taps', '0'));
      await page.context().addInitScript(() => {
        addEventListener(
          'click',
          (event) => {
            // A press of Enter, or a label that hands its click on, is no tap.
            if (event.isTrusted && event.pointerType !== '')
              sessionStorage.setItem('taps', String(Number(sessionStorage.getItem('taps') ?? 0) + 1));
          },
          true,
        );
      });
      await page.reload();
      const begun = Date.now();
      await page.getByRole('button', { name: 'Scan the label' }).tap();
      await page.waitForURL(`**/shipments/PAGE-1/receipt?label=${sscc}`);
      expect(await page.textContent('.recommendation')).toContain('Release recommended');
      expect(await page.locator('.checks li.fail').count()).toBe(0);
      await page.getByText('Release', { exact: true }).tap();
      await page.getByRole('button', { name: 'Sign and release' }).tap();
      // The identity provider knows who signs; only the password is asked.
      await page.waitForSelector('[name=password]');
      expect(await page.inputValue('[name=username]')).toBe('paul');
      await page.fill('[name=password]', 'not the password');
      await page.locator('button').tap();
      expect(await page.textContent('[role=alert]')).toContain('wrong');
      await page.fill(
        '[name=password]',
        run.cloud.people.find(({ username }) => username === 'paul')!.password,
      );
      await page.locator('button').tap();
      await page.waitForSelector('.signature');
      expect(await page.textContent('.signature')).toContain('Signed by Paul Okafor');
      const taps = Number(await page.evaluate(() => sessionStorage.getItem('taps')));
      console.log(
        `from scan to signature: ${taps} taps, a wrong password included, ${Math.round((Date.now() - begun) / 1000)} s`,
      );
      expect(taps).toBeGreaterThanOrEqual(3);
      expect(taps).toBeLessThanOrEqual(8);
      // The provider answers a wrong password with 401; nothing else may complain.
      expect(complaints.filter((each) => !each.includes('401'))).toEqual([]);
    } finally {
      await camera.close();
    }
    expect((await kindsOf('PAGE-1')).at(-1)).toBe('receipt-signed');
  });

  test('quarantines a bad one against nothing but its own record, and corrects it with a reason', async () => {
    const sentReadings = steady().map((each) => (each.minutesAgo === 71 ? { ...each, celsius: 17 } : each));
    const { sscc } = await arrivedShipment(run, lena, 'PAGE-2', sentReadings);
    const { page, complaints } = await open(browser, phone);
    await signInOn(page, run, 'paul');
    await enter(page, sscc);
    expect(await page.textContent('.recommendation')).toContain('Quarantine recommended');
    // What failed stands first, in words.
    expect(await page.textContent('.checks li >> nth=0')).toContain('hot-15');
    expect(await page.textContent('.verdict h2')).toMatch(/^\d of \d checks passed, \d failed/);
    await page.getByText('Quarantine', { exact: true }).tap();
    // What is recommended needs no reason of its own.
    expect(await page.getByLabel('Reason (optional)').count()).toBe(1);
    await page.getByRole('button', { name: 'Sign and quarantine' }).tap();
    await givePassword(page, run, 'paul');
    await page.waitForSelector('.signature');
    expect(await page.textContent('.signature')).toContain('quarantined');
    await visit(page, run, '/shipments/PAGE-2/receipt');
    await page.getByRole('button', { name: 'Correct this decision' }).tap();
    await page.evaluate(() => window.scrollTo(0, 0));
    await page.getByText('Other…', { exact: true }).tap();
    const reject = page.getByText('Reject', { exact: true });
    // It comes into view, above the bars at the bottom.
    await expect
      .poll(() =>
        reject.evaluate((button) => {
          const { left, top, width, height } = button.getBoundingClientRect();
          return document.elementFromPoint(left + width / 2, top + height / 2) === button;
        }),
      )
      .toBe(true);
    await reject.tap();
    const sign = page.getByRole('button', { name: 'Sign and reject' });
    // A correction needs a reason; the label that was scanned is kept.
    expect(await page.getByText('Scan the label to confirm').count()).toBe(0);
    expect(await page.textContent('.checks')).toContain(`The label reads ${sscc}, as planned.`);
    expect(await sign.isDisabled()).toBe(true);
    // The button says what it waits for, and the field says why.
    expect(await page.textContent('.decide')).toContain('Give the reason; it is required.');
    expect(await page.textContent('.decide')).toContain('Say why the signed decision is replaced.');
    await page.getByLabel('Reason (required)').fill('Cartons are wet inside.');
    await sign.tap();
    await givePassword(page, run, 'paul');
    await page.waitForSelector('.signature');
    expect(await page.textContent('main')).toContain('replaces ledger entry');
    // What no longer counts says so before anything else of it.
    expect(await page.textContent('.signature.corrected h2 + p')).toBe('Superseded');
    expect(complaints).toEqual([]);
  });

  test('is told once more that no label identified the goods, where they are to be released', async () => {
    const { sscc } = await arrivedShipment(run, lena, 'PAGE-UNSCANNED');
    const { page, complaints } = await open(browser, phone);
    await signInOn(page, run, 'paul');
    await visit(page, run, '/shipments/PAGE-UNSCANNED/receipt');
    const summary = page.getByRole('region', { name: 'You sign' });
    const notScanned = `The label was not scanned. It must read ${sscc}.`;
    await page.getByText('Quarantine', { exact: true }).tap();
    await summary.waitFor();
    expect(await summary.textContent()).not.toContain(notScanned);
    await page.getByRole('button', { name: 'Cancel' }).tap();
    await page.getByText('Other…', { exact: true }).tap();
    await page.getByText('Release', { exact: true }).tap();
    await summary.waitFor();
    expect(await summary.textContent()).toContain(notScanned);
    await visit(page, run, `/shipments/PAGE-UNSCANNED/receipt?label=${sscc}`);
    await page.getByText('Release', { exact: true }).tap();
    await summary.waitFor();
    expect(await summary.textContent()).not.toContain('label');
    expect(complaints).toEqual([]);
  });

  test('releases part of a box in place of all of it: the label stays scanned, and the rest is named', async () => {
    const { sscc } = await arrivedShipment(run, lena, 'PAGE-PART');
    const { page, complaints } = await open(browser, phone);
    await signInOn(page, run, 'paul');
    await enter(page, sscc);
    await page.getByText('Release', { exact: true }).tap();
    const summary = page.locator('.you-sign');
    expect(await summary.innerText()).toMatch(/PAGE-PART, measles vaccine[^]*A1, B2[^]*Release[^]*released/);
    // Whoever thinks better of it goes back.
    await page.getByRole('button', { name: 'Cancel' }).tap();
    await page.getByText('Release', { exact: true }).tap();
    await page.getByRole('button', { name: 'Sign and release' }).tap();
    await givePassword(page, run, 'paul');
    await page.waitForSelector('.signature');
    // Another day: nothing is scanned again.
    await visit(page, run, '/shipments/PAGE-PART/receipt');
    await page.getByRole('button', { name: 'Correct this decision' }).tap();
    await page.getByText('Other…', { exact: true }).tap();
    await page.getByText('Decide by lot', { exact: true }).tap();
    // What is recommended is chosen already.
    const chosen = (lot: string, fate: string) =>
      page.getByRole('group', { name: `Lot ${lot}` }).getByRole('radio', { name: fate });
    expect([await chosen('A1', 'Release').isChecked(), await chosen('B2', 'Release').isChecked()]).toEqual([
      true,
      true,
    ]);
    await chosen('B2', 'Quarantine').check();
    expect(await summary.innerText()).toMatch(/lot A1[^]*A1\s+released\s+B2\s+in quarantine/);
    await page.getByLabel('Reason (required)').fill('B2 is wet.');
    await page.getByRole('button', { name: 'Sign and release part' }).tap();
    await givePassword(page, run, 'paul');
    await page.locator('.signature', { hasText: 'partly released: lot A1' }).waitFor();
    const paul = await signInAs(run, 'paul');
    const { checks } = await paul.do('getReceipt', { path: { shipment: 'PAGE-PART' } });
    expect(checks.find(({ id }) => id === 'goods-identified')?.outcome).toBe('pass');
    expect(complaints).toEqual([]);
  });

  test('tells good and bad boxes apart before opening them, and finds them by lot', async () => {
    const lots = { lots: ['LOT-77'] };
    const bad = steady().map((each) => (each.minutesAgo === 71 ? { ...each, celsius: 17 } : each));
    await arrivedShipment(run, lena, 'PAGE-GOOD', steady(), lots);
    await arrivedShipment(run, lena, 'PAGE-BAD', bad, lots);
    const { page, complaints } = await open(browser, phone);
    await signInOn(page, run, 'paul');
    await visit(page, run, '/receive?find=lot-77');
    const box = (shipment: string) => page.locator('.row.box', { hasText: shipment });
    await box('PAGE-GOOD').getByText('Release recommended').waitFor();
    // What is not in sight asks for no recommendation.
    await box('PAGE-BAD').scrollIntoViewIfNeeded();
    await box('PAGE-BAD').getByText('Quarantine recommended').waitFor();
    expect(await box('PAGE-BAD').locator('.bar.broken').count()).toBe(1);
    expect(await box('PAGE-BAD').innerText()).toContain('Broken: Must never exceed 15\u00a0°C');
    expect(await box('PAGE-GOOD').locator('.bar.broken').count()).toBe(0);
    expect(await page.locator('.row.box').count()).toBe(2);
    expect(await findingsOn(page)).toEqual([]);
    expect(complaints).toEqual([]);
  });

  test('sees that a calibration is not known, and gives the reason that the profile asks for', async () => {
    const [paul, petra] = await Promise.all([signInAs(run, 'paul'), signInAs(run, 'petra')]);
    const { profile } = await paul.do('showProfile', { path: { profile: 'controlled-cold', version: '1' } });
    const strict = { ...profile, id: 'calibrated-cold', calibrationRequired: true };
    const { sha256 } = await paul.do('addProfile', { body: strict });
    const path = { profile: 'calibrated-cold', version: '1' };
    await petra.do('approveProfile', { path, body: { sha256 } });
    const unknown = { calibratedUntil: null };
    const { sscc } = await arrivedShipment(run, lena, 'PAGE-CAL', steady(), { profile: strict.id }, unknown);
    const { page, complaints } = await open(browser, phone);
    await signInOn(page, run, 'paul');
    await enter(page, sscc);
    expect(await page.textContent('.recommendation')).toContain('Release recommended');
    // It is counted as what it is, neither passed nor left out.
    expect(await page.textContent('.verdict h2')).toMatch(/checks passed, 1 unknown$/);
    // Nothing failed; what is not known comes first, in words, with a sign and a colour of its own.
    const first = page.locator('.checks li >> nth=0');
    expect(await first.getAttribute('class')).toBe('not-known');
    expect(await first.innerText()).toContain('Calibration: unknown');
    expect(await first.innerText()).toContain(
      'Calibration date of box-PAGE-CAL unknown: check its certificate.',
    );
    expect(await first.locator('.sign').textContent()).toBe('?');
    const groundOf = (selector: string) =>
      page
        .locator(selector)
        .first()
        .evaluate((each) => getComputedStyle(each).backgroundColor);
    expect(await groundOf('.checks .not-known .sign')).not.toBe(await groundOf('.checks .pass .sign'));
    await page.getByText('Release', { exact: true }).tap();
    const sign = page.getByRole('button', { name: 'Sign and release' });
    expect(await sign.isDisabled()).toBe(true);
    expect(await page.textContent('.decide')).toContain(
      'The storage limits require a calibration date, and that of box-PAGE-CAL is unknown',
    );
    expect(await page.getByRole('button', { name: 'Sign later with others' }).count()).toBe(0);
    await page.getByLabel('Reason (required)').fill('Certificate 4711 seen.');
    await sign.tap();
    await givePassword(page, run, 'paul');
    await page.waitForSelector('.signature');
    expect(await page.textContent('.signature')).toContain('Certificate 4711 seen.');
    expect(complaints).toEqual([]);
  });

  test('is refused where the record changed under the signature, and keeps what was typed', async () => {
    const { sscc, now, device } = await arrivedShipment(run, lena, 'PAGE-3');
    const { page, complaints } = await open(browser, phone);
    await signInOn(page, run, 'paul');
    await enter(page, sscc);
    await page.getByText('Release', { exact: true }).tap();
    await page.getByLabel('Reason').fill('Checked every carton.');
    await page.getByRole('button', { name: 'Sign and release' }).tap();
    await page.waitForSelector('[name=password]');
    await reportReadings(run, device, [{ minutesAgo: 36, celsius: 17 }], now);
    await givePassword(page, run, 'paul');
    await page.waitForSelector('.problem');
    expect(await page.textContent('h1')).toBe('Not signed');
    expect(await page.textContent('.problem')).toContain('has changed since you opened it');
    expect(await kindsOf('PAGE-3')).not.toContain('receipt-signed');
    await page.getByRole('link', { name: 'Back to the receipt' }).tap();
    await page.waitForSelector('.recommendation');
    expect(await page.textContent('.recommendation')).toContain('Quarantine recommended');
    // What was chosen was chosen on another record; what was typed stays.
    expect(await page.locator('.you-sign').count()).toBe(0);
    expect(await page.textContent('.decide')).toContain('Your reason is kept: Checked every carton.');
    // The API answered 409: that is said to the person, and the browser notes it too.
    expect(complaints.filter((each) => !each.includes('409'))).toEqual([]);
  });

  test('does not sign on a record that changed while it was looked at', async () => {
    const { sscc, now, device } = await arrivedShipment(run, lena, 'PAGE-9');
    const { page, complaints } = await open(browser, phone);
    await signInOn(page, run, 'paul');
    await enter(page, sscc);
    await page.getByText('Release', { exact: true }).tap();
    await page.getByRole('button', { name: 'Sign and release' }).waitFor();
    await reportReadings(run, device, [{ minutesAgo: 36, celsius: 17 }], now);
    await page.waitForSelector('.decide .warn');
    expect(await page.textContent('.decide .warn')).toContain('changed since you chose');
    expect(await page.textContent('.recommendation')).toContain('Quarantine recommended');
    expect(await page.locator('.you-sign').count()).toBe(0);
    expect(await page.getByRole('button', { name: /^Sign and/ }).count()).toBe(0);
    expect(complaints).toEqual([]);
  });

  test('is told on shipment and receipt what contradicts a release', async () => {
    const { sscc, now, device } = await arrivedShipment(run, lena, 'PAGE-LATE');
    const { page, complaints } = await open(browser, phone);
    await signInOn(page, run, 'paul');
    await enter(page, sscc);
    await page.getByText('Release', { exact: true }).tap();
    await page.getByRole('button', { name: 'Sign and release' }).tap();
    await givePassword(page, run, 'paul');
    await page.waitForSelector('.signature');
    expect(await page.locator('.contradictions').count()).toBe(0);
    await reportReadings(run, device, [{ minutesAgo: 36, celsius: 17 }], now);
    await expect.poll(() => kindsOf('PAGE-LATE'), { timeout: 15_000 }).toContain('release-contradicted');
    for (const path of ['/shipments/PAGE-LATE', '/shipments/PAGE-LATE/receipt']) {
      await visit(page, run, path);
      await page.locator('.contradictions li').waitFor();
      expect(await page.locator('.contradictions li').allTextContents()).toEqual([
        'Later readings contradict the release. Quarantine recommended',
      ]);
    }
    expect(complaints).toEqual([]);
  });

  test('is told where it is not known whether it was signed, and sends it again once', async () => {
    const { sscc } = await arrivedShipment(run, lena, 'PAGE-10');
    const { page } = await open(browser, phone);
    await signInOn(page, run, 'paul');
    await enter(page, sscc);
    await page.getByText('Release', { exact: true }).tap();
    await page.getByRole('button', { name: 'Sign and release' }).tap();
    await page.waitForSelector('[name=password]');
    // The API takes it, and its answer is lost.
    await page.route('**/api/receipts/signatures', async (route) => {
      await route.fetch();
      await route.abort();
    });
    await givePassword(page, run, 'paul');
    await page.waitForSelector('.problem');
    expect(await page.textContent('h1')).toBe('Signature not confirmed');
    await page.unroute('**/api/receipts/signatures');
    await page.getByRole('button', { name: 'Try again' }).tap();
    await page.waitForSelector('.signature');
    expect((await kindsOf('PAGE-10')).filter((kind) => kind === 'receipt-signed')).toHaveLength(1);
  });

  test('signs as who was asked, also where somebody else used the browser since', async () => {
    const { sscc } = await arrivedShipment(run, lena, 'PAGE-12');
    const { page, complaints } = await open(browser, phone);
    await signInOn(page, run, 'paul');
    await enter(page, sscc);
    // The provider forgets Paul, and gets to know Nora, without the page in between: it would close Paul's tab.
    await page.context().clearCookies();
    const other = await page.context().newPage();
    await signInAtProvider(other, 'nora');
    await page.getByText('Release', { exact: true }).tap();
    await page.getByRole('button', { name: 'Sign and release' }).tap();
    await page.waitForSelector('[name=password]');
    await givePassword(page, run, 'nora');
    expect(await page.textContent('[role=alert]')).toContain('This signature was requested from paul.');
    await givePassword(page, run, 'paul');
    await page.waitForSelector('.signature');
    expect(await page.textContent('.signature')).toContain('Paul Okafor');
    expect(complaints.filter((each) => !each.includes('401'))).toEqual([]);
  });

  test('leaves nothing of one person to the next at the same screen', async () => {
    const { sscc } = await arrivedShipment(run, lena, 'PAGE-11');
    const { page, complaints } = await open(browser, phone);
    await signInOn(page, run, 'paul');
    await enter(page, sscc);
    await page.getByText('Release', { exact: true }).tap();
    await page.getByLabel('Reason').fill('Written by Paul.');
    await page.getByText('paul', { exact: true }).tap();
    await page.getByRole('button', { name: 'Sign out' }).tap();
    await page.waitForSelector('main.landing');
    await signInOn(page, run, 'nora');
    await enter(page, sscc);
    await page.waitForSelector('.decision-bar');
    expect(await page.locator('.you-sign').count()).toBe(0);
    await page.getByText('Release', { exact: true }).tap();
    expect(await page.inputValue('textarea')).toBe('');
    expect(complaints).toEqual([]);
  });

  test('comes back without a signature where the password was not given', async () => {
    const { sscc } = await arrivedShipment(run, lena, 'PAGE-4');
    const { page, complaints } = await open(browser, phone);
    await signInOn(page, run, 'paul');
    await enter(page, sscc);
    await page.getByText('Release', { exact: true }).tap();
    await page.getByRole('button', { name: 'Sign and release' }).tap();
    await page.waitForSelector('[name=password]');
    await visit(page, run, '/signing');
    expect(await page.textContent('main')).toContain('Nothing was signed');
    expect(await page.textContent('.what-is-signed')).toContain('PAGE-4');
    await page.getByRole('link', { name: 'Back to the receipt' }).tap();
    await page.waitForSelector('.you-sign');
    expect(await kindsOf('PAGE-4')).not.toContain('receipt-signed');
    expect(complaints).toEqual([]);
  });

  test('signs a morning of clean boxes at once', async () => {
    const labels = [];
    for (const shipment of ['PAGE-5', 'PAGE-6', 'PAGE-7'])
      labels.push((await arrivedShipment(run, lena, shipment)).sscc);
    const { page, complaints } = await open(browser, phone);
    await signInOn(page, run, 'paul');
    for (const label of labels) {
      await enter(page, label);
      await page.getByText('Release', { exact: true }).tap();
      await page.getByRole('button', { name: 'Sign later with others' }).tap();
      await page.waitForSelector('.tray');
    }
    await page.getByRole('button', { name: 'Sign 3 releases' }).tap();
    await givePassword(page, run, 'paul');
    await page.waitForSelector('.signature');
    expect(await page.locator('.signature').count()).toBe(3);
    expect(complaints).toEqual([]);
    await page.getByRole('link', { name: 'Scan the next box' }).tap();
    await page.waitForSelector('.label-entry');
    expect(await page.locator('.tray').count()).toBe(0);
  });

  test('does all of it by keys alone', async () => {
    const { sscc } = await arrivedShipment(run, lena, 'PAGE-8');
    const { page, complaints } = await open(browser);
    await signInOn(page, run, 'paul');
    await visit(page, run, '/receive');
    const focused = (): Promise<string> =>
      page.evaluate(() => {
        const active = document.activeElement;
        if (active === null || active === document.body) return '';
        return active.closest('label')?.textContent ?? active.textContent;
      });
    const tabTo = async (text: string): Promise<void> => {
      for (let step = 0; step < 60; step++) {
        if ((await focused()).includes(text)) return;
        await page.keyboard.press('Tab');
      }
      throw new Error(`no way to "${text}" by Tab`);
    };
    await tabTo('Or type it');
    await page.keyboard.type(sscc);
    await page.keyboard.press('Enter');
    await page.waitForSelector('.decision-bar');
    await tabTo('Release');
    await page.keyboard.press('Space');
    await tabTo('Sign and release');
    await page.keyboard.press('Enter');
    await page.waitForSelector('[name=password]');
    // The password is where one begins.
    await expect
      .poll(() => page.evaluate(() => (document.activeElement as HTMLInputElement).name))
      .toBe('password');
    await page.keyboard.type(run.cloud.people.find(({ username }) => username === 'paul')!.password);
    await page.keyboard.press('Enter');
    await page.waitForSelector('.signature');
    expect(complaints).toEqual([]);
  });

  test('hears what is wrong with a label, and that a box is of another site', async () => {
    const { page } = await open(browser, phone);
    await signInOn(page, run, 'paul');
    await page.getByLabel('Or type it').fill('340123450000000018');
    await page.getByRole('button', { name: 'Open' }).tap();
    expect(await page.getByRole('alert').textContent()).toContain('check digit');
    await page.getByLabel('Or type it').fill('000000000000000000');
    await page.getByRole('button', { name: 'Open' }).tap();
    await expect.poll(() => page.getByRole('alert').textContent()).toContain('No shipment at your sites');
  });
});
