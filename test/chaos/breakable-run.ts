import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RunningCloud } from '../../local/cloud.ts';

const root = join(import.meta.dirname, '../..');

/** `npm start` in a process of its own, parts of which can be killed. */
export type BreakableRun = {
  /** Milliseconds from its start until it reported that it was ready. */
  readonly readyAfterMs: number;
  readonly running: RunningCloud;
  /**
   * Kills a function's thread wherever it is, or disconnects the queue for a moment. False if there was nothing to
   * kill.
   */
  kill(part: 'function' | 'queue', forMs: number): Promise<boolean>;
  /** Kills all of it at once. False if it had ended otherwise. */
  killAll(): Promise<boolean>;
  /** Stops it as a person would, with Ctrl-C. */
  stop(): Promise<void>;
};

/** Starts it on free ports with its state in `stateFolder`; `port` keeps the address of its page over a restart. */
export async function startBreakable(stateFolder: string, port = '0'): Promise<BreakableRun> {
  const beganAt = performance.now();
  const child: ChildProcess = spawn(
    process.execPath,
    [
      '--import',
      './bin/require-node.mjs',
      '--import',
      './test/chaos/breakable.mjs',
      'bin/start.ts',
      '--port',
      port,
      '--mqtt-port',
      '0',
      '--no-demo',
      '--state',
      stateFolder,
    ],
    {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      env: { ...process.env, POWERTOOLS_LOG_LEVEL: '' },
    },
  );
  const exited = once(child, 'exit');
  let output = '';
  await new Promise<void>((resolve, reject) => {
    const take = (chunk: Buffer): void => {
      output = (output + chunk.toString()).slice(-20_000);
      if (/^ready /m.test(output)) resolve();
    };
    child.stdout!.on('data', take);
    child.stderr!.on('data', take);
    child.once('exit', (code) =>
      reject(new Error(`the local run ended with ${code}: ${output.slice(-2000)}`)),
    );
  });
  const end = async (signal: 'SIGKILL' | 'SIGINT'): Promise<boolean> => {
    child.kill(signal);
    const [, endedBy] = (await exited) as [number | null, string | null];
    return endedBy === signal;
  };
  return {
    readyAfterMs: performance.now() - beganAt,
    running: JSON.parse(readFileSync(join(stateFolder, 'local.json'), 'utf8')) as RunningCloud,
    async kill(part, forMs) {
      const answered = once(child, 'message');
      child.send({ kill: part, forMs });
      const died = exited.then(() => {
        throw new Error(`the local run ended with its ${part}: ${output.slice(-2000)}`);
      });
      const [{ killed }] = (await Promise.race([answered, died])) as [{ killed: number }];
      return killed > 0;
    },
    killAll: () => end('SIGKILL'),
    async stop() {
      await end('SIGINT');
    },
  };
}
