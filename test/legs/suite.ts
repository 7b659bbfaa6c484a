import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { type Check, type Suite, must } from '../proof/check.ts';
import type { Mutant } from '../proof/mutate.ts';
import { mutants } from './mutants.ts';
import type { Asked, Compared } from './worker.ts';

const histories = { quick: 3000, full: 100_000 };
const forMutants = 3000;
const atOnce = 5000;

/** Compares what the product says was spent of allowances with a reference written from the design alone. */
export const suite: Suite = {
  name: 'legs',
  title: 'What a unit has spent in its life',
  async prove({ isQuick, say }) {
    const count = isQuick ? histories.quick : histories.full;
    const differing: string[] = [];
    for (let first = 0; first < count; first += atOnce) {
      const compared = await compare({ first, count: Math.min(atOnce, count - first), mutant: null });
      differing.push(...compared.differing);
      say(`${Math.min(count, first + atOnce)} histories, ${differing.length} differ`);
    }
    for (const each of differing.slice(0, 10)) say(each);
    const found: Check[] = [];
    for (const mutant of mutants) found.push(await seek(mutant));
    return {
      checks: [
        must(
          `Time and freeze-thaw cycles spent on the worst path, to the millisecond, in ${count} generated histories of one to six legs: forks, joins, parallel boxes, overlaps, splits, swapped sensors, gaps, unreadable values, lots, openings, re-admissions`,
          `${differing.length} differ`,
          'none differs from the reference',
          differing.length === 0,
        ),
        ...found,
      ],
    };
  },
};

async function compare(workerData: Asked): Promise<Compared> {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData });
  const [answer] = (await once(worker, 'message')) as [Compared];
  await worker.terminate();
  return answer;
}

async function seek(mutant: Mutant): Promise<Check> {
  const { histories: tried, differing } = await compare({ first: 0, count: forMutants, mutant });
  const claim = `Planted: ${mutant.name}. ${mutant.what}`;
  return differing.length === 0
    ? must(claim, `not found in ${tried} histories`, 'found', false)
    : must(claim, `found after ${tried} histories`, 'found', true);
}
