import '../../support/own-temporary-folder.ts';
import '../silence-logs.ts';
import { seedProfiles } from '../../../local/demonstration/seed.ts';
import { startLocalRun } from '../../support/local-run.ts';
import { chromiumPath, desk, launch, open, signInOn } from '../../web/browser.ts';
import { median, toTenth } from '../measure.ts';
import { boardOf } from './board.ts';
import { drawMs, noteStrokes } from './draw.ts';
import { judgeMs } from './judge.ts';
import { seedLong, seedMany } from './seed.ts';
import { frames } from './zoom.ts';

// Measures how the page performs with much to show, in a browser on this machine.

const readings = 50_000;
const shipments = 2000;
const repetitions = 5;

if (chromiumPath === undefined) throw new Error('no Chromium here: install Debian’s package "chromium"');
const run = await startLocalRun();
await seedProfiles(run.database);
const browser = await launch();
try {
  await seedLong(run, readings);
  const { page } = await open(browser, desk);
  await page.addInitScript(noteStrokes);
  await signInOn(page, run, 'lena');
  const drawn: Awaited<ReturnType<typeof drawMs>>[] = [];
  for (let turn = 0; turn < repetitions; turn++) drawn.push(await drawMs(page, run));
  const zoomed = await frames(page);
  await seedMany(run, shipments);
  const board = await boardOf(page, run);
  const judged = await judgeMs(browser, repetitions);
  console.log(
    JSON.stringify(
      {
        readings,
        drawnMs: {
          sinceReadingsArrived: spread(drawn.map(({ sinceReadings }) => sinceReadings)),
          sinceVerdictArrivedToo: spread(drawn.map(({ sinceAllArrived }) => sinceAllArrived)),
          target: 'at most 1000',
        },
        zooming: { ...zoomed, target: '60 frames a second' },
        board: { shipments, ...board },
        // The page without a server: from dropping the file to the recommendation.
        judged: { rows: judged.rows, ms: spread(judged.ms), target: 'at most 1000' },
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
  return { median: toTenth(median(values)), most: toTenth(Math.max(...values)) };
}
