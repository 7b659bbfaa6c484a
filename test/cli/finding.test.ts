import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { seedProfiles } from '../../local/demonstration/seed.ts';
import { ask, signInAs } from '../support/api-client.ts';
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

test('a shipment is shared by a link, which is listed and revoked', { timeout: 120_000 }, async () => {
  expect((await coldwatch('shipment', 'links', 'CLI-1')).output).toBe('No links.\n');
  const asked = ['shipment', 'share', 'CLI-1', '--for', 'Swift, driver', '--arrival'];
  expect((await coldwatch(...asked, '--days', '31')).output).toContain('--days 31 must be a whole number');
  const { output } = await coldwatch(...asked);
  const [, link] = /^Link (\w{12}) for Swift, driver: to look and report the arrival, until 20/.exec(output)!;
  const [, token] = /\/shared#([\w-]{22})\n/.exec(output)!;
  const [, pin] = /PIN (\d{6})\n/.exec(output)!;
  const { status } = await ask(run, null, 'openShared', { body: { token, pin } });
  expect(status).toBe(200);
  expect((await coldwatch('shipment', 'links', 'CLI-1')).output).toMatch(
    /^\w{12} {2}Swift, driver; may look and report the arrival; in force until 20.*; opened 1 time, last 20.*; made by lena\n$/,
  );
  expect(await coldwatch('shipment', 'revoke-link', 'CLI-1', link!, '--reason', 'sent to another')).toEqual({
    status: 0,
    output: `The link ${link} of CLI-1 is revoked: sent to another\n`,
  });
  expect((await coldwatch('shipment', 'links', 'CLI-1')).output).toContain('by lena: sent to another');
  expect((await coldwatch('shipment', 'show', 'CLI-1')).output).toContain(
    `link ${link} revoked: Swift, driver`,
  );
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

test(
  'insights of ended shipments, and what waits, each with the numbers that it rests on',
  { timeout: 120_000 },
  async () => {
    const [title, row, excursions] = (await coldwatch('insights')).output.split('\n');
    expect(title).toMatch(/^Shipments that ended from \d{4}-\d\d to \d{4}-\d\d \(UTC\), by lane$/);
    expect(row).toMatch(/^.+ to .+: 1 decided$/);
    expect(excursions).toMatch(/^ {4}excursions: 0 of 1 shipments/);
    const { output: months } = await coldwatch('insights', '--by', 'month', '--csv');
    expect(parse(months, { columns: true })).toHaveLength(1);
    expect((await coldwatch('insights', '--from', '2020-01', '--to', '2020-01')).output).toBe(
      'Shipments that ended from 2020-01 to 2020-01 (UTC), by lane: none.\n',
    );
    expect((await coldwatch('insights', 'waiting')).output).toBe('No shipment is waiting.\n');
    const lena = await signInAs(run, 'lena');
    await arrivedShipment(run, lena, 'CLI-3');
    const { output } = await coldwatch('insights', 'waiting');
    expect(output).toMatch(
      /^1 waiting: 1 for less than 4 h, 0 for 4 h to 24 h, 0 for 24 h to 72 h, 0 for 72 h or longer\nCLI-3 /,
    );
  },
);
