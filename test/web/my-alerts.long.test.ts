import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { laneList, laneSubscribe, laneUnsubscribe } from '../../src/cli/lanes.ts';
import { addressOf } from '../support/api-client.ts';
import { reportReadings } from '../support/journeys.ts';
import { minute } from '../support/series.ts';
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
import { type Stage, onStage } from './stage.ts';

let stage: Stage;
onStage((entered) => {
  stage = entered;
});

const soon = { timeout: 20_000 };
const sentTo = (to: string) => stage.run.cloud.inbox.received.filter((each) => each.to === to);

/** A shipment of the north whose goods became too warm just now. */
async function tooWarm(shipment: string, site = 'north'): Promise<void> {
  const { run, lena } = stage;
  const plan = { goods: 'blood plasma', origin: 'Cambridge', destination: 'Stansted', site };
  await lena.do('createShipment', { body: { shipment, profile: 'controlled-cold', ...plan } });
  const since = new Date(Date.now() - 60 * minute).toISOString();
  await lena.step('attachDevice', shipment, { device: `box-${shipment}`, since });
  await reportReadings(run, `box-${shipment}`, [{ minutesAgo: 5, celsius: 17 }], Date.now());
}

/** Chooses something in the dialog and saves it. */
async function addMail(page: Page, address: string): Promise<void> {
  await page.getByRole('button', { name: 'Add an alert' }).click();
  const dialog = page.getByRole('dialog', { name: 'New alert' });
  await dialog.getByLabel('Mail address').fill(address);
  await dialog.getByLabel('Least severity').selectOption('Minor and above');
  await dialog.getByLabel('Only these:').check();
  await dialog.getByRole('checkbox', { name: 'north' }).check();
  await dialog.getByLabel('Hold messages back').check();
  await dialog.getByLabel('From').fill('23:15');
  await dialog.getByLabel('To', { exact: true }).fill('05:45');
}

/** A stand-in for the notifications of the browser, which shows none without a screen; it keeps what it is to show. */
function keepNotifications(): void {
  type Kept = { title: string; body?: string | undefined; shown: EventTarget };
  const kept: Kept[] = [];
  class Kept_ extends EventTarget {
    static permission = 'default';
    static async requestPermission(): Promise<string> {
      Kept_.permission = 'granted';
      return 'granted';
    }
    constructor(title: string, { body }: NotificationOptions) {
      super();
      kept.push({ title, body, shown: this });
    }
    close(): void {}
  }
  Object.assign(window, { Notification: Kept_, kept });
}
type Window_ = { kept: { title: string; body?: string; shown: EventTarget }[] };
const shownOn = (page: Page) =>
  page.evaluate(() =>
    (window as unknown as Window_).kept.map(({ title, body }) => `${title}: ${body ?? ''}`),
  );

/** Shows the tab to its scripts as one in the background, or in the foreground again. */
const setHidden = (page: Page, isHidden: boolean) =>
  page.evaluate((hidden) => {
    Object.defineProperty(document, 'visibilityState', {
      configurable: true,
      get: () => (hidden ? 'hidden' : 'visible'),
    });
    document.dispatchEvent(new Event('visibilitychange'));
  }, isHidden);

