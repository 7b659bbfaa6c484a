import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { TableShape } from '../models/table-shape.ts';
import type { Mutant } from '../proof/mutate.ts';
import { type FaultKind, faultKinds } from './fault-kinds.ts';
import { type BadInputKind, badInputKinds } from './bad-input-kinds.ts';
import type { Simulated } from './simulate.ts';
import type { Storm, StormKind } from './storms.ts';
import type { Size } from './plan-types.ts';

export type Simulators = {
  /** Simulates the worlds of these seeds, several at once; stops early once `isEnough` returns true. */
  run(
    seeds: readonly number[],
    size: Size,
    take: (simulated: Simulated) => void,
    isEnough?: () => boolean,
  ): Promise<void>;
  /** Simulates a storm on one of the threads. */
  storm(kind: StormKind): Promise<Storm>;
  stop(): Promise<void>;
};

/** Starts threads that simulate, with a bug planted if one is given. */
export async function startSimulators(
  shapes: Readonly<Record<string, TableShape>>,
  mutant: Mutant | null = null,
  threads = availableParallelism(),
): Promise<Simulators> {
  const workers = await Promise.all(
    Array.from({ length: threads }, async () => {
      const worker = new Worker(new URL('./seeds-worker.ts', import.meta.url), {
        workerData: { shapes, mutant },
        // Most objects of a simulation are short-lived.
        resourceLimits: { maxYoungGenerationSizeMb: 128 },
      });
      await once(worker, 'message');
      return worker;
    }),
  );
  return {
    async run(seeds, size, take, isEnough = () => false) {
      const next = seeds.values();
      await Promise.all(
        workers.map(async (worker) => {
          for (const seed of next) {
            if (isEnough()) return;
            worker.postMessage({ seed, size });
            const [simulated] = (await once(worker, 'message')) as [Simulated];
            take(simulated);
          }
        }),
      );
    },
    async storm(kind) {
      const [worker] = workers as [Worker];
      worker.postMessage({ storm: kind });
      const [storm] = (await once(worker, 'message')) as [Storm];
      return storm;
    },
    async stop() {
      await Promise.all(workers.map((worker) => worker.terminate()));
    },
  };
}

/** The smallest world found in which the seed still fails, with its violations. */
export async function shrink(simulators: Simulators, failed: Simulated): Promise<Simulated> {
  let smallest = failed;
  for (;;) {
    let isSmaller = false;
    for (const size of smallerThan(smallest.size)) {
      await simulators.run([failed.seed], size, (simulated) => {
        if (simulated.violations.length === 0) return;
        smallest = simulated;
        isSmaller = true;
      });
      if (isSmaller) break;
    }
    if (!isSmaller) return smallest;
  }
}

function* smallerThan(size: Size): Generator<Size> {
  if (size.shipments > 1) yield { ...size, shipments: Math.floor(size.shipments / 2) };
  if (size.hours > 3) yield { ...size, hours: Math.ceil(size.hours / 2) };
  if (size.faults.length > 0) yield { ...size, faults: [] };
  for (const kind of size.faults) yield { ...size, faults: size.faults.filter((each) => each !== kind) };
  if (size.badInputs.length > 0) yield { ...size, badInputs: [] };
  for (const kind of size.badInputs)
    yield { ...size, badInputs: size.badInputs.filter((each) => each !== kind) };
  if (size.hasDisorder) yield { ...size, hasDisorder: false };
  if (size.hasPeople) yield { ...size, hasPeople: false };
  if (size.hasSources) yield { ...size, hasSources: false };
  if (size.hasProducts) yield { ...size, hasProducts: false };
}

/** A seed and the size of its world in one word, by which the world can be replayed. */
export function toReplayWord({ seed, size }: Pick<Simulated, 'seed' | 'size'>): string {
  const { shipments, hours, faults, badInputs, hasDisorder, hasPeople, hasSources, hasProducts } = size;
  const parts = [
    ...faults,
    ...badInputs,
    ...(hasDisorder ? ['disorder'] : []),
    ...(hasPeople ? ['people'] : []),
    ...(hasSources ? ['sources'] : []),
    ...(hasProducts ? ['products'] : []),
  ];
  return [seed, shipments, hours, parts.join('+') || 'nothing'].join('/');
}

/** Parses what `toReplayWord` wrote; null for any other text. */
export function parseReplayWord(word: string): { seed: number; size: Size } | null {
  const match = /^(\d+)\/(\d+)\/(\d+)\/([a-z+]+)$/.exec(word);
  if (match === null) return null;
  const parts = match[4]!.split('+');
  const isFault = (part: string): part is FaultKind => (faultKinds as readonly string[]).includes(part);
  const isBadInput = (part: string): part is BadInputKind =>
    (badInputKinds as readonly string[]).includes(part);
  return {
    seed: Number(match[1]),
    size: {
      shipments: Number(match[2]),
      hours: Number(match[3]),
      faults: parts.filter(isFault),
      badInputs: parts.filter(isBadInput),
      hasDisorder: parts.includes('disorder'),
      hasPeople: parts.includes('people'),
      hasSources: parts.includes('sources'),
      hasProducts: parts.includes('products'),
    },
  };
}
