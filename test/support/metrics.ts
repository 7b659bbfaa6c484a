import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { LocalRun } from './local-run.ts';

/** Returns the sum of a metric's values in the functions' logs so far. */
export function sumOfMetric(run: LocalRun, name: string): number {
  const logs = join(run.folder, 'logs');
  return readdirSync(logs)
    .flatMap((file) => readFileSync(join(logs, file), 'utf8').split('\n'))
    .filter((line) => line.includes(`"${name}":`) && line.includes('"_aws"'))
    .reduce(
      (sum, line) =>
        sum +
        [(JSON.parse(line) as Record<string, number | number[]>)[name]!].flat().reduce((a, b) => a + b, 0),
      0,
    );
}
