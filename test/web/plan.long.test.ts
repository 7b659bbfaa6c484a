import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { addressOf } from '../support/api-client.ts';
import { findingsOn } from './accessibility.ts';
import { describeInBrowser, desk, expectNoOverflow, open, phone, signInOn, visit } from './browser.ts';
import { type PlanningApi, answerPlanning, healthyDevice } from './planning-api.ts';
import { type Stage, onStage } from './stage.ts';

let run: Stage['run'];
let lena: Stage['lena'];
let browser: Stage['browser'];

/** Pages are opened and opened again in between, on a machine that has other things to do. */
const soon = { timeout: 15_000 };
const circle = { latitude: 52.19, longitude: 0.09, radiusMeters: 500 };
const couriers = { name: 'Fen Couriers', phone: '+44 1223 555010', email: null };

onStage(async (stage) => {
  ({ run, lena, browser } = stage);
  const remember = (id: 'savePlace' | 'saveCarrier' | 'saveTemplate', body: object) =>
    lena.do(id, { path: { site: 'north' }, body });
  await remember('savePlace', { place: { name: 'Cambridge', circle }, address: '1 Mill Road' });
  await remember('savePlace', { place: 'Stansted', phone: '+44 1279 555020' });
  await remember('saveCarrier', couriers);
  await remember('saveTemplate', {
    name: 'Weekly vaccines',
    plan: {
      goods: 'measles vaccine',
      origin: { name: 'Cambridge', circle },
      destination: 'Stansted',
      profile: 'controlled-cold@1',
      audience: ['site:north', 'vaccines'],
      escalation: ['on-call', 'management'],
      carrier: couriers,
    },
  });
});

/** Begins a plan from the template of the address book. */
async function visitTemplate(page: Page): Promise<void> {
  const { templates } = await lena.do('getAddressBook', { path: { site: 'north' } });
  const { id } = templates.find(({ name }) => name === 'Weekly vaccines')!;
  await visit(page, run, `/shipments/new?template=${id}&site=north`);
  await page.getByLabel('Number', { exact: true }).waitFor();
}

/** A page of somebody who plans, on which the routes that are not there yet are answered. */
async function planner(
  options: object = desk,
  as = 'lena',
): Promise<{ page: Page; complaints: string[]; api: PlanningApi }> {
  const { page, complaints } = await open(browser, options);
  const api = await answerPlanning(page);
  await signInOn(page, run, as);
  return { page, complaints, api };
}

/** A shipment that is planned through the API. */
async function planned(shipment: string, plan: object = {}): Promise<void> {
  await lena.do('createShipment', {
    body: {
      shipment,
      goods: 'measles vaccine',
      lots: ['A1', 'B2'],
      origin: 'Cambridge',
      destination: 'Stansted',
      site: 'north',
      profile: 'controlled-cold',
      audience: ['site:north'],
      ...plan,
    },
  });
}

const shownOf = (shipment: string) => lena.do('showShipment', { path: { shipment } });

