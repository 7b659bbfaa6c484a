import { printableLines } from '../model/printable.ts';

// The only place that writes to the terminal: goods, reasons, names and files come from outside, and may try to steer it.

/** Prints a result. */
export function print(text: string): void {
  console.log(printableLines(text));
}

/** Prints lines as they come. */
export async function printEach(lines: AsyncIterable<string>): Promise<void> {
  for await (const line of lines) print(line);
}

/** Says on standard error what is no result. */
export function say(text: string): void {
  console.error(printableLines(text));
}
