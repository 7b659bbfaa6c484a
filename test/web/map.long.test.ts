import type { Browser, BrowserContextOptions, CDPSession, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findingsOn } from './accessibility.ts';
import { chromiumPath, describeInBrowser, desk, expectNoOverflow, launch, open, phone } from './browser.ts';
import { serveMaps } from './map-page/serve.ts';

// The maps alone, with made-up shipments: what a mouse, fingers, keys and paper do with them.

let browser: Browser;
let maps: Awaited<ReturnType<typeof serveMaps>>;
beforeAll(async () => {
  if (chromiumPath === undefined) return;
  maps = await serveMaps();
  browser = await launch();
}, 120_000);
afterAll(async () => {
  await browser?.close();
  maps?.stop();
});

const first = 'M-0000: In transit';

async function show(query: string, options: BrowserContextOptions = desk) {
  const opened = await open(browser, { colorScheme: 'light', ...options });
  await opened.page.goto(`${maps.address}/?${query}`);
  await opened.page.waitForSelector('path.land');
  await opened.page.waitForSelector('.cities text', { state: 'attached' });
  return opened;
}

/** The middle of a mark on the screen, and how far two marks are apart: the scale of the map. */
async function middleOf(page: Page, name: string | RegExp): Promise<{ x: number; y: number }> {
  const { x, y, width, height } = (await page.getByRole('button', { name }).first().boundingBox())!;
  return { x: x + width / 2, y: y + height / 2 };
}
async function apart(page: Page, another = /^M-0004/): Promise<number> {
  const [one, other] = [await middleOf(page, first), await middleOf(page, another)];
  return Math.hypot(one.x - other.x, one.y - other.y);
}