describeInBrowser('my alerts', { timeout: 180_000 }, () => {
  test('an address is added, confirmed by the code that was sent, and tested; an alarm’s mail leads a phone to the shipment', async () => {
    const { run, browser } = stage;
    const to = 'lena.own@example.org';
    const { page, complaints } = await open(browser, desk);
    await signInOn(page, run, 'lena');
    await page.getByLabel('Signed in as lena').click();
    await page.getByRole('link', { name: 'My alerts' }).click();
    await page.getByText('You have no alerts.').waitFor();
    await addMail(page, 'lena.own');
    const save = page.getByRole('dialog').getByRole('button', { name: 'Save' });
    await save.click();
    await page.getByText('Mail address must be a mail address.').waitFor();
    await page.getByLabel('Mail address').fill(to);
    expect(await findingsOn(page)).toEqual([]);
    // What was typed is kept when the network fails, and when the page is loaded again.
    await page.route('**/api/my-alerts', (route) => route.abort());
    await save.click();
    await page.getByText('Cannot reach Coldwatch.').first().waitFor();
    await page.unroute('**/api/my-alerts');
    complaints.splice(0);
    await page.reload();
    await page.getByRole('button', { name: 'Add an alert' }).click();
    expect(await page.getByLabel('Mail address').inputValue()).toBe(to);
    await save.click();

    await page.getByText('Enter the six-digit code').waitFor(soon);
    expect(await findingsOn(page)).toEqual([]);
    const code = /\d{6}/.exec(sentTo(to)[0]!.message)![0];
    const item = page.getByRole('listitem').filter({ hasText: to });
    expect(await item.textContent()).toContain(
      'Minor and above · north · quiet from 23:15 to 05:45 unless critical · Europe/Berlin',
    );
    await item.getByLabel('Code').fill(code === '000000' ? '000001' : '000000');
    await item.getByRole('button', { name: 'Confirm' }).click();
    await item.getByText('is not the code that was sent').waitFor();
    await item.getByLabel('Code').fill(code);
    await item.getByRole('button', { name: 'Confirm' }).click();
    await item.getByText('Confirmed', { exact: true }).waitFor();
    complaints.splice(0);
    await item.getByRole('button', { name: 'Send a test message' }).click();
    await item.getByText('Test message sent on').waitFor(soon);
    expect(sentTo(to).map(({ subject }) => subject)).toEqual([
      `Coldwatch code: ${code}`,
      'Test message of Coldwatch',
    ]);
    expect(await findingsOn(page)).toEqual([]);

    await tooWarm('OWN-S', 'south');
    await tooWarm('OWN-1');
    await expect.poll(() => sentTo(to).length, soon).toBe(3);
    const { subject, html } = sentTo(to)[2]!;
    expect(subject).toContain('OWN-1');
    const mail = (await open(browser, phone)).page;
    await mail.setContent(html!);
    await expectNoOverflow(mail);
    const link = await mail.getByRole('link', { name: 'Open the shipment' }).getAttribute('href');
    expect(link).toBe(`${addressOf(run)}/shipments/OWN-1`);
    await mail.goto(link!);
    await mail.getByRole('button', { name: 'Sign in' }).click();
    await givePassword(mail, run, 'lena');
    await mail.getByRole('heading', { level: 1, name: /OWN-1/ }).waitFor();
    expect(mail.url()).toBe(link);
    await mail.getByRole('button', { name: 'Acknowledge' }).first().waitFor();
    await expectNoOverflow(mail);
    // The page of alerts on the phone, and narrower.
    await visit(mail, run, '/my-alerts');
    await mail.getByText('Message sent on').waitFor(soon);
    expect(await findingsOn(mail)).toEqual([]);
    await expectNoOverflow(mail);
    await mail.getByRole('button', { name: `Change: ${to}` }).click();
    await mail.setViewportSize({ width: 320, height: 700 });
    await expectNoOverflow(mail);
    await mail.keyboard.press('Escape');
    await mail.getByRole('button', { name: `Remove: ${to}` }).click();
    await mail.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
    await mail.getByText('You have no alerts.').waitFor();
    expect(complaints).toEqual([]);
  });

  test('a webhook is confirmed by its answer, and its secret is shown once', async () => {
    const { run, browser } = stage;
    const { page, complaints } = await open(browser, { ...phone, colorScheme: 'dark' });
    await signInOn(page, run, 'paul');
    await visit(page, run, '/my-alerts');
    await page.getByRole('button', { name: 'Add an alert' }).click();
    await page.getByLabel('Channel').selectOption('Webhook');
    await page.getByLabel('Address (URL)').fill('https://hooks.example.org/mine');
    await page.getByLabel('Sent to').selectOption('Slack');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText(/^coldwatch_/).waitFor();
    await page.getByText('Confirmed', { exact: true }).waitFor(soon);
    expect(await findingsOn(page)).toEqual([]);
    await expectNoOverflow(page);
    await page.getByRole('button', { name: 'I have copied it' }).click();
    expect(await page.getByText(/^coldwatch_/).count()).toBe(0);
    expect(complaints).toEqual([]);
  });

  test('a hidden tab shows a new alarm on the screen, once for all tabs, and in its title; a click opens the shipment', async () => {
    const { run, browser } = stage;
    const { page, complaints } = await open(browser, desk);
    await page.context().addInitScript(keepNotifications);
    await signInOn(page, run, 'lena');
    await visit(page, run, '/my-alerts');
    expect(await shownOn(page)).toEqual([]);
    await page.getByRole('button', { name: 'Show new alarms on the screen' }).click();
    await page.getByText('New alarms are shown on the screen.').waitFor();
    expect(await shownOn(page)).toEqual(['New alarms look like this: ']);
    const other = await page.context().newPage();
    await visit(other, run, '/board');
    // A stand-in is of one page, so the other is given permission again.
    await other.evaluate(() => Notification.requestPermission());
    await other.waitForSelector('[data-shipment="OWN-1"]');
    await setHidden(other, true);
    await setHidden(page, true);
    await tooWarm('SHOWN-1');
    const all = async () => [...(await shownOn(page)).slice(1), ...(await shownOn(other))];
    await expect.poll(all, { timeout: 40_000 }).toHaveLength(1);
    expect((await all())[0]).toMatch(/^New alarm: SHOWN-1, blood plasma: Too warm: .*above 15\u00a0°C/);
    await expect.poll(() => other.title(), soon).toMatch(/^New alarm \(\d+\) Board · Coldwatch$/);
    await setHidden(other, false);
    expect(await other.title()).toMatch(/^\(\d+\) Board · Coldwatch$/);
    expect(await all()).toHaveLength(1);
    await page.evaluate(() =>
      (window as unknown as Window_).kept.at(-1)!.shown.dispatchEvent(new Event('click')),
    );
    await page.getByRole('heading', { level: 1, name: /SHOWN-1/ }).waitFor();
    expect(complaints).toEqual([]);
  });
});

