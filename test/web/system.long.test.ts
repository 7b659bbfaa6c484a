import { SQSClient, SendMessageCommand } from '@aws-sdk/client-sqs';
import { expect, test } from 'vitest';
import { localDeployment } from '../../src/cli/deployment.ts';
import { readDeviceItem } from '../../src/storage/append.ts';
import { recordSystemEntry } from '../../src/storage/audit.ts';
import { readingsOf } from '../../src/storage/decode-device-item.ts';
import { storeRefused } from '../../src/storage/store-refused.ts';
import { nextSscc } from '../support/journeys.ts';
import { findingsOn } from './accessibility.ts';
import { describeInBrowser, desk, expectNoOverflow, open, phone, signInOn, visit } from './browser.ts';
import { type Stage, onStage } from './stage.ts';

let run: Stage['run'];
let browser: Stage['browser'];
let deadLetter: (thing: string) => Promise<void>;

onStage(async (stage) => {
  ({ run, browser } = stage);
  for (const [shipment, site] of [
    ['SYS-1', 'north'],
    ['SYS-2', 'south'],
  ] as const)
    await stage.lena.do('createShipment', {
      body: {
        shipment,
        site,
        goods: 'insulin',
        sscc: nextSscc(),
        origin: 'Basel',
        destination: 'Turin',
        profile: 'controlled-cold',
      },
    });
  const { database } = run;
  await recordSystemEntry(
    { client: database.client, table: database.tables.audit },
    {
      actor: 'otto',
      kind: 'person-invited',
      detail: 'invited vera.lind as pharmacist at north',
      reason: 'replaces Paul',
    },
  );
  for (const [index, deviceId] of ['tracker-7', 'tracker-8'].entries())
    await storeRefused(database, {
      deviceId,
      topic: `coldwatch/${deviceId}/telemetry`,
      receivedAt: Date.now() - index * 60_000,
      payload: Buffer.from(`{"temperature": ${4 + index}, "note": "${'long '.repeat(80)}"}`),
      refused: [{ line: 1, reason: 'there is no time' }],
    });
  await storeRefused(database, {
    deviceId: 'vendor',
    topic: 'source/vendor',
    receivedAt: Date.now(),
    payload: Buffer.from('{}'),
    refused: [{ line: 1, reason: 'the secret is not valid' }],
  });
  const deployment = localDeployment({
    endpoints: run.cloud.endpoints,
    credentials: run.cloud.credentials,
    resources: run.cloud.template.references,
  });
  deadLetter = async (thing) => {
    const reading = JSON.stringify({ time: Date.now() - 60_000, temperature: 5 });
    const payload = Buffer.from(reading).toString('base64');
    const body = { payload, thing, kind: 'telemetry', receivedAt: Date.now() };
    const queues: SQSClient = deployment.queues;
    await queues.send(
      new SendMessageCommand({
        QueueUrl: deployment.nameOf('IngestDeadLetters'),
        MessageBody: JSON.stringify(body),
      }),
    );
  };
  await deadLetter('box-31');
  await deadLetter('box-32');
});

/** Every view of the system, with what shows that it is all there. */
const views: [name: string, path: string, there: string][] = [
  ['health', '/system', '.checks li'],
  ['waiting', '/system?part=waiting', '.waiting-queue li'],
  ['refused', '/system?part=refused', 'table.cards td'],
  ['audit', '/audit', 'table.cards td'],
];

