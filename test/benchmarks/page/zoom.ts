import type { Page } from 'playwright-core';
import { quantile, toTenth } from '../measure.ts';

/** Zooms in and out with the wheel, one step per frame, over all readings. */
export async function frames(page: Page) {
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
    framesPerSecond: toTenth(1000 / mean),
    frameMs: {
      median: toTenth(quantile(gaps, 0.5)),
      p95: toTenth(quantile(gaps, 0.95)),
      most: toTenth(Math.max(...gaps)),
    },
  };
}