describeInBrowser('a lane', { timeout: 240_000 }, () => {
  test('somebody outside is asked, confirms by a link without sign-in, and is told of alarms and clean arrivals of this lane alone', async () => {
    const { run, lena, browser } = stage;
    const to = 'ward@hospital.example.org';
    const { page, complaints } = await open(browser, desk);
    await signInOn(page, run, 'lena');
    await visit(page, run, '/address-book?list=lanes&site=north');
    await page.getByText('Nobody outside your organisation is told of any lane.').waitFor();
    await page.getByRole('button', { name: 'Add a subscriber' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.getByText('From (place) must').waitFor();
    await dialog.getByLabel('From (place)').fill('leeds ');
    await dialog.getByLabel('To (place)').fill('York');
    await dialog.getByLabel('Who it is').fill('Ward 7');
    await dialog.getByLabel('Mail address').fill(to);
    await dialog.getByLabel('Also when goods arrive clean').check();
    expect(await findingsOn(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Asked, not confirmed yet').waitFor();
    expect(await findingsOn(page)).toEqual([]);
    // Nothing but the question is sent before, and it names neither lane nor shipment.
    const travelling = async (shipment: string, celsius: number, plan: object = {}) => {
      const of = { goods: 'insulin', origin: 'Leeds', destination: 'York', site: 'north', ...plan };
      await lena.do('createShipment', { body: { shipment, profile: 'controlled-cold', ...of } });
      const at = (minutes: number) => new Date(Date.now() - minutes * minute).toISOString();
      await lena.step('attachDevice', shipment, {
        device: `box-${shipment}`,
        since: at(60),
        calibratedUntil: at(-1_000_000),
      });
      await lena.step('depart', shipment, { at: at(50) });
      const readings = Array.from({ length: 13 }, (_, index) => ({ minutesAgo: 60 - 5 * index, celsius }));
      await reportReadings(run, `box-${shipment}`, readings, Date.now());
    };
    await travelling('LANE-0', 17);
    expect(sentTo(to)).toHaveLength(1);
    expect(JSON.stringify(sentTo(to))).not.toMatch(/LANE-0|Leeds|York/);

    const { page: outside, complaints: none } = await open(browser, phone);
    await outside.goto(/https?:\S+\/confirm#\S+/.exec(sentTo(to)[0]!.message)![0]);
    await outside.getByRole('heading', { name: 'Receive messages about goods' }).waitFor();
    expect(await findingsOn(outside)).toEqual([]);
    await expectNoOverflow(outside);
    await outside.getByRole('button', { name: 'Yes, send me messages' }).click();
    await outside.getByText('You will be told of shipments from leeds to York.').waitFor();
    await page.getByText('Confirmed', { exact: true }).waitFor(soon);
    expect(await findingsOn(page)).toEqual([]);

    await travelling('LANE-1', 17);
    await travelling('LANE-2', 17, { destination: 'Hull' });
    await travelling('LANE-3', 5);
    await lena.step('arrive', 'LANE-3', {});
    await lena.step('arrive', 'LANE-1', {});
    await run.drained();
    const told = sentTo(to).slice(1);
    expect(told.map(({ subject }) => subject)).toEqual([
      expect.stringMatching(/LANE-1/),
      'Arrived clean: LANE-3 insulin',
    ]);
    // Whoever is outside is led to no page that needs a sign-in.
    for (const { message } of told) expect(message).not.toContain('/shipments/');
    const { page: mail } = await open(browser, phone);
    await mail.setContent(told[1]!.html!);
    await expectNoOverflow(mail);
    const stop = /https?:\S+\/unsubscribe#\S+/.exec(told[1]!.message)![0];
    await outside.goto(stop);
    await outside.getByRole('button', { name: 'Stop messages' }).click();
    await outside.getByText('Nothing more is sent to this address.').waitFor();
    await page.reload();
    await page.getByText('Nobody outside your organisation is told of any lane.').waitFor();
    expect([...complaints, ...none]).toEqual([]);

    // The same by the command line, and by text message.
    const cli = { state: run.folder, as: 'lena', site: 'north' };
    const address = '+441632960123';
    const lane = { origin: 'Leeds', destination: 'York', channel: 'sms', address } as const;
    expect(await laneSubscribe(lane, { ...cli, severity: 'critical', zone: 'UTC' })).toContain('is asked');
    expect(await Array.fromAsync(laneList(cli))).toEqual([
      `Leeds to York: sms ${address}, critical, not confirmed yet`,
    ]);
    await run.drained();
    expect(sentTo(address).map(({ message }) => message)).toEqual([
      expect.stringMatching(/^Messages about goods on their way\? Confirm: http\S+\/confirm#\S+$/),
    ]);
    expect(await laneUnsubscribe(address, cli)).toContain('Leeds to York');
    expect((await lena.do('listLaneSubscribers', { path: { site: 'north' } })).items).toEqual([]);
  });
});
