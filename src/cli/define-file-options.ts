import type { Command } from 'commander';
import { type ColumnQuantity, type FileAnswers, dateOrders } from '../logger-files/logger-file.ts';
import { formats } from '../logger-files/formats.ts';

/** The quantities that `--column` can be given for. */
export const columnQuantities = [
  'time',
  'temperature',
  'humidity',
  'pressure',
  'battery',
  'latitude',
  'longitude',
  'accuracy',
] as const satisfies readonly (ColumnQuantity | 'time')[];

/** The units that `--unit` can be. */
export const temperatureUnits = ['degC', 'degF', 'K'] as const satisfies readonly FileAnswers['unit'][];

/** Adds the options on how logger files are read, which `readingOptionsOf` parses. */
export function defineFileOptions(command: Command): Command {
  return defineFileAnswers(
    command.option('--format <format>', `${inWords(formats)}; default: recognised from the content`),
  );
}

/** Adds those of these options that answer what a file leaves open. */
export function defineFileAnswers(command: Command): Command {
  return command
    .option('--time-zone <zone>', 'time zone of times without an offset, such as Europe/Berlin or +01:00')
    .option('--decimal <separator>', 'decimal separator, if the file is ambiguous: point or comma')
    .option(
      '--column <quantity=name>',
      `heading or number of the column of a quantity, such as temperature=Probe or time=1; repeatable. Quantities: ${columnQuantities.join(', ')}`,
      (column: string, before: string[] | undefined) => [...(before ?? []), column],
    )
    .option('--unit <unit>', `unit of the temperatures, if the file names none: ${inWords(temperatureUnits)}`)
    .option(
      '--date-order <order>',
      `order of day, month and year, if the file is ambiguous: ${inWords(dateOrders)}`,
    )
    .option('--sheet <name>', 'the sheet to read, if a workbook has several');
}

function inWords(values: readonly string[]): string {
  return `${values.slice(0, -1).join(', ')} or ${values.at(-1)}`;
}
