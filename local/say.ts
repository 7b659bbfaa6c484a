import { printableLines } from '../src/model/printable.ts';

/** Says on standard error what went wrong in a part; what came from outside cannot steer the terminal. */
export function say(text: string): void {
  console.error(printableLines(text));
}
