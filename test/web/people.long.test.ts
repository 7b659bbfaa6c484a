import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { addressOf, ask, signInAs } from '../support/api-client.ts';
import { runCommand } from '../support/run-command.ts';
import { findingsOn } from './accessibility.ts';
import { walkOn } from './count-taps.ts';
import { describeInBrowser, desk, expectNoOverflow, open, phone, signInOn, visit } from './browser.ts';
import { type Stage, onStage } from './stage.ts';

let run: Stage['run'];
let browser: Stage['browser'];
onStage((stage) => {
  ({ run, browser } = stage);
});

const screens = process.env['SCREENS'];
const chosen = 'Warm-Meadow-47';

async function show(page: Page, name: string): Promise<void> {
  if (screens !== undefined) await page.screenshot({ path: `${screens}/${name}.png`, fullPage: true });
}

/** The temporary password of the latest invitation that a mail address received. */
function temporaryPassword(email: string): string {
  const mail = run.cloud.inbox.received.findLast(({ to }) => to === email)!;
  expect(mail.subject).toBe('You are invited to Coldwatch');
  expect(mail.html).toContain(`<a href="${addressOf(run)}/">`);
  return /Temporary password: (\S+)/.exec(mail.message)![1]!;
}

async function give(page: Page, username: string, password: string): Promise<void> {
  await page.fill('[name=username]', username);
  await page.fill('[name=password]', password);
  await page.click('button');
}

