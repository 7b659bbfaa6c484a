import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { CommandError } from '../../src/cli/exit-status.ts';
import { evaluateFiles } from '../../src/cli/evaluate-files.ts';
import { filePaths } from '../../src/cli/file-paths.ts';
import { type FileOptions, readingOptionsOf } from '../../src/cli/options.ts';
import { readFiles } from '../../src/cli/read-files.ts';
import { recordsToPublish } from '../../src/cli/records-to-publish.ts';
import { replaySummary } from '../../src/cli/replay-summary.ts';
import type { Verdict } from '../../src/model/verdict.ts';
import type { Reading } from '../../src/telemetry/payload-readings.ts';

const folder = mkdtempSync(join(tmpdir(), 'coldwatch-options-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

async function errorOf(run: () => unknown): Promise<{ status: number; message: string } | null> {
  try {
    await run();
    return null;
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    return { status: error.status, message: error.message };
  }
}

describe('a pattern for files', () => {
  const hours = ['06', '07', '08'].map((hour) =>
    file(`box-${hour}.csv`, `time,temperature\n2026-11-20T${hour}:00:00Z,5\n2026-11-20T${hour}:30:00Z,5\n`),
  );
  mkdirSync(join(folder, 'box-folder.csv'));

  test('is expanded to files in alphabetical order, without folders', () => {
    expect(filePaths([join(folder, 'box-*.csv')])).toEqual(hours);
  });

  test('adds no file that is named already', () => {
    expect(filePaths([hours[1]!, join(folder, 'box-*.csv'), join(folder, 'box-0[78].csv')])).toEqual([
      hours[1],
      hours[0],
      hours[2],
    ]);
  });

  test('may be the name of a file', () => {
    const path = file('box[1].csv', 'time,temperature\n');
    expect(filePaths([path])).toEqual([path]);
  });

  test('that matches nothing is unusable input', async () => {
    const pattern = join(folder, 'none-*.csv');
    expect(await errorOf(() => evaluateFiles([pattern], { profile: 'who-storage' }))).toEqual({
      status: 65,
      message: `${pattern}: no file matches this pattern`,
    });
  });

  test('is evaluated as one record', async () => {
    const { output } = await evaluateFiles([join(folder, 'box-0*.csv')], {
      profile: 'who-storage',
      json: true,
    });
    const { input, span } = JSON.parse(output) as Verdict;
    expect(input.map(({ name }) => name).sort()).toEqual(['box-06.csv', 'box-07.csv', 'box-08.csv']);
    expect(span).toMatchObject({ from: '2026-11-20T06:00:00.000Z', to: '2026-11-20T08:30:00.000Z' });
  });

  test('is published as one record in order of time', async () => {
    const readings: Reading[] = [];
    const input = await readFiles([join(folder, 'box-0*.csv')], readingOptionsOf({}), readings);
    expect(recordsToPublish(readings).map(({ time }) => time.slice(11, 16))).toEqual([
      '06:00',
      '06:30',
      '07:00',
      '07:30',
      '08:00',
      '08:30',
    ]);
    expect(replaySummary('box', input)).toEqual({
      output: '6 readings of 3 files published as box and acknowledged.',
      status: 0,
    });
  });
});

describe('the options on how files are read', () => {
  test('become the answers to what a file leaves open', () => {
    const given: FileOptions = {
      timeZone: 'Europe/Berlin',
      format: 'csv',
      decimal: 'comma',
      device: 'box',
      column: ['temperature=Probe 2', 'time=1', 'humidity = r.H. = %'],
      unit: 'degF',
      dateOrder: 'MDY',
      sheet: 'Data',
    };
    expect(readingOptionsOf(given)).toEqual({
      format: 'csv',
      timeZone: 'Europe/Berlin',
      answers: {
        decimal: 'comma',
        device: 'box',
        columns: { temperature: 'Probe 2', time: '1', humidity: 'r.H. = %' },
        unit: 'degF',
        dateOrder: 'MDY',
        sheet: 'Data',
      },
    });
  });

  test.each(['degC', 'degF', 'K'])('become the unit that is given: %s', (unit) => {
    expect(readingOptionsOf({ unit }).answers.unit).toBe(unit);
  });

  test.each<[string, FileOptions, string]>([
    [
      'an unknown format',
      { format: 'xls' },
      'csv, json, senml, androsensor, berlinger, efento, electricblue, elitech, maxim-ibutton, meaco, onset-hobo, rotronic, t-and-d, tinytag, tomst, trend-bms, table',
    ],
    ['an unknown separator', { decimal: 'dot' }, 'point, comma'],
    ['an unknown unit', { unit: 'C' }, 'degC, degF, K'],
    ['an unknown order of dates', { dateOrder: 'dmy' }, 'DMY, MDY, YMD'],
    [
      'an unknown quantity',
      { column: ['wind=4'] },
      'time, temperature, humidity, pressure, battery, latitude, longitude, accuracy',
    ],
    ['a column without a quantity', { column: ['Probe'] }, 'temperature=Probe'],
    ['a column without a name', { column: ['temperature= '] }, 'temperature=Probe'],
    ['a quantity given twice', { column: ['time=1', 'time=2'] }, 'as 1 and 2'],
  ])('are unusable arguments with %s, and the message says what is allowed', async (_, options, allowed) => {
    expect(await errorOf(() => readingOptionsOf(options))).toEqual({
      status: 64,
      message: expect.stringContaining(allowed),
    });
  });
});
