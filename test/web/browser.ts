import { existsSync } from 'node:fs';
import { type Browser, type BrowserContextOptions, type Page, chromium } from 'playwright-core';
import { describe, expect } from 'vitest';
import { addressOf } from '../support/api-client.ts';
import type { LocalRun } from '../support/local-run.ts';

const executables = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
export const chromiumPath = executables.find((path) => existsSync(path));
if (chromiumPath === undefined)
  console.warn(
    '\n*** SKIPPED: no Chromium here, so no test of the page runs; install Debian’s package "chromium" ***\n',
  );

/** Tests in a real browser; skipped, loudly, where there is none. */
export const describeInBrowser = describe.skipIf(chromiumPath === undefined);

/** Nothing of the browser's own goes to the network. */
const ignored = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export function launch(...more: string[]): Promise<Browser> {
  return chromium.launch({ executablePath: chromiumPath!, args: [...ignored, ...more] });
}

export const phone: BrowserContextOptions = {
  viewport: { width: 390, height: 844 },
  hasTouch: true,
  isMobile: true,
};
export const desk: BrowserContextOptions = { viewport: { width: 1440, height: 900 } };

/** A page of its own, which writes down everything that a person should never see in a console. */
export async function open(
  browser: Browser,
  options: BrowserContextOptions = desk,
): Promise<{ page: Page; complaints: string[] }> {
  const context = await browser.newContext({ timezoneId: 'Europe/Berlin', ...options });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.setDefaultTimeout(30_000);
  return { page, complaints };
}

/** Gives name and password on the page of the identity provider. */
export async function givePassword(page: Page, run: LocalRun, username: string): Promise<void> {
  const { password } = run.cloud.people.find((each) => each.username === username)!;
  await page.fill('[name=username]', username);
  await page.fill('[name=password]', password);
  await page.click('button');
}

/** Opens the page and signs in as a person would. */
export async function signInOn(page: Page, run: LocalRun, username: string): Promise<void> {
  await page.goto(`${addressOf(run)}/`);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await givePassword(page, run, username);
  await page.waitForSelector('header.top');
}

/** Opens a path of the page, signed in already. */
export async function visit(page: Page, run: LocalRun, path: string): Promise<void> {
  await page.goto(addressOf(run) + path);
  await page.waitForSelector('main h1');
}

/** Whether everything fits the width of the screen. */
export async function expectNoOverflow(page: Page): Promise<void> {
  // A phone shows a page that is too wide smaller, so the window itself would be as wide as the page.
  const { width } = page.viewportSize()!;
  const over = (await page.evaluate(() => document.documentElement.scrollWidth)) - width;
  expect(over, `${page.url()} is wider than the screen`).toBeLessThanOrEqual(0);
}
