import { deflateRawSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { type NamedTable, UnusableFile } from '../../src/logger-files/logger-file.ts';
import { openFile } from '../../src/logger-files/open-file.ts';
import { partsOf, styled, typed, workbookOf, zipOfParts } from '../support/workbook.ts';

async function tablesOf(bytes: Uint8Array): Promise<readonly NamedTable[]> {
  const { tables, kind } = await openFile([bytes]);
  expect(kind).toBe('XLSX workbook');
  return tables!;
}

/** The cells of the only row of a workbook's only sheet. */
async function cellsOf(...[cells, more]: [Parameters<typeof workbookOf>[0]['sheets'][string], object?]) {
  const [table] = await tablesOf(workbookOf({ sheets: { Data: cells }, ...more }));
  return table!.rows[0]!.cells;
}

async function refusal(bytes: Uint8Array): Promise<string> {
  const error = await openFile([bytes]).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(UnusableFile);
  return (error as Error).message;
}

describe('a workbook', () => {
  test('gives a table for each sheet with values, hidden ones too, and leaves out empty ones', async () => {
    const parts = partsOf({
      sheets: { 'Box & "7"': [['time', 'temperature']], Empty: [[null]], Hidden: [[5]] },
    });
    parts['xl/workbook.xml'] = parts['xl/workbook.xml']!.replace(
      'name="Hidden"',
      'name="Hidden" state="hidden"',
    );
    expect(await tablesOf(zipOfParts(parts))).toEqual([
      { name: 'Box & "7"', rows: [{ cells: ['time', 'temperature'], line: 1 }] },
      { name: 'Hidden', rows: [{ cells: ['5'], line: 1 }] },
    ]);
  });

  test('gives rows their numbers in the sheet and cells their columns, also where others are missing', async () => {
    const xml =
      '<worksheet><sheetData><row r="2"><c r="B2"><v>1</v></c><c r="D2"><v>2</v></c><c r="AB2"/></row><row r="7" hidden="1"><c><v>3</v></c><c><v>4</v></c></row><row/><row><c r="A9"><v>5</v></c></row></sheetData><mergeCells><mergeCell ref="B2:C2"/></mergeCells></worksheet>';
    const [table] = await tablesOf(workbookOf({ sheets: { Data: xml } }));
    expect(table!.rows).toEqual([
      { cells: ['', '1', '', '2'], line: 2 },
      { cells: ['3', '4'], line: 7 },
      { cells: ['5'], line: 9 },
    ]);
  });

  test('with namespace prefixes and of the strict kind is read alike', async () => {
    const xml =
      '<x:worksheet xmlns:x="urn:x"><x:sheetData><x:row><x:c><x:v>5</x:v></x:c></x:row></x:sheetData></x:worksheet>';
    expect(await cellsOf(xml, { isStrict: true })).toEqual(['5']);
  });

  test('is opened in pieces of any size', async () => {
    const bytes = workbookOf({ sheets: { Data: [[5]] } });
    const pieces = Array.from(bytes, (byte) => Uint8Array.of(byte));
    expect((await openFile(pieces)).tables).toEqual([{ name: 'Data', rows: [{ cells: ['5'], line: 1 }] }]);
  });
});

test.each([
  ['4.0999999999999996', '4.1'],
  ['-18.5', '-18.5'],
  ['1013.25', '1013.25'],
  ['5', '5'],
  ['1E-7', '1e-7'],
  ['0.30000000000000004', '0.3'],
  ['12345678901234567', '12345678901234600'],
  ['--.-', '--.-'],
])('the number %s in a cell is the text %s', async (raw, text) => {
  expect(await cellsOf([[{ xml: `<c><v>${raw}</v></c>` }]])).toEqual([text]);
});

test.each([
  ['yyyy-mm-dd hh:mm:ss', 46_347.5, '2026-11-21 12:00:00'],
  ['dd/mm/yyyy', 46_347, '2026-11-21 00:00:00'],
  ['[$-407]d. mmmm yyyy;@', 46_347.25, '2026-11-21 06:00:00'],
  ['"Year "yyyy', 46_347, '2026-11-21 00:00:00'],
  ['m/d/yy h:mm AM/PM', 46_347.999_999_9, '2026-11-22 00:00:00'],
  ['yyyy-mm-dd', 59, '1900-02-28 00:00:00'],
  ['yyyy-mm-dd', 61, '1900-03-01 00:00:00'],
  ['h:mm', 0.3125, '07:30:00'],
  ['mm:ss.0', 0.000_694_45, '00:01:00'],
  ['hh:mm:ss', 0.999_999_9, '23:59:59'],
  ['h:mm', 46_347.5, '2026-11-21 12:00:00'],
  ['[h]:mm', 1.5, '36:00:00'],
  ['0.0', 5.25, '5.25'],
  ['0.0%', 0.453, '45.3%'],
  ['0.0" °C"', 5.1, '5.1 °C'],
  ['0.0\\ "°F"', 41.2, '41.2 °F'],
  ['[Red]0.00;[Blue]-0.00', -3.5, '-3.5'],
  ['General', 46_347.5, '46347.5'],
  ['0 "days"', 46_347, '46347'],
  ['yyyy-mm-dd', -1, '-1'],
  ['yyyy-mm-dd', 2_958_466, '2958466'],
])('the format %s shows the number %d as %s', async (code, value, text) => {
  expect(await cellsOf([[styled(value, 1)]], { formats: [code] })).toEqual([text]);
});

test.each(['1', 'true'])('a workbook that counts days from 1904 (%s) has the same dates', async (is1904) => {
  const [formats, workbookPr] = [['yyyy-mm-dd hh:mm'], `<workbookPr date1904="${is1904}"/>`];
  expect(await cellsOf([[styled(44_885.5, 1)]], { formats, workbookPr })).toEqual(['2026-11-21 12:00:00']);
});

test('formats that need no definition show dates too', async () => {
  const parts = partsOf({ sheets: { Data: [[styled(46_347.5, 0), styled(46_347.5, 1), styled(0.5, 2)]] } });
  parts['xl/styles.xml'] =
    '<styleSheet><cellXfs><xf numFmtId="2"/><xf numFmtId="22"/><xf numFmtId="20"/></cellXfs></styleSheet>';
  const [table] = await tablesOf(zipOfParts(parts));
  expect(table!.rows[0]!.cells).toEqual(['46347.5', '2026-11-21 12:00:00', '12:00:00']);
});

test('texts, truth values, errors and dates in ISO 8601 are their text', async () => {
  const strings =
    '<si><t xml:space="preserve"> Probe 1 </t></si><si><r><t>T</t></r><r><rPr/><t>emp &lt;1&gt;</t></r><rPh><t>x</t></rPh></si>';
  const cells = [
    typed('s', '0'),
    typed('s', '1'),
    typed('str', 'a_x000A_b'),
    'R&D',
    typed('b', '1'),
    typed('b', '0'),
    typed('e', '#N/A'),
    typed('e', '#DIV/0!'),
    typed('d', '2026-11-21T08:00:00.6'),
    typed('d', '2026-11-21'),
    { xml: '<c t="str"><f>A1+1</f><v>ERR</v></c>' },
  ];
  expect(await cellsOf([cells], { strings })).toEqual([
    ' Probe 1 ',
    'Temp <1>',
    'a\nb',
    'R&D',
    'TRUE',
    'FALSE',
    '#N/A',
    '#DIV/0!',
    '2026-11-21 08:00:01',
    '2026-11-21 00:00:00',
    'ERR',
  ]);
});

describe('a workbook is refused', () => {
  const book = {
    sheets: {
      Data: [
        ['time', 'temperature'],
        [1, 2],
      ],
    },
  };
  const sheet = 'xl/worksheets/sheet1.xml';
  const withSheet = (xml: string): Uint8Array => zipOfParts({ ...partsOf(book), [sheet]: xml });

  test('if it is cut off at any place', async () => {
    const bytes = workbookOf(book);
    for (let length = 2; length < bytes.length; length += 7) await refusal(bytes.subarray(0, length));
  });

  test('if any bit of a sheet is wrong', async () => {
    const bytes = workbookOf(book);
    const stored = deflateRawSync(Buffer.from(partsOf(book)[sheet]!));
    const begins = Buffer.from(bytes).indexOf(stored);
    for (let index = 0; index < stored.length; index += 3) {
      const changed = new Uint8Array(bytes);
      changed[begins + index]! ^= 1 << (index % 8);
      await refusal(changed);
    }
  });

  test.each([
    ['unclosed', '<worksheet><sheetData><row><c><v>5</v></c></row>'],
    ['no XML', 'time,temperature'],
    ['not UTF-8', Buffer.from('<worksheet><row><c t="str"><v>5°</v></c></row></worksheet>', 'latin1')],
    ['with rows that go back', '<worksheet><row r="5"/><row r="4"/></worksheet>'],
    ['with two cells in a column', '<worksheet><row><c r="B1"/><c r="B1"/></row></worksheet>'],
    ['with more rows than a spreadsheet has', '<worksheet><row r="1048577"/></worksheet>'],
    ['with more columns than a spreadsheet has', '<worksheet><row><c r="ZZZ1"/></row></worksheet>'],
    ['with a text that is missing', '<worksheet><row><c t="s"><v>7</v></c></row></worksheet>'],
  ])('if a sheet is %s', async (_, xml) => {
    expect(await refusal(zipOfParts({ ...partsOf(book), [sheet]: xml }))).toContain('damaged workbook');
  });

  test('if its XML defines entities', async () => {
    const bomb = `<!DOCTYPE x [<!ENTITY a "${'a'.repeat(100)}"><!ENTITY b "&a;&a;">]><worksheet><row><c t="str"><v>&b;</v></c></row></worksheet>`;
    expect(await refusal(withSheet(bomb))).toContain('document type definition');
  });

  test('if it states more bytes than are read', async () => {
    const large = (entry: { name: string; content: Uint8Array }) =>
      entry.name === sheet ? { ...entry, content: new Uint8Array(300 * 1024 * 1024), crc: 0 } : entry;
    expect(await refusal(zipOfParts(partsOf(book), large))).toContain('MB when unpacked');
  });

  test('if a part is larger than stated, without being inflated further', async () => {
    const stored = deflateRawSync(new Uint8Array(200 * 1024 * 1024));
    const bomb = zipOfParts(partsOf(book), (entry) => (entry.name === sheet ? { ...entry, stored } : entry));
    const began = process.memoryUsage().arrayBuffers;
    expect(await refusal(bomb)).toContain('larger than stated');
    expect(process.memoryUsage().arrayBuffers - began).toBeLessThan(150 * 1024 * 1024);
  });

  test('if it has too many cells', async () => {
    const rows = Array.from({ length: 1300 }, () => '<row><c r="XFD1"><v>5</v></c></row>').join('');
    expect(await refusal(withSheet(`<worksheet>${rows}</worksheet>`))).toContain('too many cells');
  });

  test.each<[string, (bytes: Uint8Array) => Uint8Array, string]>([
    ['encrypted ZIP', () => zipOfParts(partsOf(book), (entry) => ({ ...entry, flags: 1 })), 'password'],
    ['old binary workbook', () => Buffer.from('d0cf11e0a1b11ae1', 'hex'), '.xlsx or CSV'],
    [
      'encrypted workbook',
      () => Buffer.concat([Buffer.from('d0cf11e0', 'hex'), Buffer.from('EncryptedPackage', 'utf16le')]),
      'remove the password',
    ],
    ['gzip', (bytes) => gzipSync(bytes), 'unpack it'],
    ['ZIP of other files', () => zipOfParts({ 'log.csv': 'time,temperature\n' }), 'unpack it'],
    ['binary workbook', () => zipOfParts({ 'xl/workbook.bin': 'x' }), '.xlsx or CSV'],
    ['OpenDocument file', () => zipOfParts({ mimetype: 'x', 'content.xml': 'x' }), '.xlsx or CSV'],
    ['workbook without its sheet', () => zipOfParts(withoutSheet()), 'is missing'],
  ])('if it is an %s', async (_, make, what) => {
    expect(await refusal(make(workbookOf(book)))).toContain(what);
  });

  function withoutSheet() {
    const { [sheet]: _sheet, ...others } = partsOf(book);
    return others;
  }
});

test('a workbook of 100,000 rows is read within 10 seconds of processor time', async () => {
  const rows = Array.from({ length: 100_000 }, (_, index) => [
    styled(46_000 + index / 1440, 1),
    5 + (index % 97) / 10,
    40 + (index % 89) / 7,
  ]);
  const bytes = workbookOf({ sheets: { Data: rows }, formats: ['yyyy-mm-dd hh:mm:ss'] });
  const began = process.cpuUsage();
  const [table] = await tablesOf(bytes);
  expect(table!.rows.length).toBe(100_000);
  expect(process.cpuUsage(began).user).toBeLessThan(10_000_000);
});

test('of a text only the first bytes are read, whatever its size', async () => {
  let read = 0;
  const content = {
    *[Symbol.iterator]() {
      for (;;) {
        read += 16;
        yield Buffer.from('time,temperature');
      }
    },
  };
  const opened = await openFile(content);
  expect([opened.content === content, opened.tables, opened.kind]).toEqual([true, null, 'text or CBOR']);
  expect(read).toBe(16);
});
