import '../quiet.ts';
import type { Page } from 'playwright-core';
import { seedProfiles } from '../../demo/seed.ts';
import { topicOf } from '../../contract/topic.ts';
import { append } from '../../store/append.ts';
import { attachDevice } from '../../store/attach-device.ts';
import { createShipment, declarePassage } from '../../store/shipment-steps.ts';
import { chromiumPath, desk, launch, open, signInOn, visit } from '../../test/web/browser.ts';
import { type LocalRun, startLocalRun } from '../../test/support/local-run.ts';
import { median, quantile } from '../measure.ts';

// How the page does with much to show, measured in a browser on this machine.

const readings = 50_000;
const shipments = 2000;
const rounds = 5;
const profile = { id: 'controlled-cold', version: 1 };
const minute = 60_000;

if (chromiumPath === undefined) throw new Error('no Chromium here: install Debian’s package "chromium"');
const run = await startLocalRun();
await seedProfiles(run.database);
const browser = await launch();
try {
  await seedLong(run);
  const { page } = await open(browser, desk);
  await page.addInitScript(noteStrokes);
  await signInOn(page, run, 'lena');
  const drawn: Awaited<ReturnType<typeof drawMs>>[] = [];
  for (let turn = 0; turn < rounds; turn++) drawn.push(await drawMs(page));
  const zoomed = await frames(page);
  await seedMany(run);
  const board = await boardOf(page);
  console.log(
    JSON.stringify(
      {
        readings,
        drawnMs: {
          // A chart is not drawn without the verdict, which knows its gaps.
          sinceReadingsArrived: spread(drawn.map(({ sinceReadings }) => sinceReadings)),
          sinceVerdictArrivedToo: spread(drawn.map(({ sinceAllArrived }) => sinceAllArrived)),
          target: 'at most 1000',
        },
        zooming: { ...zoomed, target: '60 frames a second' },
        board: { shipments, ...board },
      },
      null,
      2,
    ),
  );
} finally {
  await browser.close();
  await run.stop();
}

