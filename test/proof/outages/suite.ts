import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { type Suite, type Check, must } from '../check.ts';
import type { Mutant } from '../mutate.ts';
import { shapesOfTemplate } from '../table-shapes.ts';
import { outageMutants } from './mutants.ts';
import type { Fleet, Heard } from './worker.ts';

/** After `maxGap` people hear of it within so many seconds. */
const heardWithinSeconds = 300;

const usual = { minutes: 75, silentFromMinute: 25, poison: 0, stopped: null };
const small: Fleet = { ...usual, name: 'ten', devices: 10, silent: 2 };
const middle: Fleet = { ...usual, name: 'thousand', devices: 1000, silent: 20 };
const large: Fleet = { ...usual, minutes: 63, name: 'ten-thousand', devices: 10_000, silent: 50 };
const poisoned: Fleet = { ...usual, name: 'poisoned', devices: 100, silent: 5, poison: 3 };
/** Longer than `maxGap`: whoever went by the clock alone would call all of them silent. */
const behind: Fleet = {
  ...usual,
  name: 'behind',
  devices: 200,
  minutes: 130,
  silent: 0,
  stopped: { fromMinute: 30, toMinute: 90 },
};

/** Counts when people hear that devices of a fleet are silent, while the others go on speaking. */
export const suite: Suite = {
  name: 'silence',
  title: 'Silence on a busy fleet',
  async prove({ isQuick }) {
    const fleets = [small, middle, ...(isQuick ? [] : [large]), poisoned, behind];
    const heard = await hear(fleets, null);
    const checks = heard.flatMap(checksOf);
    for (const mutant of outageMutants) {
      const [own] = (await hear([mutant.fleet], mutant)) as [Heard];
      const first = checksOf(own).find(({ holds }) => !holds);
      checks.push(
        must(
          `Planted: ${mutant.name}. ${mutant.what}`,
          first === undefined ? 'not found' : `found: ${first.claim}: ${first.measured}`,
          'found',
          first !== undefined,
        ),
      );
    }
    return { checks };
  },
};

async function hear(fleets: readonly Fleet[], mutant: Mutant | null): Promise<Heard[]> {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), {
    workerData: { shapes: shapesOfTemplate(), fleets, mutant },
  });
  try {
    const [heard] = (await once(worker, 'message')) as [Heard[]];
    return heard;
  } finally {
    await worker.terminate();
  }
}

function checksOf({ fleet, silent, wrongly, longest }: Heard): Check[] {
  const { devices, poison, stopped } = fleet;
  const who = `${devices} devices at ten minutes${poison > 0 ? `, ${poison} messages that always fail` : ''}${stopped === null ? '' : `, nothing processed for ${stopped.toMinute - stopped.fromMinute} minutes`}`;
  const unheard = silent.filter((seconds) => seconds === null).length;
  const slowest = Math.max(...silent.map((seconds) => seconds ?? Infinity));
  return [
    ...(silent.length === 0
      ? []
      : [
          must(
            `${who}: people hear of each of ${silent.length} that fall silent, seconds after maxGap`,
            unheard > 0 ? `of ${unheard} not at all` : `${Math.round(slowest)} at most`,
            `at most ${heardWithinSeconds}`,
            slowest <= heardWithinSeconds,
          ),
        ]),
    must(
      `${who}: called silent and not silent, with up to ${longest} messages in the queue`,
      wrongly.length,
      '0',
      wrongly.length === 0,
    ),
  ];
}
