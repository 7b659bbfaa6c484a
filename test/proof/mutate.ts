import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(import.meta.dirname, '../..');

/** A bug that is put into the product's source for a proof, to see that it would be found. */
export type Mutant = {
  readonly name: string;
  readonly what: string;
  readonly file: string;
  /** What stands in the file exactly once, and what takes its place. */
  readonly find: string;
  readonly replace: string;
};

/** Changes a source, by the name of its file from the root. */
export type Change = (file: string, source: string) => string;

/**
 * Lets this thread load the product with a bug in it, or as it is. To be called before what is to be changed is loaded;
 * returns the change for who loads a source in another way. Throws where the bug has no place any more.
 */
export function mutate(mutant: Mutant | null): Change {
  if (mutant === null) return (_, source) => source;
  const change: Change = (file, source) => {
    if (file !== mutant.file) return source;
    // A bug that finds no place to be planted any more would be found missing by nobody.
    if (!hasPlace(mutant, source))
      throw new Error(`${file} does not have once what the planted bug "${mutant.name}" changes`);
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

/** Whether a source has exactly once what a bug changes. */
export function hasPlace({ find }: Mutant, source: string): boolean {
  return source.split(find).length === 2;
}
