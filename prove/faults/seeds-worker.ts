// Simulates worlds in a thread of its own, whose clock and clients are those of the simulation.
import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';
import type { TableShape } from '../models/table-shape.ts';
import type { Size } from './plan.ts';
import type { Planted } from './planted.ts';

const { shapes, planted } = workerData as {
  shapes: Readonly<Record<string, TableShape>>;
  planted: Planted | null;
};
const root = join(import.meta.dirname, '../..');

const change = (file: string, source: string): string => {
  if (planted === null || file !== planted.file) return source;
  // A bug that finds no place to be planted any more would be found missing by nobody.
  if (source.split(planted.find).length !== 2)
    throw new Error(`${file} does not have once what the planted bug "${planted.name}" changes`);
  return source.replace(planted.find, () => planted.replace);
};
registerHooks({
  load(url, context, next) {
    if (planted === null || !url.endsWith(`/${planted.file}`)) return next(url, context);
    return {
      format: 'module-typescript',
      source: change(planted.file, readFileSync(fileURLToPath(url), 'utf8')),
      shortCircuit: true,
    };
  },
});
if (planted !== null) change(planted.file, readFileSync(join(root, planted.file), 'utf8'));

const { makeSimulator } = await import('./simulate.ts');
const simulate = await makeSimulator(shapes, change);
parentPort!.on('message', ({ seed, size }: { seed: number; size: Size }) => {
  void simulate(seed, size).then((simulated) => parentPort!.postMessage(simulated));
});
parentPort!.postMessage('ready');
