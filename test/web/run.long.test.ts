import { expect, test } from 'vitest';
import { reportReadings } from '../support/journeys.ts';
import { minute } from '../support/series.ts';
import { findingsOn } from './accessibility.ts';
import { describeInBrowser, desk, expectNoOverflow, open, phone, signInOn, visit } from './browser.ts';
import { fillTime } from './drive-shipment.ts';
import { type Stage, onStage } from './stage.ts';

let run: Stage['run'];
let lena: Stage['lena'];
let browser: Stage['browser'];
onStage((stage) => {
  ({ run, lena, browser } = stage);
});

const carrier = { name: 'Fjord Couriers', phone: '+47 22 00 00 17', email: null };
const [cambridge, stansted] = [
  { name: 'Cambridge', circle: { latitude: 52.05, longitude: 0.09, radiusMeters: 3000 } },
  { name: 'Stansted', circle: { latitude: 52.19, longitude: 0.09, radiusMeters: 3000 } },
];
const ago = (minutes: number): string => new Date(Date.now() - minutes * minute).toISOString();

async function planned(shipment: string, plan: object = {}): Promise<void> {
  await lena.do('createShipment', {
    body: {
      shipment,
      goods: 'rabies vaccine',
      lots: ['R1'],
      origin: cambridge,
      destination: stansted,
      site: 'north',
      profile: 'controlled-cold',
      carrier,
      ...plan,
    },
  });
  await lena.step('attachDevice', shipment, { device: `box-${shipment}`, since: ago(180) });
}

const shownOf = (shipment: string) => lena.do('showShipment', { path: { shipment } });

