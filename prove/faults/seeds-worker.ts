// Simulates worlds in a thread of its own, whose clock and clients are those of the simulation.
import { parentPort, workerData } from 'node:worker_threads';
import type { TableShape } from '../models/table-shape.ts';
import { type Planted, plant } from '../planting.ts';
import type { Size } from './plan.ts';

const { shapes, planted } = workerData as {
  shapes: Readonly<Record<string, TableShape>>;
  planted: Planted | null;
};
const change = plant(planted);
const { makeSimulator } = await import('./simulate.ts');
const simulate = await makeSimulator(shapes, change);
parentPort!.on('message', ({ seed, size }: { seed: number; size: Size }) => {
  void simulate(seed, size).then((simulated) => parentPort!.postMessage(simulated));
});
parentPort!.postMessage('ready');
