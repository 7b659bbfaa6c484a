import { expect, test } from 'vitest';
import { describeInBrowser, desk, open, signInOn, visit } from './browser.ts';
import { minute } from '../support/series.ts';
import { type Stage, onStage } from './stage.ts';

let run: Stage['run'];
let browser: Stage['browser'];

onStage(async (stage) => {
  ({ run, browser } = stage);
  const { lena } = stage;
  const now = Date.now();
  const at = (minutesAgo: number): string => new Date(now - minutesAgo * minute).toISOString();
  await lena.do('createShipment', {
    body: {
      shipment: 'WHERE-1',
      goods: 'measles vaccine',
      origin: { name: 'Basel depot', circle: { latitude: 47.55, longitude: 7.6, radiusMeters: 800 } },
      waypoints: [{ name: 'Linz hub', circle: { latitude: 48.3, longitude: 14.29, radiusMeters: 1000 } }],
      destination: {
        name: 'Vienna clinic',
        circle: { latitude: 48.22, longitude: 16.35, radiusMeters: 500 },
      },
      site: 'north',
      profile: 'controlled-cold',
      carrier: { name: 'Swift Carriers', phone: '+41 44 555 01 02' },
    },
  });
  await lena.step('attachDevice', 'WHERE-1', { device: 'box-WHERE-1', since: at(130) });
  await lena.step('depart', 'WHERE-1', { at: at(121) });
  // From Basel to Munich in two hours.
  const readings = Array.from({ length: 13 }, (_, index) => ({
    time: now - (121 - index * 10) * minute,
    temperature: 5,
    latitude: 47.55 + 0.05 * index,
    longitude: 7.6 + 0.33 * index,
  }));
  const connection = await run.connect('box-WHERE-1');
  await connection.publish('coldwatch/box-WHERE-1/telemetry', JSON.stringify(readings));
  await connection.close();
  await run.drained();
});

describeInBrowser('where a shipment is, and when it may arrive', { timeout: 90_000 }, () => {
  test('the map of the board says, and leads to the shipment, whose map says it too', async () => {
    const { page, complaints } = await open(browser, { ...desk, colorScheme: 'light' });
    await signInOn(page, run, 'lena');
    await page.waitForSelector('[data-shipment="WHERE-1"]');
    const mark = page.getByRole('button', { name: /^WHERE-1: / });
    const { x, y, width, height } = (await mark.boundingBox())!;
    await page.mouse.click(x + width / 2, y + height / 2);
    const card = page.getByRole('dialog', { name: 'Shipment on the map' });
    await expect.poll(() => card.textContent()).toContain('near Munich');
    const estimated = /estimated (?:.*, )?\d\d:\d[05] \(.*\d\d:\d[05] to .*\d\d:\d[05]\)/;
    expect(await card.textContent()).toMatch(estimated);
    await card.getByRole('link', { name: 'Open shipment' }).click();
    await page.waitForURL(/\/shipments\/WHERE-1$/);
    await page.getByRole('tab', { name: 'Chart' }).click();
    await page.waitForSelector('.route path.land');
    expect(await page.textContent('.route figcaption')).toMatch(estimated);
    expect(await page.locator('.route .geofence').count()).toBe(3);
    expect(await page.locator('.route .place-names text').allTextContents()).toContain('Linz hub');
    expect(complaints).toEqual([]);
  });

  test('the map takes its data only when it is shown', async () => {
    const { page } = await open(browser, { ...desk, viewport: { width: 390, height: 844 } });
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    await signInOn(page, run, 'lena');
    await visit(page, run, '/board');
    await page.waitForSelector('[data-shipment="WHERE-1"]');
    await page.waitForLoadState('networkidle');
    expect(asked.filter((url) => /countries-/.test(url))).toEqual([]);
    await page.getByRole('button', { name: 'Map', exact: true }).click();
    await page.waitForSelector('.map path.land');
    expect(asked.filter((url) => /countries-/.test(url))).not.toEqual([]);
  });
});
