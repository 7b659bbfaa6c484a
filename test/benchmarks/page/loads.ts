import type { Browser } from 'playwright-core';
import { signInAs } from '../../support/api-client.ts';
import type { LocalRun } from '../../support/local-run.ts';
import { badBox, seedBoard } from '../../support/receipt-board.ts';
import { type Opened, loadOf, views } from './load.ts';

const pages: readonly Opened[] = [
  { name: 'landing', path: '/', there: 'main.landing', isSignedIn: false },
  { name: 'board', path: '/board', there: '[data-shipment]', isSignedIn: true },
  { name: 'shipment', path: `/shipments/${badBox.shipment}`, there: 'main h1', isSignedIn: true },
  { name: 'alarms', path: '/alarms', there: 'main h1', isSignedIn: true },
];
const target = { largestPaintMs: 2500, layoutShift: 0.05 } as const;

/**
 * Opens each page on a phone and at a desk, with an empty cache, over slow 4G and on a slow processor; prints a line for
 * each, with the targets next to it.
 */
export async function measureLoads(run: LocalRun, browser: Browser, repetitions: number): Promise<void> {
  await seedBoard(run, await signInAs(run, 'lena'));
  console.log(
    `Medians of ${repetitions}; 1.6 Mbit/s, 150 ms, processor at a quarter. Targets: largest paint at most ${target.largestPaintMs} ms, layout shift at most ${target.layoutShift}.\n`,
  );
  console.log(row('page', 'view', 'largest paint', 'layout shift', 'requests', 'kB', ''));
  for (const view of Object.keys(views) as (keyof typeof views)[])
    for (const opened of pages) {
      const { largestPaintMs, layoutShift, requests, kilobytes } = await loadOf(
        browser,
        run,
        view,
        opened,
        repetitions,
      );
      const isMet = largestPaintMs <= target.largestPaintMs && layoutShift <= target.layoutShift;
      console.log(
        row(
          opened.name,
          view,
          `${largestPaintMs} ms`,
          layoutShift.toFixed(3),
          String(requests),
          kilobytes.toFixed(0),
          isMet ? 'met' : 'MISSED',
        ),
      );
    }
}

function row(...[page, view, ...rest]: string[]): string {
  return `${page!.padEnd(10)}${view!.padEnd(8)}${rest.map((cell) => cell.padStart(14)).join('')}`.trimEnd();
}
