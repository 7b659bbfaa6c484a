import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { type Suite, type Check, must } from '../proof/check.ts';
import type { Mutant } from '../proof/mutate.ts';
import { mutants } from './mutants.ts';
import type { Asked, Judged } from './worker.ts';

const series = { quick: 2000, full: 20_000 };
/** In the repeated hour the product sometimes asks whether one row is really two readings; at most this often. */
const askedAtMost = 0.001;

/** Compares the product's judge on generated records with one written from the design alone, by another method. */
export const suite: Suite = {
  name: 'independent',
  title: 'An independent judge',
  async prove({ isQuick, say }) {
    const count = isQuick ? series.quick : series.full;
    const { cases, asked, differing } = await judged({ first: 0, count, mutant: null });
    const found: Check[] = [];
    for (const mutant of mutants) found.push(await seek(mutant));
    for (const each of differing.slice(0, 10)) say(each);
    return {
      checks: [
        must(
          `Verdicts of ${cases} generated records: unreadable values, off-scale values, fault codes, lone readings, repeated hours, gaps`,
          `${differing.length} differ`,
          'none differs from the independent judge',
          differing.length === 0,
        ),
        must(
          'Of these, records for which the product asks for information that the independent judge does not need',
          asked,
          `at most ${askedAtMost * 100} %`,
          asked <= askedAtMost * cases,
        ),
        ...found,
      ],
    };
  },
};

/** Compares in a thread of its own. */
async function judged(workerData: Asked): Promise<Judged> {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData });
  const [answer] = (await once(worker, 'message')) as [Judged];
  await worker.terminate();
  return answer;
}

async function seek(mutant: Mutant): Promise<Check> {
  const { cases, differing } = await judged({ first: 0, count: series.quick, mutant });
  const claim = `Planted: ${mutant.name}. ${mutant.what}`;
  return differing.length === 0
    ? must(claim, `not found in ${cases} records`, 'found', false)
    : must(claim, `found after ${cases} records`, 'found', true);
}
