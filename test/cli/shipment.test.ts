import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { seedProfiles } from '../../local/demonstration/seed.ts';
import { type LocalRun, startLocalRun } from '../support/local-run.ts';
import { runAsProcess, runCommand } from '../support/run-command.ts';

let run: LocalRun;
beforeAll(async () => {
  run = await startLocalRun();
  await seedProfiles(run.database);
});
afterAll(() => run.stop());

/** Runs a command against the local run; the output is everything it printed. */
async function coldwatch(...options: string[]): Promise<{ status: number; output: string }> {
  const { status, stdout, stderr } = await runCommand(...options, '--state', run.folder);
  return { status, output: stdout + stderr };
}

function planned(name: string, plan: Record<string, unknown>): string {
  const path = join(run.folder, `${name}.json`);
  writeFileSync(path, JSON.stringify(plan));
  return path;
}

const plan = {
  shipment: 'CW-1',
  goods: 'vaccine',
  origin: { name: 'Cambridge', circle: { latitude: 52.19, longitude: 0.09, radiusMeters: 300 } },
  destination: 'Stansted',
  site: 'north',
  profile: 'controlled-cold',
  ambientProfile: 'transport-15-25',
  escalation: ['on-call'],
};

test('a shipment can be run by commands from its plan to its verdict', { timeout: 120_000 }, async () => {
  expect(await coldwatch('shipment', 'create', planned('plan', plan))).toMatchObject({
    status: 0,
    output: expect.stringContaining('Shipment CW-1 is planned.') as unknown,
  });
  expect(await coldwatch('shipment', 'create', planned('plan', plan))).toEqual({
    status: 0,
    output: 'Shipment CW-1 exists already, with this plan: nothing has changed.\n',
  });
  const since = new Date(Date.now() - 3_600_000).toISOString();
  for (const [device, role] of [
    ['cli-1', 'product'],
    ['cli-2', 'ambient'],
  ] as const)
    expect(
      await coldwatch('shipment', 'attach', 'CW-1', device, '--role', role, '--since', since),
    ).toMatchObject({
      status: 0,
      output: expect.stringContaining(`is attached to CW-1 as ${role}`) as unknown,
    });
  const device = await run.connect('cli-1');
  const hot = { time: new Date(Date.now() - 600_000).toISOString(), temperature: 16.2 };
  await device.publish('coldwatch/cli-1/telemetry', JSON.stringify(hot));
  await device.close();
  await run.drained();
  const alarms = JSON.parse((await coldwatch('alarms', '--json')).output) as unknown;
  expect(alarms).toMatchObject([
    { shipment: 'CW-1', rule: 'hot-15', alarms: 1, standing: 1, acknowledged: 0 },
  ]);
  const acknowledge = ['alarms', 'acknowledge', 'CW-1', 'hot-15', '--comment', 'on my way'];
  expect(await coldwatch(...acknowledge)).toMatchObject({ status: 0 });
  const [heading, row] = (await coldwatch('alarms')).output.split('\n');
  expect(heading).toBe('shipment  rule    alarms  open  cleared within 10 min  acknowledged  after');
  expect(row!.split(/ +/).slice(0, 6)).toEqual(['CW-1', 'hot-15', '1', '1', '0', '1']);
  expect(await coldwatch('shipment', 'hand-over', 'CW-1', 'carrier')).toMatchObject({ status: 0 });
  expect(await coldwatch('shipment', 'depart', 'CW-1')).toMatchObject({ status: 0 });
  const takeBack = ['shipment', 'take-back', 'CW-1', 'departure', '--reason', 'another van'];
  expect((await coldwatch(...takeBack)).output).toContain('The departure of CW-1 is withdrawn: another van');
  expect((await coldwatch('shipment', 'show', 'CW-1')).output).toContain('not departed');
  expect(await coldwatch('shipment', 'depart', 'CW-1')).toMatchObject({ status: 0 });
  const shown = await coldwatch('shipment', 'show', 'CW-1');
  expect(shown.status).toBe(1);
  expect(shown.output).toContain('QUARANTINE recommended: CW-1, vaccine, from Cambridge to Stansted');
  expect(shown.output).toContain('cli-1: Too warm: above 15 °C for');
  expect(shown.output).toContain('excursion opened hot-15 (cli-1)');
  const declared = ['shipment', 'declare', 'CW-1', 'cli-1', 'broken', '--reason', 'probe bent'];
  expect(await coldwatch(...declared)).toMatchObject({ status: 0 });
  expect((await coldwatch('shipment', 'show', 'CW-1', '--json')).output).toContain(
    'cli-1 was declared broken as of',
  );
  expect((await coldwatch('shipment', 'list')).output).toContain(
    'CW-1  vaccine, Cambridge to Stansted  in transit',
  );
  const bundle = join(run.folder, 'CW-1.zip');
  expect(await coldwatch('shipment', 'bundle', 'CW-1', '--out', bundle)).toMatchObject({ status: 0 });
  const verify = async (...options: string[]) => {
    const { stdout, stderr } = await runCommand('verify', bundle, ...options);
    return stdout + stderr;
  };
  expect(await verify()).toContain('consistent, issuer not established: shipment CW-1');
  expect(await verify('--trust', 'x'.repeat(43))).toContain('it contains no signature');
  const report = join(run.folder, 'CW-1.pdf');
  expect(await coldwatch('shipment', 'report', 'CW-1', '--out', report)).toMatchObject({ status: 0 });
  expect(readFileSync(report).subarray(0, 5).toString()).toBe('%PDF-');
  expect((await coldwatch('shipment', 'receipt', 'CW-1')).output).toContain(
    '! record complete: The shipment has not arrived',
  );
  const bytes = readFileSync(bundle);
  writeFileSync(bundle, bytes.subarray(0, bytes.length - 10));
  expect(await verify()).toContain('is not consistent: it is not a complete ZIP');
  expect((await coldwatch('shipment', 'rebuild')).output).toContain('CW-1  matched its ledger');
});

