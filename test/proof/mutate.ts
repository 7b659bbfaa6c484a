import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(import.meta.dirname, '../..');

/** A bug planted in the product's source by a proof, to show that it would be found. */
export type Mutant = {
  readonly name: string;
  readonly what: string;
  readonly file: string;
  /** The text to replace, which occurs in the file exactly once, and its replacement. */
  readonly find: string;
  readonly replace: string;
};

/** Edits a source file, given its path from the root. */
export type Change = (file: string, source: string) => string;

/**
 * Makes this thread load the product with a bug, or unchanged if there is none. Call it before loading what it changes.
 * Returns the change, for code that loads a source in another way.
 * @throws {Error} when the text to replace is not in the file exactly once.
 */
export function mutate(mutant: Mutant | null): Change {
  if (mutant === null) return (_, source) => source;
  const change: Change = (file, source) => {
    if (file !== mutant.file) return source;
    // Without this check, a bug whose place has disappeared would go unnoticed.
    if (!hasPlace(mutant, source))
      throw new Error(
        `${file} does not contain the text that the planted bug "${mutant.name}" replaces exactly once`,
      );
    return source.replace(mutant.find, () => mutant.replace);
  };
  const read = (path: string): string => change(mutant.file, readFileSync(path, 'utf8'));
  registerHooks({
    load(url, context, next) {
      if (!url.endsWith(`/${mutant.file}`)) return next(url, context);
      return { format: 'module-typescript', source: read(fileURLToPath(url)), shortCircuit: true };
    },
  });
  read(join(root, mutant.file));
  return change;
}

/** Whether a source contains the text that a bug replaces exactly once. */
export function hasPlace({ find }: Mutant, source: string): boolean {
  return source.split(find).length === 2;
}
