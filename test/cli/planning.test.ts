import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { seedProfiles } from '../../local/demonstration/seed.ts';
import { shipmentOf } from '../../src/shipments/ledger.ts';
import { readLedger } from '../../src/storage/ledger.ts';
import { type LocalRun, startLocalRun } from '../support/local-run.ts';
import { runCommand } from '../support/run-command.ts';
import { workbookOf } from '../support/workbook.ts';

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
const given = (name: string, content: string | Uint8Array): string => {
  const path = join(run.folder, name);
  writeFileSync(path, content);
  return path;
};
const north = ['--site', 'north'];
const planOf = async (shipment: string) => {
  const { entries } = await readLedger(run.database, shipment);
  return entries.length === 0 ? null : shipmentOf(entries);
};

test('an address book is filled, listed and used by commands', { timeout: 180_000 }, async () => {
  const place = ['place', 'save', 'Stansted', '--circle', '51.89,0.26,800', '--phone', '+44 1279 000 000'];
  expect(await coldwatch(...place, ...north)).toEqual({
    status: 0,
    output: 'north remembers the place Stansted.\n',
  });
  const corners = ['--corner', '51,0', '52,0', '52,1'];
  await coldwatch('place', 'save', 'Cambridge', ...corners, '--address', 'Hills Road', ...north);
  expect((await coldwatch('place', 'list', ...north)).output).toBe(
    'Cambridge  a polygon of 3 corners  Hills Road\nStansted  51.89, 0.26 within 800 m  +44 1279 000 000\n',
  );
  const carrier = ['carrier', 'save', 'Swift Carriers', '--phone', '+44 20 7946 0018', ...north];
  expect((await coldwatch(...carrier)).status).toBe(0);
  expect((await coldwatch('carrier', 'list', ...north)).output).toBe('Swift Carriers  +44 20 7946 0018\n');
  const template = given(
    'weekly.json',
    JSON.stringify({
      goods: 'vaccine',
      origin: 'Cambridge',
      destination: 'Stansted',
      profile: 'controlled-cold',
    }),
  );
  expect((await coldwatch('template', 'save', 'Weekly', template, ...north)).status).toBe(0);
  expect((await coldwatch('template', 'list', ...north)).output).toBe(
    'Weekly  goods, origin, destination, profile\n',
  );
  const create = [
    'shipment',
    'create',
    '--template',
    'weekly',
    '--number',
    'CT-1',
    '--lot',
    'A',
    'B',
    ...north,
  ];
  expect((await coldwatch(...create, '--departs', '2026-12-01T08:00+01:00')).output).toContain(
    'Shipment CT-1 is planned.',
  );
  expect(await planOf('CT-1')).toMatchObject({
    goods: 'vaccine',
    lots: ['A', 'B'],
    route: { plan: { departureAt: Date.parse('2026-12-01T07:00:00Z'), arrivalAt: null } },
  });
  expect(await coldwatch('carrier', 'remove', 'SWIFT carriers', ...north)).toEqual({
    status: 0,
    output: 'north no longer remembers the carrier Swift Carriers.\n',
  });
  expect(await coldwatch('carrier', 'remove', 'Swift Carriers', ...north)).toEqual({
    status: 64,
    output: 'coldwatch: north has no carrier "Swift Carriers"; it has none\n',
  });
  expect(await coldwatch('place', 'list')).toEqual({
    status: 64,
    output: 'coldwatch: say which site is meant, --site north or --site south\n',
  });
  expect((await coldwatch('place', 'save', 'X', '--circle', 'here', ...north)).output).toBe(
    'coldwatch: --circle here must be latitude, longitude and radius in metres, as 51.89,0.26,800\n',
  );
  expect((await coldwatch('shipment', 'create')).status).toBe(64);
});

test('views are saved for oneself', { timeout: 120_000 }, async () => {
  expect((await coldwatch('view', 'save', 'Mine', 'site=south&state=late')).output).toBe(
    'The view Mine is saved.\n',
  );
  expect((await coldwatch('view', 'list')).output).toBe('Mine  site=south&state=late\n');
  expect((await coldwatch('view', 'list', '--as', 'otto')).output).toBe('');
  expect((await coldwatch('view', 'remove', 'mine')).output).toBe('The view Mine is removed.\n');
  expect(await coldwatch('view', 'remove', 'mine')).toEqual({
    status: 64,
    output: 'coldwatch: lena has no view "mine"; it has none\n',
  });
});

test('a table of shipments is checked, and planned as a whole', { timeout: 180_000 }, async () => {
  const wrong = given(
    'wrong.csv',
    [
      'Number;Product;From;To;Departs;Limits',
      'CI-1;vaccine;Cambridge;Stansted;2026-12-01 08:00;controlled-cold',
      'CI-2;vaccine;Cambridge;Stansted;05/06/2026 08:00;controlled-cold',
      'CT-1;vaccine;Cambridge;Stansted;;controlled-cold',
      ';;;;;',
      'CI-4;vaccine;;Stansted;;cold',
    ].join('\r\n'),
  );
  const { status, output } = await coldwatch(
    'shipment',
    'import',
    wrong,
    ...north,
    '--time-zone',
    'Europe/Berlin',
  );
  expect(status).toBe(65);
  expect(output.split('\n').filter((line) => !line.startsWith('note:'))).toEqual([
    'coldwatch: nothing of wrong.csv is planned:',
    '  line 3, Departs: "05/06/2026 08:00" may be 2026-06-05 or 2026-05-06: which one is meant? Write the day that way, with the time behind it',
    '  line 4, Number: shipment CT-1 already exists with another plan; give this one another id',
    expect.stringMatching(/^ {2}line 6, Limits: there are no storage limits "cold"; known are /),
    '  line 6, From: the cell is empty',
    '',
  ]);
  expect(await planOf('CI-1')).toBeNull();
  const right = given(
    'right.xlsx',
    workbookOf({
      sheets: {
        Plans: [
          ['number', 'goods', 'from', 'to', 'limits', 'carrier'],
          ['CI-1', 'vaccine', 'cambridge', 'STANSTED', 'controlled-cold', 'Old Van'],
          ['CI-2', 'vaccine', 'Cambridge', 'Stansted', 'controlled-cold@1'],
        ],
      },
    }),
  );
  const note = 'note: line 2, carrier: Old Van is not in the address book of north: nobody can be called\n';
  expect(await coldwatch('shipment', 'import', right, '--check', ...north)).toEqual({
    status: 0,
    output: `2 shipments can be planned, and none was: CI-1, CI-2\n${note}`,
  });
  expect(await planOf('CI-1')).toBeNull();
  expect(await coldwatch('shipment', 'import', right, ...north)).toEqual({
    status: 0,
    output: `2 shipments are planned: CI-1, CI-2\n${note}`,
  });
  expect(await planOf('CI-1')).toMatchObject({ route: { destination: { name: 'Stansted' } } });
  const again = await coldwatch('shipment', 'import', right, ...north);
  expect([again.status, again.output]).toEqual([
    65,
    expect.stringContaining(
      '  line 2, number: shipment CI-1 is planned already, with this same plan; leave it out of the list\n',
    ),
  ]);
  expect(await coldwatch('shipment', 'import', 'nowhere.csv', ...north)).toEqual({
    status: 65,
    output: 'coldwatch: nowhere.csv cannot be read: there is no such file\n',
  });
});