describeInBrowser('the map of the board', { timeout: 60_000 }, () => {
  test('opens with the card of the shipment that a link names, if that has a position', async () => {
    const { page, complaints } = await show('world=12&opened=M-0004');
    const card = page.getByRole('dialog', { name: 'Shipment on the map' });
    await card.getByText('M-0004').waitFor();
    await page.keyboard.press('Escape');
    expect(await card.count()).toBe(0);
    const { page: other } = await show('world=12&opened=NONE-1');
    expect(await other.getByRole('dialog').count()).toBe(0);
    expect(complaints).toEqual([]);
  });

  test('opens the card of a shipment at a click, which leads to it and to its carrier', async () => {
    const { page, complaints } = await show('world=12');
    const { x, y } = await middleOf(page, first);
    await page.mouse.click(x, y);
    const card = page.getByRole('dialog', { name: 'Shipment on the map' });
    await card.waitFor();
    await expect.poll(() => card.textContent()).toContain('near Zürich');
    const said = await card.textContent();
    for (const words of [
      'M-0000',
      'blood plasma',
      'In transit',
      '4.6\u00a0°C',
      '5\u00a0min ago',
      'near Zürich · Swift Carriers · to Vienna hospital',
    ])
      expect(said).toContain(words);
    expect(said).toMatch(/estimated .*\d\d:\d[05] \(.*\d\d:\d[05] to .*\d\d:\d[05]\), 610\u00a0km to go/);
    expect(await card.getByRole('link', { name: 'Open shipment' }).getAttribute('href')).toBe(
      '/shipments/M-0000',
    );
    expect(await card.getByRole('link', { name: 'Call Swift Carriers' }).getAttribute('href')).toBe(
      'tel:+41445550102',
    );
    expect(await page.textContent('main')).toContain('Highlighted: M-0000');
    // The planned way: behind the shipment in its colour, ahead of it dashed, and a flag where it ends.
    expect(await page.locator('.planned-way .travelled').count()).toBe(1);
    expect(
      await page.locator('.planned-way .ahead').evaluate((path) => getComputedStyle(path).strokeDasharray),
    ).not.toBe('none');
    expect(await page.locator('.planned-way .flag').count()).toBe(1);
    await page.keyboard.press('Escape');
    await card.waitFor({ state: 'detached' });
    expect(complaints).toEqual([]);
  });

  test('opens a card at a tap, which fits a phone of 320 pixels', async () => {
    const { page } = await show('world=1', { ...phone, viewport: { width: 320, height: 640 } });
    const { x, y } = await middleOf(page, first);
    await page.touchscreen.tap(x, y);
    const card = page.getByRole('dialog');
    await card.waitFor();
    await expectNoOverflow(page);
    const [box, frame] = [(await card.boundingBox())!, (await page.locator('.map-frame').boundingBox())!];
    expect(box.x).toBeGreaterThanOrEqual(frame.x);
    expect(box.x + box.width).toBeLessThanOrEqual(frame.x + frame.width);
    expect(box.y).toBeGreaterThanOrEqual(frame.y);
    await card.getByRole('button', { name: 'Close' }).tap();
    await card.waitFor({ state: 'detached' });
  });

  test('is used by keyboard alone', async () => {
    const { page } = await show('world=12');
    await page.keyboard.press('Tab');
    const frame = page.getByRole('application', { name: /Map with 12 shipments/ });
    expect(await frame.evaluate((element) => element === document.activeElement)).toBe(true);
    const before = await middleOf(page, first);
    await page.keyboard.press('ArrowRight');
    await expect.poll(async () => (await middleOf(page, first)).x).toBeCloseTo(before.x - 80, 0);
    await page.keyboard.press('ArrowLeft');
    const distance = await apart(page);
    await page.keyboard.press('+');
    await expect.poll(() => apart(page)).toBeCloseTo(distance * 1.6, 0);
    await page.keyboard.press('-');
    await page.keyboard.press('0');
    await expect.poll(() => apart(page)).toBeCloseTo(distance, 0);
    // The most urgent shipment comes first.
    await page.keyboard.press('Tab');
    const focused = () => page.evaluate(() => document.activeElement?.getAttribute('aria-label'));
    expect(await focused()).toMatch(/^M-00\d\d: Alarm/);
    const mark = await focused();
    await page.keyboard.press('Enter');
    const card = page.getByRole('dialog');
    await card.waitFor();
    await expect.poll(() => card.evaluate((element) => element === document.activeElement)).toBe(true);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe(
      'Call Swift Carriers, +41 44 555 01 02',
    );
    await page.keyboard.press('Escape');
    await card.waitFor({ state: 'detached' });
    await expect.poll(focused).toBe(mark);
  });

  test('is dragged, which clicks nothing, and is zoomed by a double click', async () => {
    const { page } = await show('world=12');
    const { x, y } = await middleOf(page, first);
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x + 90, y + 30, { steps: 5 });
    await page.mouse.up();
    const after = await middleOf(page, first);
    expect(after.x).toBeCloseTo(x + 90, 0);
    expect(after.y).toBeCloseTo(y + 30, 0);
    expect(await page.getByRole('dialog').count()).toBe(0);
    // The next click is one again.
    await page.mouse.click(after.x, after.y);
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Escape');
    const distance = await apart(page);
    const other = await middleOf(page, /^M-0004/);
    await page.mouse.dblclick((after.x + other.x) / 2, (after.y + other.y) / 2);
    await expect.poll(() => apart(page)).toBeCloseTo(distance * 2, 0);
  });

  test('leaves the wheel to the page until it is meant', async () => {
    const { page } = await show('world=12');
    const scrolled = () => page.evaluate(() => window.scrollY);
    const distance = await apart(page);
    const { x, y } = await middleOf(page, first);
    await page.mouse.move(x, y);
    await page.mouse.wheel(0, 60);
    await expect.poll(scrolled).toBe(60);
    await page.locator('.map-hint').waitFor();
    expect(await apart(page)).toBeCloseTo(distance, 0);
    await page.mouse.wheel(0, -60);
    await expect.poll(scrolled).toBe(0);
    await page.keyboard.down('Control');
    await page.mouse.wheel(0, -80);
    await page.keyboard.up('Control');
    // It zooms around the pointer.
    await expect.poll(() => apart(page)).toBeCloseTo(distance * 2, 0);
    expect(Math.abs((await middleOf(page, first)).x - x)).toBeLessThan(2);
    await page.locator('.map-frame').focus();
    await page.mouse.wheel(0, 160);
    await expect.poll(() => apart(page)).toBeCloseTo(distance, 0);
    expect(await scrolled()).toBe(0);
  });

  test('leaves one finger to the page, and is moved and zoomed by two', async () => {
    const { page } = await show('world=3', phone);
    const devtools = await page.context().newCDPSession(page);
    const distance = await apart(page, /^2 shipments/);
    const frame = (await page.locator('.map-frame').boundingBox())!;
    const [x, y] = [frame.x + frame.width / 2, frame.y + frame.height / 2];
    await pinch(devtools, { x, y }, 160, 80, 30);
    await expect.poll(() => apart(page, /^2 shipments/)).toBeCloseTo(distance / 2, 0);
    expect(await page.evaluate(() => window.scrollY)).toBe(0);
    expect(await page.evaluate(() => window.visualViewport!.scale)).toBe(1);
    await touch(devtools, 'touchStart', [{ x, y }]);
    for (let step = 1; step <= 10; step++) await touch(devtools, 'touchMove', [{ x, y: y - 20 * step }]);
    await touch(devtools, 'touchEnd', []);
    await expect.poll(() => page.evaluate(() => window.scrollY)).toBeGreaterThan(150);
    // The page may still be on its way.
    await expect.poll(() => apart(page, /^2 shipments/)).toBeCloseTo(distance / 2, 0);
  });

  test('shows shipments that are close as a ring of shares, and parts them at a click', async () => {
    const { page } = await show('world=300');
    const rings = page.locator('.place:has(.share)');
    expect(await rings.count()).toBeGreaterThan(20);
    expect(await collisions(page)).toEqual([]);
    const mixed = page
      .getByRole('button', { name: /^\d+ shipments here: \d+ Alarm, \d+ In transit$/ })
      .first();
    const [, count] = /^(\d+)/.exec((await mixed.getAttribute('aria-label'))!)!;
    expect(await mixed.locator('.share').count()).toBe(2);
    expect(await mixed.locator('.number').textContent()).toBe(count);
    const before = await rings.count();
    const name = (await mixed.getAttribute('aria-label'))!;
    await mixed.focus();
    await page.keyboard.press('Enter');
    await expect.poll(() => page.getByRole('button', { name, exact: true }).count()).toBeLessThan(before);
    // The focus stays on the map.
    await expect.poll(() => page.evaluate(() => document.activeElement?.className)).toContain('map-frame');
    await expect.poll(() => page.locator('.place').count()).toBeGreaterThanOrEqual(Number(count));
    expect(await collisions(page)).toEqual([]);
  });

  test('lists shipments that no closer view parts', async () => {
    const { page } = await show('world=12');
    const { x, y } = await middleOf(page, /^2 shipments here/);
    await page.mouse.click(x, y);
    const list = page.getByRole('dialog', { name: '2 shipments at this place' });
    await list.getByRole('button', { name: /M-0002/ }).click();
    const card = page.getByRole('dialog', { name: 'Shipment on the map' });
    expect(await card.textContent()).toContain('M-0002');
    expect(await page.textContent('main')).toContain('Highlighted: M-0002');
  });

  test.each(['light', 'dark'] as const)(
    'has no finding of axe, with a card open, %s',
    async (colorScheme) => {
      for (const options of [desk, phone]) {
        const { page } = await show('world=300', { ...options, colorScheme });
        expect(await findingsOn(page)).toEqual([]);
        await page.locator('.place:not(:has(.share))').first().focus();
        await page.keyboard.press('Enter');
        await page.getByRole('dialog').waitFor();
        expect(await findingsOn(page)).toEqual([]);
        await expectNoOverflow(page);
      }
    },
  );

  test.each(['light', 'dark'] as const)(
    'has sea and land on paper, from a %s screen',
    async (colorScheme) => {
      const { page } = await show('world=12', { ...desk, colorScheme });
      await page.emulateMedia({ media: 'print', colorScheme });
      await page.waitForTimeout(300);
      const picture = await page.locator('.map-frame').screenshot();
      const shares = await page.evaluate(
        sharesOfColours,
        `data:image/png;base64,${picture.toString('base64')}`,
      );
      expect(shares['223 227 216'] ?? 0, 'land').toBeGreaterThan(0.2);
      expect(shares['234 241 246'] ?? 0, 'sea').toBeGreaterThan(0.02);
    },
  );

  test('draws two thousand shipments as few marks, and reports the time of a frame', async () => {
    const { page } = await show('world=2000');
    const longest = await page.evaluate(async () => {
      const gaps: number[] = [];
      const frame = document.querySelector<HTMLElement>('.map-frame')!;
      frame.focus();
      const { left, top, width, height } = frame.getBoundingClientRect();
      let last = performance.now();
      for (let step = 0; step < 60; step++) {
        const deltaY = step < 30 ? -30 : 30;
        const at = { clientX: left + width / 2, clientY: top + height / 2 };
        frame.dispatchEvent(new WheelEvent('wheel', { deltaY, ...at, cancelable: true, bubbles: true }));
        await new Promise(requestAnimationFrame);
        gaps.push(performance.now() - last);
        last = performance.now();
      }
      // The picture is drawn again when the wheel has stopped.
      await new Promise((resolve) => setTimeout(resolve, 400));
      return { zooming: gaps.toSorted((a, b) => a - b)[Math.floor(gaps.length / 2)]! };
    });
    console.log(`2000 shipments on the map: median ${longest.zooming.toFixed(1)} ms a frame while zooming`);
    // Frames take as long as the machine needs; what keeps them short is that neighbours are one mark.
    const marks = await page.locator('.place').count();
    expect(marks).toBeGreaterThan(10);
    expect(marks).toBeLessThan(200);
  });
});

