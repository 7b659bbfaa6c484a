import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = join(import.meta.dirname, '../../../shared/data');

/** Whether the real logs and test vectors are available next to the project. */
export const hasSharedData = existsSync(folder);
if (!hasSharedData)
  console.warn(`\n*** SKIPPED: tests on real logs and published vectors; ${folder} is not here ***\n`);

export function sharedPath(name: string): string {
  return join(folder, name);
}

// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the caller knows the file's shape
export function sharedJson<Content>(name: string): Content {
  return JSON.parse(readFileSync(sharedPath(name), 'utf8')) as Content;
}
