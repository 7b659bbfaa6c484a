import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { vi } from 'vitest';
import { runProgram } from '../../src/cli/program.ts';

const root = join(import.meta.dirname, '../..');

/** What a command of the command line printed, and its exit status. */
export type Ended = { readonly status: number; readonly stdout: string; readonly stderr: string };

/** Returns the arguments with which Node runs a command as `npm run coldwatch` does, from the root of the checkout. */
export function commandLine(...words: string[]): string[] {
  return ['--import', './bin/require-node.mjs', 'bin/coldwatch.ts', ...words];
}

/** Runs a command of the command line in a process of its own; it may fail. */
export async function runAsProcess(...words: string[]): Promise<Ended> {
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

let lastEnded: Promise<unknown> = Promise.resolve();

/** Runs a command of the command line in this process, which starts faster; it may fail. One runs at a time. */
export function runCommand(...words: string[]): Promise<Ended> {
  const ended = lastEnded.then(() => runHere(words));
  lastEnded = ended.catch(() => undefined);
  return ended;
}

async function runHere(words: readonly string[]): Promise<Ended> {
  const before = process.exitCode;
  const printed = { stdout: '', stderr: '' };
  const spies = [
    vi.spyOn(console, 'log').mockImplementation((line) => (printed.stdout += `${line}\n`)),
    vi.spyOn(console, 'error').mockImplementation((line) => (printed.stderr += `${line}\n`)),
    vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
      printed.stdout += text.toString();
      return true;
    }),
  ];
  process.exitCode = undefined;
  try {
    await runProgram(words);
    return { status: exitCode(), ...printed };
  } finally {
    process.exitCode = before;
    for (const spy of spies) spy.mockRestore();
  }
}

function exitCode(): number {
  return Number(process.exitCode ?? 0);
}