describeInBrowser('planning a shipment', { timeout: 90_000 }, () => {
  test('takes few taps on a phone from a template, and says what comes next', async () => {
    const { page, complaints, api } = await planner(phone);
    api.devices.set('box-901', healthyDevice('box-901'));
    let [taps, fields] = [0, 0];
    const tap = async (name: string | RegExp): Promise<void> => {
      await page.getByRole('button', { name, exact: true }).tap();
      taps++;
    };
    await visitTemplate(page);
    await page.getByText(/^Proposed from site and date/).waitFor();
    const number = await page.getByLabel('Number').inputValue();
    expect(number).toMatch(/^NORTH-\d{6}-1$/);
    await tap('Continue');
    await page.getByLabel('Logger', { exact: true }).fill('box-901');
    fields++;
    await page.getByText('Battery 87\u00a0%').waitFor();
    expect(await page.textContent('.device-check')).toContain('Heard just now');
    await tap('Continue');
    expect(await page.getByLabel('vaccines', { exact: true }).isChecked()).toBe(true);
    expect(await page.textContent('main .facts')).toContain('Fen Couriers, +44 1223 555010');
    await tap('Plan shipment');
    await page.waitForURL(`**/shipments/${number}`);
    await page.getByText(`${number} is planned, and 1 logger is attached.`).waitFor();
    expect(await page.textContent('.plan-notice')).toContain('declare the departure here');
    console.log(`shortest plan, from a template: ${taps} taps and ${fields} field`);
    expect({ taps, fields }).toEqual({ taps: 3, fields: 1 });
    const shown = await shownOf(number);
    expect(shown.plan).toMatchObject({
      goods: 'measles vaccine',
      origin: { name: 'Cambridge', circle },
      destination: 'Stansted',
      profile: 'controlled-cold@1',
      audience: ['site:north', 'vaccines'],
      escalation: ['on-call', 'management'],
      carrier: { name: 'Fen Couriers', phone: '+44 1223 555010', email: null },
    });
    // What is known of the logger's calibration is recorded with it.
    expect(shown.attachments).toMatchObject([
      { device: 'box-901', role: 'product', calibratedUntil: '2027-06-30T21:59:59.000Z' },
    ]);
    expect(complaints).toEqual([]);
  });

  test('works with the keyboard alone', async () => {
    const { page, complaints, api } = await planner(desk);
    await planned('KEYS-1');
    await visit(page, run, '/shipments/new');
    await page.getByText(/^Proposed from site and date/).waitFor();
    await page.focus('h1');
    /** Moves forward with Tab until the focus is on what has this name. */
    const reach = async (name: string): Promise<void> => {
      for (let presses = 0; presses < 60; presses++) {
        await page.keyboard.press('Tab');
        const here = await page.evaluate(() => {
          const focused = document.activeElement as HTMLElement;
          const labels = (focused as HTMLInputElement).labels ?? [];
          return [...labels].map((label) => label.textContent).join(' ') || (focused.textContent ?? '');
        });
        if (here.trim().startsWith(name)) return;
      }
      throw new Error(`Tab never reaches ${name}`);
    };
    const type = async (name: string, text: string): Promise<void> => {
      await reach(name);
      await page.keyboard.press('ControlOrMeta+A');
      await page.keyboard.type(text);
    };
    await type('Number', 'KEYS-1');
    await page.getByText('KEYS-1 is taken. Choose another number.').waitFor();
    await page.keyboard.press('ControlOrMeta+A');
    await page.keyboard.type('KEYS-2');
    await page.getByText('KEYS-2 is free.').waitFor();
    await type('Goods', 'insulin');
    await type('Lots', 'L1\nL2');
    await type('From', 'cambridge');
    await page.getByText(/^Remembered\. Area: 500/).waitFor();
    await type('To', 'Harwich');
    await page.getByText('Not remembered yet.', { exact: false }).waitFor();
    await reach('Remember this place');
    await page.keyboard.press('Enter');
    await page.getByText(/^Remembered\. No area/).waitFor();
    await reach('Storage limits');
    await page.keyboard.type('Controlled cold');
    await page.getByText('Must never exceed 15\u00a0°C', { exact: false }).waitFor();
    await type('Carrier', 'Fen Couriers');
    await reach('Carrier’s phone');
    expect(await page.getByLabel('Carrier’s phone').inputValue()).toBe('+44 1223 555010');
    await reach('Continue');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Step 2 of 3: Loggers' }).waitFor();
    await page.getByText('No logger yet: nothing is recorded until one is attached.').waitFor();
    await reach('Continue');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Step 3 of 3: Who is notified' }).waitFor();
    await type('Another group', 'night shift');
    await page.keyboard.press('Enter');
    await type('Add a group', 'on-call');
    await page.keyboard.press('Enter');
    await type('Add a group', 'management');
    await page.keyboard.press('Enter');
    await reach('Plan shipment');
    await page.keyboard.press('Enter');
    await page.getByText('KEYS-2 is planned. Next: attach a logger here.', { exact: false }).waitFor();
    expect((await shownOf('KEYS-2')).plan).toMatchObject({
      goods: 'insulin',
      lots: ['L1', 'L2'],
      origin: { name: 'cambridge', circle },
      destination: 'Harwich',
      audience: ['site:north', 'night shift'],
      escalation: ['on-call', 'management'],
    });
    expect(api.sent.map(({ path }) => path)).toContain('/api/sites/north/places');
    expect(complaints).toEqual([]);
  });

  test('takes the area of a remembered place that was typed before the address book came', async () => {
    const { page, complaints } = await planner(phone);
    const { promise: isTyped, resolve: answer } = Promise.withResolvers<void>();
    await page.route('**/api/sites/north/address-book', async (route) => {
      await isTyped;
      await route.fallback();
    });
    await visit(page, run, '/shipments/new');
    await page.getByLabel('From', { exact: true }).fill('cambridge');
    await page.getByText('Not remembered yet.', { exact: false }).waitFor();
    answer();
    await page.getByText(/^Remembered\. Area: 500/).waitFor();
    expect(complaints).toEqual([]);
  });

  test('says at each field what is missing or wrong, and moves there', async () => {
    const { page, complaints } = await planner(phone);
    await visit(page, run, '/shipments/new');
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByText('4 fields need attention.').waitFor();
    await expect
      .poll(() => page.evaluate(() => (document.activeElement as HTMLInputElement).labels?.[0]?.innerText))
      .toMatch(/^Goods/);
    await page.getByLabel('Label (SSCC)').fill('(00)340123450000000018');
    await page.getByText(/^Label \(SSCC\) the check digit of/).waitFor();
    await page.getByLabel('Label (SSCC)').fill('');
    await page.getByLabel(/^Planned departure/).fill('2027-03-01T10:00');
    await page.getByLabel(/^Planned arrival/).fill('2027-03-01T09:00');
    await page.getByText('The planned arrival must not be before the planned departure.').waitFor();
    expect(await findingsOn(page)).toEqual([]);
    // The number follows the day of the departure.
    await expect.poll(() => page.getByLabel('Number').inputValue(), soon).toBe('NORTH-270301-1');
    expect(complaints).toEqual([]);
  });

  test('keeps everything when the network is lost, and plans once when it is back', async () => {
    const { page, api } = await planner(phone);
    api.devices.set('box-902', healthyDevice('box-902'));
    await visitTemplate(page);
    await page.getByLabel('Number').fill('LOST-1');
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByLabel('Logger', { exact: true }).fill('box-902');
    await page.getByRole('button', { name: 'Continue' }).click();
    // The plan reaches the API, and the answer is lost.
    const keys: (string | undefined)[] = [];
    let isLost = true;
    await page.route(`${addressOf(run)}/api/shipments`, async (route) => {
      if (route.request().method() !== 'POST') return route.fallback();
      keys.push(route.request().headers()['idempotency-key']);
      if (!isLost) return route.fallback();
      await route.fetch();
      return route.abort();
    });
    await page.getByRole('button', { name: 'Plan shipment' }).click();
    await page.getByText(/^Cannot reach Coldwatch/).waitFor();
    await page.reload();
    await page.getByRole('heading', { name: 'Step 3 of 3: Who is notified' }).waitFor();
    expect(await page.textContent('main .facts')).toContain('LOST-1');
    isLost = false;
    await page.getByRole('button', { name: 'Plan shipment' }).click();
    await page.getByText('LOST-1 is planned, and 1 logger is attached.').waitFor();
    expect(keys).toHaveLength(2);
    expect(keys[0]).toBe(keys[1]);
    expect((await shownOf('LOST-1')).sequence).toBe(2);
    // Nothing of it is left for the next plan.
    await visitTemplate(page);
    expect(await page.getByLabel('Number').inputValue()).not.toBe('LOST-1');
  });

  test('stays planned if a logger cannot be attached, says why, and tries again', async () => {
    await planned('HOLDS-903');
    await lena.step('attachDevice', 'HOLDS-903', { device: 'box-903' });
    const { page, api } = await planner(desk);
    const { attachments } = await shownOf('HOLDS-903');
    const attachedTo = { shipment: 'HOLDS-903', since: attachments[0]!.since };
    api.devices.set('box-903', healthyDevice('box-903', { attachedTo, batteryPercent: 12 }));
    api.devices.set('box-904', healthyDevice('box-904'));
    await visit(page, run, '/shipments/new?from=HOLDS-903');
    await page.getByText('Copied from HOLDS-903, without number, label and times.').waitFor();
    await page.getByLabel('Number').fill('COPY-903');
    expect(await page.getByLabel(/^Lots/).inputValue()).toBe('A1\nB2');
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByLabel('Logger', { exact: true }).fill('box-903');
    await page.getByText(/^Attached to HOLDS-903 since .*: detach it there first$/).waitFor();
    await page.getByText('Battery 12\u00a0%: charge or replace it').waitFor();
    await page.getByRole('button', { name: 'Add another logger' }).click();
    await page.getByLabel('Logger 2', { exact: true }).fill('box-9O4');
    await page.getByText('Never heard: check the name.').waitFor();
    await page.getByLabel('Logger 2', { exact: true }).fill('box-904');
    await page.getByLabel('Where it measures').nth(1).selectOption('spare');
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByRole('button', { name: 'Plan shipment' }).click();
    await page.getByText('The shipment is planned. One logger was not attached.').waitFor();
    await page.getByText('box-904 is attached.').waitFor();
    expect(await page.textContent('.problem')).toContain('HOLDS-903');
    expect(await findingsOn(page)).toEqual([]);
    // What is done stays done over a reload.
    await page.reload();
    await page.getByText('box-904 is attached.').waitFor();
    await lena.step('detachDevice', 'HOLDS-903', {}, { device: 'box-903' });
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByText('COPY-903 is planned, and 2 loggers are attached.').waitFor();
    expect((await shownOf('COPY-903')).attachments.map(({ device, role }) => [device, role])).toEqual([
      ['box-904', 'spare'],
      ['box-903', 'product'],
    ]);
  });

  test('saves a plan as a template, without what belongs to one shipment', async () => {
    const { page, api, complaints } = await planner(desk);
    await visitTemplate(page);
    await page.getByLabel(/^Lots/).fill('X1');
    await page.getByLabel(/^Planned departure/).fill('2027-03-01T10:00');
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByLabel('Name of the template').fill('Monday run');
    await page.getByRole('button', { name: 'Save as template' }).click();
    await page.getByText('The template Monday run is saved.').waitFor();
    const { body } = api.sent.find(({ path }) => path.endsWith('/templates'))!;
    expect(body).toEqual({
      name: 'Monday run',
      plan: {
        goods: 'measles vaccine',
        origin: { name: 'Cambridge', circle },
        destination: 'Stansted',
        profile: 'controlled-cold@1',
        audience: ['site:north', 'vaccines'],
        escalation: ['on-call', 'management'],
        carrier: { name: 'Fen Couriers', phone: '+44 1223 555010', email: null },
      },
    });
    expect(complaints).toEqual([]);
  });
});

