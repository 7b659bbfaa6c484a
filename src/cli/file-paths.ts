import { globSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { unusableInput } from './exit-status.ts';

/**
 * The files that the arguments of a command name. A pattern that the shell did not expand, as on Windows or in
 * quotation marks, is expanded here, in alphabetical order and without files that are named already.
 *
 * @throws {CommandError} when no file matches a pattern.
 */
export function filePaths(given: readonly string[]): string[] {
  const paths: string[] = [];
  for (const path of given) {
    if (!isPattern(path)) {
      paths.push(path);
      continue;
    }
    const matches = globSync(path).filter(
      (match) => statSync(match, { throwIfNoEntry: false })?.isDirectory() !== true,
    );
    if (matches.length === 0) throw unusableInput(`${path}: no file matches this pattern`);
    const named = new Set(paths.map((each) => resolve(each)));
    paths.push(...matches.sort().filter((match) => !named.has(resolve(match))));
  }
  return paths;
}

/** A file may have the characters of a pattern in its name. */
function isPattern(path: string): boolean {
  return /[*?[\]{}]/.test(path) && statSync(path, { throwIfNoEntry: false }) === undefined;
}
