import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { everyMessage } from '../support/every-message.ts';
import { findingsOn } from './accessibility.ts';
import { describeInBrowser, launch } from './browser.ts';

describeInBrowser('a mail in a browser', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch();
  }, 60_000);
  afterAll(() => browser.close());

  test.each([
    [320, 'light'],
    [390, 'dark'],
    [700, 'light'],
  ] as const)(
    'of every kind fits %d px in %s colours, and axe finds nothing',
    { timeout: 300_000 },
    async (width, colorScheme) => {
      const page = await browser.newPage({ viewport: { width, height: 800 }, colorScheme });
      for (const [name, { html, body, subject }] of Object.entries(everyMessage())) {
        await page.setContent(html);
        expect(await page.title(), name).toBe(subject);
        expect(await page.evaluate(() => document.documentElement.scrollWidth), name).toBeLessThanOrEqual(
          width,
        );
        expect(
          await page.getByRole('heading', { name: body.heading, exact: true }).count(),
          name,
        ).toBeGreaterThan(0);
        expect((await findingsOn(page)).map(({ id, where }) => [name, id, ...where])).toEqual([]);
      }
      await page.close();
    },
  );
});
