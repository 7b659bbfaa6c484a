import { readSscc } from '../model/gs1.ts';
import { foldText } from './fold-text.ts';
import { cutWord } from './search-words.ts';

/**
 * The words of what a person typed or scanned to find shipments, folded like the words of the index. A label is
 * recognised in every form in which it is scanned. What is neither letter nor digit counts for nothing; empty if
 * nothing is left.
 */
export function typedWords(text: string): string[] {
  const label = readSscc(text);
  if (label.ok) return [label.sscc];
  const words = text
    // The symbology identifier that some scanners put in front of a GS1-128 label.
    .replace(/^\]C1/, '')
    // Application identifiers: 00 SSCC, 01 GTIN, 10 lot, 11 and 17 dates, 21 serial number, 37 count, 02 content.
    .replaceAll(/\((?:00|01|02|10|11|17|21|37)\)/g, ' ')
    .split(/\s+/u)
    .map((word) => foldText(word).replaceAll(/[^\p{L}\p{N}]+/gu, ''))
    .map((word) => word.replace(/^00(?=\d{18}$)/, ''))
    .filter((word) => word !== '');
  return [...new Set(words.map(cutWord))];
}

/** Whether each of the typed words is the beginning of some word of the index. */
export function areFound(typed: readonly string[], words: readonly string[]): boolean {
  return typed.every((each) => words.some((word) => word.startsWith(each)));
}
