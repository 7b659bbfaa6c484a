import type { ChosenFile } from '../parts/chosen-file.ts';

/**
 * Whether a file is an evidence bundle: a ZIP that begins with the manifest. Its first entry has a fixed header of 30
 * bytes, then its name. A workbook is a ZIP too, and begins otherwise.
 */
export function isBundle({ bytes }: ChosenFile): boolean {
  const begin = new TextDecoder('latin1').decode(bytes.subarray(0, 43));
  return begin.startsWith('PK\u0003\u0004') && begin.slice(30) === 'manifest.json';
}

/**
 * Adds files in the order of their hashes, which is that of a verdict; a file that is there already is not repeated.
 */
export function withFiles(known: readonly ChosenFile[], more: readonly ChosenFile[]): readonly ChosenFile[] {
  const all = new Map([...known, ...more].map((file) => [file.sha256, file]));
  return [...all.values()].sort((a, b) => (a.sha256 < b.sha256 ? -1 : 1));
}
