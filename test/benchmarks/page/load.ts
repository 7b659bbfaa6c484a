import type { Browser, Page } from 'playwright-core';
import type { LocalRun } from '../../support/local-run.ts';
import { addressOf } from '../../support/api-client.ts';
import { desk, open, phone, signInOn } from '../../web/browser.ts';
import { median, toTenth } from '../measure.ts';

/** A page that is opened cold: its path, what shows that it is there, and whether somebody is signed in. */
export type Opened = {
  readonly name: string;
  readonly path: string;
  readonly there: string;
  readonly isSignedIn: boolean;
};

/** What opening a page cost: times in milliseconds, bytes as they were transferred. */
export type Load = {
  readonly largestPaintMs: number;
  readonly layoutShift: number;
  readonly requests: number;
  readonly kilobytes: number;
};

/** The slow 4G of Lighthouse: https://github.com/GoogleChrome/lighthouse/blob/main/docs/throttling.md */
const slow4G = {
  offline: false,
  latency: 150,
  downloadThroughput: 1.6e6 / 8,
  uploadThroughput: 750e3 / 8,
};
const processorTimesSlower = 4;
/** How long nothing is requested before a page counts as loaded. */
const calmMs = 1500;

export const views = { phone, desk } as const;

/**
 * Opens a page several times with an empty cache, over a slow network and on a slow processor, and returns the medians.
 */
export async function loadOf(
  browser: Browser,
  run: LocalRun,
  view: keyof typeof views,
  opened: Opened,
  repetitions: number,
): Promise<Load> {
  const { page } = await open(browser, views[view]);
  await page.addInitScript(observePaints);
  page.setDefaultTimeout(60_000);
  if (opened.isSignedIn) await signInOn(page, run, 'lena');
  const loads: Load[] = [];
  for (let turn = 0; turn < repetitions; turn++)
    loads.push(await loadOnce(page, addressOf(run) + opened.path, opened.there));
  await page.context().close();
  const middle = (of: (load: Load) => number): number => median(loads.map(of));
  return {
    largestPaintMs: Math.round(middle((load) => load.largestPaintMs)),
    layoutShift: middle((load) => load.layoutShift),
    requests: middle((load) => load.requests),
    kilobytes: toTenth(middle((load) => load.kilobytes)),
  };
}

async function loadOnce(page: Page, url: string, there: string): Promise<Load> {
  const session = await page.context().newCDPSession(page);
  // The tab keeps its sign-in, and stops asking.
  await page.goto('about:blank');
  await session.send('Network.enable');
  await session.send('Network.clearBrowserCache');
  await session.send('Network.emulateNetworkConditions', slow4G);
  await session.send('Emulation.setCPUThrottlingRate', { rate: processorTimesSlower });
  const sent = new Set<string>();
  let bytes = 0;
  let lastAt = Date.now();
  session.on('Network.requestWillBeSent', ({ requestId, request }) => {
    if (request.url.startsWith('http')) sent.add(requestId);
    lastAt = Date.now();
  });
  // What is fetched ahead is taken from the browser's cache when it is needed.
  session.on('Network.requestServedFromCache', ({ requestId }) => sent.delete(requestId));
  session.on('Network.responseReceived', ({ requestId, response }) => {
    if (response.fromDiskCache === true) sent.delete(requestId);
  });
  session.on('Network.loadingFinished', ({ encodedDataLength }) => {
    bytes += encodedDataLength;
    lastAt = Date.now();
  });
  await page.goto(url);
  await page.waitForSelector(there, { state: 'attached' });
  while (Date.now() - lastAt < calmMs) await page.waitForTimeout(100);
  const requests = sent.size;
  const { largestPaintMs, layoutShift } = await page.evaluate(
    () => (window as unknown as { paints: { largestPaintMs: number; layoutShift: number } }).paints,
  );
  await session.detach();
  return {
    largestPaintMs,
    layoutShift: Math.round(layoutShift * 1000) / 1000,
    requests,
    kilobytes: bytes / 1000,
  };
}

/**
 * Records in the page the time of the largest paint, and the sum of the layout's shifts: more than the score of browsers,
 * which only counts the worst five seconds.
 */
export function observePaints(): void {
  const paints = { largestPaintMs: 0, layoutShift: 0 };
  (window as unknown as { paints: typeof paints }).paints = paints;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) paints.largestPaintMs = entry.startTime;
  }).observe({ type: 'largest-contentful-paint', buffered: true });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      const { value, hadRecentInput } = entry as PerformanceEntry & {
        value: number;
        hadRecentInput: boolean;
      };
      if (!hadRecentInput) paints.layoutShift += value;
    }
  }).observe({ type: 'layout-shift', buffered: true });
}
