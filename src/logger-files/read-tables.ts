import type { Taker } from '../telemetry/payload-readings.ts';
import {
  type FileAnswers,
  type LogFile,
  type NamedTable,
  type TimeZoneOption,
  UnusableArgument,
  UnusableFile,
} from './logger-file.ts';
import { hasNumber } from './number-cells.ts';
import { readTable } from './table/read-table.ts';
import { cellsBesideTime } from './table/time-cells.ts';

/** A workbook or report, as it is read. */
type TablesToRead = {
  readonly tables: readonly NamedTable[];
  /** What the file is, in words. */
  readonly kind: string;
  readonly timeZone: TimeZoneOption;
  readonly answers: FileAnswers;
};

/**
 * Reads the sheet of a workbook, or the table of a report, that holds readings. Readings are pushed to `readings`.
 *
 * @throws {UnusableArgument} when several sheets hold readings, or an answer of the user is needed.
 * @throws {UnusableFile} when none can be read.
 */
export function readTables<Taken extends Taker>(
  { tables, kind, timeZone, answers }: TablesToRead,
  readings: Taken,
): LogFile<Taken> {
  const { name, rows } = tableMeant(tables, answers.sheet);
  const form = tables.length === 1 ? kind : `sheet ${JSON.stringify(name)}`;
  const hint = { name: tables.length === 1 ? 'table' : kind };
  return readTable(
    { rows, form, isCommaSeparated: false, mayBeCut: false, timeZone, answers, hint },
    readings,
  );
}

function tableMeant(tables: readonly NamedTable[], asked: string | undefined): NamedTable {
  const named = (table: NamedTable): string => JSON.stringify(table.name);
  if (asked !== undefined) {
    const meant =
      tables.find(({ name }) => name === asked) ??
      tables.find(({ name }) => name.trim().toLowerCase() === asked.trim().toLowerCase());
    if (meant !== undefined) return meant;
    throw new UnusableArgument(
      `it has no sheet --sheet ${JSON.stringify(asked)}; its sheets are ${tables.map(named).join(', ')}`,
      {
        question: { option: 'sheet', candidates: tables.map(({ name }) => name) },
      },
    );
  }
  const withReadings = tables.filter(hasReadings);
  if (withReadings.length > 1)
    throw new UnusableArgument(
      `several of its sheets hold times and numbers, ${withReadings.map(named).join(', ')}; say which is meant, as --sheet ${named(withReadings[0]!)}`,
      { question: { option: 'sheet', candidates: withReadings.map(({ name }) => name) } },
    );
  const only = withReadings[0] ?? tables[0];
  if (only === undefined) throw new UnusableFile('it has no sheet with anything in it');
  return only;
}

/** Whether at least two rows have a time and a number beside it: a sheet of settings has times only. */
function hasReadings({ rows }: NamedTable): boolean {
  let found = 0;
  for (const { cells } of rows) {
    if (cellsBesideTime(cells)?.some(hasNumber) === true) found++;
    if (found === 2) return true;
  }
  return false;
}