describeInBrowser('the map of a route', { timeout: 60_000 }, () => {
  test('shows the plan, its geofences, the way travelled and when it may end', async () => {
    const { page } = await show('route');
    expect(await page.locator('.geofence').count()).toBe(3);
    expect(await page.locator('.place-names text').allTextContents()).toEqual([
      'Basel depot',
      'Munich hub',
      'Vienna hospital',
    ]);
    expect(await page.locator('.way path').count()).toBe(2);
    expect(await page.textContent('figcaption')).toMatch(/Arrival estimated .* to .*, 610\u00a0km to go/);
    expect(await findingsOn(page)).toEqual([]);
  });
});

describeInBrowser('a geofence', { timeout: 60_000 }, () => {
  const areaOf = async (page: Page): Promise<unknown> => JSON.parse((await page.textContent('output'))!);
  const typed = (page: Page) => page.getByLabel('Coordinates of the centre');

  test('is a circle drawn by mouse: a click, and a drag of its radius and its centre', async () => {
    const { page, complaints } = await show('area=');
    await page.getByLabel('Go to city').fill('zuric');
    await page.getByText('Enter goes to Zürich.').waitFor();
    await page.keyboard.press('Enter');
    await page.locator('.cities text', { hasText: 'Zürich' }).waitFor();
    const frame = (await page.locator('.map-frame').boundingBox())!;
    const [x, y] = [frame.x + frame.width / 2, frame.y + frame.height / 2];
    await page.mouse.click(x, y);
    const placed = (await areaOf(page)) as { circle: Record<string, number> };
    expect(placed.circle['latitude']).toBeCloseTo(47.367, 2);
    expect(placed.circle['longitude']).toBeCloseTo(8.55, 2);
    expect(placed.circle['radiusMeters']).toBe(500);
    await page.getByLabel('Radius in metres').fill('2000');
    await page.getByRole('button', { name: 'Show all' }).click();
    const edge = (await page.locator('.handle.edge').boundingBox())!;
    await drag(page, edge, 60, 0);
    const wider = (await areaOf(page)) as typeof placed;
    expect(wider.circle['radiusMeters']).toBeGreaterThan(2000);
    const centre = (await page.locator('.handle.centre').boundingBox())!;
    await drag(page, centre, 0, -40);
    const moved = (await areaOf(page)) as typeof placed;
    expect(moved.circle['latitude']).toBeGreaterThan(wider.circle['latitude']!);
    expect(moved.circle['radiusMeters']).toBe(wider.circle['radiusMeters']);
    expect(complaints).toEqual([]);
  });

  test('is a circle typed in, refused in sentences until it is one', async () => {
    const { page } = await show('area=', phone);
    await typed(page).fill('here');
    expect(await page.getByRole('alert').textContent()).toContain('These are not coordinates.');
    expect(await areaOf(page)).toBeNull();
    await typed(page).fill('47.3769, 8.5417');
    await page.getByLabel('Radius in metres').fill('0');
    expect(await page.getByRole('alert').textContent()).toBe(
      'The radius must be a number of metres above 0.',
    );
    await page.getByRole('slider', { name: 'Radius' }).focus();
    await page.keyboard.press('End');
    expect(await areaOf(page)).toEqual({
      circle: { latitude: 47.3769, longitude: 8.5417, radiusMeters: 50_000 },
    });
    await typed(page).fill('47°22′36.84″ N 8°32′30.12″ E');
    expect(await areaOf(page)).toEqual({
      circle: { latitude: 47.3769, longitude: 8.5417, radiusMeters: 50_000 },
    });
    await expectNoOverflow(page);
    expect(await findingsOn(page)).toEqual([]);
    await page.getByRole('button', { name: 'Remove geofence' }).click();
    expect([await areaOf(page), await typed(page).inputValue()]).toEqual([null, '']);
  });

  test('is a polygon by keyboard: corners picked on the map, typed and removed', async () => {
    const { page } = await show('area=');
    await page.getByRole('radio', { name: 'Polygon' }).check();
    await page.locator('.map-frame').focus();
    await page.keyboard.press('Enter');
    await page.locator('.crosshair').waitFor();
    for (const [move, corner] of [
      ['ArrowRight', 2],
      ['ArrowDown', 3],
    ] as const) {
      await page.keyboard.press(move);
      await page.keyboard.press('Enter');
      await page.getByLabel(`Latitude of corner ${corner}`).waitFor();
    }
    const drawn = (await areaOf(page)) as { polygon: { corners: { latitude: number; longitude: number }[] } };
    expect(drawn.polygon.corners).toHaveLength(3);
    expect(drawn.polygon.corners[1]!.longitude).toBeGreaterThan(drawn.polygon.corners[0]!.longitude);
    expect(drawn.polygon.corners[2]!.latitude).toBeLessThan(drawn.polygon.corners[1]!.latitude);
    await page.getByRole('button', { name: 'Add corner' }).click();
    expect(await areaOf(page)).toBeNull();
    expect(await page.getByRole('alert').textContent()).toContain('Corner 4 needs a latitude');
    await page.getByLabel('Latitude of corner 4').fill('-40');
    await page.getByLabel('Longitude of corner 4').fill('-5');
    expect(((await areaOf(page)) as typeof drawn).polygon.corners).toHaveLength(4);
    expect(await findingsOn(page)).toEqual([]);
    await page.getByRole('button', { name: 'Remove corner 4' }).click();
    await page.getByRole('button', { name: 'Remove corner 3' }).click();
    expect(await page.getByRole('alert').textContent()).toContain('at least 3 corners; 2 are placed');
    // A circle is another draft; what was typed for the polygon is still there.
    await page.getByRole('radio', { name: 'Circle' }).check();
    await page.getByRole('radio', { name: 'Polygon' }).check();
    expect(await page.getByLabel('Latitude of corner 2').count()).toBe(1);
  });

  test('is drawn by fingers: a tap places a corner, a drag moves it', async () => {
    const { page } = await show('area=', phone);
    await page.getByRole('radio', { name: 'Polygon' }).check();
    const frame = (await page.locator('.map-frame').boundingBox())!;
    for (const [dx, dy] of [
      [0.3, 0.3],
      [0.7, 0.3],
      [0.5, 0.7],
    ] as const)
      await page.touchscreen.tap(frame.x + dx * frame.width, frame.y + dy * frame.height);
    const before = (await areaOf(page)) as { polygon: { corners: { latitude: number }[] } };
    expect(before.polygon.corners).toHaveLength(3);
    const devtools = await page.context().newCDPSession(page);
    const handle = (await page.locator('.handle.corner').first().boundingBox())!;
    const [x, y] = [handle.x + handle.width / 2, handle.y + handle.height / 2];
    await touch(devtools, 'touchStart', [{ x, y }]);
    for (let step = 1; step <= 4; step++) await touch(devtools, 'touchMove', [{ x, y: y - 10 * step }]);
    await touch(devtools, 'touchEnd', []);
    const after = (await areaOf(page)) as typeof before;
    expect(after.polygon.corners).toHaveLength(3);
    expect(after.polygon.corners[0]!.latitude).toBeGreaterThan(before.polygon.corners[0]!.latitude);
    expect(await page.evaluate(() => window.scrollY)).toBe(0);
  });

  test('from outside replaces what is in the fields', async () => {
    const { page } = await show('area=');
    await typed(page).fill('1, 1');
    await page.getByRole('button', { name: 'Take another' }).click();
    expect(await typed(page).inputValue()).toBe('1, 2');
    expect(await page.getByLabel('Radius in metres').inputValue()).toBe('3000');
  });
});

