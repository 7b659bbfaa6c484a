/**
 * Characters that steer what shows a text, and are not seen in it: control characters, line separators, and the marks
 * that turn the direction of writing (UAX 9).
 */
const steering = String.raw`\p{Cc}\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069`;
const steeringCharacter = new RegExp(`[${steering}]`, 'gu');
const steeringButLayout = new RegExp(String.raw`(?![\n\t])[${steering}]`, 'gu');

/** What a text must be that people write, and others read in a terminal, a mail or a report. */
export const printableHint =
  'must be one line, without control characters and marks that turn the direction of writing';

/** Whether a text holds no character that steers what shows it. */
export function isPrintable(text: string): boolean {
  return text.search(steeringCharacter) < 0;
}

/** A text that came from outside, on one line: what would steer a terminal is written out, as \u001b. */
export function printable(text: string): string {
  return text.replaceAll(steeringCharacter, writtenOut);
}

/** Lines to print: their ends and tabs stay, everything else that would steer a terminal is written out as in JSON. */
export function printableLines(text: string): string {
  return text.replaceAll(steeringButLayout, writtenOut);
}

function writtenOut(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