test('a command ends by itself, although it has connections', { timeout: 60_000 }, async () => {
  const ended = (...words: string[]) => runAsProcess(...words, '--state', run.folder);
  expect(await ended('shipment', 'show', 'CW-1')).toEqual({
    status: 1,
    stdout: expect.stringMatching(/^QUARANTINE recommended: CW-1, /) as unknown,
    stderr: '',
  });
  expect(await ended('shipment', 'rebuild')).toMatchObject({
    status: 0,
    stdout: expect.stringContaining('CW-1  matched its ledger') as unknown,
  });
  expect(await ended('shipment', 'bundle', 'CW-1', '--out', join(run.folder, 'again.zip'))).toMatchObject({
    status: 0,
  });
  expect(await ended('device', 'list')).toMatchObject({ status: 0 });
});

test.each<[string, () => string[], string]>([
  [
    'a plan with an unknown field',
    () => ['shipment', 'create', planned('wrong', { ...plan, shipment: 'CW-2', desination: 'x' })],
    'the body: unknown field "desination"',
  ],
  [
    'an arrival planned before the departure',
    () => [
      'shipment',
      'create',
      planned('backwards', {
        ...plan,
        shipment: 'CW-3',
        plannedDeparture: '2026-11-21T12:00:00Z',
        plannedArrival: '2026-11-21T08:00:00Z',
      }),
    ],
    'plannedArrival must not be before plannedDeparture',
  ],
  [
    'a profile that was not added',
    () => ['shipment', 'create', planned('unknown', { ...plan, shipment: 'CW-4', profile: 'mine' })],
    'profile mine, version 1, does not exist; add it first',
  ],
  [
    'another plan with the same ID',
    () => ['shipment', 'create', planned('other', { ...plan, goods: 'insulin' })],
    'shipment CW-1 already exists with another plan; give this one another id',
  ],
  [
    'an unknown role',
    () => ['shipment', 'attach', 'CW-1', 'cli-9', '--role', 'good'],
    'role: must be product, ambient or spare',
  ],
  ['an unknown shipment', () => ['shipment', 'show', 'CW-9'], 'There is no shipment CW-9'],
  [
    'a time in the future',
    () => ['shipment', 'arrive', 'CW-1', '--at', '2100-01-01T00:00:00Z'],
    'is in the future',
  ],
  [
    'withdrawing something that is not a milestone',
    () => ['shipment', 'take-back', 'CW-1', 'handover', '--reason', 'x'],
    'handover is neither departure nor arrival',
  ],
  [
    'withdrawing a milestone that was not declared',
    () => ['shipment', 'take-back', 'CW-1', 'arrival', '--reason', 'x'],
    'there is no declared arrival to withdraw',
  ],
  [
    'detaching a device that is not attached',
    () => ['shipment', 'detach', 'cli-9'],
    'cli-9 is not attached to a shipment.',
  ],
])('refuses %s', { timeout: 30_000 }, async (_, options, message) => {
  const { status, output } = await coldwatch(...options());
  expect(status).toBe(64);
  expect(output).toContain(message);
});

