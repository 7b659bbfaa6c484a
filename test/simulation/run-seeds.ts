import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { TableShape } from '../models/table-shape.ts';
import type { Mutant } from '../proof/mutate.ts';
import { type FaultKind, faultKinds } from './fault-kinds.ts';
import { type LieKind, lieKinds } from './lie-kinds.ts';
import type { Simulated } from './simulate.ts';
import type { Storm, StormKind } from './storms.ts';
import type { Size } from './plan-types.ts';

export type Simulators = {
  /** Simulates worlds of these seeds, several at once; ends early where `isEnough` says so. */
  run(
    seeds: readonly number[],
    size: Size,
    take: (simulated: Simulated) => void,
    isEnough?: () => boolean,
  ): Promise<void>;
  /** Lets a storm go by, on one of the threads. */
  storm(kind: StormKind): Promise<Storm>;
  stop(): Promise<void>;
};

/** Threads that simulate; with a planted bug, where one is given. */
export async function startSimulators(
  shapes: Readonly<Record<string, TableShape>>,
  mutant: Mutant | null = null,
  threads = availableParallelism(),
): Promise<Simulators> {
  const workers = await Promise.all(
    Array.from({ length: threads }, async () => {
      const worker = new Worker(new URL('./seeds-worker.ts', import.meta.url), {
        workerData: { shapes, mutant },
        // Most of what a simulation makes is forgotten at once.
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

/** The smallest world found in which a seed still fails, and how it fails there. */
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
  if (size.lies.length > 0) yield { ...size, lies: [] };
  for (const kind of size.lies) yield { ...size, lies: size.lies.filter((each) => each !== kind) };
  if (size.hasDisorder) yield { ...size, hasDisorder: false };
  if (size.hasPeople) yield { ...size, hasPeople: false };
}

/** A seed and its world in one word, by which it can be run again. */
export function spell({ seed, size }: Pick<Simulated, 'seed' | 'size'>): string {
  const { shipments, hours, faults, lies, hasDisorder, hasPeople } = size;
  const parts = [...faults, ...lies, ...(hasDisorder ? ['disorder'] : []), ...(hasPeople ? ['people'] : [])];
  return [seed, shipments, hours, parts.join('+') || 'nothing'].join('/');
}

/** Reads what `spell` wrote; null where it is something else. */
export function unspell(word: string): { seed: number; size: Size } | null {
  const match = /^(\d+)\/(\d+)\/(\d+)\/([a-z+]+)$/.exec(word);
  if (match === null) return null;
  const parts = match[4]!.split('+');
  const isFault = (part: string): part is FaultKind => (faultKinds as readonly string[]).includes(part);
  const isLie = (part: string): part is LieKind => (lieKinds as readonly string[]).includes(part);
  return {
    seed: Number(match[1]),
    size: {
      shipments: Number(match[2]),
      hours: Number(match[3]),
      faults: parts.filter(isFault),
      lies: parts.filter(isLie),
      hasDisorder: parts.includes('disorder'),
      hasPeople: parts.includes('people'),
    },
  };
}
