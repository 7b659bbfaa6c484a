import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { evaluateFiles } from '../../src/cli/evaluate-files.ts';
import type { FileOptions } from '../../src/cli/options.ts';
import { whatIf } from '../../src/cli/what-if.ts';
import { verify } from '../../src/cli/verify.ts';
import { makeBundle } from '../../src/evidence/bundle.ts';
import { makeReport } from '../../src/evidence/report/report.ts';
import type { Verdict } from '../../src/model/verdict.ts';
import { withText } from '../support/bundle-files.ts';
import { buildJudgePage } from '../support/judge-page.ts';
import { asCsv, cellarLogger, freezerLogger } from '../support/made-up-loggers.ts';
import { type Placed, pdfOf } from '../support/pdf-report.ts';
import { signedEvidence } from '../support/signed-evidence.ts';
import { workbookOf } from '../support/workbook.ts';
import { findingsOn } from './accessibility.ts';
import { chromiumPath, describeInBrowser, desk, expectNoOverflow, launch, phone } from './browser.ts';
import { type Dropped, drop, judgeBy, openFromDisk, savedVerdict } from './judge-page.ts';

const folder = mkdtempSync(join(tmpdir(), 'coldwatch-judge-'));
const cellarCsv = asCsv(cellarLogger);
const cellar: Dropped = { name: 'cellar.csv', content: cellarCsv };
const withoutZone: Dropped = { name: 'local.csv', content: cellarCsv.replaceAll('Z,', ',') };
let path: string;
let browser: Browser;

beforeAll(async () => {
  if (chromiumPath === undefined) return;
  path = buildJudgePage();
  browser = await launch();
}, 120_000);
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await browser?.close();
});

/** The file as the command line reads it. */
function onDisk({ name, content }: Dropped): string {
  const written = join(folder, name);
  writeFileSync(written, content);
  return written;
}

async function judgedByCommand(
  files: readonly Dropped[],
  profile: string,
  more: FileOptions = {},
): Promise<Verdict> {
  const options = { profile, json: true, ...more };
  return JSON.parse((await evaluateFiles(files.map(onDisk), options)).output) as Verdict;
}

