import { join } from 'node:path';
import { expect, test } from 'vitest';
import { addressOf } from '../support/api-client.ts';
import { findingsOn } from './accessibility.ts';
import { describeInBrowser, desk, expectNoOverflow, open, phone } from './browser.ts';
import { type Stage, onStage } from './stage.ts';

let stage: Stage;
onStage((given) => {
  stage = given;
});

/** The link of a test mail to a confirmed address of Lena. */
async function linkTo(to: string): Promise<string> {
  const { run, lena } = stage;
  const latest = () => run.cloud.inbox.received.findLast((each) => each.to === to)!;
  const body = { channel: 'email', address: to, severity: 'major', zone: 'Europe/Madrid' };
  const { alert } = await lena.do('saveMyAlerts', { body });
  await run.drained();
  const code = /\d{6}/.exec(latest().message)![0];
  await lena.do('confirmAlert', { path: { alert }, body: { code } });
  await lena.do('testAlert', { path: { alert } });
  await run.drained();
  return /\S+\/unsubscribe#\S+/.exec(latest().message)![0];
}

describeInBrowser('the link of a mail that unsubscribes', { timeout: 120_000 }, () => {
  test.each([
    ['at a desk, light', { ...desk, colorScheme: 'light' }, 'desk'],
    ['on a phone, dark', { ...phone, colorScheme: 'dark' }, 'phone'],
    ['on a narrow phone', { ...phone, viewport: { width: 320, height: 640 } }, 'narrow'],
  ] as const)('asks before it ends anything, by keyboard too: %s', async (_, options, name) => {
    const { run, lena, browser } = stage;
    const link = await linkTo(`${name}@example.org`);
    expect(new URL(link).origin).toBe(addressOf(run));
    const { page, complaints } = await open(browser, options);
    await page.goto(link);
    const button = page.getByRole('button', { name: 'Stop messages' });
    await button.waitFor();
    expect(await findingsOn(page)).toEqual([]);
    await expectNoOverflow(page);
    await page.screenshot({ path: join(run.folder, `${name}.png`) });
    expect((await lena.do('getMyAlerts')).items).toHaveLength(1);
    await button.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('status').getByText('Stopped.').waitFor();
    expect((await lena.do('getMyAlerts')).items).toEqual([]);
    expect(complaints).toEqual([]);
    // Used again, it says that there is nobody to unsubscribe.
    await page.reload();
    await button.click();
    await page.getByRole('alert').getByText('perhaps it was used before').waitFor();
    await page.context().close();
  });
});
