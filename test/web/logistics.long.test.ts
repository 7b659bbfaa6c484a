import { expect, test } from 'vitest';
import { addressOf } from '../support/api-client.ts';
import { describeInBrowser, desk, givePassword, open, phone, signInOn, visit } from './browser.ts';
import { nextSscc, reportReadings } from '../support/journeys.ts';
import { minute } from '../support/series.ts';
import { type Stage, onStage } from './stage.ts';

let run: Stage['run'];
let lena: Stage['lena'];
let browser: Stage['browser'];
const count = 30;
const nameOf = (index: number): string => `LIVE-${String(index).padStart(2, '0')}`;

onStage(async (stage) => {
  ({ run, lena, browser } = stage);
  for (let index = 0; index < count; index++)
    await underWay(nameOf(index), index % 2 === 0 ? 'north' : 'south');
  const sentReadings = Array.from({ length: 30 }, (_, index) => ({
    minutesAgo: 39 - index,
    celsius: 4 + (index % 3),
  }));
  await reportReadings(run, 'box-LIVE-04', sentReadings, Date.now());
});

async function underWay(shipment: string, site: string, plan: object = {}): Promise<void> {
  const now = Date.now();
  await lena.do('createShipment', {
    body: {
      shipment,
      goods: 'measles vaccine',
      sscc: nextSscc(),
      origin: 'Cambridge',
      destination: 'Stansted',
      site,
      profile: 'controlled-cold',
      ...plan,
    },
  });
  const since = new Date(now - 40 * minute).toISOString();
  await lena.step('attachDevice', shipment, { device: `box-${shipment}`, since });
  await lena.step('depart', shipment, { at: new Date(now - 30 * minute).toISOString() });
}