describeInBrowser('the page that judges files, opened from disk', { timeout: 60_000 }, () => {
  test('gives the verdict of the command line for the same file, and asks nobody', async () => {
    const { page, complaints, requested } = await openFromDisk(browser, path);
    await judgeBy(page, 'controlled-cold');
    await drop(page, cellar);
    await page.waitForSelector('.plot canvas');
    const expected = await judgedByCommand([cellar], 'controlled-cold');
    expect(expected.recommendation).toBe('quarantine');
    expect(await savedVerdict(page)).toEqual(expected);
    expect(await page.textContent('.recommendation')).toContain('Quarantine recommended');
    expect(await page.locator('main .card > .reasons li').allTextContents()).toEqual(expected.reasons);
    expect(requested.filter((url) => !url.startsWith('blob:'))).toEqual([page.url()]);
    expect(complaints).toEqual([]);
  });

  test('reads several files as the record of one device, in any order, each once', async () => {
    const half = cellarLogger.length / 2;
    const first = { name: 'first.csv', content: asCsv(cellarLogger.slice(0, half)) };
    const second = { name: 'second.csv', content: asCsv(cellarLogger.slice(half - 10)) };
    const { page } = await openFromDisk(browser, path);
    await judgeBy(page, 'who-storage');
    await drop(page, second, first);
    await drop(page, first);
    await page.waitForSelector('.plot canvas');
    const expected = await judgedByCommand([first, second], 'who-storage');
    expect(expected.input).toHaveLength(2);
    expect(await savedVerdict(page)).toEqual(expected);
  });

  test('asks for the time zone, proposes that of the browser without taking it, and goes on', async () => {
    const { page } = await openFromDisk(browser, path);
    await judgeBy(page, 'controlled-cold');
    await drop(page, withoutZone);
    const zone = page.getByLabel('Time zone of the file');
    expect(await zone.inputValue()).toBe('');
    expect(await page.locator('.recommendation').count()).toBe(0);
    await page.getByRole('button', { name: 'Use Europe/Berlin' }).click();
    expect(await zone.inputValue()).toBe('Europe/Berlin');
    // What is filled in is used only once the person says so.
    expect(await page.locator('.recommendation').count()).toBe(0);
    await zone.fill('America/New_York');
    await page.keyboard.press('Enter');
    await page.waitForSelector('.recommendation');
    expect(await savedVerdict(page)).toEqual(
      await judgedByCommand([withoutZone], 'controlled-cold', { timeZone: 'America/New_York' }),
    );
  });

  test('says that a zone does not exist, and lets another be given', async () => {
    const { page } = await openFromDisk(browser, path);
    await judgeBy(page, 'controlled-cold');
    await drop(page, withoutZone);
    await page.getByLabel('Time zone of the file').fill('Europe/Atlantis');
    await page.keyboard.press('Enter');
    await page.getByText('Europe/Atlantis is not a zone').waitFor();
    await page.getByRole('button', { name: 'Answer again' }).click();
    await page.getByLabel('Time zone of the file').fill('+02:00');
    await page.keyboard.press('Enter');
    await page.waitForSelector('.recommendation');
  });

  test('asks one question after the other: which column holds the times, and which the temperature', async () => {
    const rows = cellarLogger.map(({ at, value }) =>
      [new Date(at).toISOString(), new Date(at + 5000).toISOString(), value.toFixed(1), '21.5'].join(','),
    );
    const headings = 'Measured at,Sent at,Inside (°C),Outside (°C)';
    const { page } = await openFromDisk(browser, path);
    await judgeBy(page, 'controlled-cold');
    await drop(page, { name: 'columns.csv', content: `${headings}\n${rows.join('\n')}\n` });
    for (const [quantity, heading] of [
      ['time', 'Measured at'],
      ['temperature', 'Inside (°C)'],
    ] as const) {
      await page.getByRole('combobox', { name: `Column with the ${quantity}` }).selectOption(heading);
      await page.getByRole('button', { name: 'Read with this answer' }).click();
    }
    await page.waitForSelector('.recommendation');
    const verdict = (await savedVerdict(page)) as Verdict;
    const { channels, span } = await judgedByCommand([cellar], 'controlled-cold');
    expect([verdict.channels, verdict.span]).toEqual([channels, span]);
    expect(await page.locator('.answers dd').allTextContents()).toEqual(['Measured at', 'Inside (°C)']);
  });

  test('offers the devices of a file to choose from', async () => {
    const rows = cellarLogger.slice(0, 60).map(({ at, value }, index) => {
      const device = index % 2 === 0 ? 'lid' : 'floor';
      return `${new Date(at).toISOString()},${device},${value}\n`;
    });
    const { page } = await openFromDisk(browser, path);
    await judgeBy(page, 'controlled-cold');
    await drop(page, { name: 'two.csv', content: `time,device,temperature\n${rows.join('')}` });
    const device = page.getByRole('combobox', { name: 'Device' });
    await device.waitFor();
    expect(await device.locator('option:not([value=""])').allTextContents()).toEqual(['floor', 'lid']);
    await device.selectOption('floor');
    await page.getByRole('button', { name: 'Read with this answer' }).click();
    await page.waitForSelector('.recommendation');
    const { input } = (await savedVerdict(page)) as Verdict;
    expect(input.map(({ readings }) => readings)).toEqual([30]);
  });

  test('shows the difference that another profile makes, as what-if does', async () => {
    const { page } = await openFromDisk(browser, path);
    await drop(page, cellar);
    await judgeBy(page, 'controlled-cold');
    await page.getByRole('combobox', { name: 'Compare with' }).selectOption('controlled-room-temperature');
    await page.waitForSelector('.difference');
    const options = { profile: 'controlled-cold', against: 'controlled-room-temperature', json: true };
    const expected = JSON.parse((await whatIf([onDisk(cellar)], options)).output) as {
      changes: { before: { rule: string } | null; after: { rule: string } | null }[];
    };
    const shown = await page
      .locator('.difference tbody tr')
      .evaluateAll((rows) =>
        rows.map((row) =>
          [...row.querySelectorAll('td')].map((cell) => cell.querySelector('b')?.textContent ?? null),
        ),
      );
    expect(expected.changes.length).toBeGreaterThan(0);
    expect(shown).toEqual(
      expected.changes.map(({ before, after }) => [before?.rule ?? null, after?.rule ?? null]),
    );
    expect(await page.locator('.difference .recommendation').count()).toBe(2);
  });

  test('judges the part that a reason proposes, and says what was left out', async () => {
    const warm = cellarLogger
      .slice(0, 60)
      .map((reading, index) => ({ ...reading, value: index < 6 ? 21 : 5 }));
    const late: Dropped = { name: 'late.csv', content: asCsv(warm) };
    const { page } = await openFromDisk(browser, path);
    await judgeBy(page, 'controlled-cold');
    await drop(page, late);
    await page.waitForSelector('.recommendation.quarantine');
    const { reasons } = (await savedVerdict(page)) as Verdict;
    const [from, to] = [warm[6]!, warm.at(-1)!].map(({ at }) =>
      new Date(at).toISOString().replace('.000', ''),
    );
    expect(reasons.join('\n')).toContain(`--from ${from} --to ${to}`);
    await page.getByText('Judge only a part of the record').click();
    await page.getByRole('textbox', { name: 'From' }).fill('yesterday');
    await page.keyboard.press('Enter');
    await page.getByText('From yesterday must be a time in ISO 8601').waitFor();
    await page.getByRole('textbox', { name: 'From' }).fill(from!);
    await page.getByRole('textbox', { name: 'To' }).fill(to!);
    await page.keyboard.press('Enter');
    await page.waitForSelector('.recommendation.release');
    const options = { profile: 'controlled-cold', json: true, from: from!, to: to! };
    const { output, warnings } = await evaluateFiles([onDisk(late)], options);
    expect(await savedVerdict(page)).toEqual(JSON.parse(output));
    expect(warnings).toHaveLength(1);
    expect(await page.locator('.warn li').allTextContents()).toEqual(warnings);
  });

  test('judges by a profile from a file, and says what is wrong with one that cannot be used', async () => {
    const { page } = await openFromDisk(browser, path);
    const json = JSON.parse(
      readFileSync(join(import.meta.dirname, '../../profiles/who-storage.json'), 'utf8'),
    ) as object;
    const own = { ...json, id: 'my-own', name: 'My own limits' };
    const choose = (name: string, content: unknown): Promise<void> =>
      page
        .locator('.limits input[type=file]')
        .setInputFiles({ name, mimeType: 'application/json', buffer: Buffer.from(JSON.stringify(content)) });
    await drop(page, cellar);
    await choose('bad.json', { ...own, maxGap: 'soon' });
    await page.waitForSelector('.problem');
    expect(await page.textContent('.problem')).toContain('maxGap');
    await choose('own.json', own);
    await page.waitForSelector('.recommendation');
    expect(await page.locator('.problem').count()).toBe(0);
    const written = onDisk({ name: 'own.json', content: JSON.stringify(own) });
    expect(await savedVerdict(page)).toEqual(await judgedByCommand([cellar], written));
  });

  test('refuses the files of two loggers, and a file that is none, with a sentence', async () => {
    const named = (name: string, serial: string, readings: typeof cellarLogger): Dropped => ({
      name,
      content: asCsv(readings)
        .replace('time,temperature', 'time,serial,temperature')
        .replaceAll('Z,', `Z,${serial},`),
    });
    const { page } = await openFromDisk(browser, path);
    await drop(page, named('a.csv', 'A-1', cellarLogger), named('b.csv', 'B-2', freezerLogger));
    await page.getByText('evaluate each logger separately').waitFor();
    await page.getByRole('button', { name: 'Remove a.csv' }).click();
    await page.getByRole('button', { name: 'Remove b.csv' }).click();
    await drop(page, { name: 'empty.csv', content: '' });
    await page.getByText('empty.csv: it is empty').waitFor();
  });

  test('reads a workbook and a PDF report, whose readers are run only then', async () => {
    const readings = cellarLogger.slice(0, 100);
    const cells = readings.map(({ at, value }) => [new Date(at).toISOString(), value]);
    const workbook: Dropped = {
      name: 'readings.xlsx',
      content: workbookOf({ sheets: { Readings: [['Time', 'Temperature °C'], ...cells] } }),
    };
    const places = (texts: readonly string[], y: number): Placed[] =>
      texts.map((text, column) => [text, [40, 74, 110][column]!, y]);
    const rows = readings.slice(0, 40).map(({ value }, index) => {
      const minute = String(index).padStart(2, '0');
      return places(['26/11/21', `08:${minute}:00`, value.toFixed(1)], 120 + 12 * index);
    });
    const report: Dropped = {
      name: 'report.pdf',
      content: await pdfOf([
        [
          ['Elitech', 40, 30],
          ['Serial Number:', 40, 60],
          ['EFX12345678', 130, 60],
          ...places(['Date', 'Time', 'Temp(°C)'], 105),
          ...rows.flat(),
        ],
      ]),
    };
    const { page, complaints, requested } = await openFromDisk(browser, path);
    await judgeBy(page, 'controlled-cold');
    await drop(page, workbook);
    await page.waitForSelector('.recommendation');
    expect(await savedVerdict(page)).toEqual(await judgedByCommand([workbook], 'controlled-cold'));
    await page.getByRole('button', { name: 'Remove readings.xlsx' }).click();
    await drop(page, report);
    const order = page.getByRole('combobox', { name: 'Order of day' });
    await order.selectOption('YMD');
    await page.getByRole('button', { name: 'Read with this answer' }).click();
    await page.getByLabel('Time zone of the file').fill('Europe/Berlin');
    await page.keyboard.press('Enter');
    await page.waitForSelector('.recommendation');
    const expected = await judgedByCommand([report], 'controlled-cold', {
      timeZone: 'Europe/Berlin',
      dateOrder: 'YMD',
    });
    expect(await savedVerdict(page)).toEqual(expected);
    expect(requested.filter((url) => !url.startsWith('blob:'))).toEqual([page.url()]);
    expect(complaints).toEqual([]);
  });

  test('checks an evidence bundle as the command line does, its report aside', async () => {
    const { evidence } = await signedEvidence();
    const bundle = makeBundle({ ...evidence, report: await makeReport(evidence) });
    const { page, complaints, requested } = await openFromDisk(browser, path);
    await drop(page, { name: 'S-1.zip', content: bundle });
    await page.waitForSelector('.bundle .recommendation.release');
    const said = (await page.textContent('.bundle pre'))!.split('\n');
    const written = onDisk({ name: 'S-1.zip', content: bundle });
    const expected = (await verify(written, {})).split('\n');
    expect(said.slice(0, -1)).toEqual(expected.slice(0, -1));
    expect(said.at(-1)).toContain('report.pdf was not checked');
    expect(requested).toEqual([page.url()]);
    expect(complaints).toEqual([]);
    const forged = withText(bundle, 'ledger.json', (text) => text.replace('Paul Okafor', 'Paula Okafor'));
    await page.getByRole('button', { name: 'Remove S-1.zip' }).click();
    await drop(page, { name: 'forged.zip', content: forged });
    await page.waitForSelector('.bundle .recommendation.reject');
    const refusal = await verify(onDisk({ name: 'forged.zip', content: forged }), {}).catch(
      (error: Error) => error.message,
    );
    expect(refusal).toContain(await page.textContent('.bundle pre'));
    await drop(page, cellar);
    await page.getByText('An evidence bundle is checked by itself').waitFor();
  });

  test('shows what a file is called as text, whatever that is', async () => {
    const evil = '<img src=x onerror="window.evil=1">.csv';
    const { page, requested } = await openFromDisk(browser, path);
    await judgeBy(page, 'controlled-cold');
    await drop(page, { ...cellar, name: evil });
    await page.waitForSelector('.recommendation');
    expect(await page.textContent('.chosen')).toContain(evil);
    expect(await page.evaluate(() => 'evil' in window)).toBe(false);
    expect(requested).toEqual([page.url()]);
  });

  test.each([
    ['at a desk, light', { ...desk, colorScheme: 'light' }],
    ['on a phone, dark', { ...phone, colorScheme: 'dark' }],
  ] as const)('can be used by everybody and fits the screen: %s', async (_, options) => {
    const { page, complaints } = await openFromDisk(browser, path, options);
    expect(await findingsOn(page), 'empty').toEqual([]);
    await expectNoOverflow(page);
    await drop(page, withoutZone);
    await page.waitForSelector('.question');
    expect(await findingsOn(page), 'question').toEqual([]);
    await expectNoOverflow(page);
    await page.getByLabel('Time zone of the file').fill('UTC');
    await page.keyboard.press('Enter');
    await judgeBy(page, 'controlled-cold');
    await page.getByRole('combobox', { name: 'Compare with' }).selectOption('who-storage');
    await page.waitForSelector('.plot canvas');
    for (const details of await page.locator('main details').all())
      await details.evaluate((each) => each.setAttribute('open', ''));
    expect(await findingsOn(page), 'judged').toEqual([]);
    await expectNoOverflow(page);
    expect(complaints).toEqual([]);
  });

  test('runs at most 400 kB of script before the first file, and the rest when it is needed', async () => {
    const { page } = await openFromDisk(browser, path);
    const run = (): Promise<{ bytes: number; parts: string[] }> =>
      page.evaluate(() => ({
        bytes: [...document.scripts]
          .filter(({ type }) => type === '')
          .reduce((sum, { text }) => sum + new TextEncoder().encode(text).length, 0),
        // oxlint-disable-next-line no-eval -- a constant of the page's script is no property of the window
        parts: Object.keys((0, eval)('coldwatchParts') as object),
      }));
    const before = await run();
    console.log(`script before the first file: ${(before.bytes / 1000).toFixed(1)} kB`);
    expect(before.bytes).toBeGreaterThan(100_000);
    expect(before.bytes).toBeLessThanOrEqual(400_000);
    await judgeBy(page, 'controlled-cold');
    await drop(page, cellar);
    await page.waitForSelector('.plot canvas');
    const { parts } = await run();
    expect(parts.filter((part) => before.parts.includes(part)).toSorted()).toEqual(before.parts.toSorted());
    expect(before.parts).not.toContain('read-input.js');
    expect(parts).toContain('read-input.js');
  });
});

