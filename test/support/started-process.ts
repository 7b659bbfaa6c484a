import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const root = join(import.meta.dirname, '../..');

/** A program of `bin/` in a process of its own. */
export type Started = {
  readonly child: ChildProcess;
  readonly exited: Promise<number | null>;
  output(): string;
  /** Waits for the line of `npm start` that gives its address. */
  ready(): Promise<string>;
};

const running = new Set<ChildProcess>();

export function startProgram(name: string, ...options: string[]): Started {
  const child = spawn(
    process.execPath,
    ['--import', './bin/require-node.mjs', `bin/${name}.ts`, ...options],
    {
      cwd: root,
      env: { ...process.env, POWERTOOLS_LOG_LEVEL: '' },
    },
  );
  running.add(child);
  let output = '';
  const take = (chunk: Buffer): void => {
    output += chunk.toString();
  };
  child.stdout.on('data', take);
  child.stderr.on('data', take);
  const exited = once(child, 'exit').then(([code]) => {
    running.delete(child);
    return code as number | null;
  });
  return {
    child,
    exited,
    output: () => output,
    async ready() {
      for (;;) {
        const address = /^ready (\S+)$/m.exec(output)?.[1];
        if (address !== undefined) return address;
        if (child.exitCode !== null) throw new Error(output);
        await sleep(50);
      }
    },
  };
}

/** Ends every process that a test has left running. */
export function killAll(): void {
  for (const child of running) child.kill('SIGKILL');
}
