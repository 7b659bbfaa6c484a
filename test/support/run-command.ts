import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

const root = join(import.meta.dirname, '../..');

/** What a command of the command line printed, and its exit status. */
export type Ended = { readonly status: number; readonly stdout: string; readonly stderr: string };

/** Returns the arguments with which Node runs a command as `npm run coldwatch` does, from the root of the checkout. */
export function commandLine(...words: string[]): string[] {
  return ['--import', './bin/require-node.mjs', 'bin/coldwatch.ts', ...words];
}

/** Runs a command of the command line in a process of its own; it may fail. */
export async function runCommand(...words: string[]): Promise<Ended> {
  try {
    const { stdout, stderr } = await promisify(execFile)(process.execPath, commandLine(...words), {
      cwd: root,
    });
    return { status: 0, stdout, stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { status: code, stdout, stderr };
  }
}
