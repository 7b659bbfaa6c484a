import { readFileSync } from 'node:fs';
import { CreateThingCommand } from '@aws-sdk/client-iot';
import { parse } from 'csv-parse/sync';
import { expect, test } from 'vitest';
import { localDeployment } from '../../src/cli/deployment.ts';
import { deviceList } from '../../src/cli/device-list.ts';
import { minute } from '../support/series.ts';
import { findingsOn } from './accessibility.ts';
import { describeInBrowser, desk, expectNoOverflow, open, phone, signInOn, visit } from './browser.ts';
import { type Stage, onStage } from './stage.ts';

let run: Stage['run'];
let browser: Stage['browser'];
const ago = (minutes: number): string => new Date(Date.now() - minutes * minute).toISOString();

async function send(thing: string, reading: object): Promise<void> {
  const device = await run.connect(thing);
  await device.publish(`coldwatch/${thing}/telemetry`, JSON.stringify(reading));
  await device.close();
}

onStage(async ({ lena, ...stage }) => {
  ({ run, browser } = stage);
  const plan = { origin: 'Hull', destination: 'York', profile: 'controlled-cold' };
  for (const [shipment, site] of [
    ['DEV-1', 'north'],
    ['DEV-2', 'south'],
  ] as const)
    await lena.do('createShipment', { body: { shipment, site, goods: 'platelets, 12 bags', ...plan } });
  const attach = (shipment: string, device: string, calibratedUntil: string) =>
    lena.step('attachDevice', shipment, { device, since: ago(120), calibratedUntil });
  await attach('DEV-1', 'tracker-2', new Date(Date.now() + 10 * 86_400_000).toISOString());
  await attach('DEV-2', 'tracker-9', ago(60));
  await send('tracker-2', { time: ago(10), temperature: 5, battery: 12 });
  await send('tracker-9', { time: ago(5), temperature: 5, battery: 96 });
  await send('tracker-10', { time: ago(3 * 24 * 60), temperature: 21, battery: 64 });
  await send('tracker-11', { time: ago(2), temperature: 21 });
  await send('tracker-11', { time: '1999-12-31T00:00:00Z', temperature: 21 });
  await run.drained();
  // It was registered by other means, and never switched on.
  const { endpoints, credentials } = run.cloud;
  const { iot } = localDeployment({ endpoints, credentials, resources: run.cloud.template.references });
  await iot.send(new CreateThingCommand({ thingName: 'drawer-1' }));
  iot.destroy();
});

/** The names of the devices that are listed. */
const namesOn = (page: Awaited<ReturnType<typeof open>>['page']) =>
  page.locator('td.of-device b').allInnerTexts();

