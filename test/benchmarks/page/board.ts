import type { Page } from 'playwright-core';
import type { LocalRun } from '../../support/local-run.ts';
import { visit } from '../../web/browser.ts';
import { toTenth } from '../measure.ts';

/** Opens the board, scrolls it, types into it, and lets it refresh. A long task is one that blocks the page. */
export async function boardOf(page: Page, run: LocalRun) {
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
  const longest = (list: readonly number[]): number => toTenth(Math.max(0, ...list));
  return {
    shownMs,
    longestTaskMs: {
      opening: longest(opening),
      scrolling: longest(scrolling),
      typing: longest(typing),
      renewingForAMinute: longest(renewing),
    },
    requestsAMinute: requests,
    kilobytesAMinute: toTenth(bytes / 1000),
  };
}
