import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { rowsBy } from '../../src/logger-files/csv-rows.ts';
import { UnusableFile } from '../../src/logger-files/logger-file.ts';

/** A line of cells, some of which are quoted, rightly or not. */
const line = fc
  .array(
    fc.oneof(
      fc.stringMatching(/^[ab1. ]{0,4}$/),
      fc.stringMatching(/^[ab1. ,;]{0,4}$/).map((text) => `"${text}"`),
      fc.stringMatching(/^[ab" ]{0,4}$/).map((text) => `"${text.replaceAll('"', '""')}"`),
    ),
    { minLength: 1, maxLength: 5 },
  )
  .map((cells) => cells.join(','));

test('rows with quotation marks are those that the library gives', () => {
  fc.assert(
    fc.property(fc.array(line, { minLength: 1, maxLength: 6 }), (lines) => {
      const text = lines.join('\n');
      const expected = parse(text, {
        relaxColumnCount: true,
        relaxQuotes: true,
        skipEmptyLines: true,
        trim: true,
      });
      let rows: string[][];
      try {
        rows = rowsBy(text, ',').map(({ cells }) => cells);
      } catch (error) {
        expect(error).toBeInstanceOf(UnusableFile);
        return;
      }
      expect(rows).toEqual(expected);
    }),
    { numRuns: 3000 },
  );
});

test('a quotation over several lines is one row, with the number of its last line', () => {
  expect(rowsBy('a,b\n"1\n2",3\n4,5', ',')).toEqual([
    { cells: ['a', 'b'], line: 1 },
    { cells: ['1\n2', '3'], line: 3 },
    { cells: ['4', '5'], line: 4 },
  ]);
});
