import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  type FileAnswers,
  type LogFile,
  UnusableArgument,
  UnusableFile,
} from '../../../src/logger-files/logger-file.ts';
import { readLogFile } from '../../../src/logger-files/read-logger-file.ts';
import { type RenderedTable, renderedTable } from '../../support/rendered-table.ts';

/**
 * Reads a file as a person does who answers each question truly; null if it is refused or asked about once too often.
 */
function readWithAnswers({ bytes, answers: known }: RenderedTable): LogFile | null {
  let timeZone: string | null = null;
  const answers: { -readonly [answer in keyof FileAnswers]: FileAnswers[answer] } = {};
  for (let questions = 0; questions < 6; questions++)
    try {
      return readLogFile(bytes, null, timeZone, answers);
    } catch (error) {
      if (error instanceof UnusableFile) return null;
      if (!(error instanceof UnusableArgument)) throw error;
      const option = error.question?.option;
      if (option === 'time-zone') timeZone = known.timeZone;
      else if (option === 'unit') answers.unit = known.unit;
      else if (option === 'date-order') answers.dateOrder = known.dateOrder;
      else if (option === 'decimal') answers.decimal = known.decimal;
      else if (option === 'column') answers.columns = known.columns;
      else return null;
    }
  return null;
}

const temperaturesOf = ({ readings }: LogFile): [number, number][] =>
  readings.flatMap((each): [number, number][] =>
    each.channel === 'temperature' && 'value' in each ? [[each.at, each.value]] : [],
  );

test('a table in any form gives its numbers, a question or a refusal, and never another number', () => {
  let [readable, read] = [0, 0];
  fc.assert(
    fc.property(renderedTable, (file) => {
      const log = readWithAnswers(file);
      if (!file.isCut && !file.isUndecidable) readable++;
      if (log === null) return;
      if (!file.isCut && !file.isUndecidable) read++;
      const found = temperaturesOf(log);
      // The command line refuses a file without a reading, and nothing shows that the only one was cut short.
      if (found.length === 0 || (found.length === 1 && file.isCut)) return;
      const expected = file.readings.slice(0, file.isCut ? found.length : undefined);
      expect(file.isUndecidable).toBe(false);
      expect(found.map(([at]) => at)).toEqual(expected.map(([at]) => at));
      for (const [index, [, value]] of found.entries()) expect(value).toBeCloseTo(expected[index]![1], 6);
    }),
    { numRuns: Number(process.env['COLDWATCH_FORMS'] ?? 300) },
  );
  expect(read).toBe(readable);
});