describeInBrowser('the page that judges files, on a web host', { timeout: 60_000 }, () => {
  let server: Server;
  let asked: string[] = [];
  beforeAll(async () => {
    server = createServer((request, response) => {
      asked.push(request.url!);
      response.setHeader('content-type', 'text/html').end(readFileSync(path));
    });
    await new Promise<void>((done) => void server.listen(0, '127.0.0.1', done));
  });
  afterAll(() => server?.close());

  test('judges as from disk, and cannot reach even its own host', async () => {
    const { page } = await openFromDisk(browser, path);
    const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    await page.goto(address);
    await judgeBy(page, 'controlled-cold');
    await drop(page, cellar);
    await page.waitForSelector('.recommendation');
    expect(await savedVerdict(page)).toEqual(await judgedByCommand([cellar], 'controlled-cold'));
    expect(asked).toEqual(['/']);
    asked = [];
    const failed = await page.evaluate(
      (url) =>
        fetch(url).then(
          () => false,
          () => true,
        ),
      `${address}elsewhere`,
    );
    expect(failed).toBe(true);
    await page.evaluate((url) => {
      const image = new Image();
      image.src = `${url}image`;
      navigator.sendBeacon(`${url}beacon`, 'readings');
    }, address);
    await page.waitForTimeout(300);
    expect(asked).toEqual([]);
  });
});
