import { afterAll, beforeAll, expect, test } from 'vitest';
import { record } from '../../src/storage/ledger.ts';
import { putProfile } from '../../src/storage/store-profile.ts';
import { signInAs } from '../support/api-client.ts';
import { type LocalRun, startLocalRun } from '../support/local-run.ts';
import { runCommand } from '../support/run-command.ts';
import { warmProfile } from '../support/shipment.ts';

let run: LocalRun;
beforeAll(async () => {
  run = await startLocalRun();
  const allowances = [{ id: 'warm-12h', above: 8, total: 'PT12H' }];
  await putProfile(run.database, { ...warmProfile, id: 'budgeted', allowances }, 'Ann');
  const lena = await signInAs(run, 'lena');
  const products = [
    { id: 'vaccine', name: 'Vaccine', profile: 'budgeted', lots: [{ number: 'A1' }, { number: 'A2' }] },
    { id: 'serum', name: 'Serum', profile: 'budgeted' },
  ];
  for (const [shipment, site] of [
    ['LEG-1', 'north'],
    ['LEG-2', 'north'],
    ['LEG-OF-SOUTH', 'south'],
  ])
    await lena.do('createShipment', {
      body: { shipment, origin: 'Łódź', destination: 'Zürich', site, products },
    });
  for (const step of ['depart', 'arrive'] as const)
    await lena.step(step, 'LEG-1', { at: new Date().toISOString() });
}, 120_000);
afterAll(() => run.stop());

/** Runs a command about legs against the local run; the output is everything it printed. */
async function leg(...options: string[]): Promise<{ status: number; output: string }> {
  const { status, stdout, stderr } = await runCommand('shipment', 'leg', ...options, '--state', run.folder);
  return { status, output: stdout + stderr };
}
const vaccine = ['--product', 'vaccine', '--reason', 'delivery note'];

test('legs are named, withdrawn, opened, re-admitted and shown', { timeout: 180_000 }, async () => {
  expect(await leg('from', 'LEG-2', 'LEG-1', ...vaccine, '--lot', 'A1')).toEqual({
    status: 0,
    output: 'vaccine of LEG-2 came from LEG-1: delivery note\n',
  });
  const circle = await leg('from', 'LEG-1', 'LEG-2', ...vaccine);
  expect(circle.status).not.toBe(0);
  expect(circle.output).toContain('a shipment cannot lie before itself');
  const spent = ['--spent', 'warm-12h=PT3H40M', '--source', 'batch record'];
  expect((await leg('opening', 'LEG-1', ...vaccine, ...spent)).output).toBe(
    'Entered what was used of vaccine before LEG-1: delivery note\n',
  );
  const allowed = ['--allowance', 'warm-12h', '--time', 'PT1H', '--document', 'QA-12', '--lot', 'A1'];
  expect((await leg('readmit', 'LEG-2', ...vaccine, ...allowed)).output).toMatch(
    /^LEG-2: signed, re-admits 1 h of the allowance warm-12h to lot A1 of the product vaccine, ledger entry 3\n$/,
  );
  const { output } = await leg('show', 'LEG-2');
  expect(output).toContain('Vaccine (vaccine)\n  from LEG-1, lot A1: named by a person, by ');
  expect(output).toContain('3 h 40 min entered for LEG-1 according to batch record');
  expect(output).toContain('none on this journey');
  expect(output).toContain('what was used before LEG-2 was neither recorded nor entered');
  expect(output).toContain('(QA-12), signed by ');
  expect(JSON.parse((await leg('show', 'LEG-1', '--json')).output)).toMatchObject({
    items: [
      {
        opening: { spent: { 'warm-12h': 13_200_000 } },
        followedBy: [{ shipment: 'LEG-2', name: 'LEG-2', lots: ['A1'] }],
      },
      { followedBy: [] },
    ],
    followedBy: [],
  });
  await record(run.database, 'LEG-1', { by: 'coldwatch', now: Date.now }, () => [
    { why: 'named', fact: { kind: 'followed-by', shipment: 'LEG-2', product: 'vaccine' } },
  ]);
  const { output: shown } = await leg('show', 'LEG-1');
  expect(shown.split('\n').filter((line) => line.includes('LEG-2'))).toEqual([
    '  goes on with LEG-2 (lot A1)',
    'goods of a product that was not recorded go on with LEG-2',
  ]);
  expect((await runCommand('shipment', 'show', 'LEG-1', '--state', run.folder)).stdout).toMatch(
    /goods travel on with LEG-2: Vaccine, lot A1\b.*goods travel on with LEG-2\b(?!:)/s,
  );
  expect((await leg('withdraw', 'LEG-2', 'LEG-1', ...vaccine)).output).toBe(
    'vaccine of LEG-2 did not come from LEG-1: delivery note\n',
  );
  expect((await leg('show', 'LEG-1')).output).not.toContain('LEG-2');
});

test('an earlier shipment of another site is shown and withdrawn by the entry that named it', async () => {
  const serum = ['--product', 'serum', '--reason', 'delivery note'];
  expect((await leg('from', 'LEG-2', 'LEG-OF-SOUTH', ...serum)).status).toBe(0);
  const { output } = await leg('show', 'LEG-2', '--as', 'paul');
  const [, entry] = /^ {2}from a shipment of another site \(#(\d+)\): named by a person, by /m.exec(output)!;
  expect(await leg('withdraw', 'LEG-2', `#${entry}`, ...serum, '--as', 'paul')).toEqual({
    status: 0,
    output: `serum of LEG-2 did not come from #${entry}: delivery note\n`,
  });
  expect((await leg('show', 'LEG-2', '--as', 'paul')).output).not.toContain('another site');
});

test.each([
  [['opening', 'LEG-1', '--unused', '--unknown'], 'give either --unused, --unknown, or what was used'],
  [['opening', 'LEG-1', '--unused'], '--source is missing'],
  [['opening', 'LEG-1', '--spent', 'warm', '--source', 'x'], '--spent warm must be an allowance and a time'],
  [['readmit', 'LEG-1', '--document', 'd'], 'give either --allowance and --time, or --cycles'],
  [
    ['readmit', 'LEG-1', '--document', 'd', '--allowance', 'a', '--time', 'PT0M'],
    '--time PT0M must be a duration of some time',
  ],
  [
    ['readmit', 'LEG-1', '--document', 'd', '--allowance', 'a', '--time', '4h'],
    '--time 4h must be a duration',
  ],
])('what cannot be meant is refused: %j', { timeout: 60_000 }, async (given, problem) => {
  const { status, output } = await leg(...given, ...vaccine);
  expect(status).toBe(64);
  expect(output).toContain(problem);
});