describeInBrowser('logistics, at a desk', { timeout: 90_000 }, () => {
  test('sees an excursion within five seconds, without a reload, and loses neither place nor focus', async () => {
    const { page, complaints } = await open(browser, { viewport: { width: 1440, height: 700 } });
    await signInOn(page, run, 'lena');
    await expect.poll(() => page.url()).toContain('/board');
    await page.waitForSelector('[data-shipment="LIVE-20"]');
    const mark = await page.evaluate(() => {
      (window as unknown as { sameDocument: boolean }).sameDocument = true;
      document.querySelector<HTMLElement>('[data-shipment="LIVE-20"]')!.focus();
      return document.querySelector('[data-shipment="LIVE-20"]')!.getBoundingClientRect().top;
    });
    const connection = await run.connect('box-LIVE-25');
    await connection.publish(
      'coldwatch/box-LIVE-25/telemetry',
      JSON.stringify({ time: Date.now(), temperature: 17, latitude: 52.19, longitude: 0.09 }),
    );
    const published = Date.now();
    await page.waitForSelector('.group:has(.stand-alarm) [data-shipment="LIVE-25"]');
    expect(Date.now() - published).toBeLessThan(5000);
    expect(await page.textContent('.news')).toContain('New alarm: LIVE-25, measles vaccine');
    // It is the first thing on the board.
    expect(await page.locator('[data-shipment]').first().getAttribute('data-shipment')).toBe('LIVE-25');
    const after = await page.evaluate(() => ({
      same: (window as unknown as { sameDocument?: boolean }).sameDocument,
      focused: (document.activeElement as HTMLElement).dataset['shipment'],
      top: document.querySelector('[data-shipment="LIVE-20"]')!.getBoundingClientRect().top,
    }));
    expect(after.same).toBe(true);
    expect(after.focused).toBe('LIVE-20');
    // What was looked at stands where it stood, give or take a row's height.
    expect(Math.abs(after.top - mark)).toBeLessThan(120);
    expect(complaints).toEqual([]);
  });

  test('sees last readings within a minute', async () => {
    const { page } = await open(browser, desk);
    await page.clock.install();
    await signInOn(page, run, 'lena');
    const value = page.locator('[data-shipment="LIVE-10"] .value');
    await page.waitForSelector('[data-shipment="LIVE-10"]');
    expect(await value.count()).toBe(0);
    await reportReadings(run, 'box-LIVE-10', [{ minutesAgo: 1, celsius: 6.3 }], Date.now());
    // It has come in before the board asks.
    const path = { shipment: 'LIVE-10' };
    await expect.poll(async () => (await lena.do('showShipment', { path })).sensors[0]?.celsius).toBe(6.3);
    await page.clock.fastForward(55_000);
    await expect.poll(() => value.textContent()).toBe('6.3\u00a0°C');
  });

  test('acknowledges an alarm with a comment, which the audit trail shows', async () => {
    const { page, complaints } = await open(browser, desk);
    await underWay('ANSWER-1', 'north');
    await reportReadings(run, 'box-ANSWER-1', [{ minutesAgo: 5, celsius: 16 }], Date.now());
    await signInOn(page, run, 'lena');
    await visit(page, run, '/board?find=ANSWER-1');
    await page.getByRole('link', { name: /ANSWER-1/ }).click();
    await page.getByRole('button', { name: 'Acknowledge' }).click();
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Escape');
    // Back where one was.
    await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe('Acknowledge');
    await page.keyboard.press('Enter');
    await page.getByLabel('Action taken').fill('Carrier called; <b>door</b> is shut now.');
    // What is typed is kept, whatever happens to the page.
    await page.reload();
    await page.getByRole('button', { name: 'Acknowledge' }).click();
    expect(await page.getByLabel('Action taken').inputValue()).toContain('Carrier called');
    await page.getByRole('dialog').getByRole('button', { name: 'Acknowledge' }).click();
    await expect.poll(() => page.textContent('.first')).toContain('lena');
    expect(await page.textContent('.first q')).toContain('<b>door</b>');
    await page.getByRole('tab', { name: 'History' }).click();
    await page.waitForSelector('.timeline .person');
    // What people write is text, never markup.
    expect(await page.textContent('.timeline .person')).toContain('<b>door</b>');
    expect(await page.locator('.timeline b').count()).toBe(0);
    await visit(page, run, '/alarms');
    await page.waitForSelector('.open-alarms');
    await expect.poll(() => page.textContent('main')).toContain('ANSWER-1');
    expect(complaints).toEqual([]);
  });

  test('confirms what seems to have arrived at the time that positions show, and withdraws it', async () => {
    const { page, complaints } = await open(browser, desk);
    const circle = { latitude: 52.19, longitude: 0.09, radiusMeters: 3000 };
    await underWay('SEEMS-1', 'north', { destination: { name: 'Stansted', circle } });
    const sentReadings = [40, 30, 20, 11, 1].map((minutesAgo) => ({ minutesAgo, celsius: 5 }));
    await reportReadings(run, 'box-SEEMS-1', sentReadings, Date.now());
    const shown = await lena.do('showShipment', { path: { shipment: 'SEEMS-1' } });
    expect(shown).toMatchObject({ status: 'in-transit', arrivedAt: null });
    expect(shown.inferredArrivedAt).not.toBeNull();
    await signInOn(page, run, 'lena');
    await visit(page, run, '/board?find=SEEMS-1');
    await page.getByText(/^Seems to have arrived .*\. Confirm\?$/).waitFor();
    await visit(page, run, '/receive');
    await page.getByRole('heading', { name: /^Seems to have arrived/ }).waitFor();
    await page.getByRole('link', { name: /SEEMS-1/ }).click();
    await page.getByRole('button', { name: /^Confirm arrival on/ }).click();
    // It asks once; the time that positions show is filled in.
    const asked = page.getByRole('dialog', { name: 'Do you have the box?' });
    expect(await asked.getByRole('radio', { name: /as positions show/ }).isChecked()).toBe(true);
    expect((await lena.do('showShipment', { path: { shipment: 'SEEMS-1' } })).arrivedAt).toBeNull();
    await asked.getByRole('button', { name: 'Confirm arrival' }).click();
    await page.getByText('Only a pharmacist of this site can sign.').waitFor();
    expect(await lena.do('showShipment', { path: { shipment: 'SEEMS-1' } })).toMatchObject({
      status: 'arrived',
      arrivedAt: shown.inferredArrivedAt,
    });
    await visit(page, run, '/shipments/SEEMS-1');
    await page.getByRole('button', { name: 'Withdraw the arrival' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Why it was wrong').fill('The truck drove past.');
    await dialog.getByRole('button', { name: 'Withdraw' }).click();
    await page.getByText(/^Seems to have arrived .*\. Confirm\?$/).waitFor();
    expect(await lena.do('showShipment', { path: { shipment: 'SEEMS-1' } })).toMatchObject({
      status: 'in-transit',
      arrivedAt: null,
      inferredArrivedAt: shown.inferredArrivedAt,
    });
    await page.getByRole('tab', { name: 'History' }).click();
    await page.getByText(/^Arrival of .* withdrawn/).waitFor();
    expect(complaints).toEqual([]);
  });

  test('declares a sensor broken, with the reason', async () => {
    await underWay('BROKEN-1', 'north');
    const { page, complaints } = await open(browser, desk);
    await signInOn(page, run, 'lena');
    await visit(page, run, '/shipments/BROKEN-1');
    await page.getByRole('button', { name: 'Declare broken' }).click();
    await page.getByLabel('How do you know?').fill('It fell from the lorry.');
    await page.getByRole('dialog').getByRole('button', { name: 'Declare', exact: true }).click();
    await page.waitForSelector('text=not evaluated since');
    expect(complaints).toEqual([]);
  });

  test('filters by state, site and words, in the address', async () => {
    const { page, complaints } = await open(browser, desk);
    await signInOn(page, run, 'lena');
    await visit(page, run, '/board?site=south&find=live-0');
    await page.waitForSelector('[data-shipment]');
    const shown = await page
      .locator('[data-shipment]')
      .evaluateAll((rows) => rows.map((row) => (row as HTMLElement).dataset['shipment']));
    expect(shown.map(String).sort((a, b) => a.localeCompare(b))).toEqual([
      'LIVE-01',
      'LIVE-03',
      'LIVE-05',
      'LIVE-07',
      'LIVE-09',
    ]);
    await page.getByRole('button', { name: 'Clear filters' }).click();
    await expect.poll(() => new URL(page.url()).search).toBe('');
    await page.getByRole('button', { name: /^In transit/ }).click();
    await expect.poll(() => new URL(page.url()).search).toBe('?state=travelling');
    expect(complaints).toEqual([]);
  });

  test('reads that there are too many requests, and when the page tries again; then it does', async () => {
    const { page } = await open(browser);
    await signInOn(page, run, 'lena');
    await page.waitForSelector('[data-shipment="LIVE-20"]');
    // As the gateway refuses: no problem document, no time.
    const refused = { status: 429, contentType: 'application/json', body: '{"message":"Too Many Requests"}' };
    const askedAt: number[] = [];
    await page.route('**/api/board**', (route) => {
      askedAt.push(Date.now());
      return route.fulfill(refused);
    });
    const banner = page.getByRole('alert');
    await expect
      .poll(() => banner.textContent())
      .toMatch(/Too many requests\. Next try in (?:\d|1[0-3])\u00a0s\./);
    await expect.poll(() => askedAt.length, { timeout: 20_000 }).toBeGreaterThan(1);
    expect(askedAt[1]! - askedAt[0]!).toBeGreaterThan(4500);
    await page.unroute('**/api/board**');
    // Refused twice, it waits for twice as long.
    await expect.poll(() => banner.count(), { timeout: 40_000 }).toBe(0);
    await page.context().close();
  });

  test('is told that the API is away, keeps what is shown, and goes on when it is back', async () => {
    const { page } = await open(browser, desk);
    await signInOn(page, run, 'lena');
    await page.waitForSelector('[data-shipment="LIVE-20"]');
    await page.route('**/api/**', (route) => route.abort());
    await page.waitForSelector('.banner');
    expect(await page.textContent('.banner')).toContain('Offline. Showing data from');
    expect(await page.locator('[data-shipment="LIVE-20"]').count()).toBe(1);
    await page.unroute('**/api/**');
    await page.waitForSelector('.banner', { state: 'detached' });
  });

  test('is told when the API fails, and when the sign-in has ended', async () => {
    const { page } = await open(browser, desk);
    await signInOn(page, run, 'lena');
    await page.waitForSelector('[data-shipment="LIVE-20"]');
    await page.route('**/api/board**', (route) => route.fulfill({ status: 500, body: '{}' }));
    await page.waitForSelector('.banner');
    await page.unroute('**/api/board**');
    await page.waitForSelector('.banner', { state: 'detached' });
    // The token has ended, and cannot be renewed.
    await page.evaluate(() => {
      for (const key of Object.keys(sessionStorage)) {
        if (!key.startsWith('oidc.user:')) continue;
        const user = JSON.parse(sessionStorage.getItem(key)!) as object;
        sessionStorage.setItem(key, JSON.stringify({ ...user, expires_at: 1, refresh_token: 'none' }));
      }
    });
    await page.waitForSelector('.banner');
    expect(await page.textContent('.banner')).toContain('Your session has expired');
    await page.getByRole('button', { name: 'Sign in again' }).click();
    await page.waitForSelector('[data-shipment="LIVE-20"]');
  });

  test('reads °F and UTC, each with its name, and both last', async () => {
    await reportReadings(run, 'box-LIVE-02', [{ minutesAgo: 1, celsius: 5 }], Date.now());
    const { page, complaints } = await open(browser, desk);
    await signInOn(page, run, 'lena');
    await visit(page, run, '/shipments/LIVE-02?tab=history');
    await page.waitForSelector('.timeline li');
    expect(await page.textContent('.timeline')).toContain('CET');
    await page.getByText('Display').click();
    await page.getByLabel('°F').check();
    await page.getByLabel('UTC').check();
    await page.reload();
    await page.waitForSelector('.timeline li');
    expect(await page.textContent('.timeline')).toContain('UTC');
    await page.getByRole('tab', { name: 'Chart' }).click();
    await page.waitForSelector('.plot canvas');
    expect(await page.textContent('.chart figcaption')).toContain('°F');
    await page.getByText('Show as table').click();
    expect(await page.textContent('.table-behind table')).toContain('41');
    expect(complaints).toEqual([]);
  });

  test('moves through a chart by keys: cursor, zoom, all of it again', async () => {
    const { page, complaints } = await open(browser, desk);
    await signInOn(page, run, 'lena');
    await visit(page, run, '/shipments/LIVE-04?tab=chart');
    await page.waitForSelector('.plot canvas');
    await page.focus('.plot');
    for (let step = 0; step < 40; step++) await page.keyboard.press('ArrowRight');
    await expect.poll(() => page.textContent('.readout')).toMatch(/°C/);
    await page.getByText('Show as table').first().click();
    const rows = (): Promise<number> => page.locator('.table-behind tbody tr').count();
    await expect.poll(rows).toBeGreaterThan(20);
    const all = await rows();
    await page.focus('.plot');
    for (let step = 0; step < 3; step++) await page.keyboard.press('+');
    await expect.poll(rows).toBeLessThan(all / 2);
    await page.keyboard.press('0');
    await expect.poll(rows).toBe(all);
    // A drag zooms too.
    const box = (await page.locator('.plot .u-over').first().boundingBox())!;
    await page.mouse.move(box.x + box.width * 0.2, box.y + 50);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.4, box.y + 50, { steps: 5 });
    await page.mouse.up();
    await expect.poll(rows).toBeLessThan(all / 2);
    expect(complaints).toEqual([]);
  });

  test('zooms a chart with two fingers, and moves along with one', async () => {
    const { page, complaints } = await open(browser, phone);
    await signInOn(page, run, 'lena');
    await visit(page, run, '/shipments/LIVE-04?tab=chart');
    await page.waitForSelector('.plot canvas');
    await page.getByText('Show as table').first().click();
    const first = (): Promise<string | null> => page.textContent('.table-behind tbody tr:first-child td');
    const rows = (): Promise<number> => page.locator('.table-behind tbody tr').count();
    await expect.poll(rows).toBeGreaterThan(20);
    const [all, begin] = [await rows(), await first()];
    const over = page.locator('.plot .u-over').first();
    await over.scrollIntoViewIfNeeded();
    const { x, y, width } = (await over.boundingBox())!;
    const fingers = await page.context().newCDPSession(page);
    const touch = async (
      type: 'touchStart' | 'touchMove' | 'touchEnd',
      ...shares: number[]
    ): Promise<void> => {
      const touchPoints = shares.map((share, id) => ({ x: x + width * share, y: y + 60, id }));
      await fingers.send('Input.dispatchTouchEvent', { type, touchPoints });
    };
    await touch('touchStart', 0.45, 0.55);
    for (const apart of [0.1, 0.15, 0.2, 0.25, 0.3]) await touch('touchMove', 0.5 - apart, 0.5 + apart);
    await touch('touchEnd');
    await expect.poll(rows).toBeLessThan(all);
    const zoomed = await first();
    expect(zoomed).not.toBe(begin);
    await touch('touchStart', 0.3);
    for (const share of [0.4, 0.5, 0.6, 0.7]) await touch('touchMove', share);
    await touch('touchEnd');
    await expect.poll(first).not.toBe(zoomed);
    expect(complaints).toEqual([]);
  });

  test('takes readings, events, report and evidence along', async () => {
    const { page, complaints } = await open(browser, desk);
    await signInOn(page, run, 'lena');
    await visit(page, run, '/shipments/LIVE-04?tab=chart');
    for (const [name, file] of [
      ['Readings (CSV)', 'LIVE-04-box-LIVE-04.csv'],
      ['EPCIS events (JSON)', 'LIVE-04-epcis.json'],
      ['Report (PDF)', 'LIVE-04.pdf'],
      ['Evidence (ZIP)', 'LIVE-04.zip'],
    ] as const) {
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('button', { name }).click(),
      ]);
      expect(download.suggestedFilename()).toBe(file);
      await expect.poll(() => page.getByRole('button', { name }).isEnabled()).toBe(true);
    }
    expect(complaints).toEqual([]);
  });

  test('signs in where a link led, and out again, at the identity provider too', async () => {
    const { page, complaints } = await open(browser, desk);
    await page.goto(`${addressOf(run)}/board?find=LIVE-03`);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await givePassword(page, run, 'lena');
    await page.waitForSelector('[data-shipment="LIVE-03"]');
    expect(new URL(page.url()).search).toBe('?find=LIVE-03');
    await page.getByText('lena', { exact: true }).click();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.waitForSelector('main.landing');
    await page.getByRole('button', { name: 'Sign in' }).click();
    // The password is asked again.
    await page.waitForSelector('[name=password]');
    expect(complaints).toEqual([]);
  });
});