async function touch(
  devtools: CDPSession,
  type: 'touchStart' | 'touchMove' | 'touchEnd',
  touchPoints: { x: number; y: number; id?: number }[],
): Promise<void> {
  await devtools.send('Input.dispatchTouchEvent', { type, touchPoints });
}

/** Two fingers, side by side, move apart and upwards. */
async function pinch(
  devtools: CDPSession,
  { x, y }: { x: number; y: number },
  from: number,
  to: number,
  up: number,
): Promise<void> {
  const fingers = (distance: number, dy: number) => [
    { x: x - distance / 2, y: y - dy, id: 0 },
    { x: x + distance / 2, y: y - dy, id: 1 },
  ];
  await touch(devtools, 'touchStart', fingers(from, 0));
  for (let step = 1; step <= 6; step++)
    await touch(devtools, 'touchMove', fingers(from + ((to - from) * step) / 6, (up * step) / 6));
  await touch(devtools, 'touchEnd', []);
}

async function drag(
  page: Page,
  { x, y, width, height }: { x: number; y: number; width: number; height: number },
  dx: number,
  dy: number,
): Promise<void> {
  const [fromX, fromY] = [x + width / 2, y + height / 2];
  await page.mouse.move(fromX, fromY);
  await page.mouse.down();
  await page.mouse.move(fromX + dx, fromY + dy, { steps: 4 });
  await page.mouse.up();
}

