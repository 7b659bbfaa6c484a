import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { type Suite, type Check, must } from '../check.ts';
import type { Mutant } from '../mutate.ts';
import { shapesOfTemplate } from '../table-shapes.ts';
import { outageMutants } from './mutants.ts';
import type { Fleet, Detection } from './worker.ts';

/** People must be notified within this many seconds after `maxGap`. */
const notifiedWithinSeconds = 300;

const usual = { minutes: 75, offlineFromMinute: 25, poison: 0, stopped: null };
const small: Fleet = { ...usual, name: 'ten', devices: 10, offline: 2 };
const middle: Fleet = { ...usual, name: 'thousand', devices: 1000, offline: 20 };
const large: Fleet = { ...usual, minutes: 63, name: 'ten-thousand', devices: 10_000, offline: 50 };
const poisoned: Fleet = { ...usual, name: 'poisoned', devices: 100, offline: 5, poison: 3 };
/** Longer than `maxGap`: a check by the clock alone would call every device offline. */
const behind: Fleet = {
  ...usual,
  name: 'behind',
  devices: 200,
  minutes: 130,
  offline: 0,
  stopped: { fromMinute: 30, toMinute: 90 },
};

/** Measures when people are notified that devices of a fleet are offline, while the others go on sending. */
export const suite: Suite = {
  name: 'silence',
  title: 'Offline devices in a busy fleet',
  async prove({ isQuick }) {
    const fleets = [small, middle, ...(isQuick ? [] : [large]), poisoned, behind];
    const detections = await detect(fleets, null);
    const checks = detections.flatMap(checksOf);
    for (const mutant of outageMutants) {
      const [own] = (await detect([mutant.fleet], mutant)) as [Detection];
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

async function detect(fleets: readonly Fleet[], mutant: Mutant | null): Promise<Detection[]> {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), {
    workerData: { shapes: shapesOfTemplate(), fleets, mutant },
  });
  try {
    const [detections] = (await once(worker, 'message')) as [Detection[]];
    return detections;
  } finally {
    await worker.terminate();
  }
}

function checksOf({ fleet, offline, wrongly, longest }: Detection): Check[] {
  const { devices, poison, stopped } = fleet;
  const setting = `${devices} devices with a ten-minute interval${poison > 0 ? `, ${poison} messages that always fail` : ''}${stopped === null ? '' : `, nothing processed for ${stopped.toMinute - stopped.fromMinute} minutes`}`;
  const missed = offline.filter((seconds) => seconds === null).length;
  const slowest = Math.max(...offline.map((seconds) => seconds ?? Infinity));
  return [
    ...(offline.length === 0
      ? []
      : [
          must(
            `${setting}: notification of each of ${offline.length} devices that go offline, seconds after maxGap`,
            missed > 0 ? `${missed} never notified` : `at most ${Math.round(slowest)}`,
            `at most ${notifiedWithinSeconds}`,
            slowest <= notifiedWithinSeconds,
          ),
        ]),
    must(
      `${setting}: devices wrongly called offline, with up to ${longest} messages in the queue`,
      wrongly.length,
      '0',
      wrongly.length === 0,
    ),
  ];
}
