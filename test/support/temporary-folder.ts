import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';

/** The environment variable with the folder of all temporary files of this run, for its worker processes. */
const variable = 'COLDWATCH_TEMPORARY_FOLDER';

/** Puts all temporary files of a test run into one folder, which is deleted after the run. */
export default function setup(project: TestProject): () => void {
  const folder = useTemporaryFolder();
  // In watch mode the code that files were made from has changed.
  project.onTestsRerun(() => rmSync(join(folder, 'made-once'), { recursive: true, force: true }));
  return () => removeFolder(folder);
}

/** Puts all temporary files of this process and its children into one folder. Returns the folder. */
export function useTemporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'coldwatch-tests-'));
  process.env['TMPDIR'] = folder;
  process.env[variable] = folder;
  return folder;
}

export function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
}

/** Returns where the folder that is made from `input` is, whether it was made or not. */
export function placeMadeFrom(name: string, input: unknown): string {
  const folder = process.env[variable];
  if (folder === undefined) throw new Error('the run has no temporary folder; call useTemporaryFolder first');
  const hash = createHash('sha256').update(JSON.stringify(input)).digest('hex').slice(0, 20);
  return join(folder, 'made-once', `${name}-${hash}`);
}

/** Makes a folder, unless another worker of this run has made it. */
export function makeOnce(folder: string, make: (building: string) => void): void {
  if (existsSync(folder)) return;
  const building = `${folder}.${process.pid}`;
  mkdirSync(building, { recursive: true });
  make(building);
  try {
    renameSync(building, folder);
  } catch (error) {
    if (!existsSync(folder)) throw error;
    removeFolder(building);
  }
}