/** The names of cities and marks that have pixels in common on the screen. */
async function collisions(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const boxes = [...document.querySelectorAll('.cities text, .place .halo')].map((element) => ({
      name: element.textContent === '' ? 'a mark' : element.textContent,
      box: element.getBoundingClientRect(),
    }));
    return boxes.flatMap(({ name, box }, index) =>
      boxes
        .slice(index + 1)
        .filter(
          (other) =>
            box.left < other.box.right - 1 &&
            other.box.left < box.right - 1 &&
            box.top < other.box.bottom - 1 &&
            other.box.top < box.bottom - 1,
        )
        .map((other) => `${name} and ${other.name}`),
    );
  });
}

/** The share of each colour in a picture, given as an address. */
async function sharesOfColours(address: string): Promise<Record<string, number>> {
  const image = new Image();
  image.src = address;
  await image.decode();
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [image.width, image.height];
  const context = canvas.getContext('2d')!;
  context.drawImage(image, 0, 0);
  const { data } = context.getImageData(0, 0, image.width, image.height);
  const counts: Record<string, number> = {};
  for (let index = 0; index < data.length; index += 4) {
    const name = `${data[index]} ${data[index + 1]} ${data[index + 2]}`;
    counts[name] = (counts[name] ?? 0) + 1;
  }
  const all = image.width * image.height;
  return Object.fromEntries(Object.entries(counts).map(([name, count]) => [name, count / all]));
}
