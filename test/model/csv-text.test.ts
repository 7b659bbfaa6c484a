import { parse } from 'csv-parse/sync';
import { describe, expect, test } from 'vitest';
import { byteOrderMark, csvText } from '../../src/model/csv-text.ts';

const cellsOf = (texts: readonly (string | number | null)[], options = {}) =>
  csvText([['Text', (text: string | number | null) => text]], texts, options);

test('every cell is quoted, quotes are doubled, lines end in CR LF', () => {
  expect(cellsOf(['a,b', 'say "cold"', 'two\nlines', 'a;b', null, 4])).toBe(
    '"Text"\r\n"a,b"\r\n"say ""cold"""\r\n"two\nlines"\r\n"a;b"\r\n""\r\n"4"\r\n',
  );
});

test('the byte order mark is there only if asked for', () => {
  expect(cellsOf([])).toBe('"Text"\r\n');
  expect(cellsOf([], { withMark: true })).toBe(`${byteOrderMark}"Text"\r\n`);
});

describe('no cell begins like a formula', () => {
  test.each([
    '=1+2',
    '+49 40 5550123',
    '-2 °C',
    '@SUM(A1)',
    '\t1',
    '\r1',
    '\n1',
    '\0=1',
    ' =1',
    '＝1',
    '＋1',
    '－1',
    '＠1',
    '=1+2" ;1+2',
  ])('%j', (text) => {
    const cell = parse(cellsOf([text]))
      .at(1)
      ?.at(0);
    expect(cell).toBe(`\u{A0}${text}`);
  });

  test.each([
    ['serum;=1+2;x', 'serum;\u{A0}=1+2;x'],
    ['A-1; -B', 'A-1;\u{A0} -B'],
    ['serum;"=1+2"', 'serum;\u{A0}"=1+2"'],
    ['=1;=1', '\u{A0}=1;\u{A0}=1'],
    ['serum\t@SUM(A1)', 'serum\t\u{A0}@SUM(A1)'],
    ['serum\r\n=1', 'serum\r\n\u{A0}=1'],
    ['\t=1', '\u{A0}\t\u{A0}=1'],
    ['serum\r=1', 'serum\r\u{A0}=1'],
  ])('also where a spreadsheet with other separators begins one: %j', (text, expected) => {
    const [, [cell] = []] = parse(cellsOf([text]), { record_delimiter: '\r\n' });
    expect(cell).toBe(expected);
  });

  test('a text that only contains such a character stays, and so does a number below zero', () => {
    expect(cellsOf(['PLT-2231', 'a=b', 'Cold + Fast', "'quoted'", -3])).toBe(
      '"Text"\r\n"PLT-2231"\r\n"a=b"\r\n"Cold + Fast"\r\n"\'quoted\'"\r\n"-3"\r\n',
    );
  });
});

test('any texts are read back as they were, but for the spaces in front of formulas', () => {
  const parts = ['=', '+', '"', ',', ';', '\r\n', '\n', ' ', 'ä', '\u{1F9CA}', 'x', '-', '\t', "'"];
  let state = 7;
  const next = (below: number) => (state = (state * 48_271) % 2_147_483_647) % below;
  for (let round = 0; round < 500; round++) {
    const texts = Array.from({ length: 4 }, () =>
      Array.from({ length: next(6) }, () => parts[next(parts.length)]!).join(''),
    );
    const columns = texts.map((_, index) => [`c${index}`, (row: readonly string[]) => row[index]!] as const);
    const [, read] = parse(csvText(columns, [texts]), { record_delimiter: '\r\n' });
    expect(read!.map((cell) => cell.replaceAll('\u{A0}', ''))).toEqual(texts);
    for (const cell of read!) expect(cell).not.toMatch(/^[=+\-@\t\r\n]|[;\t\n][" ]*[=+\-@]/);
  }
});
