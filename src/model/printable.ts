/**
 * Invisible characters that change how a text is displayed: control characters, line separators, and the marks that
 * change the writing direction (UAX 9).
 */
const steering = String.raw`\p{Cc}\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069`;

const steeringCharacter = new RegExp(`[${steering}]`, 'gu');

const steeringButLayout = new RegExp(String.raw`(?![\n\t])[${steering}]`, 'gu');

/** What a text must be that people write and others read in a terminal, an email or a report. */
export const printableHint =
  'must be one line, without control characters and marks that turn the direction of writing';

/** Whether a text contains no character that changes how it is displayed. */
export function isPrintable(text: string): boolean {
  return text.search(steeringCharacter) < 0;
}

/** Puts a text from outside on one line and escapes everything that would control a terminal, as \u001b. */
export function printable(text: string): string {
  return text.replaceAll(steeringCharacter, writtenOut);
}

/**
 * Prepares lines for printing: line ends and tabs stay; everything else that would control a terminal is escaped as in
 * JSON.
 */
export function printableLines(text: string): string {
  return text.replaceAll(steeringButLayout, writtenOut);
}

function writtenOut(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** A value in quotable form for messages: short and on one line, however large or deep it is. */
export function excerpt(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value);
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' && value !== null ? 'an object' : String(value);
}
