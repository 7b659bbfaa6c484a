import { describe, expect, test } from 'vitest';
import type { FileAnswers, LogFile } from '../../src/logger-files/logger-file.ts';
import { openFile } from '../../src/logger-files/open-file.ts';
import { streamLogFile } from '../../src/logger-files/read-logger-file.ts';
import type { Reading } from '../../src/telemetry/payload-readings.ts';
import { type CellXml, styled, typed, workbookOf } from '../support/workbook.ts';

async function read(
  sheets: Parameters<typeof workbookOf>[0]['sheets'],
  answers: FileAnswers = {},
): Promise<LogFile> {
  const bytes = workbookOf({ sheets, formats: ['yyyy-mm-dd', 'hh:mm:ss', 'dd/mm/yyyy hh:mm'] });
  return streamLogFile(await openFile([bytes]), null, 'UTC', [] as Reading[], answers);
}
const [asDate, asClock, asMoment] = [1, 2, 3];
const found = ({ readings }: LogFile) =>
  readings.map((each) => [
    new Date(each.at).toISOString(),
    'text' in each ? each.text : 'value' in each && each.value,
  ]);
// Excel counts days from 1899-12-30: 46024 is 2026-01-02.
const rows: CellXml[][] = [
  ['Probe', 'Temperature (°F)'],
  [styled(46_024.25, asMoment), 41],
  [styled(46_024.260_416_666_7, asMoment), typed('e', '#N/A')],
  [styled(46_024.270_833_333_3, asMoment), 42.8],
];

test('the sheet of a workbook with readings is read, and a sheet of settings is not', async () => {
  const log = await read({
    Settings: [
      ['Start', styled(46_024.25, asMoment)],
      ['Stop', styled(46_025, asMoment)],
    ],
    Data: rows,
  });
  expect(found(log)).toEqual([
    ['2026-01-02T06:00:00.000Z', 5],
    ['2026-01-02T06:15:00.000Z', '#N/A'],
    ['2026-01-02T06:30:00.000Z', expect.closeTo(6, 9)],
  ]);
  expect(log.format).toBe(
    'XLSX workbook, sheet "Data"; heading in line 1; time in column 1, in UTC (--time-zone); temperature in column 2 ("Temperature (°F)"), °F (heading); decimal point',
  );
});

test('a date and a time of day apart are one time', async () => {
  const log = await read({
    Data: [
      ['Date', 'Time', '°C'],
      [styled(46_024, asDate), styled(0.25, asClock), 4.5],
      [styled(46_024, asDate), styled(0.75, asClock), 4.1],
    ],
  });
  expect(found(log)).toEqual([
    ['2026-01-02T06:00:00.000Z', 4.5],
    ['2026-01-02T18:00:00.000Z', 4.1],
  ]);
});

test('several sheets with readings raise a question, which --sheet answers', async () => {
  const sheets = { 'Box 1': rows, 'Box 2': rows };
  await expect(read(sheets)).rejects.toThrow(
    expect.objectContaining({ question: { option: 'sheet', candidates: ['Box 1', 'Box 2'] } }),
  );
  expect(found(await read(sheets, { sheet: 'box 2' }))).toHaveLength(3);
  await expect(read(sheets, { sheet: 'Box 3' })).rejects.toThrow(
    'it has no sheet --sheet "Box 3"; its sheets are "Box 1", "Box 2"',
  );
});

test('a sheet named exactly is preferred to one of nearly the same name', async () => {
  const [heading, first] = rows as [CellXml[], CellXml[]];
  const log = await read({ 'Box ': rows, Box: [heading, first] }, { sheet: 'Box' });
  expect(found(log)).toEqual([['2026-01-02T06:00:00.000Z', 5]]);
});

test('a sheet whose readings begin far below its top is asked about like the others', async () => {
  const remarks = Array.from({ length: 60 }, (_, index) => [`Remark ${index + 1}`]);
  await expect(read({ 'Box 1': rows, 'Box 2': [...remarks, ...rows] })).rejects.toThrow(
    expect.objectContaining({ question: { option: 'sheet', candidates: ['Box 1', 'Box 2'] } }),
  );
});

describe('a sheet of readings is known, and asked about beside another one, where its times are', () => {
  const [heading, time] = [['Time', 'Temperature (°C)'], 46_024.25];
  const ten = 10 / 1440;

  test.each<[string, readonly (readonly CellXml[])[]]>([
    ['texts in one column', [heading, ['23.01.2026 06:00', 4], ['23.01.2026 06:10', 5]]],
    [
      'texts in two columns',
      [
        ['Date', ...heading],
        ['23.01.2026', '06:00', 4],
        ['23.01.2026', '06:10', 5],
      ],
    ],
    ['numbers without a format of dates', [heading, [time, 4], [time + ten, 5]]],
    ['seconds since 1970', [heading, [1_769_148_000, 4], [1_769_148_600, 5]]],
  ])('%s', async (_, sheet) => {
    const settings = [
      ['Start', '23.01.2026'],
      ['Interval', 10],
    ];
    expect(found(await read({ Settings: settings, Data: sheet }))).toHaveLength(2);
    await expect(read({ 'Box 1': sheet, 'Box 2': sheet })).rejects.toThrow(
      expect.objectContaining({ question: { option: 'sheet', candidates: ['Box 1', 'Box 2'] } }),
    );
  });
});
