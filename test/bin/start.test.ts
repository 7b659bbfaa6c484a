import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
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
  'the local run says when it is ready, serves this machine alone, and stops on Ctrl-C',
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
    // State is kept: the same folder starts again.
    const again = start('--port', '0', '--mqtt-port', '0', '--state', state, '--no-demo');
    await again.ready();
    again.child.kill('SIGTERM');
    expect(await again.exited).toBe(0);
  },
);

test('a port in use gets one sentence', { timeout: 60_000 }, async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const run = start('--port', String(port), '--mqtt-port', '0', '--state', join(folder, 'used'), '--no-demo');
  expect(await run.exited).toBe(1);
  expect(run.output().trim()).toBe(`coldwatch: port ${port} is in use; give another with --port`);
  server.close();
});

test('a corrupt state folder gets one sentence', { timeout: 60_000 }, async () => {
  const state = join(folder, 'corrupt');
  mkdirSync(join(state, 'tables'), { recursive: true });
  writeFileSync(join(state, 'tables', 'CURRENT'), 'not a database');
  const run = start('--port', '0', '--mqtt-port', '0', '--state', state, '--no-demo');
  expect(await run.exited).toBe(1);
  expect(run.output().trim()).toMatch(
    /^coldwatch: the state folder .*corrupt cannot be read \(.*\); begin anew with --fresh/,
  );
  expect(run.output().trim().split('\n')).toHaveLength(1);
});

test('an unusable option gets a sentence and the usage', async () => {
  const run = start('--port', 'eighty');
  expect(await run.exited).toBe(64);
  expect(run.output()).toContain('--port must be a port from 0 to 65535, found eighty');
});
