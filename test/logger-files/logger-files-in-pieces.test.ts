import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { unquotedRows } from '../../src/logger-files/csv-rows.ts';
import type { Content } from '../../src/logger-files/content.ts';
import type { OpenedFile } from '../../src/logger-files/open-file.ts';
import { readLogFile, streamLogFile } from '../../src/logger-files/read-logger-file.ts';
import type { Reading } from '../../src/telemetry/payload-readings.ts';

const opened = (content: Content): OpenedFile => ({ content, tables: null, kind: '' });

const cell = fc.oneof(
  fc.constantFrom(
    '4.6',
    '2026-11-21T08:00:00Z',
    ' 4.6 ',
    '',
    ' ',
    '\t',
    '"4.6"',
    '"a\nb"',
    '"a""b"',
    'é',
    '4"6',
    '\r',
  ),
  fc.string({ maxLength: 4 }),
);
const table = (separator: string) =>
  fc
    .array(
      fc.array(cell, { minLength: 1, maxLength: 4 }).map((cells) => cells.join(separator)),
      { maxLength: 12 },
    )
    .chain((lines) => fc.constantFrom('\n', '\r\n').map((end) => lines.join(end)));

describe('a log file read in pieces', () => {
  const log = fc
    .tuple(fc.constantFrom('', 'sep=,\n', 'sep=,\r\n', '\ufeff'), table(','))
    .map(([before, rows]) => `${before}time,temperature,note\n2026-11-21T07:00:00Z,4.1,x\n${rows}`);

  test('gives the same result as the whole file, wherever it is cut', () => {
    fc.assert(
      fc.property(
        log,
        fc.constantFrom('utf8' as const, 'latin1' as const),
        fc.integer({ min: 1, max: 50 }),
        (text, encoding, size) => {
          // Latin-1 has no byte order mark.
          const content = Buffer.from(text, text.startsWith('\ufeff') ? 'utf8' : encoding);
          const pieces = Array.from({ length: Math.ceil(content.length / size) }, (_, index) =>
            content.subarray(index * size, (index + 1) * size),
          );
          const outcome = (read: () => unknown): unknown => {
            try {
              return read();
            } catch (error) {
              return `${(error as Error).name}: ${(error as Error).message}`;
            }
          };
          const whole = outcome(() => readLogFile(content, 'csv', null));
          const inPieces = outcome(() => streamLogFile(opened(pieces), 'csv', null, [] as Reading[]));
          const isMisquoted = (found: unknown): boolean => String(found).includes('it is no CSV');
          // Of two faults either may be reported, because a wrong quotation mark is known only at the end of its piece.
          if (isMisquoted(whole) || isMisquoted(inPieces))
            expect([typeof whole, typeof inPieces]).toEqual(['string', 'string']);
          else expect(inPieces).toEqual(whole);
        },
      ),
      { numRuns: 1000 },
    );
  });

  test('names the line of a quotation mark that is never closed', () => {
    const rows = '2026-11-21T08:00:00Z,4.6,x\n'.repeat(50);
    const pieces = `time,temperature,note\n${rows}2026-11-21T08:00:00Z,4.6,"x\n${rows}`
      .split(/(?<=\n)/)
      .map((line) => Buffer.from(line));
    expect(() => streamLogFile(opened(pieces), 'csv', null, [])).toThrow(
      new Error(
        'it is no CSV: Quote Not Closed: the parsing is finished with an opening quote, after line 51',
      ),
    );
  });

  test('with a time zone is first read for its order, and gives the same result', () => {
    const text = 'time,temperature\n2026-10-25T03:10:00,1\n2026-10-25T02:50:00,2\n2026-10-25T02:55:00,3\n';
    const pieces = text.split(/(?<=,)/).map((part) => Buffer.from(part));
    const whole = readLogFile(Buffer.from(text), null, 'Europe/Berlin');
    expect(streamLogFile(opened(pieces), null, 'Europe/Berlin', [] as Reading[])).toEqual(whole);
    expect(whole.readings.map(({ at }) => new Date(at).toISOString().slice(11, 16))).toEqual([
      '02:10',
      '01:50',
      '00:55',
    ]);
  });
});

test.each([',', ';', '\t'])(
  'rows without quotation marks equal those of the CSV library, with delimiter %j',
  (delimiter) => {
    fc.assert(
      fc.property(
        table(delimiter).map((text) => text.replaceAll('"', '')),
        fc.constantFrom('\n', '\r\n', '\r'),
        (text, recordDelimiter) => {
          const byLibrary = parse(text, {
            delimiter,
            recordDelimiter,
            relaxColumnCount: true,
            relaxQuotes: true,
            skipEmptyLines: true,
            trim: true,
          });
          const rows = [...unquotedRows(text, { delimiter, recordDelimiter }, 0)];
          expect(rows.map(({ cells }) => cells)).toEqual(byLibrary);
        },
      ),
      { numRuns: 1000 },
    );
  },
);
