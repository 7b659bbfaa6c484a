import '../../support/own-temporary-folder.ts';
import '../silence-logs.ts';
import type { Browser } from 'playwright-core';
import { seedProfiles } from '../../../local/demonstration/seed.ts';
import { type LocalRun, startLocalRun } from '../../support/local-run.ts';
import { chromiumPath, desk, launch, open, signInOn } from '../../web/browser.ts';
import { median, toTenth } from '../measure.ts';
import { boardOf } from './board.ts';
import { drawMs, noteStrokes } from './draw.ts';
import { judgeMs } from './judge.ts';
import { measureLoads } from './loads.ts';
import { seedLong, seedMany } from './seed.ts';
import { frames } from './zoom.ts';

// Measures the page in a browser on this machine. Without an argument: what opening it costs on a slow network, in a few
// minutes. The others need much data, and minutes to write it: draw, board, judge, or all of them.

const readings = 50_000;
const shipments = 2000;
const repetitions = 5;

/** Each measurement, in a local run of its own state; it prints what it finds. */
const measurements: Readonly<Record<string, (run: LocalRun, browser: Browser) => Promise<void>>> = {
  load: (run, browser) => measureLoads(run, browser, 3),
  draw: async (run, browser) => {
    await seedLong(run, readings);
    const { page } = await open(browser, desk);
    await page.addInitScript(noteStrokes);
    await signInOn(page, run, 'lena');
    const drawn: Awaited<ReturnType<typeof drawMs>>[] = [];
    for (let turn = 0; turn < repetitions; turn++) drawn.push(await drawMs(page, run));
    print({
      readings,
      drawnMs: {
        sinceReadingsArrived: spread(drawn.map(({ sinceReadings }) => sinceReadings)),
        sinceVerdictArrivedToo: spread(drawn.map(({ sinceAllArrived }) => sinceAllArrived)),
        target: 'at most 1000',
      },
      zooming: { ...(await frames(page)), target: '60 frames a second' },
    });
  },
  board: async (run, browser) => {
    console.log(`writing ${shipments} shipments, which takes minutes`);
    await seedMany(run, shipments);
    const { page } = await open(browser, desk);
    await signInOn(page, run, 'lena');
    print({ board: { shipments, ...(await boardOf(page, run)) } });
  },
  // The page without a server: from dropping the file to the recommendation.
  judge: async (_, browser) => {
    const { rows, ms } = await judgeMs(browser, repetitions);
    print({ judged: { rows, ms: spread(ms), target: 'at most 1000' } });
  },
};

const [asked = 'load'] = process.argv.slice(2);
const names = asked === 'all' ? Object.keys(measurements) : [asked];
if (names.some((name) => !(name in measurements)))
  throw new Error(`${asked} is none of ${Object.keys(measurements).join(', ')}, all`);
if (chromiumPath === undefined) throw new Error('no Chromium here: install Debian’s package "chromium"');
const browser = await launch();
try {
  for (const name of names) await measure(name);
} finally {
  await browser.close();
}

async function measure(name: string): Promise<void> {
  const run = await startLocalRun(undefined, { warm: 1 });
  try {
    await seedProfiles(run.database);
    await measurements[name]!(run, browser);
  } finally {
    await run.stop();
  }
}

function print(found: object): void {
  console.log(JSON.stringify(found, null, 2));
}

function spread(values: readonly number[]) {
  return { median: toTenth(median(values)), most: toTenth(Math.max(...values)) };
}