describeInBrowser('changing a plan', { timeout: 90_000 }, () => {
  test('sends only what changed, with the reason, after it is shown from and to', async () => {
    await planned('CHANGE-1');
    const { page, complaints, api } = await planner(desk);
    await visit(page, run, '/shipments/CHANGE-1/plan');
    await page.getByLabel(/^Lots/).fill('A1\nB2\nC3');
    await page.getByLabel('To', { exact: true }).fill('Harwich');
    // What is typed outlives a reload, and space is no change.
    await page.getByLabel('Goods', { exact: true }).fill(' measles vaccine ');
    await page.reload();
    const rows = page.locator('.change-list tbody tr');
    await expect
      .poll(() => rows.allInnerTexts(), soon)
      .toEqual(['Lots\tA1, B2\tA1, B2, C3', 'To\tStansted\tHarwich']);
    const send = page.getByRole('button', { name: 'Send 2 changes' });
    expect(await send.isDisabled()).toBe(true);
    await page.getByRole('button', { name: 'Typing error' }).click();
    expect(await page.getByLabel('Reason (required)').inputValue()).toBe('Typing error');
    expect(await findingsOn(page)).toEqual([]);
    await send.click();
    await page.getByText('The plan of CHANGE-1 is changed.').waitFor();
    expect(api.sent.filter(({ path }) => path.endsWith('/plan')).map(({ body }) => body)).toEqual([
      {
        change: { lots: ['A1', 'B2', 'C3'], destination: 'Harwich' },
        reason: 'Typing error',
        basedOn: 1,
      },
    ]);
    expect(complaints).toEqual([]);
  });

  test('shows what may not change any more, and why', async () => {
    await planned('FIXED-1', { origin: { name: 'Cambridge', circle } });
    await lena.step('attachDevice', 'FIXED-1', { device: 'box-911' });
    await lena.step('depart', 'FIXED-1');
    const { page, complaints } = await planner(phone);
    await visit(page, run, '/shipments/FIXED-1/plan');
    const fixed = page.locator('.fixed-field');
    await expect
      .poll(() => fixed.allInnerTexts(), soon)
      .toEqual([
        'From\nCambridge (Area: 500\u00a0m around 52.19, 0.09)\nCannot be changed: the departure is declared.',
        'Storage limits\nControlled cold temperature, 2 to 8 °C\nCannot be changed: readings are checked against these limits since a logger was attached.',
        'Limits around the goods\nnone\nCannot be changed: readings are checked against these limits since a logger was attached.',
      ]);
    expect(await page.getByLabel('To', { exact: true }).isEnabled()).toBe(true);
    expect(await page.getByRole('button', { name: 'Cancel shipment' }).count()).toBe(0);
    await expectNoOverflow(page);
    expect(await findingsOn(page)).toEqual([]);
    expect(complaints).toEqual([]);
  });

  test('shows what others entered meanwhile, and is sent on top of it', async () => {
    await planned('MEANWHILE-1');
    const { page, api } = await planner(desk);
    await visit(page, run, '/shipments/MEANWHILE-1/plan');
    await page.getByLabel('Goods', { exact: true }).fill('yellow fever vaccine');
    await page.getByLabel('Reason (required)').fill('Wrong goods');
    await lena.step('handOver', 'MEANWHILE-1', { to: 'Fen Couriers' });
    const { items } = await lena.do('listLedger', { path: { shipment: 'MEANWHILE-1' } });
    api.changeAnswers.push({
      status: 409,
      body: { type: 'urn:coldwatch:problem:stale', title: 'Conflict', status: 409, entries: items.slice(1) },
    });
    await page.getByRole('button', { name: 'Send 1 change' }).click();
    await page.getByText('The shipment has changed since you opened it:').waitFor();
    expect(await page.textContent('main .problem')).toContain('Handed over to Fen Couriers');
    await page.getByRole('button', { name: 'Send 1 change' }).click();
    await page.getByText('The plan of MEANWHILE-1 is changed.').waitFor();
    const sent = api.sent.filter(({ path }) => path.endsWith('/plan')).map(({ body }) => body['basedOn']);
    expect(sent).toEqual([1, 2]);
  });

  test('cancels with a reason, says what that means, and offers a copy', async () => {
    await planned('CANCEL-1');
    await lena.step('attachDevice', 'CANCEL-1', { device: 'box-912' });
    const { page, complaints, api } = await planner(phone);
    await visit(page, run, '/shipments/CANCEL-1/plan');
    await page.getByRole('button', { name: 'Cancel shipment' }).click();
    const dialog = page.getByRole('dialog', { name: 'Cancel CANCEL-1?' });
    expect(await dialog.textContent()).toContain('These loggers are set free: box-912.');
    expect(await dialog.textContent()).toContain('cannot be resumed');
    expect(await findingsOn(page)).toEqual([]);
    await dialog.getByLabel('Reason (required)').fill('The customer withdrew the order.');
    await dialog.getByRole('button', { name: 'Cancel shipment' }).click();
    await page.getByText('CANCEL-1 is cancelled. Its loggers are free for other shipments.').waitFor();
    expect(api.sent.find(({ path }) => path.endsWith('/cancellation'))?.body).toEqual({
      reason: 'The customer withdrew the order.',
      basedOn: 2,
    });
    await page.getByRole('link', { name: 'Plan a copy' }).click();
    await page.getByText('Copied from CANCEL-1', { exact: false }).waitFor();
    expect(await page.getByLabel('Goods', { exact: true }).inputValue()).toBe('measles vaccine');
    expect(complaints).toEqual([]);
  });
});