test('a plan is changed, cancelled and copied by commands', { timeout: 120_000 }, async () => {
  const vial = { ...plan, shipment: 'CW-7', plannedDeparture: '2030-01-01T08:00:00Z', waypoints: ['Ely'] };
  expect(await coldwatch('shipment', 'create', planned('vial', vial))).toMatchObject({ status: 0 });
  const change = (...options: string[]) => coldwatch('shipment', 'change', 'CW-7', ...options);
  const asked = ['--lots', 'A1', 'A2', '--planned-arrival', '2030-01-01T12:00:00Z', '--reason', 'complete'];
  expect(await change(...asked)).toEqual({
    status: 0,
    output: 'The plan of CW-7 is changed (ledger entry 2): complete\n',
  });
  expect((await change(...asked)).output).toContain('already says so; nothing is changed');
  const file = planned('change', { carrier: { name: 'Swift', phone: '+44 20 7946 0018' }, vehicle: 'van 7' });
  expect(await change('--file', file, '--reason', 'the carrier is known')).toMatchObject({ status: 0 });
  expect(await change('--file', file, '--vehicle', 'van 8', '--reason', 'x')).toEqual({
    status: 64,
    output: expect.stringContaining('vehicle is in') as unknown,
  });
  expect(await change('--reason', 'x')).toEqual({
    status: 64,
    output: expect.stringContaining('name what to change, such as --goods') as unknown,
  });
  expect((await change('--planned-arrival', '2030-01-01T07:00:00Z', '--reason', 'x')).output).toContain(
    'is before the planned departure 2030-01-01 08:00 UTC',
  );
  const { output } = await coldwatch('shipment', 'show', 'CW-7');
  expect(output).toContain('planned to depart 2030-01-01 08:00 UTC and arrive 2030-01-01 12:00 UTC');
  expect(output).toContain('vehicle van 7, Swift (+44 20 7946 0018)');
  expect(output).toContain(
    'plan changed: Lots: none → A1, A2; Planned arrival: none → 2030-01-01 12:00 UTC, complete',
  );
  expect(await coldwatch('shipment', 'attach', 'CW-7', 'cli-7')).toMatchObject({ status: 0 });
  expect(await coldwatch('shipment', 'cancel', 'CW-7', '--reason', 'ordered twice')).toEqual({
    status: 0,
    output: 'CW-7 is cancelled: ordered twice\nFree for another shipment: cli-7\n',
  });
  expect((await coldwatch('shipment', 'show', 'CW-7')).output).toMatch(
    /^CANCELLED .* by lena: ordered twice$/m,
  );
  expect((await coldwatch('shipment', 'depart', 'CW-7')).output).toContain('the shipment was cancelled');
  expect(
    await coldwatch('shipment', 'copy', 'CW-7', 'CW-8', '--planned-departure', '2030-02-01T08:00:00Z'),
  ).toMatchObject({ status: 0 });
  const copied = (await coldwatch('shipment', 'show', 'CW-8')).output;
  expect(copied).toContain('planned to depart 2030-02-01 08:00 UTC\n');
  expect(copied).toContain('vehicle van 7, Swift');
  expect((await coldwatch('shipment', 'list', '--status', 'cancelled')).output).toContain('CW-7');
});
