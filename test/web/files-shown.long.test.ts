import { createHash } from 'node:crypto';
import type { FileChooser, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import type { AttachedFile } from '../../src/model/attached-file.ts';
import { arrivedShipment } from '../support/journeys.ts';
import { asCsv, cellarLogger } from '../support/made-up-loggers.ts';
import { findingsOn } from './accessibility.ts';
import { describeInBrowser, desk, expectNoOverflow, open, phone, signInOn, visit } from './browser.ts';
import { fakeFiles, listedFile } from './fake-files.ts';
import { drop } from './judge-page.ts';
import { type Stage, onStage } from './stage.ts';

const csv = asCsv(cellarLogger.slice(0, 40));
const hashOf = (content: string): string => createHash('sha256').update(content).digest('hex');
const picked = (name: string, content = csv) => ({
  name,
  mimeType: 'text/csv',
  buffer: Buffer.from(content),
});

const attached: Partial<AttachedFile> = {
  state: 'attached',
  device: 'file-0123456789abcdef',
  serial: 'K7-20441',
  intervalSeconds: 600,
  timeZone: 'Europe/Berlin',
  format: 'CSV, UTF-8, times of the column "Time" in Europe/Berlin, temperatures in °C',
  readings: 252,
  from: '2026-11-19T14:00:00.000Z',
  to: '2026-11-21T07:50:00.000Z',
  loggerAlarms: [
    { text: 'Low limit 2.0 °C: not violated', isAlarm: false },
    { text: 'High limit 8.0 °C: violated for 40 min', isAlarm: true },
  ],
  loggerAlarmsDiffer:
    'The logger raised an alarm above 8.0 °C; by the storage limits of the goods 40 min above 8 °C are allowed.',
};

const asksZone: Partial<AttachedFile> = {
  state: 'asks',
  question: {
    option: 'time-zone',
    sentence: 'The times of warehouse.csv have no time zone. Which zone was the logger set to?',
    candidates: [],
    quantity: null,
  },
  preview: {
    headings: ['No.', 'Date', 'Time', 'Temperature (°C)'],
    rows: cellarLogger
      .slice(0, 5)
      .map(({ value }, index) => [String(index + 1), '19.11.2026', `15:${index}0:00`, value.toFixed(1)]),
  },
  chart: {
    channel: 'temperature',
    points: cellarLogger.slice(0, 200).map(({ at, value }) => [at, value]),
  },
};

const asksColumn: Partial<AttachedFile> = {
  ...asksZone,
  question: {
    option: 'column',
    sentence: 'Two columns of warehouse.csv hold temperatures.',
    candidates: ['Probe 1', 'Probe 2'],
    quantity: 'temperature',
  },
};

const asksSource: Partial<AttachedFile> = {
  ...asksZone,
  question: {
    option: 'source-of-record',
    sentence: 'again.csv and first.csv are of the same logger, K7-20441. Which one is its record?',
    candidates: ['this file', 'the earlier file first.csv'],
    quantity: null,
  },
};

const refused: Partial<AttachedFile> = {
  state: 'refused',
  reason: 'It is a photo, and no export of a logger. Choose the file that the logger wrote.',
};

const setAside: Partial<AttachedFile> = {
  state: 'set-aside',
  reason: 'In favour of first.csv, the record of logger K7-20441.',
};

describeInBrowser('logger files at a shipment', { timeout: 60_000 }, () => {
  let stage: Stage;
  const labels = new Map<string, string>();
  onStage(async (entered) => {
    stage = entered;
    for (const shipment of ['FILES-1', 'FILES-2'])
      labels.set(shipment, (await arrivedShipment(stage.run, stage.lena, shipment)).sscc);
  });

  async function receiptOf(shipment: string, page: Page): Promise<void> {
    await signInOn(page, stage.run, 'paul');
    await visit(page, stage.run, `/shipments/${shipment}/receipt?label=${labels.get(shipment)}`);
    await page.waitForSelector('.decision-bar');
  }
  const file = (page: Page, name: string) => page.locator('.file', { hasText: name });

  test('a dropped file is uploaded as it is, read, attached, and the receipt asks again for everything', async () => {
    const { page, complaints } = await open(stage.browser);
    const { promise: uploading, resolve: answer } = Promise.withResolvers<number>();
    const fake = await fakeFiles(page, 'FILES-1', { read: () => attached, whileUploading: () => uploading });
    await receiptOf('FILES-1', page);
    await page.getByText('Release', { exact: true }).click();
    const sign = page.getByRole('button', { name: 'Sign and release' });
    expect(await sign.isEnabled()).toBe(true);
    let receiptsAsked = 0;
    page.on('request', (request) => {
      if (request.url().includes('/FILES-1/receipt')) receiptsAsked++;
    });
    await drop(page, { name: 'box.csv', content: csv });
    await page.getByRole('progressbar', { name: 'Upload of box.csv' }).waitFor();
    // Nothing is signed meanwhile, and the reason is next to the button.
    expect(await sign.isDisabled()).toBe(true);
    expect(await page.textContent('.decide')).toContain('You can sign when the file is uploaded and read.');
    answer(200);
    await file(page, 'box.csv').getByText('Attached').waitFor();
    expect(await file(page, 'box.csv').textContent()).toContain('K7-20441');
    expect(fake.uploaded.get(hashOf(csv))?.toString()).toBe(csv);
    await expect.poll(() => receiptsAsked).toBeGreaterThan(0);
    await expect.poll(() => sign.isEnabled()).toBe(true);
    expect(await page.getByRole('status').first().textContent()).toContain('box.csv is attached.');
    expect(complaints).toEqual([]);
  });

  test('a phone takes several files at once', async () => {
    const { page, complaints } = await open(stage.browser, phone);
    const fake = await fakeFiles(page, 'FILES-1', { read: () => attached });
    await receiptOf('FILES-1', page);
    const input = page.locator('.logger-files input[type=file]');
    expect(await input.getAttribute('multiple')).not.toBeNull();
    const names = Array.from({ length: 10 }, (_, index) => `logger-${index}.csv`);
    await input.setInputFiles(names.map((name, index) => picked(name, `${csv}# ${index}\n`)));
    await expect.poll(() => page.locator('.file.attached').count()).toBe(10);
    expect(fake.files.map(({ name }) => name).toSorted()).toEqual(names);
    await expectNoOverflow(page);
    expect(complaints).toEqual([]);
  });

  test('a question is asked with the first rows and a chart; the answer is sent at once, and the next one follows', async () => {
    const { page, complaints } = await open(stage.browser);
    const fake = await fakeFiles(page, 'FILES-1', {
      read: (_, answers) =>
        answers['time-zone'] === undefined ? asksZone : answers.column === undefined ? asksColumn : attached,
    });
    await receiptOf('FILES-1', page);
    await page.locator('.logger-files input[type=file]').setInputFiles([picked('warehouse.csv')]);
    const own = file(page, 'warehouse.csv');
    await own.getByText('Which zone was the logger set to?').waitFor();
    await own.locator('.plot canvas').waitFor();
    const preview = own.locator('.preview tbody tr');
    expect(await preview.count()).toBe(5);
    // What is asked comes first, with its answer.
    const [answer, rows] = [
      await own.locator('.question').boundingBox(),
      await preview.first().boundingBox(),
    ];
    expect(answer!.y + answer!.height).toBeLessThanOrEqual(rows!.y);
    await page.getByText('Release', { exact: true }).click();
    expect(await page.textContent('.decide')).toContain('answer the question about warehouse.csv');
    expect(await page.getByRole('button', { name: 'Sign and release' }).isDisabled()).toBe(true);
    await own.getByLabel('Time zone of the file').fill('Europe/Berlin');
    await page.keyboard.press('Enter');
    const column = own.getByRole('combobox', { name: 'Column with the temperature' });
    await column.waitFor();
    // Who has answered one question is led to the next.
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.textContent))
      .toBe('One answer is needed');
    await column.selectOption('Probe 2');
    await own.getByRole('button', { name: 'Read with this answer' }).click();
    await own.getByText('Attached').waitFor();
    expect(fake.answers.get(hashOf(csv))).toEqual({
      'time-zone': 'Europe/Berlin',
      column: { temperature: 'Probe 2' },
    });
    expect(complaints).toEqual([]);
  });

  test('which of two files of one logger is its record is asked in plain words', async () => {
    const { page } = await open(stage.browser);
    const first = listedFile('first.csv', attached);
    const again = listedFile('again.csv', asksSource);
    const fake = await fakeFiles(page, 'FILES-1', { files: [first, again], read: () => attached });
    await receiptOf('FILES-1', page);
    const own = file(page, 'again.csv').last();
    const choice = own.getByRole('group', { name: 'Which file is the record of this logger?' });
    await choice.getByRole('radio', { name: 'The earlier file, first.csv' }).check();
    await own.getByRole('button', { name: 'Use this answer' }).click();
    await expect
      .poll(() => fake.answers.get(again.sha256))
      .toEqual({ 'source-of-record': 'the earlier file first.csv' });
  });

  test('a file that could not be read stays listed with the reason, and is set aside with another', async () => {
    const { page } = await open(stage.browser);
    const fake = await fakeFiles(page, 'FILES-1', { read: () => refused });
    await receiptOf('FILES-1', page);
    await page.locator('.logger-files input[type=file]').setInputFiles([picked('holiday.jpg')]);
    const own = file(page, 'holiday.jpg');
    await own.getByText('Could not be read').waitFor();
    expect(await own.textContent()).toContain(refused.reason);
    await own.getByRole('button', { name: 'Set aside: holiday.jpg' }).click();
    const dialog = page.getByRole('dialog', { name: 'Set aside: holiday.jpg' });
    const send = dialog.getByRole('button', { name: 'Set aside' });
    expect(await send.isDisabled()).toBe(true);
    await dialog.getByLabel('Why it does not count').fill('A photo, chosen by mistake.');
    await send.click();
    await own.getByText('A photo, chosen by mistake.').waitFor();
    expect(fake.files[0]!.state).toBe('set-aside');
    await dialog.waitFor({ state: 'hidden' });
  });

  test('one that was refused before is read again when it is chosen again', async () => {
    const { page } = await open(stage.browser);
    const before = listedFile('box.csv', { ...refused, sha256: hashOf(csv) });
    const fake = await fakeFiles(page, 'FILES-1', { files: [before], read: () => attached });
    await receiptOf('FILES-1', page);
    await file(page, 'box.csv').getByText('Could not be read').waitFor();
    await page.locator('.logger-files input[type=file]').setInputFiles([picked('box.csv')]);
    await file(page, 'box.csv').getByText('Attached').waitFor();
    expect(fake.files).toHaveLength(1);
  });

  test('of one that was read it says where the logger differs, and that a row has no time', async () => {
    const { page } = await open(stage.browser);
    const files = [listedFile('box.csv', { ...attached, rowsWithoutTime: 1 })];
    await fakeFiles(page, 'FILES-1', { files });
    await receiptOf('FILES-1', page);
    const own = file(page, 'box.csv');
    await own.getByText('Attached').waitFor();
    const said = await own.locator('.warn').allTextContents();
    expect(said).toEqual([
      '1 row has values but no readable time, so release is not recommended.',
      attached.loggerAlarmsDiffer,
    ]);
  });

  test('what cannot be uploaded says why and what to do, and is tried again', async () => {
    const { page } = await open(stage.browser);
    let status = 403;
    const fake = await fakeFiles(page, 'FILES-1', {
      read: () => attached,
      whileUploading: async () => status,
    });
    await receiptOf('FILES-1', page);
    const input = page.locator('.logger-files input[type=file]');
    await input.setInputFiles([picked('empty.csv', '')]);
    await file(page, 'empty.csv').getByText('The file is empty. Export it from the logger again.').waitFor();
    await page.getByRole('button', { name: 'Dismiss: empty.csv' }).click();
    expect(await file(page, 'empty.csv').count()).toBe(0);
    await page.evaluate(() => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([new Uint8Array(20 * 1024 * 1024 + 1)], 'huge.pdf'));
      document
        .querySelector('.drop')!
        .dispatchEvent(new DragEvent('drop', { dataTransfer: transfer, bubbles: true }));
    });
    await file(page, 'huge.pdf').getByText('at most 20 MB can be uploaded').waitFor();
    expect(fake.files).toEqual([]);
    await input.setInputFiles([picked('box.csv')]);
    await file(page, 'box.csv').getByText('The upload was refused (error 403)').waitFor();
    status = 200;
    await page.getByRole('button', { name: 'Try again: box.csv' }).click();
    await file(page, 'box.csv').getByText('Attached').waitFor();
    // The same file once more is no second file.
    await input.setInputFiles([picked('copy.csv')]);
    await page.getByText('The same file is already listed: attached.').waitFor();
    expect(fake.files).toHaveLength(1);
  });

  test('a connection that breaks is tried again by itself', async () => {
    const { page } = await open(stage.browser);
    let attempts = 0;
    const fake = await fakeFiles(page, 'FILES-1', {
      read: () => attached,
      whileUploading: async () => (++attempts === 1 ? 0 : 200),
    });
    await receiptOf('FILES-1', page);
    await page.locator('.logger-files input[type=file]').setInputFiles([picked('box.csv')]);
    await file(page, 'box.csv').getByText('Attached').waitFor();
    expect(attempts).toBe(2);
    expect(fake.files).toHaveLength(1);
  });

  test('all of it is done by keys alone', async () => {
    const { page } = await open(stage.browser);
    const fake = await fakeFiles(page, 'FILES-1', {
      read: (_, answers) => (answers['time-zone'] === undefined ? asksZone : refused),
    });
    // The browser is told to hand over its dialogs some time after they are listened to, and a key would be faster.
    const { promise: chooser, resolve: onChooser } = Promise.withResolvers<FileChooser>();
    page.once('filechooser', onChooser);
    await receiptOf('FILES-1', page);
    await page.locator('.logger-files input[type=file]').focus();
    await page.keyboard.press('Space');
    await (await chooser).setFiles([picked('warehouse.csv')]);
    const own = file(page, 'warehouse.csv');
    await own.getByText('One answer is needed').waitFor();
    // A question that comes by itself does not take the focus from what the person does.
    expect(await page.evaluate(() => document.activeElement?.getAttribute('type'))).toBe('file');
    const tabTo = async (name: string): Promise<void> => {
      for (let step = 0; step < 60; step++) {
        await page.keyboard.press('Tab');
        const [label, text] = await page.evaluate(() => [
          document.activeElement?.getAttribute('aria-label') ?? '',
          document.activeElement?.closest('label')?.textContent ?? '',
        ]);
        if (label === name || text.startsWith(name)) return;
      }
      throw new Error(`no way to "${name}" by Tab`);
    };
    await page.locator('.logger-files').evaluate((section) => section.querySelector('summary')?.focus());
    await tabTo('Time zone of the file');
    await page.keyboard.type('UTC');
    await page.keyboard.press('Enter');
    await own.getByText('Could not be read').waitFor();
    await tabTo('Set aside: warehouse.csv');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    // The focus is back where it was.
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.getAttribute('aria-label')))
      .toBe('Set aside: warehouse.csv');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').getByLabel('Why it does not count').waitFor();
    await page.keyboard.type('Not of this box.');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.locator('.file.set-aside').waitFor();
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await expect.poll(() => page.evaluate(() => document.activeElement?.className)).toBe('file set-aside');
    expect(fake.files[0]).toMatchObject({ state: 'set-aside', reason: 'Not of this box.' });
  });

  test('who may only read sees the files and can change nothing', async () => {
    const { page } = await open(stage.browser);
    await fakeFiles(page, 'FILES-1', {
      files: [listedFile('warehouse.csv', asksZone), listedFile('holiday.jpg', refused)],
    });
    await signInOn(page, stage.run, 'otto');
    await visit(page, stage.run, '/shipments/FILES-1');
    await page.getByText('Which zone was the logger set to?').waitFor();
    expect(await page.locator('.logger-files input, .logger-files form').count()).toBe(0);
    expect(await page.getByRole('button', { name: /^Set aside/ }).count()).toBe(0);
  });

  test.each([
    ['at a desk, light', { ...desk, colorScheme: 'light' }],
    ['on a phone, dark', { ...phone, colorScheme: 'dark' }],
  ] as const)('every state can be used by everybody and fits the screen: %s', async (_, options) => {
    const { page, complaints } = await open(stage.browser, options);
    await fakeFiles(page, 'FILES-2', {
      files: [
        listedFile('K7-20441_export of the whole journey from the warehouse.csv', attached),
        listedFile('again.csv', asksSource),
        listedFile('warehouse.csv', asksColumn),
        listedFile('holiday.jpg', refused),
        listedFile('old.csv', setAside),
        listedFile('next.csv', { state: 'reading' }),
        listedFile('left.csv'),
      ],
    });
    await receiptOf('FILES-2', page);
    await page.locator('.file .plot canvas').first().waitFor();
    for (const path of ['/shipments/FILES-2/receipt', '/shipments/FILES-2']) {
      await visit(page, stage.run, path);
      await page.locator('.file .plot canvas').first().waitFor();
      for (const details of await page.locator('.file > details').all())
        await details.evaluate((each) => each.setAttribute('open', ''));
      expect(await findingsOn(page), path).toEqual([]);
      await expectNoOverflow(page);
    }
    expect(complaints).toEqual([]);
  });
});
