import type { BrowserContext, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { addressOf } from '../support/api-client.ts';
import { findingsOn } from './accessibility.ts';
import { describeInBrowser, desk, givePassword, open, signInOn } from './browser.ts';
import { type Stage, onStage } from './stage.ts';

let run: Stage['run'];
let browser: Stage['browser'];

onStage((stage) => {
  ({ run, browser } = stage);
});

/** Another tab of the same browser, opened by its address. */
async function anotherTab(context: BrowserContext, path = '/board'): Promise<Page> {
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  await page.goto(addressOf(run) + path);
  return page;
}

/** The requests of a tab for tokens. */
function tokenRequests(page: Page): string[] {
  const sent: string[] = [];
  page.on('request', (request) => {
    if (request.url().endsWith('/oauth2/token')) sent.push(request.url());
  });
  return sent;
}

/** Lets the token of a tab expire. */
async function expire(page: Page): Promise<void> {
  await page.evaluate(() => {
    const key = Object.keys(sessionStorage).find((each) => each.startsWith('oidc.user:'))!;
    const user = JSON.parse(sessionStorage.getItem(key)!) as object;
    sessionStorage.setItem(key, JSON.stringify({ ...user, expires_at: Math.floor(Date.now() / 1000) }));
  });
}

/** Lets the sign-in of a tab end: its token has expired, and cannot be renewed. */
async function endSignIn(page: Page): Promise<void> {
  await page.evaluate(() => {
    const key = Object.keys(sessionStorage).find((each) => each.startsWith('oidc.user:'))!;
    const user = JSON.parse(sessionStorage.getItem(key)!) as object;
    sessionStorage.setItem(key, JSON.stringify({ ...user, expires_at: 1, refresh_token: 'none' }));
  });
}

/** Makes a tab call the API, by loading its page anew; returns the status of the response. */
async function ask(page: Page): Promise<number> {
  const answer = page.waitForResponse((response) => response.url().endsWith('/api/me'));
  await page.reload();
  return (await answer).status();
}

describeInBrowser('several tabs of a browser', { timeout: 90_000 }, () => {
  test('need one sign-in; the token is stored nowhere but in the tabs', async () => {
    const { page, complaints } = await open(browser, desk);
    await signInOn(page, run, 'lena');
    const second = await anotherTab(page.context(), '/alarms');
    await second.waitForSelector('header.top');
    expect(
      await second.getByText('Signed in as lena').or(second.getByLabel('Signed in as lena')).count(),
    ).toBe(1);
    expect(new URL(second.url()).pathname).toBe('/alarms');
    const stored = await second.evaluate(() => JSON.stringify(localStorage));
    expect(stored).not.toContain('token');
    expect(
      await page
        .context()
        .cookies()
        .then((all) => all.filter(({ name }) => /token/i.test(name))),
    ).toEqual([]);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  test('are not signed in where the browser is another', async () => {
    const { page } = await open(browser, desk);
    await signInOn(page, run, 'lena');
    const { page: elsewhere } = await open(browser, desk);
    await elsewhere.goto(`${addressOf(run)}/board`);
    await elsewhere.waitForSelector('main.landing');
    await page.context().close();
    await elsewhere.context().close();
  });

  test('are signed in by a sign-in in one of them, and signed out by a sign-out in one of them', async () => {
    const { page } = await open(browser, desk);
    await page.goto(`${addressOf(run)}/alarms`);
    await page.waitForSelector('main.landing');
    const second = await anotherTab(page.context());
    await second.getByRole('button', { name: 'Sign in' }).click();
    await givePassword(second, run, 'lena');
    await second.waitForSelector('header.top');
    await page.waitForSelector('header.top');
    expect(new URL(page.url()).pathname).toBe('/alarms');
    // A third is away from the page when that happens.
    const away = await anotherTab(page.context());
    await away.waitForSelector('header.top');
    await away.goto('about:blank');
    await page.getByLabel('Signed in as lena').click();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.waitForSelector('main.landing');
    await second.waitForSelector('main.landing');
    expect(await second.evaluate(() => sessionStorage.length)).toBe(0);
    await away.goto(`${addressOf(run)}/board`);
    await away.waitForSelector('main.landing');
    await page.context().close();
  });

  test('renew an expired token once for all of them', async () => {
    const { page, complaints } = await open(browser, desk);
    await signInOn(page, run, 'lena');
    const tabs = [page, await anotherTab(page.context()), await anotherTab(page.context())];
    for (const tab of tabs) await tab.waitForSelector('header.top');
    const sent = tabs.map(tokenRequests);
    await Promise.all(tabs.map(expire));
    expect(await Promise.all(tabs.map(ask))).toEqual([200, 200, 200]);
    expect(sent.flat().length).toBe(1);
    // The refresh token was used up in one tab; the others have the new one.
    await Promise.all(tabs.map(expire));
    expect(await Promise.all(tabs.map(ask))).toEqual([200, 200, 200]);
    expect(sent.flat().length).toBe(2);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  test('notice that somebody else has signed in, and keep what was typed for the person who typed it', async () => {
    const { page, complaints } = await open(browser, desk);
    await signInOn(page, run, 'lena');
    const draft = 'draft.lena.note';
    await page.evaluate((key) => sessionStorage.setItem(key, '"half a sentence"'), draft);
    const second = await anotherTab(page.context());
    await second.waitForSelector('header.top');
    // Lena's sign-in ends in both; at the provider too.
    await page.context().clearCookies();
    await Promise.all([page, second].map(endSignIn));
    for (const tab of [page, second]) await tab.waitForSelector('.banner');
    await second.getByRole('button', { name: 'Sign in again' }).click();
    await givePassword(second, run, 'paul');
    await second.waitForSelector('header.top');
    await page.getByRole('heading', { name: 'paul has signed in in another tab' }).waitFor();
    expect(await findingsOn(page)).toEqual([]);
    expect(await page.evaluate((key) => sessionStorage.getItem(key), draft)).toBe('"half a sentence"');
    await page.getByRole('button', { name: 'Continue as paul' }).click();
    await page.getByLabel('Signed in as paul').waitFor();
    expect(complaints.filter((each) => !each.includes('40'))).toEqual([]);
    await page.context().close();
  });
});
