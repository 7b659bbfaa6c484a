import { expect, test } from 'vitest';
import { UnusableFile } from '../../../src/logger-files/logger-file.ts';
import { splitRows } from '../../../src/logger-files/table/split-rows.ts';

const rows = '2026-03-02 07:10 4.31\n2026-03-02 07:20 4.36\n2026-03-02 07:30 4.29\n';

test('single spaces separate cells where the heading has as many words as the rows have cells', () => {
  const { rows: split, inWords } = splitRows(`Date Time Celsius\n${rows}`);
  expect(inWords).toBe('separated by spaces');
  expect(split[0]!.cells).toEqual(['Date', 'Time', 'Celsius']);
  expect(split[1]!.cells).toEqual(['2026-03-02', '07:10', '4.31']);
});

test('a name with a space in it would shift the names behind it, so the text is refused', () => {
  expect(() => splitRows(`Date Time Probe 2 Celsius\n${rows}`)).toThrow(UnusableFile);
});

test('a line above the rows that names a time and has one itself is no heading', () => {
  const { rows: split } = splitRows(`Time of start 2026-03-02 07:00\n${rows}`);
  expect(split.at(-1)!.cells).toEqual(['2026-03-02', '07:30', '4.29']);
});

test('two spaces separate cells whose names have single ones', () => {
  const { rows: split, inWords } = splitRows(
    'Date Time         Probe 2\n2026-03-02 07:10  4.31\n2026-03-02 07:20  4.36\n',
  );
  expect(inWords).toBe('separated by two or more spaces');
  expect(split[0]!.cells).toEqual(['Date Time', 'Probe 2']);
});
