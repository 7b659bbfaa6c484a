import { describe, expect, test } from 'vitest';
import { filePreview } from '../../src/logger-files/file-preview.ts';
import { UnusableFile } from '../../src/logger-files/logger-file.ts';
import { bounds, openGivenFile, readGivenFile, wrongAnswer } from '../../src/logger-files/read-given-file.ts';
import { type CellXml, partsOf, workbookOf, zipOfParts } from '../support/workbook.ts';

const refusalOf = async (bytes: Uint8Array): Promise<string> => {
  try {
    readGivenFile(await openGivenFile(bytes), {});
    return 'nothing';
  } catch (error) {
    if (!(error instanceof UnusableFile)) throw error;
    return error.message;
  }
};
const readings: CellXml[][] = [
  ['Time', 'Temperature (°C)'],
  ['2026-03-03 06:00', 4.1],
  ['2026-03-03 06:10', 4.2],
  ['2026-03-03 06:20', 4.3],
];

describe('what somebody sends is read within limits', () => {
  test('a file of more than 20 MB is refused', async () => {
    expect(await refusalOf(new Uint8Array(20 * 1024 * 1024 + 1))).toContain('it is larger than 20 MB');
  });

  test('a workbook that unfolds to more than 128 MB is refused before it is inflated', async () => {
    const parts = partsOf({ sheets: { A: readings } });
    const bomb = zipOfParts({ ...parts, 'xl/worksheets/sheet1.xml': Buffer.alloc(129 * 1024 * 1024, 32) });
    expect(bomb.length).toBeLessThan(200_000);
    expect(await refusalOf(bomb)).toContain('more than 128 MB when unpacked');
  });

  test('a workbook that states less than it unfolds to is refused', async () => {
    const parts = partsOf({ sheets: { A: readings } });
    const sheet = Buffer.alloc(64 * 1024 * 1024, 32);
    const bomb = zipOfParts({ ...parts, 'xl/worksheets/sheet1.xml': sheet }, (entry) =>
      entry.content.length === sheet.length ? { ...entry, content: entry.content.subarray(0, 1000) } : entry,
    );
    expect(await refusalOf(bomb)).toContain('a file is larger than stated');
  });

  test('a workbook with a cell in the last column of every row is refused', async () => {
    const rows = Array.from(
      { length: 300 },
      (_, index) => `<row r="${index + 1}"><c r="XFD${index + 1}"><v>1</v></c></row>`,
    );
    const xml = `<worksheet><sheetData>${rows.join('')}</sheetData></worksheet>`;
    expect(await refusalOf(workbookOf({ sheets: { A: xml } }))).toContain('too many cells');
  });

  test('a workbook with entities of its own is refused', async () => {
    const xml = '<!DOCTYPE a [<!ENTITY b "bb">]><worksheet><sheetData/></worksheet>';
    expect(await refusalOf(workbookOf({ sheets: { A: xml } }))).toContain('document type definition');
  });

  test('an archive that is no workbook, a torn PDF and a photo are refused', async () => {
    expect(await refusalOf(zipOfParts({ 'a.csv': 'x' }))).toContain('a ZIP without a workbook');
    expect(await refusalOf(Buffer.from('%PDF-1.7\n1 0 obj << /Type /Catalog'))).toContain('damaged PDF');
    expect(await refusalOf(Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16]))).toContain('it is binary');
  });

  test('reading takes no longer than the time that there is', async () => {
    let now = 0;
    const within = bounds(() => now);
    const opened = await openGivenFile(workbookOf({ sheets: { A: readings } }), within);
    now = 120_001;
    expect(() => readGivenFile(opened, { 'time-zone': 'UTC' }, within)).toThrow(
      'it takes longer than 2 minutes',
    );
    await expect(openGivenFile(workbookOf({ sheets: { A: readings } }), within)).rejects.toThrow(
      'it takes longer',
    );
  });
});

test('the answer that does not fit is found', async () => {
  const opened = await openGivenFile(Buffer.from('time,temperature\n2026-03-03T06:00:00Z,4\n'));
  expect(wrongAnswer(opened, { 'time-zone': 'Mars', unit: 'degC' })).toBe('time-zone');
});

describe('a preview', () => {
  test('of a workbook is that of the sheet that is meant', async () => {
    const opened = await openGivenFile(workbookOf({ sheets: { A: readings, B: [['x'], ['1']] } }));
    expect(filePreview(opened, undefined)).toEqual({
      headings: ['Time', 'Temperature (°C)'],
      rows: [
        ['2026-03-03 06:00', '4.1'],
        ['2026-03-03 06:10', '4.2'],
        ['2026-03-03 06:20', '4.3'],
      ],
    });
    expect(filePreview(opened, 'B')).toEqual({ headings: ['x'], rows: [['1']] });
  });

  test('of a text that is no table shows its lines, and of bytes nothing', async () => {
    expect(filePreview(await openGivenFile(Buffer.from('dear all\n\u202ered\n')), undefined)).toEqual({
      headings: [],
      rows: [['dear all'], [String.raw`\u202ered`]],
    });
    expect(filePreview(await openGivenFile(Buffer.from([0xff, 0xd8, 0, 1])), undefined)).toBeNull();
  });
});