describeInBrowser('operations', { timeout: 120_000 }, () => {
  test.each([
    ['at a desk, light', { ...desk, colorScheme: 'light' }],
    ['on a phone, dark', { ...phone, colorScheme: 'dark' }],
    ['on a small phone', { ...phone, viewport: { width: 320, height: 640 } }],
  ] as const)('can use every view of the system: %s', async (name, options) => {
    const { page, complaints } = await open(browser, options);
    await signInOn(page, run, 'otto');
    for (const [view, path, there] of views) {
      await visit(page, run, path);
      await page.waitForSelector(there);
      expect(await findingsOn(page), view).toEqual([]);
      await expectNoOverflow(page);
      const folder = process.env['COLDWATCH_SCREENS'];
      if (folder !== undefined)
        await page.screenshot({
          path: `${folder}/${view}-${name.replaceAll(/\W+/g, '-')}.png`,
          fullPage: true,
        });
    }
    expect(complaints).toEqual([]);
  });

  test('find the system in the menu, read its health and follow it to what waits', async () => {
    const { page } = await open(browser, desk);
    await signInOn(page, run, 'otto');
    const more = page.getByRole('navigation', { name: 'Main' }).getByText('More');
    if (await more.isVisible()) await more.click();
    await page.getByRole('link', { name: 'System', exact: true }).click();
    const check = page.locator('.health-check', { hasText: 'Failed messages of devices' });
    await check.waitFor();
    expect(await check.textContent()).toContain('2 messages that failed five times in ingest-telemetry');
    expect(await check.textContent()).toContain('Needs attention');
    await page.getByRole('button', { name: 'Waiting messages' }).click();
    await page.getByText('box-31/telemetry').waitFor();
    expect(page.url()).toContain('part=waiting');
  });

  test('retry a message that failed, by keyboard, and see that it is gone', async () => {
    const { page } = await open(browser, desk);
    await signInOn(page, run, 'otto');
    await visit(page, run, '/system?part=waiting');
    const retry = page.getByRole('button', { name: 'Retry the message of box-31/telemetry' });
    await retry.waitFor();
    // Whoever looks at messages hides them for a second.
    await page.waitForTimeout(1500);
    await retry.focus();
    await page.keyboard.press('Enter');
    await page.getByText('1 message was sent again.').waitFor();
    await retry.waitFor({ state: 'detached' });
    await expect
      .poll(async () => readingsOf(await readDeviceItem(run.database, 'box-31')), { timeout: 20_000 })
      .toMatchObject([{ channel: 'temperature', value: 5 }]);
  });

  test('have a refused message processed again; one of a source cannot be, and says why', async () => {
    const { page } = await open(browser, desk);
    await signInOn(page, run, 'otto');
    await visit(page, run, '/system?part=refused');
    await page.getByText('No retry: only its source can send it again, which proves who it is').waitFor();
    await page.getByRole('button', { name: 'Retry the message of tracker-7' }).click();
    await page.getByText('The message of tracker-7 is being processed again.').waitFor();
  });

  test('search the audit trail by person, kind and words, and share the address', async () => {
    const { page } = await open(browser, desk);
    await signInOn(page, run, 'otto');
    await visit(page, run, '/audit');
    await page.getByText('invited vera.lind').waitFor();
    expect(await page.locator('table.cards tbody tr').count()).toBeGreaterThan(2);
    await page.getByLabel('Words').fill('insulin nothing');
    await page.getByText('No entries.').waitFor();
    await page.getByLabel('Words').fill('VERA');
    await expect.poll(() => page.locator('table.cards tbody tr').count()).toBe(1);
    await page.getByLabel('Kind').selectOption('Person invited');
    const address = page.url();
    expect(address).toContain('kind=person-invited');
    await page.goto(address);
    await page.getByText('invited vera.lind').waitFor();
    expect(await page.getByLabel('Words').inputValue()).toBe('VERA');
    expect(await page.locator('td.of-why').textContent()).toContain('replaces Paul');
  });
});

describeInBrowser('anybody else', { timeout: 60_000 }, () => {
  test('has the audit trail of their own sites, and no system', async () => {
    const { page } = await open(browser, desk);
    await signInOn(page, run, 'paul');
    await visit(page, run, '/audit');
    await page.getByRole('link', { name: 'SYS-1' }).waitFor();
    const text = await page.locator('main').textContent();
    expect(text).not.toContain('vera.lind');
    expect(await page.getByRole('link', { name: 'System', exact: true }).count()).toBe(0);
    await visit(page, run, '/system');
    await page.getByText('Only people with the role operations can do this.').waitFor();
  });
});