const table = [
  'Number\tGoods\tLots\tFrom\tTo\tLimits\tDeparts',
  'MANY-1\tinsulin\tA1; B2\tCambridge\tEly\tcontrolled-cold@1\t2027-03-01 08:00',
  'MANY-2\tinsulin\t\tCambridge\tStansted\tcontrolled-cold@1\t2027-03-01 09:00',
];

describeInBrowser('planning many at once', { timeout: 90_000 }, () => {
  test('names each problem at its line, and plans nothing', async () => {
    const { page, complaints, api } = await planner(desk);
    await planned('MANY-2');
    await visit(page, run, '/shipments/import');
    expect(await findingsOn(page)).toEqual([]);
    await page
      .getByLabel(/^Or paste cells/)
      .fill([...table, 'MANY-3\tinsulin\t\tCambridge\tStansted\tno-such-limits\t'].join('\n'));
    await page.getByRole('button', { name: 'Read', exact: true }).click();
    await page.getByText('2 lines need attention.', { exact: false }).waitFor();
    const lines = page.locator('.lines-table tbody');
    expect(await lines.nth(0).innerText()).toContain('Ely is not in the address book');
    expect(await lines.nth(1).innerText()).toContain('Number: shipment MANY-2 already exists');
    expect(await lines.nth(2).innerText()).toMatch(/^4\b[^]*Storage limits: there are no storage limits/);
    expect(await page.getByRole('button', { name: 'Plan 3 shipments' }).isDisabled()).toBe(true);
    expect(await findingsOn(page)).toEqual([]);
    // The table is still there to be corrected.
    await page.getByRole('button', { name: 'Choose another table' }).click();
    expect(await page.getByLabel(/^Or paste cells/).inputValue()).toContain('MANY-3');
    expect(api.sent.filter(({ body }) => body['check'] === false)).toEqual([]);
    expect(complaints).toEqual([]);
  });

  test('sends the same plans under one key until it is answered', async () => {
    const { page, api } = await planner(phone);
    await visit(page, run, '/shipments/import');
    await page.locator('input[type=file]').setInputFiles({
      name: 'march.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(table.join('\n').replaceAll('\t', ',').replaceAll('MANY', 'BOTH')),
    });
    await page.getByText('All 2 shipments are ready.').waitFor();
    await expectNoOverflow(page);
    const keys: (string | undefined)[] = [];
    let isLost = true;
    await page.route('**/api/shipments/batch', async (route) => {
      if ((route.request().postDataJSON() as { check: boolean }).check) return route.fallback();
      keys.push(route.request().headers()['idempotency-key']);
      if (!isLost) return route.fallback();
      // The shipments are planned, and the answer is lost.
      await route.fetch();
      return route.abort();
    });
    await page.getByRole('button', { name: 'Plan 2 shipments' }).click();
    await page.getByText(/^Cannot reach Coldwatch/).waitFor();
    await page.reload();
    await page.getByText(/^The last attempt was not answered/).waitFor();
    isLost = false;
    await page.getByRole('button', { name: 'Plan 2 shipments' }).click();
    await page.getByRole('status').filter({ hasText: '2 shipments are planned' }).waitFor();
    expect(keys).toHaveLength(2);
    expect(keys[0]).toBe(keys[1]);
    expect(await page.getByRole('link', { name: 'BOTH-1' }).getAttribute('href')).toBe('/shipments/BOTH-1');
    const { body } = api.sent.find((each) => each.body['check'] === false)!;
    expect(body['shipments']).toMatchObject([
      {
        shipment: 'BOTH-1',
        lots: ['A1', 'B2'],
        origin: { name: 'Cambridge', circle },
        destination: 'Ely',
        profile: 'controlled-cold@1',
        // Berlin, in winter.
        plannedDeparture: '2027-03-01T07:00:00.000Z',
      },
      { shipment: 'BOTH-2', destination: 'Stansted' },
    ]);
    expect(await findingsOn(page)).toEqual([]);
  });

  test('has a sample that it reads itself', async () => {
    const { page } = await planner(desk);
    await visit(page, run, '/shipments/import');
    const link = page.getByRole('link', { name: 'Download a sample file' });
    await expect.poll(() => link.getAttribute('href'), soon).toContain('%401');
    const sample = decodeURIComponent((await link.getAttribute('href'))!.split(',').slice(1).join(','));
    await page.getByLabel(/^Or paste cells/).fill(sample);
    await page.getByRole('button', { name: 'Read', exact: true }).click();
    await page.getByText('All 3 shipments are ready.').waitFor();
  });
});

