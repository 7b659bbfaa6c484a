import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, expect, test } from 'vitest';
import { signInLocally } from '../../src/cli/sign-in-locally.ts';
import { killAll, startProgram } from '../support/started-process.ts';

const folder = mkdtempSync(join(tmpdir(), 'coldwatch-demonstration-'));
afterAll(() => {
  killAll();
  rmSync(folder, { recursive: true, force: true });
});

type Found = { issuer: string; clientId: string; scope: string };
type Person = { username: string; password: string; name: string; groups: string[] };

test(
  'the demonstration waits for the first sign-in, and then raises its alarm',
  { timeout: 240_000 },
  async () => {
    const state = join(folder, 'run');
    const run = startProgram('start', '--port', '0', '--mqtt-port', '0', '--state', state);
    const address = await run.ready();
    expect(run.output()).toContain('Three boxes set out when somebody signs in');
    // The boxes at the door are there before; those on the way are not.
    await sleep(15_000);
    expect(run.output()).not.toContain('Three boxes travel for a minute');
    const [lena] = JSON.parse(readFileSync(join(state, 'people.json'), 'utf8')) as Person[];
    const { issuer, clientId, scope } = (await (await fetch(`${address}/api/configuration`)).json()) as Found;
    const redirectUri = `${address}/`;
    const { accessToken } = await signInLocally(
      { issuer, clientId, scope: `openid profile ${scope}`, redirectUri },
      lena!,
    );
    const alarms = async (): Promise<string[]> => {
      const response = await fetch(`${address}/api/board?limit=500`, {
        headers: { authorization: `Bearer ${accessToken}` },
      });
      const { items } = (await response.json()) as {
        items: { shipment: string; standingAlarms: { acknowledgedAt: string | null }[] }[];
      };
      return items
        .filter(({ standingAlarms }) => standingAlarms.some(({ acknowledgedAt }) => acknowledgedAt === null))
        .map(({ shipment }) => shipment.replace(/\d{6}/, 'TIME'));
    };
    await expect.poll(alarms, { timeout: 120_000, interval: 1000 }).toContain('DEMO-TIME-B');
  },
);
