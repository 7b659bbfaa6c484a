import { printableLines } from '../model/printable.ts';

// The only module that writes to the terminal: goods, reasons, names and files are external input that may contain
// control sequences.

/** Prints a result. */
export function print(text: string): void {
  console.log(printableLines(text));
}

/** Prints lines as they arrive. */
export async function printEach(lines: AsyncIterable<string>): Promise<void> {
  for await (const line of lines) print(line);
}

/** Prints a CSV file, whose lines end in CR LF. */
export function printCsv(text: string): void {
  process.stdout.write(text.split('\r\n').map(printableLines).join('\r\n'));
}

/** Prints a message that is not part of the result to standard error. */
export function say(text: string): void {
  console.error(printableLines(text));
}

/**
 * Lets a command end as usual when whoever reads its output, such as `head`, has read enough. The exit status stays that
 * of the command.
 */
export function exitOnClosedPipe(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    // Nothing more is read, so nothing more is printed.
    process.exit(process.exitCode);
  });
}