function spread(values: readonly number[]) {
  return { median: round(median(values)), most: round(Math.max(...values)) };
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

async function shipmentWith(
  own: LocalRun,
  shipment: string,
  since: number,
  intervalMs: number,
): Promise<void> {
  const plan = {
    goods: 'measles vaccine',
    origin: 'Cambridge',
    destination: 'Munich',
    site: 'north',
    profile,
    audience: [],
  };
  await createShipment(own.database, shipment, plan, 'bench');
  const attaching = { shipment, profile, since, intervalMs, attachedAt: Date.now() };
  await attachDevice(own.database, `box-${shipment}`, attaching, 'bench');
}

/** A shipment with 50 000 readings of temperature, published as a device does that stored them. */
async function seedLong(own: LocalRun): Promise<void> {
  const everyMs = minute;
  const since = Date.now() - readings * everyMs;
  await shipmentWith(own, 'LONG-1', since, everyMs);
  const connection = await own.connect('box-LONG-1');
  const batch = 2000;
  for (let begin = 0; begin < readings; begin += batch) {
    const part = Array.from({ length: Math.min(batch, readings - begin) }, (_, index) => {
      const at = since + (begin + index) * everyMs;
      const temperature = Number((5 + Math.sin(at / 4e6) + Math.sin(at * 12.9898) * 0.6).toFixed(2));
      return { time: at, temperature };
    });
    await connection.publish(topicOf('box-LONG-1', 'telemetry'), JSON.stringify(part));
  }
  await connection.close();
  await own.drained();
}

/** From the arrival of the last of the readings in the browser to the first frame that has their line. */
async function drawMs(page: Page): Promise<{ sinceReadings: number; sinceAllArrived: number }> {
  await visit(page, run, '/shipments/LONG-1');
  const drawn = await page.waitForFunction(
    () =>
      (window as unknown as { strokes: { points: number; at: number }[] }).strokes.find(
        ({ points }) => points > 500,
      )?.at,
  );
  const at = (await drawn.jsonValue())!;
  const arrived = await page.evaluate(() =>
    Math.max(
      ...performance
        .getEntriesByType('resource')
        .filter(({ name }) => /\/(readings\?.*channel=temperature|verdict|versions\/1)/.test(name))
        .map((entry) => (entry as PerformanceResourceTiming).responseEnd),
    ),
  );
  const readingsArrived = await page.evaluate(() =>
    Math.max(
      ...performance
        .getEntriesByType('resource')
        .filter(({ name }) => /\/readings\?.*channel=temperature/.test(name))
        .map((entry) => (entry as PerformanceResourceTiming).responseEnd),
    ),
  );
  return { sinceAllArrived: at - arrived, sinceReadings: at - readingsArrived };
}

/** Notes each line that is drawn: of how many points, and the frame in which it shows. */
function noteStrokes(): void {
  const strokes: { points: number; at: number }[] = [];
  (window as unknown as { strokes: typeof strokes }).strokes = strokes;
  const counts = new WeakMap<object, number>();
  const paths = Path2D.prototype as { lineTo: (x: number, y: number) => void };
  const lineTo = paths.lineTo;
  paths.lineTo = function (this: object, x, y) {
    counts.set(this, (counts.get(this) ?? 0) + 1);
    lineTo.call(this, x, y);
  };
  const canvas = CanvasRenderingContext2D.prototype as unknown as { stroke: (...given: object[]) => void };
  const stroke = canvas.stroke;
  canvas.stroke = function (this: object, ...given) {
    const points = given[0] === undefined ? 0 : (counts.get(given[0]) ?? 0);
    requestAnimationFrame((at) => strokes.push({ points, at }));
    stroke.apply(this, given);
  };
}

/** Zooms in and out by the wheel, a step each frame, over all that was read. */
async function frames(page: Page) {
  await page.waitForTimeout(1500);
  const gaps = await page.evaluate(
    () =>
      new Promise<number[]>((resolve) => {
        const over = document.querySelector('.plot .u-over')!;
        const { left, top, width, height } = over.getBoundingClientRect();
        const times: number[] = [];
        const step = (now: number): void => {
          times.push(now);
          if (times.length > 240) return resolve(times.slice(1).map((time, index) => time - times[index]!));
          const isIn = Math.floor(times.length / 40) % 2 === 0;
          over.dispatchEvent(
            new WheelEvent('wheel', {
              deltaY: isIn ? -24 : 24,
              ctrlKey: true,
              clientX: left + width * 0.4,
              clientY: top + height / 2,
              bubbles: true,
              cancelable: true,
            }),
          );
          requestAnimationFrame(step);
        };
        requestAnimationFrame(step);
      }),
  );
  const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
  return {
    framesPerSecond: round(1000 / mean),
    frameMs: {
      median: round(quantile(gaps, 0.5)),
      p95: round(quantile(gaps, 0.95)),
      most: round(Math.max(...gaps)),
    },
  };
}

async function seedMany(own: LocalRun): Promise<void> {
  const now = Date.now();
  const names = Array.from({ length: shipments }, (_, index) => `MANY-${String(index).padStart(4, '0')}`);
  const next = names.values();
  const work = async (): Promise<void> => {
    for (const shipment of next) {
      await shipmentWith(own, shipment, now - 60 * minute, 10 * minute);
      await declarePassage(own.database, shipment, 'departed', now - 50 * minute, 'bench');
      const index = Number(shipment.slice(5));
      const at = now - 5 * minute;
      await append(own.database, `box-${shipment}`, [
        [
          { channel: 'temperature', at, value: 4 + (index % 9) / 2 },
          { channel: 'location', at, latitude: 36 + (index % 47) / 2, longitude: -9 + (index % 61) / 1.5 },
        ],
      ]);
    }
  };
  await Promise.all(Array.from({ length: 8 }, work));
}

/** Opens the board, scrolls it, types into it, and lets it renew itself; what holds the page up is a long task. */
async function boardOf(page: Page) {
  await page.addInitScript(() => {
    const tasks: number[] = [];
    (window as unknown as { tasks: number[] }).tasks = tasks;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) tasks.push(entry.duration);
    }).observe({ type: 'longtask', buffered: true });
  });
  let requests = 0;
  let bytes = 0;
  page.on('response', (response) => {
    if (!response.url().includes('/api/board')) return;
    requests++;
    void response.body().then(
      (body) => (bytes += body.length),
      () => undefined,
    );
  });
  const begin = Date.now();
  await visit(page, run, '/board');
  await page.waitForSelector('[data-shipment]');
  const shownMs = Date.now() - begin;
  await page.waitForTimeout(3000);
  const tasks = (): Promise<number[]> =>
    page.evaluate(() => (window as unknown as { tasks: number[] }).tasks.splice(0));
  const opening = await tasks();
  for (let step = 0; step < 40; step++) {
    await page.mouse.wheel(0, 600);
    await page.waitForTimeout(25);
  }
  const scrolling = await tasks();
  await page.getByLabel('Find').fill('');
  await page.getByLabel('Find').pressSequentially('MANY-12', { delay: 60 });
  const typing = await tasks();
  await page.getByLabel('Find').fill('');
  [requests, bytes] = [0, 0];
  await page.waitForTimeout(60_000);
  const renewing = await tasks();
  const longest = (list: readonly number[]): number => round(Math.max(0, ...list));
  return {
    shownMs,
    longestTaskMs: {
      opening: longest(opening),
      scrolling: longest(scrolling),
      typing: longest(typing),
      renewingForAMinute: longest(renewing),
    },
    requestsAMinute: requests,
    kilobytesAMinute: round(bytes / 1000),
  };
}
