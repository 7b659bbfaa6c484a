import { printableLines } from '../src/model/printable.ts';

/** Reports a problem in a part on standard error; control characters from outside cannot affect the terminal. */
export function say(text: string): void {
  console.error(printableLines(text));
}
