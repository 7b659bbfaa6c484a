import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { walk } from '../../src/cli/sign-in-locally.ts';
import { seedProfiles } from '../../local/demonstration/seed.ts';
import { commandLineCallback } from '../../src/model/command-line-callback.ts';
import { signInAs } from '../support/api-client.ts';
import { arrivedShipment } from '../support/journeys.ts';
import { type LocalRun, startLocalRun } from '../support/local-run.ts';
import { commandLine } from '../support/run-command.ts';

let run: LocalRun;
let home: string;
const running = new Set<ChildProcess>();
beforeAll(async () => {
  run = await startLocalRun();
  await seedProfiles(run.database);
  home = mkdtempSync(join(tmpdir(), 'coldwatch-home-'));
});
afterAll(async () => {
  for (const child of running) child.kill('SIGKILL');
  rmSync(home, { recursive: true, force: true });
  await run.stop();
});

const root = join(import.meta.dirname, '../..');

/** Runs a command as if the address were a deployment, and follows its sign-in link as a browser would. */
async function coldwatch(
  username: string,
  ...options: string[]
): Promise<{ status: number; output: string }> {
  const child = spawn(process.execPath, commandLine(...options), {
    cwd: root,
    env: { ...process.env, XDG_CONFIG_HOME: home, COLDWATCH_API: `http://localhost:${run.cloud.port}` },
  });
  running.add(child);
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const exited = once(child, 'exit');
  const isOver = exited.then(() => true);
  let opened = false;
  while (!(await Promise.race([isOver, sleep(50).then(() => false)]))) {
    const url = /^ {2}(http\S+)$/m.exec(output)?.[1];
    if (url === undefined || opened) continue;
    opened = true;
    const person = run.cloud.people.find((each) => each.username === username)!;
    await fetch(await walk(url, commandLineCallback, person));
  }
  running.delete(child);
  return { status: Number((await exited)[0]), output };
}

async function isCallbackFree(): Promise<boolean> {
  const probe = createServer();
  const outcome = Promise.race([
    once(probe, 'listening').then(() => true),
    once(probe, 'error').then(() => false),
  ]);
  probe.listen(Number(new URL(commandLineCallback).port), '127.0.0.1');
  const isFree = await outcome;
  probe.close();
  return isFree;
}

test(
  'the command line signs in to a deployed API through the browser, but leaves signing to the page',
  { timeout: 60_000 },
  async (context) => {
    if (!(await isCallbackFree())) {
      console.warn(`\n*** SKIPPED: the port of ${commandLineCallback} is in use on this machine ***\n`);
      context.skip();
    }
    expect((await coldwatch('paul', 'shipment', 'list')).output).toContain(
      'sign in first: coldwatch sign-in --api',
    );
    const signedIn = await coldwatch('paul', 'sign-in');
    expect(signedIn.output).toContain('Signed in to http://localhost:');
    const stored = join(home, 'coldwatch', 'localhost_' + run.cloud.port + '.json');
    expect(statSync(stored).mode & 0o777).toBe(0o600);
    expect(readFileSync(stored, 'utf8')).toContain('accessToken');
    const { sscc } = await arrivedShipment(run, await signInAs(run, 'lena'), 'DEPLOYED-1');
    expect((await coldwatch('paul', 'shipment', 'list')).output).toContain('DEPLOYED-1');
    expect((await coldwatch('paul', 'shipment', 'depart', 'DEPLOYED-1')).output).toContain(
      'Only people with the role logistics can do this.',
    );
    const signed = await coldwatch(
      'paul',
      'shipment',
      'sign',
      'DEPLOYED-1',
      '--decision',
      'released',
      '--label',
      sscc,
    );
    // Any program on the machine could listen on the port to which a token is sent.
    expect(signed).toMatchObject({
      status: 64,
      output: `coldwatch: with a deployed system, decisions are signed on the page, not with commands: open http://localhost:${run.cloud.port} and choose Receive\n`,
    });
    expect((await coldwatch('paul', 'keys')).output).toMatch(/^[\w-]{43} {2}http/);
    expect((await coldwatch('paul', 'token')).output.split('.')).toHaveLength(3);
  },
);