describeInBrowser('people', { timeout: 120_000 }, () => {
  test('somebody is invited, chooses a password of their own, and does what their role may', async () => {
    const { page, complaints } = await open(browser, desk);
    await signInOn(page, run, 'otto');
    await page.getByRole('link', { name: 'People' }).click();
    await page.getByRole('cell', { name: /^Lena Hoff/ }).waitFor();
    await page.getByRole('button', { name: 'Invite somebody' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name', { exact: true }).fill('Vera Lind');
    expect(await dialog.getByLabel('User name').inputValue()).toBe('vera.lind');
    expect(await dialog.getByRole('button', { name: 'Send the invitation' }).isDisabled()).toBe(true);
    await dialog.getByLabel('Mail address').fill('otto.brandt@example.org');
    await dialog.getByLabel(/^Pharmacist/).check();
    await dialog.getByLabel('north').check();
    await dialog.getByRole('button', { name: 'Send the invitation' }).click();
    // A request that fails keeps what was typed.
    await dialog.getByText('Somebody else has this mail address').waitFor();
    expect(await dialog.getByLabel('Name', { exact: true }).inputValue()).toBe('Vera Lind');
    await show(page, 'people-invite-1440');
    await dialog.getByLabel('Mail address').fill('vera@example.org');
    await dialog.getByRole('button', { name: 'Send the invitation' }).click();
    await page.getByText('Vera Lind has been invited').waitFor();
    await page
      .getByRole('row', { name: /Vera Lind/ })
      .getByText('Invited', { exact: true })
      .waitFor();
    await show(page, 'people-1440');
    // The refused address is a 409, which a browser logs.
    expect(complaints.filter((each) => !each.includes('409'))).toEqual([]);

    const { page: hers, complaints: hersToo } = await open(browser, phone);
    await hers.goto(`${addressOf(run)}/`);
    await hers.getByRole('button', { name: 'Sign in' }).click();
    await give(hers, 'vera.lind', 'not the one');
    await hers.getByText('The name or the password is wrong.').waitFor();
    await give(hers, 'vera.lind', temporaryPassword('vera@example.org'));
    await hers.getByRole('heading', { name: 'Choose a password' }).waitFor();
    await show(hers, 'people-new-password-390');
    const choose = async (first: string, again = first): Promise<void> => {
      await hers.getByLabel('New password').fill(first);
      await hers.getByLabel('The same again').fill(again);
      await hers.getByRole('button', { name: 'Save and sign in' }).click();
    };
    await choose('too short');
    await hers
      .getByRole('alert')
      .getByText('The new password needs at least 12 characters, an upper-case letter')
      .waitFor();
    await choose(chosen, `${chosen}x`);
    await hers.getByText('The two passwords are not the same.').waitFor();
    await choose(chosen);
    await hers.waitForSelector('header.top');
    await expect.poll(() => hers.url()).toContain('/receive');
    expect(hersToo.filter((each) => !/40[01]|422/.test(each))).toEqual([]);

    // The temporary password was for once; the address signs in as the name does.
    const { page: next } = await open(browser, desk);
    await next.goto(`${addressOf(run)}/`);
    await next.getByRole('button', { name: 'Sign in' }).click();
    await give(next, 'vera.lind', temporaryPassword('vera@example.org'));
    await next.getByText('The name or the password is wrong.').waitFor();
    await give(next, 'vera@example.org', chosen);
    await next.waitForSelector('header.top');

    // Her role changes, and she is removed.
    await page.getByRole('button', { name: 'Change Vera Lind' }).click();
    await dialog.getByLabel(/^Pharmacist/).uncheck();
    await dialog.getByLabel(/^Logistics/).check();
    await dialog.getByLabel('Reason').fill('moves to the night shift');
    await show(page, 'people-change-1440');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await page.getByText('The access of Vera Lind has been changed.').waitFor();
    await page
      .getByRole('row', { name: /Vera Lind/ })
      .getByText('Logistics')
      .waitFor();
    await page.getByRole('button', { name: 'Remove Vera Lind' }).click();
    await dialog.getByLabel('Reason').fill('left the company');
    await dialog.getByRole('button', { name: 'Remove' }).click();
    await page.getByText('Vera Lind has been removed and signed out.').waitFor();
    await page
      .getByRole('row', { name: /Vera Lind/ })
      .getByText('Removed', { exact: true })
      .waitFor();
    const { page: later } = await open(browser, desk);
    await later.goto(`${addressOf(run)}/`);
    await later.getByRole('button', { name: 'Sign in' }).click();
    await give(later, 'vera.lind', chosen);
    await later.getByText('User is disabled.').waitFor();
    // Nor does the session help that she still has.
    await next.evaluate(() => sessionStorage.clear());
    await next.goto(`${addressOf(run)}/`);
    await next.getByRole('button', { name: 'Sign in' }).click();
    await next.getByRole('heading', { name: 'Sign in' }).waitFor();
  });

  test('nobody has buttons for themselves, and others do not see the list', async () => {
    const { page } = await open(browser, desk);
    await signInOn(page, run, 'otto');
    await visit(page, run, '/people');
    const own = page.getByRole('row', { name: /Otto Brandt/ });
    await own.getByText('You', { exact: true }).waitFor();
    expect(await own.getByRole('button').count()).toBe(0);
    await page.getByLabel('Role').selectOption('pharmacist');
    await expect.poll(() => page.locator('table.people tbody tr').count()).toBeLessThanOrEqual(4);
    expect(page.url()).toContain('role=pharmacist');
    const { page: hers } = await open(browser, desk);
    await signInOn(hers, run, 'lena');
    expect(await hers.getByRole('link', { name: 'People' }).count()).toBe(0);
    await visit(hers, run, '/people');
    await hers.getByText('Only operations can see and change people.').waitFor();
  });

  test('the list is reviewed, printed and recorded; a list that changed meanwhile is not', async () => {
    const { page } = await open(browser, desk);
    await signInOn(page, run, 'otto');
    await visit(page, run, '/people/review');
    await page.getByRole('cell', { name: /^Lena Hoff/ }).waitFor();
    const hash = await page.locator('.access-review code').textContent();
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
    await show(page, 'review-1440');
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('.signature-lines').isVisible()).toBe(true);
    expect(await page.locator('.record-review').isVisible()).toBe(false);
    await show(page, 'review-print');
    await page.emulateMedia({ media: 'screen' });
    const otto = await signInAs(run, 'otto');
    const change = { roles: ['pharmacist'], sites: ['north', 'south'], reason: 'covers for Petra' };
    await otto.do('changePerson', { path: { person: 'nora' }, body: change });
    await page.getByLabel('What you found').fill('Everybody needs what they have.');
    await page.getByRole('button', { name: 'Record this review' }).click();
    await page.getByText('The list has changed since you read it').waitFor();
    await page.getByRole('button', { name: 'Read the list again' }).click();
    await expect.poll(() => page.locator('.access-review code').textContent()).not.toBe(hash);
    expect(await page.getByLabel('What you found').inputValue()).toBe('Everybody needs what they have.');
    await page.getByRole('button', { name: 'Record this review' }).click();
    await page.getByText('Recorded: reviewed by otto').waitFor();
  });

  test('the way from the sign-in to a recorded review takes five touches, and the audit trail has what was signed', async () => {
    const { page, complaints } = await open(browser, desk);
    await signInOn(page, run, 'otto');
    const { tap, type, taps } = walkOn(page);
    await tap(page.getByRole('link', { name: 'People', exact: true }));
    await tap(page.getByRole('link', { name: 'Access review' }));
    const list = page.getByRole('table', { name: 'Access review' });
    await list.getByRole('row', { name: /Petra Lindqvist.*Pharmacist.*south/ }).waitFor();
    const hash = await page.locator('.access-review code').textContent();
    await type(page.getByLabel('What you found'), 'Read line by line with the head of pharmacy.');
    await tap(page.getByRole('button', { name: 'Record this review' }));
    await page.getByText('Recorded: reviewed by otto').waitFor();
    await tap(page.getByRole('link', { name: 'Audit trail' }));
    const row = page.getByRole('row').filter({ hasText: 'Read line by line with the head of pharmacy.' });
    await row.getByText('otto', { exact: true }).waitFor();
    expect(await row.textContent()).toContain(hash);
    expect(taps()).toBe(5);
    expect(complaints).toEqual([]);
  });

  test.each([
    ['a phone', phone, '390'],
    ['a small phone', { ...phone, viewport: { width: 320, height: 640 } }, '320'],
    ['a desk in the dark', { ...desk, colorScheme: 'dark' as const }, 'dark'],
  ])('fits %s, and axe finds nothing', async (_, options, name) => {
    const { page } = await open(browser, options);
    await signInOn(page, run, 'otto');
    for (const [path, of] of [
      ['/people', 'people'],
      ['/people/review', 'review'],
    ] as const) {
      await visit(page, run, path);
      await page.getByRole('cell', { name: /^Lena Hoff/ }).waitFor();
      await expectNoOverflow(page);
      expect(await findingsOn(page)).toEqual([]);
      await show(page, `${of}-${name}`);
    }
    await visit(page, run, '/people');
    await page.getByRole('button', { name: 'Invite somebody' }).click();
    await expectNoOverflow(page);
    expect(await findingsOn(page)).toEqual([]);
    await show(page, `invite-${name}`);
  });

  test('commands do the same', async () => {
    const command = (...words: string[]) => runCommand('people', ...words, '--state', run.folder);
    const invited = await command(
      'invite',
      'noor.haddad',
      '--name',
      'Noor Haddad',
      '--email',
      'noor@example.org',
      '--role',
      'logistics',
      '--site',
      'north',
    );
    expect(invited.stderr).toBe('');
    expect(invited.stdout).toContain(
      'noor.haddad  Noor Haddad <noor@example.org>  logistics at north  invited',
    );
    expect(temporaryPassword('noor@example.org')).toHaveLength(12);
    expect((await command('invite-again', 'noor.haddad')).stdout).toContain('sent to noor@example.org again');
    const changed = await command('change', 'noor.haddad', '--role', 'operations', '--reason', 'runs it');
    expect(changed.stdout).toContain('operations  invited');
    expect((await command('remove', 'noor.haddad', '--reason', 'never came')).stdout).toContain(
      'no role  removed',
    );
    expect((await command('list')).stdout).toContain(
      'otto  Otto Brandt <otto.brandt@example.org>  operations',
    );
    const { stdout } = await command('review');
    const hash = /SHA-256 (\w{64})/.exec(stdout)![1]!;
    expect((await command('review', '--record', hash, '--comment', 'as it should be')).stdout).toContain(
      'Recorded: otto reviewed the access of',
    );
    expect(
      (await command('change', 'otto', '--role', 'logistics', '--site', 'north', '--reason', 'x')).stderr,
    ).toContain('Nobody changes their own access');
    expect((await ask(run, null, 'listPeople')).status).toBe(401);
  });
});
