import { shortened } from '../../telemetry/unreadable.ts';
import { UnusableArgument } from '../logger-file.ts';

/** A question about the column of the temperatures, with the columns that may be meant. */
export function askColumn(problem: string, candidates: readonly string[]): UnusableArgument {
  const shown = candidates.slice(0, 20).map((name) => JSON.stringify(shortened(name, 80)));
  return new UnusableArgument(
    `${problem}${shown.length === 0 ? '' : `: ${shown.join(', ')}`}; say which holds the temperature of the goods, as --column ${quoted(`temperature=${candidates[0] ?? '2'}`)}`,
    { question: { option: 'column', candidates } },
  );
}

/** An argument as a shell takes it. */
export function quoted(argument: string): string {
  return /^[\w=.:/-]+$/.test(argument) ? argument : `'${argument.replaceAll("'", String.raw`'\''`)}'`;
}
