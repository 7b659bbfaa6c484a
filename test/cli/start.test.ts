import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { get } from 'node:http';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'coldwatch-start-'));
const running = new Set<ChildProcess>();
afterAll(async () => {
  for (const child of running) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

function start(...options: string[]) {
  const child = spawn(process.execPath, ['--import', './bin/require-node.mjs', 'bin/start.ts', ...options], {
    cwd: root,
  });
  running.add(child);
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const exited = once(child, 'exit').then(([code]) => {
    running.delete(child);
    return code as number;
  });
  return {
    child,
    exited,
    output: () => output,
    async ready(): Promise<string> {
      for (;;) {
        const address = /^ready (\S+)$/m.exec(output)?.[1];
        if (address !== undefined) return address;
        if (child.exitCode !== null) throw new Error(output);
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    },
  };
}

test(
  'the local run says when it is ready, serves only this machine, and stops on Ctrl-C',
  { timeout: 60_000 },
  async () => {
    const state = join(folder, 'run');
    const run = start('--port', '0', '--mqtt-port', '0', '--state', state, '--no-demo');
    const address = await run.ready();
    expect(run.output()).toContain('mosquitto_pub');
    const inbox = await fetch(`${address}/_local/inbox`);
    expect(await inbox.json()).toEqual([]);
    const { port } = new URL(address);
    const elsewhere = await new Promise<string>((resolve, reject) => {
      get({ port, host: '127.0.0.1', path: '/_local/inbox', headers: { host: 'example.org' } }, (response) =>
        resolve(String(response.statusCode)),
      ).on('error', reject);
    });
    expect(elsewhere).toBe('403');
    for (const key of ['authority/ca.key', 'devices/spare-1/private.key'])
      expect(statSync(join(state, key)).mode & 0o077).toBe(0);
    const stopping = Date.now();
    run.child.kill('SIGINT');
    expect(await run.exited).toBe(0);
    expect(Date.now() - stopping).toBeLessThan(3000);
    // State is preserved, so the same folder can be started again.
    const again = start('--port', '0', '--mqtt-port', '0', '--state', state, '--no-demo');
    await again.ready();
    again.child.kill('SIGTERM');
    expect(await again.exited).toBe(0);
  },
);

test('a port in use is explained in one sentence', { timeout: 60_000 }, async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const run = start('--port', String(port), '--mqtt-port', '0', '--state', join(folder, 'used'), '--no-demo');
  expect(await run.exited).toBe(1);
  expect(run.output().trim()).toBe(`coldwatch: port ${port} is in use; give another with --port`);
  server.close();
});

/** Starts on an unusable folder and returns the one sentence of the error. */
async function refusedOn(state: string, ...options: string[]): Promise<string> {
  const run = start('--port', '0', '--mqtt-port', '0', '--no-demo', '--state', state, ...options);
  expect(await run.exited, run.output()).toBe(1);
  expect(run.output().trim().split('\n')).toHaveLength(1);
  return run.output().trim();
}

/** A folder left by a finished run. */
async function leftBehind(name: string): Promise<string> {
  const state = join(folder, name);
  const run = start('--port', '0', '--mqtt-port', '0', '--state', state, '--no-demo');
  await run.ready();
  run.child.kill('SIGTERM');
  await run.exited;
  return state;
}

test('a state folder with a truncated file is explained in one sentence', { timeout: 120_000 }, async () => {
  const state = await leftBehind('cut');
  for (const file of [
    'people.json',
    'sign-in-key.json',
    'authority/registry.json',
    'authority/ca.key',
    'tables/CURRENT',
  ]) {
    const path = join(state, file);
    const whole = readFileSync(path);
    writeFileSync(path, whole.subarray(0, whole.length / 2));
    expect(await refusedOn(state), file).toMatch(
      /^coldwatch: the state folder .*cut cannot be read \(.*\); begin anew with --fresh, or give another with --state DIR$/,
    );
    writeFileSync(path, whole);
  }
  // With the file restored the folder works again, even with a half-written file next to it.
  writeFileSync(join(state, 'people.json.part'), '[{"username"');
  const again = start('--port', '0', '--mqtt-port', '0', '--state', state, '--no-demo');
  await again.ready();
  again.child.kill('SIGTERM');
  expect(await again.exited).toBe(0);
});

test('--fresh empties the folder of a run, and no other folder', { timeout: 120_000 }, async () => {
  const foreign = join(folder, 'foreign');
  for (const name of ['tables', 'authority', 'queues']) mkdirSync(join(foreign, name), { recursive: true });
  writeFileSync(join(foreign, 'tables', 'thesis.txt'), 'the work of years');
  for (const options of [['--fresh'], []])
    expect(await refusedOn(foreign, ...options)).toMatch(
      /^coldwatch: .*foreign holds files, and no coldwatch-state\.json that says they are of a local run: nothing in it is touched\./,
    );
  // A file of that name with other content is not a marker.
  for (const marker of ['', '{"product":"thesis","layout":1}']) {
    writeFileSync(join(foreign, 'coldwatch-state.json'), marker);
    expect(await refusedOn(foreign, '--fresh')).toContain('nothing in it is touched');
  }
  expect(readFileSync(join(foreign, 'tables', 'thesis.txt'), 'utf8')).toBe('the work of years');

  const state = join(folder, 'own');
  mkdirSync(state, { mode: 0o755 });
  const run = start('--port', '0', '--mqtt-port', '0', '--state', state, '--no-demo');
  await run.ready();
  expect(statSync(state).mode & 0o777).toBe(0o700);
  const key = readFileSync(join(state, 'authority/ca.key'), 'utf8');
  // The folder of a run cannot be emptied while the run uses it.
  for (const options of [['--fresh'], []])
    expect(await refusedOn(state, ...options)).toMatch(
      /^coldwatch: another run uses the state folder .*own; stop it/,
    );
  symlinkSync(state, join(folder, 'other-name'));
  expect(await refusedOn(join(folder, 'other-name'), '--fresh')).toMatch(
    /another run uses the state folder .*own;/,
  );
  expect(statSync(`${state}.lock`).mode & 0o777).toBe(0o600);
  expect(readFileSync(join(state, 'authority/ca.key'), 'utf8')).toBe(key);
  // A killed run does not leave the folder locked.
  run.child.kill('SIGKILL');
  await run.exited;
  const fresh = start('--port', '0', '--mqtt-port', '0', '--state', state, '--no-demo', '--fresh');
  await fresh.ready();
  expect(readFileSync(join(state, 'authority/ca.key'), 'utf8')).not.toBe(key);
  fresh.child.kill('SIGTERM');
  expect(await fresh.exited).toBe(0);

  writeFileSync(join(state, 'coldwatch-state.json'), '{"product":"coldwatch","layout":99}');
  expect(await refusedOn(state)).toMatch(
    /own is the state of another release \(layout 99, this one has 1\); begin anew with --fresh, or give another/,
  );
});

test(
  'a file instead of a folder, and a folder that cannot be written, are explained in one sentence',
  { timeout: 60_000 },
  async () => {
    const file = join(folder, 'file');
    writeFileSync(file, 'x');
    expect(await refusedOn(file)).toBe(`coldwatch: ${file} is a file; give a folder with --state DIR`);
    expect(await refusedOn(join(file, 'below'))).toMatch(
      /below cannot be written \(.*\); give another with --state DIR$/,
    );
    expect(await refusedOn('/proc/coldwatch')).toMatch(
      /^coldwatch: the state folder \/proc\/coldwatch cannot be written \(.*\); give another with --state DIR$/,
    );
  },
);

test('an unusable option is explained in a sentence with the usage', async () => {
  const run = start('--port', 'eighty');
  expect(await run.exited).toBe(64);
  expect(run.output()).toContain('--port must be a port from 0 to 65535, found eighty');
});