describeInBrowser('a shipment is run on its page', { timeout: 90_000 }, () => {
  test('departs now, is handed over to the carrier of the plan, and arrives earlier with a reason', async () => {
    await planned('RUN-1', { origin: 'Cambridge', destination: 'Stansted' });
    await reportReadings(run, 'box-RUN-1', [{ minutesAgo: 150, celsius: 5 }], Date.now());
    const { page, complaints } = await open(browser, phone);
    await signInOn(page, run, 'lena');
    await visit(page, run, '/shipments/RUN-1');
    const bar = page.getByRole('group', { name: 'Actions' });
    const dialog = page.getByRole('dialog');
    // Under the thumb, and nothing is behind it.
    const { y, height } = (await bar.boundingBox())!;
    const { y: nav } = (await page.locator('.top nav').boundingBox())!;
    expect(Math.abs(y + height - nav)).toBeLessThanOrEqual(2);
    await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight));
    const last = (await page.locator('main > :last-child').boundingBox())!;
    expect(last.y + last.height).toBeLessThanOrEqual(y);

    await bar.getByRole('button', { name: 'Depart' }).tap();
    expect(await dialog.getByLabel('Reason (optional)').count()).toBe(1);
    await dialog.getByRole('button', { name: 'Confirm departure' }).tap();
    await dialog.waitFor({ state: 'hidden' });
    expect(Date.parse((await shownOf('RUN-1')).departedAt!)).toBeGreaterThan(Date.now() - minute);
    // What is done cannot be done again.
    await expect.poll(() => bar.getByRole('button', { name: 'Depart' }).count()).toBe(0);

    await bar.getByRole('button', { name: 'Hand over' }).tap();
    const confirm = dialog.getByRole('button', { name: 'Confirm handover' });
    expect(await confirm.isDisabled()).toBe(true);
    expect(await dialog.innerText()).toContain('Say who takes the goods.');
    await dialog.getByRole('button', { name: 'Use Fjord Couriers' }).tap();
    await confirm.tap();
    await dialog.waitFor({ state: 'hidden' });
    expect((await shownOf('RUN-1')).custody?.holder).toBe('Fjord Couriers');

    // It had left an hour before anybody wrote it down.
    await page.getByRole('button', { name: 'Withdraw the departure' }).tap();
    await dialog.getByLabel('Why it was wrong').fill('It had left an hour before.');
    await dialog.getByRole('button', { name: 'Withdraw' }).tap();
    await dialog.waitFor({ state: 'hidden' });
    await bar.getByRole('button', { name: 'Depart' }).tap();
    await dialog.getByRole('radio', { name: 'Earlier' }).check();
    await fillTime(page, ago(60));
    expect(await dialog.innerText()).toContain('its first sensor was attached');
    const depart = dialog.getByRole('button', { name: 'Confirm departure' });
    expect(await depart.isDisabled()).toBe(true);
    expect(await dialog.innerText()).toContain('Give the reason.');
    await dialog.getByLabel('Reason (required)').fill('Written down when the van had gone.');
    await depart.tap();
    await dialog.waitFor({ state: 'hidden' });
    expect(Math.abs(Date.parse((await shownOf('RUN-1')).departedAt!) - Date.parse(ago(60)))).toBeLessThan(
      2 * minute,
    );

    // The arrival asks, refuses what cannot be, and takes an earlier time with its reason.
    await bar.getByRole('button', { name: 'Arrived' }).tap();
    expect(await dialog.getByRole('heading').first().innerText()).toBe('Do you have the box?');
    await dialog.getByRole('radio', { name: 'Earlier' }).check();
    await fillTime(page, ago(75));
    expect(await dialog.getByRole('alert').innerText()).toBe('This is earlier than it can have been.');
    await fillTime(page, ago(20));
    await dialog.getByLabel('Reason (required)').fill('The van came while the line was down.');
    // What is typed is kept, whatever happens to the page.
    await page.reload();
    await bar.getByRole('button', { name: 'Arrived' }).tap();
    expect(await dialog.getByLabel('Reason (required)').inputValue()).toContain('line was down');
    await dialog.getByRole('button', { name: 'Confirm arrival' }).tap();
    await dialog.waitFor({ state: 'hidden' });
    const arrived = await shownOf('RUN-1');
    expect(arrived.status).toBe('arrived');
    expect(Math.abs(Date.parse(arrived.arrivedAt!) - Date.parse(ago(20)))).toBeLessThan(2 * minute);
    await page.getByRole('tab', { name: 'History' }).tap();
    await page.getByText(/The van came while the line was down/).waitFor();

    // And back.
    await page.getByRole('tab', { name: 'Overview' }).tap();
    await page.getByRole('button', { name: 'Withdraw the arrival' }).tap();
    await dialog.getByLabel('Why it was wrong').fill('That was another box.');
    await dialog.getByRole('button', { name: 'Withdraw' }).tap();
    await bar.getByRole('button', { name: 'Arrived' }).waitFor();
    expect((await shownOf('RUN-1')).status).toBe('in-transit');
    expect(complaints).toEqual([]);
  });

  test('shows what positions suggest; confirming it fills in that time, contradicting it needs a reason', async () => {
    await planned('RUN-2');
    const sent = [170, 160, 150, 140, 120, 60, 40, 30, 20, 11, 1].map((minutesAgo) => ({
      minutesAgo,
      celsius: 5,
    }));
    await reportReadings(run, 'box-RUN-2', sent, Date.now());
    const seen = await shownOf('RUN-2');
    expect(seen.inferredArrivedAt).not.toBeNull();
    const { page, complaints } = await open(browser, desk);
    await signInOn(page, run, 'lena');
    await visit(page, run, '/shipments/RUN-2');
    const dialog = page.getByRole('dialog');
    await page.getByText(/^Seems to have arrived .*\. Confirm\?$/).waitFor();
    await page.getByRole('button', { name: 'Arrived' }).click();
    await dialog.getByRole('radio', { name: 'Earlier' }).check();
    await fillTime(page, ago(100));
    expect(await dialog.innerText()).toContain('Say why another time is right.');
    expect(await dialog.getByLabel('Reason (required)').count()).toBe(1);
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await page.getByRole('button', { name: 'Confirm', exact: true }).click();
    expect(await dialog.getByRole('radio', { name: /as positions show/ }).isChecked()).toBe(true);
    expect(await dialog.getByLabel('Reason (optional)').count()).toBe(1);
    await dialog.getByRole('button', { name: 'Confirm arrival' }).click();
    await dialog.waitFor({ state: 'hidden' });
    expect((await shownOf('RUN-2')).arrivedAt).toBe(seen.inferredArrivedAt);
    expect(complaints).toEqual([]);
  });

  test('says how far the goods are from where they are said to be', async () => {
    await planned('RUN-3');
    const { page } = await open(browser, desk);
    await reportReadings(run, 'box-RUN-3', [{ minutesAgo: 1, celsius: 5 }], Date.now(), {
      latitude: 51.5,
      longitude: 0.09,
    });
    await signInOn(page, run, 'lena');
    await visit(page, run, '/shipments/RUN-3');
    await page.getByRole('button', { name: 'Arrived' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText(/^The latest position is 7\d.km from Stansted\./).waitFor();
    expect(await dialog.getByRole('button', { name: 'Confirm arrival' }).isDisabled()).toBe(true);
  });

  test('offers a pharmacist what is theirs, and says who can do the rest', async () => {
    await planned('RUN-4');
    const { page, complaints } = await open(browser, desk);
    await signInOn(page, run, 'paul');
    await visit(page, run, '/shipments/RUN-4');
    const bar = page.getByRole('group', { name: 'Actions' });
    expect(await bar.getByRole('button').allInnerTexts()).toEqual(['Arrived', 'Share']);
    expect(await page.textContent('main')).toContain(
      'Depart, Hand over, Edit plan, Cancel shipment: only logistics of north can do this.',
    );
    expect(await page.getByRole('button', { name: /^(Attach a logger|Swap|Detach)$/ }).count()).toBe(0);
    expect(complaints).toEqual([]);
  });

  test('begins with what happened, what to do, whom to call, and who answered with which words', async () => {
    await planned('RUN-5');
    const warm = [100, 90, 80, 70].map((minutesAgo) => ({ minutesAgo, celsius: 5 }));
    const hot = [60, 50, 40, 30].map((minutesAgo) => ({ minutesAgo, celsius: 16.4 }));
    await reportReadings(run, 'box-RUN-5', [...warm, ...hot], Date.now());
    await lena.step('depart', 'RUN-5', { at: ago(110) });
    const { page, complaints } = await open(browser, desk);
    await signInOn(page, run, 'lena');
    await visit(page, run, '/shipments/RUN-5');
    const card = page.locator('.first');
    // By the times of the goods: an hour ago, not when it was recorded.
    await card
      .getByRole('heading', { name: /^Too warm: 16\.4.°C, above 15.°C for (1.h|59.min|1.h 1.min)/ })
      .waitFor();
    expect(await card.innerText()).toContain('Call the carrier: check the cooling and close the box.');
    expect(await card.getByRole('link', { name: '+47 22 00 00 17', exact: true }).getAttribute('href')).toBe(
      'tel:+4722000017',
    );
    expect(await card.innerText()).toContain('Nobody has acknowledged it yet.');
    await card.getByRole('button', { name: 'Acknowledge' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Carrier called.' }).click();
    await dialog.getByRole('button', { name: 'Driver checks doors and cooling.' }).click();
    expect(await dialog.getByLabel('Action taken').inputValue()).toBe(
      'Carrier called. Driver checks doors and cooling.',
    );
    await dialog.getByRole('button', { name: 'Acknowledge' }).click();
    await card.locator('q', { hasText: 'Carrier called. Driver checks doors and cooling.' }).waitFor();
    expect(await card.innerText()).toContain('lena');
    // Back in range: the card says until when by the time of the goods.
    await reportReadings(
      run,
      'box-RUN-5',
      [
        { minutesAgo: 20, celsius: 6 },
        { minutesAgo: 1, celsius: 6 },
      ],
      Date.now(),
    );
    await page.reload();
    await page.locator('.first h2').waitFor();
    await expect.poll(() => card.innerText(), { timeout: 20_000 }).toContain('back within limits');
    expect(complaints).toEqual([]);
  });

  test('says calmly what is true where there is no alarm, and what is not known', async () => {
    await planned('RUN-6');
    await lena.do('createShipment', {
      body: {
        shipment: 'RUN-7',
        goods: 'eyedrops',
        origin: 'Hull',
        destination: 'York',
        site: 'north',
        profile: 'controlled-cold',
      },
    });
    const { page, complaints } = await open(browser, phone);
    await signInOn(page, run, 'lena');
    await visit(page, run, '/shipments/RUN-7');
    await page.getByText('No sensor is attached: nothing is being recorded', { exact: true }).waitFor();
    await visit(page, run, '/shipments/RUN-6');
    await page.getByRole('heading', { name: 'No readings yet' }).waitFor();
    const sent = [178, 140, 100, 60, 20].flatMap((minutesAgo) => [
      { minutesAgo, celsius: 5 },
      { minutesAgo: minutesAgo - 10, celsius: 5.2 },
    ]);
    await reportReadings(run, 'box-RUN-6', sent, Date.now());
    await page.reload();
    await page.getByRole('heading', { name: /^In range since/ }).waitFor();
    expect(await page.locator('.first').innerText()).toMatch(
      /without readings.*what happened then is not known/,
    );
    expect(complaints).toEqual([]);
  });

  test('says at the top that it was cancelled, by whom and why, and offers a copy; before that it can be cancelled', async () => {
    await planned('RUN-9');
    const { page, complaints } = await open(browser, phone);
    await signInOn(page, run, 'lena');
    await visit(page, run, '/shipments/RUN-9');
    await page.locator('main').getByText('More', { exact: true }).tap();
    await page.getByRole('button', { name: 'Cancel shipment' }).tap();
    await page.getByRole('dialog', { name: /RUN-9/ }).waitFor();
    await page.keyboard.press('Escape');
    await page.route('**/api/shipments/RUN-9', async (route) => {
      const shown = (await (await route.fetch()).json()) as object;
      const cancellation = { at: ago(5), by: 'lena', reason: 'Ordered twice.' };
      return route.fulfill({ json: { ...shown, status: 'cancelled', cancellation } });
    });
    await page.reload();
    const card = page.locator('.first');
    await card.getByRole('heading', { name: 'Cancelled' }).waitFor();
    expect(await card.innerText()).toMatch(/Cancelled by lena, [^]*Ordered twice\./);
    expect(await card.getByRole('link', { name: 'Copy' }).getAttribute('href')).toBe(
      '/shipments/new?from=RUN-9',
    );
    const bar = page.getByRole('group', { name: 'Actions' });
    expect(await bar.getByRole('button').count()).toBe(0);
    expect(await page.getByRole('button', { name: /^(Attach a logger|Swap|Declare broken)$/ }).count()).toBe(
      0,
    );
    expect(complaints).toEqual([]);
  });

  test('lists the most urgent alarms first, to be acknowledged and called about on the spot', async () => {
    const alarms: [string, number, number][] = [
      ['URGENT-MINE', 16, 90],
      ['URGENT-NEW', 17, 30],
    ];
    for (const [shipment, celsius, minutesAgo] of alarms) {
      await planned(shipment);
      await reportReadings(
        run,
        `box-${shipment}`,
        [
          { minutesAgo, celsius },
          { minutesAgo: 1, celsius },
        ],
        Date.now(),
      );
    }
    await lena.step('acknowledgeAlarm', 'URGENT-MINE', { comment: 'On it.' }, { rule: 'hot-15' });
    const { page, complaints } = await open(browser, desk);
    await signInOn(page, run, 'lena');
    await visit(page, run, '/alarms');
    const rows = page.locator('.open-alarms > li');
    const own = (shipment: string) => rows.filter({ hasText: shipment });
    await own('URGENT-NEW')
      .getByText(/^Too warm: 17\.0.°C, above 15.°C for/)
      .waitFor();
    const order = await rows.locator('h3 a').allInnerTexts();
    expect(order.indexOf('URGENT-NEW')).toBeLessThan(order.indexOf('URGENT-MINE'));
    expect(await own('URGENT-MINE').innerText()).toContain('On it.');
    expect(await own('URGENT-NEW').innerText()).toContain('Must never exceed 15\u00a0°C');
    expect(await own('URGENT-NEW').innerText()).toMatch(/Cambridge to Stansted, (at|\d+.k?m from) /);
    expect(await own('URGENT-NEW').getByRole('link', { name: 'Call Fjord Couriers' }).count()).toBe(1);
    await own('URGENT-NEW').getByRole('button', { name: 'Acknowledge URGENT-NEW' }).click();
    await page.getByRole('dialog').getByLabel('Action taken').fill('Van stopped, doors shut.');
    await page.getByRole('dialog').getByRole('button', { name: 'Acknowledge' }).click();
    await own('URGENT-NEW').getByText('Van stopped, doors shut.').waitFor();
    expect(new URL(page.url()).pathname).toBe('/alarms');
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Download (CSV)' }).click(),
    ]);
    expect(download.suggestedFilename()).toBe('alarms.csv');
    expect(complaints).toEqual([]);
  });

  test('moves between its parts by keys, loads only what a part needs, and keeps the part in the address', async () => {
    await planned('RUN-8');
    await reportReadings(
      run,
      'box-RUN-8',
      [
        { minutesAgo: 20, celsius: 5 },
        { minutesAgo: 10, celsius: 5 },
      ],
      Date.now(),
    );
    const { page, complaints } = await open(browser, desk);
    const asked: string[] = [];
    page.on('request', (request) => asked.push(new URL(request.url()).pathname));
    await signInOn(page, run, 'lena');
    await visit(page, run, '/shipments/RUN-8');
    await page.getByRole('heading', { name: /^In range/ }).waitFor();
    expect(asked.filter((path) => /readings|ledger/.test(path))).toEqual([]);
    await page.getByRole('tab', { name: 'Overview' }).focus();
    await page.keyboard.press('ArrowRight');
    await page.waitForSelector('.plot canvas');
    expect(new URL(page.url()).search).toBe('?tab=chart');
    await page.keyboard.press('ArrowRight');
    await page.waitForSelector('.timeline li');
    await page.keyboard.press('ArrowRight');
    expect(new URL(page.url()).search).toBe('');
    await visit(page, run, '/shipments/RUN-8#history');
    await page.waitForSelector('.timeline li');
    expect(complaints).toEqual([]);
  });

  test.each([
    ['light, at a desk', { ...desk, colorScheme: 'light' }],
    ['dark, on a phone', { ...phone, colorScheme: 'dark' }],
    ['light, on a narrow phone', { ...phone, viewport: { width: 320, height: 640 } }],
  ] as const)('can be used by everybody: dialogs and card, %s', async (_, options) => {
    const shipment = `RUN-A${options.viewport!.width}`;
    await planned(shipment);
    await reportReadings(
      run,
      `box-${shipment}`,
      [
        { minutesAgo: 40, celsius: 16 },
        { minutesAgo: 1, celsius: 16 },
      ],
      Date.now(),
    );
    const { page, complaints } = await open(browser, options);
    await signInOn(page, run, 'lena');
    await visit(page, run, `/shipments/${shipment}`);
    await page.getByRole('heading', { name: /^Too warm/ }).waitFor();
    expect(await findingsOn(page)).toEqual([]);
    await expectNoOverflow(page);
    for (const name of [
      'Depart',
      'Hand over',
      'Arrived',
      `Acknowledge ${shipment}`,
      'Attach a logger',
      'Swap',
      'Detach',
    ]) {
      await page.getByRole('button', { name, exact: true }).first().click();
      await page.getByRole('dialog').waitFor();
      const earlier = page.getByRole('dialog').getByRole('radio', { name: 'Earlier' });
      if ((await earlier.count()) > 0) await earlier.last().check();
      expect(await findingsOn(page), name).toEqual([]);
      await expectNoOverflow(page);
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'hidden' });
    }
    await visit(page, run, '/alarms');
    await page.waitForSelector('.open-alarms li');
    await expectNoOverflow(page);
    await visit(page, run, '/receive');
    await page.waitForSelector('.lists');
    await expectNoOverflow(page);
    expect(complaints).toEqual([]);
  });
});