describeInBrowser('the address book', { timeout: 90_000 }, () => {
  test('is added to, edited and removed from', async () => {
    const { page, complaints, api } = await planner(desk);
    await visit(page, run, '/address-book?site=north');
    await page.getByText('1 Mill Road', { exact: false }).waitFor();
    const places = page.getByRole('button', { name: /^Edit/ });
    const placesBefore = await places.count();
    await page.getByRole('button', { name: 'Add a place' }).click();
    const adding = page.getByRole('dialog', { name: 'Add a place' });
    await adding.getByRole('button', { name: 'Save' }).click();
    await adding.getByText('Enter a name.').waitFor();
    // No other test remembers this place, which would be replaced.
    await adding.getByLabel('Name').fill('Felixstowe');
    await adding.getByLabel(/^Phone/).fill('none');
    await adding.getByText('Phone must be a telephone number', { exact: false }).waitFor();
    await adding.getByLabel(/^Phone/).fill('+44 1394 555030');
    await adding.getByLabel('Coordinates of the centre').fill('51.95, 1.35');
    await adding.getByLabel('Radius in metres').fill('400');
    expect(await findingsOn(page)).toEqual([]);
    await adding.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Area: 400\u00a0m around 51.95, 1.35.', { exact: false }).waitFor();
    expect(api.sent.find(({ path }) => path.endsWith('/places'))?.body).toEqual({
      place: { name: 'Felixstowe', circle: { latitude: 51.95, longitude: 1.35, radiusMeters: 400 } },
      address: null,
      phone: '+44 1394 555030',
    });
    await adding.waitFor({ state: 'hidden' });
    expect(await places.count()).toBe(placesBefore + 1);
    // Another name is another entry, and the old one goes.
    await page.getByRole('button', { name: 'Edit Felixstowe', exact: true }).click();
    await page.getByRole('dialog').getByLabel('Name').fill('Felixstowe Port');
    await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
    await page.getByRole('button', { name: 'Edit Felixstowe', exact: true }).waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Edit Felixstowe Port' }).waitFor();
    expect(await places.count()).toBe(placesBefore + 1);
    await page.getByRole('button', { name: 'Remove Felixstowe Port' }).click();
    expect(await findingsOn(page)).toEqual([]);
    await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
    await expect.poll(() => page.getByText('Felixstowe Port').count(), soon).toBe(0);
    await page.getByRole('button', { name: 'Carriers', exact: true }).click();
    await page.getByText('+44 1223 555010').waitFor();
    await page.getByRole('button', { name: 'Templates', exact: true }).click();
    await page.getByText('Goods: measles vaccine', { exact: false }).first().waitFor();
    await page.getByRole('button', { name: 'Edit Weekly vaccines' }).click();
    await page.getByLabel('Goods', { exact: true }).fill('rabies vaccine');
    expect(await findingsOn(page)).toEqual([]);
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('Goods: rabies vaccine', { exact: false }).waitFor();
    await page.getByRole('link', { name: 'Plan with it: Weekly vaccines' }).click();
    await expect
      .poll(() => page.getByLabel('Goods', { exact: true }).inputValue(), soon)
      .toBe('rabies vaccine');
    expect(complaints).toEqual([]);
  });

  test.each(['paul', 'otto'])('and every page of planning can only be read by %s', async (username) => {
    await planned(`READ-${username}`);
    const { page, complaints } = await planner(desk, username);
    for (const path of ['/shipments/new', '/shipments/import', `/shipments/READ-${username}/plan`]) {
      await visit(page, run, path);
      await page.getByText('Only logistics can plan.', { exact: false }).waitFor();
      expect(await page.locator('main button, main input').count(), path).toBe(0);
    }
    await visit(page, run, '/address-book');
    await page.getByText('1 Mill Road', { exact: false }).waitFor();
    await page.getByText('Only logistics can change the address book.').waitFor();
    expect(await page.getByRole('button', { name: /^(Add|Edit|Remove)/ }).count()).toBe(0);
    expect(complaints).toEqual([]);
  });
});

