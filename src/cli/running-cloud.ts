import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RunningCloud } from '../../local/cloud.ts';
import { unusableArguments } from './exit-status.ts';

/**
 * The description that the local run of a state folder writes on start.
 *
 * @throws {CommandError} when there is none.
 */
export function runningCloud(state: string): RunningCloud {
  const path = join(state, 'local.json');
  if (!existsSync(path))
    throw unusableArguments(
      `no local run uses ${state}; start it with "npm start", or name its folder with --state DIR`,
    );
  return JSON.parse(readFileSync(path, 'utf8')) as RunningCloud;
}
