// Compares the product with the reference in a thread of its own, with a bug planted in the product if one is given.
import { parentPort, workerData } from 'node:worker_threads';
import { type Mutant, mutate } from '../proof/mutate.ts';

/** The histories that a thread compares, by their seeds. */
export type Asked = {
  readonly first: number;
  readonly count: number;
  /** A planted bug: the thread stops at the first history that differs. */
  readonly mutant: Mutant | null;
};

/** The outcome of the comparisons. */
export type Compared = {
  readonly histories: number;
  readonly differing: readonly string[];
};

const { first, count, mutant } = workerData as Asked;
mutate(mutant);
const { differencesOf } = await import('./compare.ts');
const { generateHistory } = await import('./generate.ts');
let histories = 0;
const differing: string[] = [];
for (let seed = first; seed < first + count; seed++) {
  const differences = differencesOf(generateHistory(seed));
  histories++;
  if (differences.length > 0) differing.push(`seed ${seed}: ${differences[0]!.slice(0, 200)}`);
  if (mutant !== null && differing.length > 0) break;
}
parentPort!.postMessage({ histories, differing } satisfies Compared);