describeInBrowser('every page of planning', { timeout: 120_000 }, () => {
  test.each([
    ['at a desk, light', { ...desk, colorScheme: 'light' }],
    ['on a phone, dark', { ...phone, colorScheme: 'dark' }],
    ['on a narrow phone', { viewport: { width: 320, height: 640 } }],
  ] as const)('can be used by everybody and fits the screen: %s', async (name, options) => {
    const shipment = `EVERY-${name.length}`;
    await planned(shipment, { plannedDeparture: '2027-03-01T08:00:00Z', vehicle: 'CW 17' });
    const { page, complaints, api } = await planner(options);
    api.devices.set('box-921', healthyDevice('box-921', { batteryPercent: 9, calibratedUntil: null }));
    const check = async (where: string): Promise<void> => {
      expect(await findingsOn(page), where).toEqual([]);
      await expectNoOverflow(page);
      const tooWide = await page
        .locator('.field')
        .evaluateAll((fields) =>
          fields.filter((each) => each.scrollWidth > each.clientWidth + 1).map((each) => each.textContent),
        );
      expect(tooWide, where).toEqual([]);
    };
    await visitTemplate(page);
    await page.getByText(/Must never exceed/).waitFor();
    await page.getByRole('button', { name: 'Draw its area: Stansted' }).click();
    await page.getByLabel('Coordinates of the centre').waitFor();
    await check('what and where');
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByLabel('Logger', { exact: true }).fill('box-921');
    await page.getByText('Calibration date unknown', { exact: false }).waitFor();
    await page.getByLabel('Where it measures').selectOption('ambient');
    await page.getByLabel('Limits around the goods').selectOption({ index: 1 });
    await check('loggers');
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByText('Save as template').waitFor();
    await check('who is notified');
    for (const path of [
      `/shipments/${shipment}/plan`,
      '/shipments/import',
      '/address-book',
      '/address-book?list=carriers',
      '/address-book?list=templates',
    ]) {
      await visit(page, run, path);
      await page.waitForLoadState('networkidle');
      await check(path);
    }
    expect(complaints).toEqual([]);
  });
});
