import type { Page } from 'playwright-core';
import type { LocalRun } from '../../support/local-run.ts';
import { visit } from '../../web/browser.ts';

/** Milliseconds from the arrival of the last readings in the browser to the first frame that shows their line. */
export async function drawMs(
  page: Page,
  run: LocalRun,
): Promise<{ sinceReadings: number; sinceAllArrived: number }> {
  await visit(page, run, '/shipments/LONG-1?tab=chart');
  const drawn = await page.waitForFunction(
    () =>
      (window as unknown as { strokes: { points: number; at: number }[] }).strokes.find(
        ({ points }) => points > 500,
      )?.at,
  );
  const at = (await drawn.jsonValue())!;
  return {
    sinceReadings: at - (await arrivedAt(page, 'readings\\?.*channel=temperature')),
    // A chart waits for the verdict, which knows its gaps, and the profile, which has its limits.
    sinceAllArrived: at - (await arrivedAt(page, '(readings\\?.*channel=temperature|verdict|versions/1)')),
  };
}

/** When the last response with a matching address had arrived. */
async function arrivedAt(page: Page, pattern: string): Promise<number> {
  return page.evaluate(
    (like) =>
      Math.max(
        ...performance
          .getEntriesByType('resource')
          .filter(({ name }) => new RegExp(`/${like}`).test(name))
          .map((entry) => (entry as PerformanceResourceTiming).responseEnd),
      ),
    pattern,
  );
}

/** Records each line that is drawn: its number of points, and the frame in which it appears. */
export function noteStrokes(): void {
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
