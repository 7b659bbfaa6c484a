import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { seedProfiles } from '../../local/demonstration/seed.ts';
import { signInAs } from '../support/api-client.ts';
import { arrivedShipment, sign } from '../support/journeys.ts';
import { type LocalRun, startLocalRun } from '../support/local-run.ts';
import { runCommand } from '../support/run-command.ts';

let run: LocalRun;
beforeAll(async () => {
  run = await startLocalRun();
  await seedProfiles(run.database);
  const [lena, paul] = await Promise.all([signInAs(run, 'lena'), signInAs(run, 'paul')]);
  const plan = { origin: 'Łódź', destination: 'Zürich', site: 'north', profile: 'controlled-cold' };
  await lena.do('createShipment', {
    body: { shipment: 'CLI-1', goods: '=plasma', lots: ['PLT-31'], ...plan },
  });
  const { sscc } = await arrivedShipment(run, lena, 'CLI-2');
  await sign(paul, 'CLI-2', { decision: 'released', label: sscc });
}, 120_000);
afterAll(() => run.stop());

/** Runs a command against the local run; the output is everything it printed. */
async function coldwatch(...options: string[]): Promise<{ status: number; output: string }> {
  const { status, stdout, stderr } = await runCommand(...options, '--state', run.folder);
  return { status, output: stdout + stderr };
}

test('shipments are found, listed by their end, and printed as CSV', { timeout: 120_000 }, async () => {
  expect(await coldwatch('shipment', 'find', 'plt-31', 'lodz')).toEqual({
    status: 0,
    output: 'CLI-1  =plasma, Łódź to Zürich  planned\n',
  });
  expect(await coldwatch('shipment', 'find', 'nowhere')).toEqual({ status: 0, output: 'No shipments.\n' });
  const short = await coldwatch('shipment', 'find', 'x');
  expect(short.status).not.toBe(0);
  expect(short.output).toContain('must have a word of two letters or digits at least');
  const { output } = await coldwatch('shipment', 'ended', '--from', '2020-01-01T00:00Z');
  expect(output).toMatch(/^CLI-2 .* {2}released, 20\S+ \S+ UTC by /);
  expect((await coldwatch('shipment', 'ended', '--to', '2020-01-01T00:00Z')).output).toBe('No shipments.\n');
  expect((await coldwatch('shipment', 'ended', '--status', 'planned')).output).toContain('must be released');
  const rows = async (...options: string[]) => {
    const csv = await coldwatch(...options, '--csv');
    expect(csv.output).toMatch(/\r\n$/);
    return parse(csv.output, { columns: true }) as Record<string, string>[];
  };
  expect(await rows('shipment', 'find', 'plt-31')).toMatchObject([
    { Shipment: 'CLI-1', Goods: '\u{A0}=plasma', To: 'Zürich', Status: 'planned' },
  ]);
  expect(await rows('shipment', 'ended')).toMatchObject([{ Shipment: 'CLI-2', Decision: 'released' }]);
  const all = await rows('shipment', 'list');
  expect(all.map(({ Shipment }) => Shipment)).toEqual(['CLI-1', 'CLI-2']);
  expect(await rows('alarms')).toEqual([]);
});

test('a device is checked before it is attached', { timeout: 120_000 }, async () => {
  const check = async (...options: string[]) => (await coldwatch('device', 'check', ...options)).output;
  expect(await check('nobody')).toBe(
    'nobody: not registered\nnever heard: check the name\ncalibration: unknown, check its certificate\nattached to no shipment\n',
  );
  const connection = await run.connect('cli-box');
  await connection.publish(
    'coldwatch/cli-box/telemetry',
    JSON.stringify({ time: Date.now(), temperature: 4.5, battery: 87 }),
  );
  await connection.close();
  await run.drained();
  expect(await check('cli-box')).toMatch(
    /^cli-box: registered, with a certificate until 20\S+ \S+ UTC\nlast heard 20.*, last reading 20.*: 4\.5 °C, battery 87 %\n/,
  );
  expect(JSON.parse(await check('cli-box', '--json'))).toMatchObject({ isRegistered: true, celsius: 4.5 });
});
