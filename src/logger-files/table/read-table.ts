import { excerpt } from '../../model/printable.ts';
import type { Taker } from '../../telemetry/payload-readings.ts';
import { shortened } from '../../telemetry/unreadable.ts';
import type { CsvRow } from '../csv-rows.ts';
import type { LogFile, LoggerAlarm } from '../logger-file.ts';
import { chooseColumns, chosenInWords } from './choose-columns.ts';
import { isCut } from './cut-row.ts';
import { answersForRows, deviceAbove } from './device-above.ts';
import { findTable } from './find-table.ts';
import { withoutNarrowHeading } from './narrow-heading.ts';
import type { TableHint } from './table-hint.ts';
import { TableRows } from './table-rows.ts';
import { timesOf } from './table-times.ts';
import type { TableToRead } from './table-to-read.ts';

/**
 * Reads a table of any logger by what it says of itself: its columns, units, dates, zone and devices. Whatever it
 * leaves open is asked for. Readings are pushed to `readings`; a value that cannot be read becomes an unreadable value,
 * a row that cannot be placed in time is refused with its line.
 *
 * @throws {UnusableArgument} when an answer of the user is needed.
 * @throws {UnusableFile} when the table cannot be read by right.
 */
export function readTable<Taken extends Taker>(file: TableToRead, readings: Taken): LogFile<Taken> {
  const { hint } = file;
  const found = findTable(file.rows, file.answers.columns?.time);
  const named =
    found.headings.length > 0 ? found : { ...found, headings: (hint?.columns ?? []).map((name) => [name]) };
  const table = withoutNarrowHeading(named, file);
  const chosen = chooseColumns(table, file.answers, hint);
  const above = deviceAbove(table, chosen, hint);
  const answers = answersForRows(file.answers, chosen, above);
  const times = timesOf(table, file);
  const rows = new TableRows(table, chosen, { ...file, answers }, times.momentOf);
  const log: LogFile<Taken> = { readings, refused: [], notes: [], format: '', ends: rows.ends };
  const cut = file.mayBeCut && isCut(table, chosen) ? table.rows.at(-1)! : null;
  for (const row of table.rows) if (row !== cut) rows.take(row, log);
  if (cut !== null)
    log.refused.push({ line: cut.line, reason: 'the last line is cut off', isWithoutTime: true });
  const decimals = rows.end();
  const device = rows.device() ?? above;
  if (device !== undefined) log.device = device;
  const alarms = hint?.isAlarm === undefined ? [] : alarmsIn(table.preamble, hint.isAlarm);
  if (alarms.length > 0) log.loggerAlarms = alarms;
  const others = chosen.others.map((index) => shortened(chosen.names[index]!, 40));
  log.notes.push(...others.map((name) => `column ${excerpt(name)} is not read`));
  const { headingRows } = table;
  log.format = [
    `${hint?.name ?? 'table'}, ${file.form}`,
    headingRows.length === 0
      ? 'no heading'
      : `heading in line ${headingRows.map(({ line }) => line).join(', ')}`,
    `time in column ${table.time.indexes.map((index) => index + 1).join(' and ')}, ${times.inWords}`,
    ...chosen.columns.map(chosenInWords),
    decimals,
    ...(answers.device === undefined ? [] : [`rows of ${excerpt(answers.device)} (--device)`]),
    ...(others.length === 0
      ? []
      : [
          `not read: ${others.slice(0, 20).join(', ')}${others.length > 20 ? ` and ${others.length - 20} more` : ''}`,
        ]),
  ].join('; ');
  return log;
}

function alarmsIn(preamble: readonly CsvRow[], isAlarm: NonNullable<TableHint['isAlarm']>): LoggerAlarm[] {
  return preamble.flatMap(({ cells, line }) => {
    const text = cells.filter((cell) => cell !== '').join(' ');
    const said = isAlarm(text);
    return said === null ? [] : [{ line, text, isAlarm: said }];
  });
}
