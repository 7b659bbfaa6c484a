// Compares the two judges in a thread of its own, which may have a bug planted into the product.
import { parentPort, workerData } from 'node:worker_threads';
import { type Mutant, mutate } from '../proof/mutate.ts';

/** Which cases a thread compares, by their seeds. */
export type Asked = {
  readonly first: number;
  readonly count: number;
  /** A bug to be found: the first case that differs is enough. */
  readonly mutant: Mutant | null;
};

/** What became of them. */
export type Judged = {
  readonly cases: number;
  readonly asked: number;
  readonly differing: readonly string[];
};

const { first, count, mutant } = workerData as Asked;
mutate(mutant);
const { compare } = await import('./compare.ts');
const { generateCase } = await import('./generate.ts');
let cases = 0;
let asked = 0;
const differing: string[] = [];
for (let seed = first; seed < first + count; seed++) {
  const { differences, isAsked } = compare(generateCase(seed));
  cases++;
  if (isAsked) asked++;
  if (differences.length > 0) differing.push(`seed ${seed}: ${differences[0]!.slice(0, 200)}`);
  if (mutant !== null && differing.length > 0) break;
}
parentPort!.postMessage({ cases, asked, differing } satisfies Judged);