describeInBrowser('devices', { timeout: 90_000 }, () => {
  test('with a low battery are found, and those of unknown battery are counted and shown', async () => {
    const { page, complaints } = await open(browser, desk);
    await signInOn(page, run, 'lena');
    await page.getByRole('link', { name: 'Devices' }).click();
    await page.getByRole('heading', { name: 'Devices' }).waitFor();
    await page.getByText('5 devices', { exact: true }).waitFor();
    expect(await namesOn(page)).toEqual(['drawer-1', 'tracker-2', 'tracker-9', 'tracker-10', 'tracker-11']);
    const row = (name: string) => page.getByRole('row', { name: new RegExp(`^${name} `) });
    const cells = async (name: string) =>
      (await row(name).locator('td > div').allInnerTexts())
        .slice(1)
        .map((text) => text.replaceAll('\u00A0', ' '));
    expect(await cells('drawer-1')).toEqual([
      'Unknown',
      'Never',
      'Unknown',
      'Unknown',
      'None',
      'Not evaluated without a shipment',
    ]);
    expect(await cells('tracker-2')).toEqual([
      '12 %, low',
      '10 min ago',
      expect.stringMatching(/, soon$/),
      expect.stringMatching(/^\d+ \w+ \d{4}$/),
      'DEV-1\nplatelets, 12 bags',
      'Battery low',
    ]);
    expect((await cells('tracker-9')).slice(2)).toEqual([
      expect.stringMatching(/, ended$/),
      expect.any(String),
      expect.stringMatching(/^DEV-2/),
      'Calibration expired',
    ]);
    expect((await cells('tracker-11')).at(-1)).toMatch(/^Message refused/);
    expect(await findingsOn(page)).toEqual([]);

    await page.getByLabel('Battery').selectOption('30');
    await page.getByText('1 of 5 devices', { exact: true }).waitFor();
    expect(await namesOn(page)).toEqual(['tracker-2']);
    await page.getByText('2 more devices may match: what you filter by is not known for them.').waitFor();
    const show = page.getByRole('button', { name: 'Show them' });
    await show.focus();
    await page.keyboard.press('Enter');
    await page.getByText('3 of 5 devices', { exact: true }).waitFor();
    expect(await namesOn(page)).toEqual(['drawer-1', 'tracker-2', 'tracker-11']);
    await page.getByText('2 of these may match: what you filter by is not known for them.').waitFor();

    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Download as CSV: Devices' }).click(),
    ]);
    const rows: Record<string, string>[] = parse(readFileSync(await download.path()), {
      columns: true,
      bom: true,
    });
    expect(rows.map((each) => [each['Device'], each['Battery (%)'], each['Last heard (UTC)']])).toEqual([
      ['drawer-1', 'unknown', 'never'],
      ['tracker-2', '12', expect.stringMatching(/Z$/)],
      ['tracker-11', 'unknown', expect.stringMatching(/Z$/)],
    ]);
    // The selection is in the address, so it can be kept.
    await page.reload();
    await page.getByText('3 of 5 devices', { exact: true }).waitFor();
    expect(complaints).toEqual([]);
  });

  test('are narrowed by the other filters, each with what it cannot tell', async () => {
    const { page } = await open(browser, desk);
    await signInOn(page, run, 'otto');
    const listed = async (query: string): Promise<[string[], string]> => {
      await visit(page, run, `/devices?${query}`);
      await page.locator('.devices-count').waitFor();
      return [await namesOn(page), await page.locator('.devices-count').innerText()];
    };
    expect((await listed('heard=24'))[0]).toEqual(['drawer-1', 'tracker-10']);
    const [soon, others] = await listed('calibration=30');
    expect(soon).toEqual(['tracker-2', 'tracker-9']);
    expect(others).toContain('3 more devices may match');
    expect(await listed('certificate=90')).toEqual([
      [],
      expect.stringMatching(/^No devices match.\s+1 more device may match/),
    ]);
    expect((await listed('problems=yes'))[0]).toEqual(['tracker-2', 'tracker-9', 'tracker-11']);
    expect((await listed('find=dev-1'))[0]).toEqual(['tracker-2']);
    expect((await listed('battery=31'))[0]).toHaveLength(5);
  });

  test('are cards on a phone; a check says what the list does not know', async () => {
    const { page, complaints } = await open(browser, phone);
    await signInOn(page, run, 'paul');
    await visit(page, run, '/devices');
    await page.getByText('4 devices', { exact: true }).waitFor();
    expect(await namesOn(page)).not.toContain('tracker-9');
    const check = page.getByRole('button', { name: 'Check drawer-1' });
    await check.tap();
    await page.getByText('Registered, but never heard: check the name, or switch it on.').waitFor();
    await page.getByText('No active device certificate: it cannot connect').waitFor();
    expect(await check.getAttribute('aria-expanded')).toBe('true');
    expect(await findingsOn(page)).toEqual([]);
    for (const width of [390, 320]) {
      await page.setViewportSize({ width, height: 844 });
      await expectNoOverflow(page);
    }
    expect(complaints).toEqual([]);
  });

  test('of which the list cannot be had say so, and are asked for again', async () => {
    const { page } = await open(browser, desk);
    await signInOn(page, run, 'lena');
    await page.route('**/api/devices?*', (route) => route.abort());
    await page.route('**/api/devices', (route) => route.abort());
    await visit(page, run, '/devices');
    await page.getByRole('alert').waitFor();
    await page.unroute('**/api/devices?*');
    await page.unroute('**/api/devices');
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByText('5 devices', { exact: true }).waitFor();
  });
});

test('the command line lists the same, and says what a filter left out', async () => {
  const options = { state: run.folder, as: 'lena' };
  const low = await Array.fromAsync(deviceList({ ...options, batteryBelow: '30' }));
  expect(low).toEqual([
    expect.stringMatching(
      /^tracker-2 +battery 12 %, heard .+ UTC, calibrated until .+, attached to DEV-1 \(platelets, 12 bags\), battery-low$/,
    ),
    '2 more devices are not listed, because the filter cannot tell: what it asks for is unknown. --with-unknown lists them.',
  ]);
  const all = await Array.fromAsync(deviceList({ ...options, batteryBelow: '30', withUnknown: true }));
  expect(all).toHaveLength(3);
  expect(all[0]).toMatch(
    /^drawer-1 +battery unknown, never heard, calibration unknown, certificate unknown, attached to no shipment, not checked for problems$/,
  );
  expect(await Array.fromAsync(deviceList({ ...options, certificateWithin: '0' }))).toEqual([
    'No devices.',
    '1 more device is not listed, because the filter cannot tell: what it asks for is unknown. --with-unknown lists them.',
  ]);
  await expect(Array.fromAsync(deviceList({ ...options, batteryBelow: 'low' }))).rejects.toThrow(
    'batteryBelowPercent: must be a number',
  );
});
