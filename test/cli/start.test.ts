import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { type Started, killAll, startProgram } from '../support/started-process.ts';

const folder = mkdtempSync(join(tmpdir(), 'coldwatch-start-'));
afterAll(() => {
  killAll();
  rmSync(folder, { recursive: true, force: true });
});

/** Starts a run without a demonstration on free ports; later options replace earlier ones. */
function start(state: string, ...options: string[]): Started {
  return startProgram('start', '--port', '0', '--mqtt-port', '0', '--state', state, '--no-demo', ...options);
}

/** Returns everything that a run prints that must not start. */
async function refused(run: Started): Promise<string> {
  expect(await run.exited, run.output()).toBe(1);
  return run.output();
}

test(
  'the local run says when it is ready, serves only this machine, and stops on Ctrl-C; its folder can be used again',
  { timeout: 180_000 },
  async () => {
    const state = join(folder, 'run');
    const run = start(state);
    const address = await run.ready();
    expect(run.output()).toContain('mosquitto_pub is in the package mosquitto-clients');
    const inbox = await fetch(`${address}/_local/inbox`);
    expect(await inbox.json()).toEqual([]);
    const { port } = new URL(address);
    const elsewhere = await new Promise<string>((resolve, reject) => {
      get({ port, host: '127.0.0.1', path: '/_local/inbox', headers: { host: 'example.org' } }, (response) =>
        resolve(String(response.statusCode)),
      ).on('error', reject);
    });
    expect(elsewhere).toBe('403');
    expect(statSync(state).mode & 0o777).toBe(0o700);
    for (const key of ['authority/ca.key', 'devices/spare-1/private.key'])
      expect(statSync(join(state, key)).mode & 0o077).toBe(0);
    // While it runs, no other run takes its folder or its port.
    const other = refused(start(state, '--fresh'));
    const samePort = refused(start(join(folder, 'used'), '--port', port));
    expect(await other).toBe(
      `coldwatch: another run uses the state folder ${state}; stop it, or give this one its own with --state DIR\n`,
    );
    expect(await samePort).toBe(`coldwatch: port ${port} is in use; give another with --port\n`);
    const stopping = Date.now();
    run.child.kill('SIGINT');
    expect(await run.exited).toBe(0);
    expect(Date.now() - stopping).toBeLessThan(3000);

    // State is preserved; a half-written file next to a whole one is ignored.
    const key = readFileSync(join(state, 'authority/ca.key'), 'utf8');
    writeFileSync(join(state, 'people.json.part'), '[{"username"');
    const again = start(state);
    await again.ready();
    expect(readFileSync(join(state, 'authority/ca.key'), 'utf8')).toBe(key);
    // A killed run does not leave the folder locked.
    again.child.kill('SIGKILL');
    await again.exited;
    const fresh = start(state, '--fresh');
    await fresh.ready();
    expect(readFileSync(join(state, 'authority/ca.key'), 'utf8')).not.toBe(key);
    fresh.child.kill('SIGTERM');
    expect(await fresh.exited).toBe(0);
  },
);

test('an unusable option is explained in a sentence with the usage', async () => {
  const run = startProgram('start', '--port', 'eighty');
  expect(await run.exited).toBe(64);
  expect(run.output().split('\n').slice(0, 3)).toEqual([
    '--port must be a port from 0 to 65535, found eighty',
    '',
    'Usage: npm start -- [--port 8080] [--mqtt-port 8883] [--state .coldwatch] [--fresh] [--no-demo]',
  ]);
});
