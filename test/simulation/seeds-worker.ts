// Simulates worlds in a thread of its own, whose clock and clients belong to the simulation.
import { parentPort, workerData } from 'node:worker_threads';
import type { TableShape } from '../models/table-shape.ts';
import { type Mutant, mutate } from '../proof/mutate.ts';
import type { StormKind } from './storms.ts';
import type { Size } from './plan-types.ts';

const { shapes, mutant } = workerData as {
  shapes: Readonly<Record<string, TableShape>>;
  mutant: Mutant | null;
};
const change = mutate(mutant);
const { makeSimulator } = await import('./simulate.ts');
const { simulate, storm } = await makeSimulator(shapes, change);
parentPort!.on('message', (asked: { seed: number; size: Size } | { storm: StormKind }) => {
  const lived: Promise<unknown> = 'storm' in asked ? storm(asked.storm) : simulate(asked.seed, asked.size);
  void lived.then((outcome) => parentPort!.postMessage(outcome));
});
parentPort!.postMessage('ready');
