import type { Browser } from 'playwright-core';
import { buildJudgePage } from '../../support/judge-page.ts';
import { drop, judgeBy, openFromDisk } from '../../web/judge-page.ts';

const rows = 11_000;
const began = Date.UTC(2026, 0, 1);

/** A logger's export with a row every five minutes, in a slow wave around 5 °C with a warm day in it. */
function longCsv(): string {
  const lines = Array.from({ length: rows }, (_, index) => {
    const celsius = 5 + 2 * Math.sin(index / 50) + (index > 6000 && index < 6300 ? 6 : 0);
    return `${new Date(began + index * 300_000).toISOString()},${celsius.toFixed(1)}\n`;
  });
  return `time,temperature\n${lines.join('')}`;
}

/**
 * Milliseconds from dropping a file of 11 000 rows on the page that judges files until the recommendation is there, the
 * loading of what reads and judges included: each time on a page just opened.
 */
export async function judgeMs(
  browser: Browser,
  repetitions: number,
): Promise<{ rows: number; ms: number[] }> {
  const path = buildJudgePage();
  const file = { name: 'long.csv', content: longCsv() };
  const ms: number[] = [];
  for (let turn = 0; turn < repetitions; turn++) {
    const { page } = await openFromDisk(browser, path);
    await judgeBy(page, 'controlled-cold');
    await page.evaluate(() => {
      document.addEventListener('drop', () => performance.mark('dropped'), { capture: true, once: true });
      new MutationObserver((_, observer) => {
        if (document.querySelector('.recommendation') === null) return;
        observer.disconnect();
        performance.measure('judged', 'dropped');
      }).observe(document.body, { childList: true, subtree: true });
    });
    await drop(page, file);
    await page.waitForSelector('.plot canvas');
    ms.push(await page.evaluate(() => performance.getEntriesByName('judged')[0]!.duration));
    await page.context().close();
  }
  return { rows, ms };
}
