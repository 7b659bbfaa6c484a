import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { seedProfiles } from '../../local/demonstration/seed.ts';
import { attachmentsRecorded, shipmentOf } from '../../src/shipments/ledger.ts';
import { readLedger } from '../../src/storage/ledger.ts';
import { type LocalRun, startLocalRun } from '../support/local-run.ts';
import { runCommand } from '../support/run-command.ts';

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
const given = (name: string, content: string): string => {
  const path = join(run.folder, name);
  writeFileSync(path, content);
  return path;
};
const ledgerOf = async (shipment: string) => (await readLedger(run.database, shipment)).entries;
const vaccine = 'name=Vaccine A,gtin=9506000134352,profile=controlled-cold,lot=A1:120:2027-03-31,lot=A2';
const insulin = 'name=Insulin,profile=insulin-unopened@3';
const plan = { origin: 'Cambridge', destination: 'Ely', site: 'north' };

test('products are planned, monitored, shown and changed by commands', { timeout: 180_000 }, async () => {
  const file = given('plan.json', JSON.stringify({ shipment: 'CP-1', ...plan }));
  const create = ['shipment', 'create', file, '--product', vaccine, '--product', insulin];
  expect((await coldwatch(...create)).output).toContain('Shipment CP-1 is planned.');
  expect(shipmentOf(await ledgerOf('CP-1'))).toMatchObject({
    goods: 'Vaccine A; Insulin',
    lots: ['A1', 'A2'],
    profile: { id: 'controlled-cold@1+insulin-unopened', version: 3 },
    products: [
      {
        id: 'vaccine-a',
        gtin: '09506000134352',
        lots: [{ number: 'A1', quantity: 120, expiry: '2027-03-31' }, { number: 'A2' }],
      },
      { id: 'insulin', lots: [] },
    ],
  });
  expect(await coldwatch('shipment', 'attach', 'CP-1', 'cp-box-1', '--product', 'vaccine-b')).toEqual({
    status: 64,
    output:
      'coldwatch: the shipment has no product vaccine-b; it has vaccine-a (Vaccine A), insulin (Insulin)\n',
  });
  expect(
    (await coldwatch('shipment', 'attach', 'CP-1', 'cp-box-1', '--product', 'vaccine-a')).output,
  ).toContain('cp-box-1 is attached to CP-1 as product for vaccine-a.');
  expect(attachmentsRecorded(await ledgerOf('CP-1'))).toMatchObject([{ products: ['vaccine-a'] }]);
  const shown = (await coldwatch('shipment', 'show', 'CP-1')).output.split('\n');
  const from = shown.indexOf('Products');
  expect(shown.slice(from, from + 6)).toEqual([
    'Products',
    '  Vaccine A, vaccine-a, GTIN 09506000134352, controlled-cold@1',
    '    lot A1: 120 units, expires 2027-03-31',
    '    lot A2',
    '    monitored by cp-box-1',
    '  Insulin, insulin, insulin-unopened@3',
  ]);
  expect(shown[from + 6]).toBe('    no sensor stands for it');
  // A product that keeps its name keeps its id, so that the sensor goes on standing for it, and what is not named.
  const fewer = 'name=Vaccine A,profile=controlled-cold,lot=A1:100';
  const change = ['shipment', 'change', 'CP-1', '--product', fewer, '--product', insulin];
  expect((await coldwatch(...change, '--reason', 'A2 stays')).output).toContain(
    'The plan of CP-1 is changed',
  );
  expect(shipmentOf(await ledgerOf('CP-1')).products).toMatchObject([
    {
      id: 'vaccine-a',
      gtin: '09506000134352',
      lots: [{ number: 'A1', quantity: 100, expiry: '2027-03-31' }],
    },
    { id: 'insulin' },
  ]);
  const changed = async (product: string) => {
    const reason = ['--product', insulin, '--reason', 'as on the papers'];
    await coldwatch('shipment', 'change', 'CP-1', '--product', product, ...reason);
    return shipmentOf(await ledgerOf('CP-1')).products![0];
  };
  const profile = { id: 'controlled-cold', version: 1 };
  const a1 = { number: 'A1', quantity: 100, expiry: '2027-03-31' };
  expect(await changed('id=vaccine-a,name=Vaccine B,profile=controlled-cold,serial=S1')).toEqual({
    id: 'vaccine-a',
    name: 'Vaccine B',
    gtin: '09506000134352',
    profile,
    lots: [a1],
    serials: ['S1'],
  });
  expect(await changed('id=vaccine-a,name=Vaccine A,profile=controlled-cold,gtin=none,lot=A1')).toEqual({
    id: 'vaccine-a',
    name: 'Vaccine A',
    gtin: null,
    profile,
    lots: [a1],
    serials: ['S1'],
  });
  expect(await changed('name=Vaccine A,profile=controlled-cold,lot=none,serial=none')).toEqual({
    id: 'vaccine-a',
    name: 'Vaccine A',
    gtin: null,
    profile,
    lots: [],
  });
  expect((await coldwatch('shipment', 'copy', 'CP-1', 'CP-2')).output).toContain('CP-2 is planned like CP-1');
  expect(shipmentOf(await ledgerOf('CP-2')).products).toEqual(shipmentOf(await ledgerOf('CP-1')).products);
});

test('what is wrong with a product is said, and nothing is planned', { timeout: 120_000 }, async () => {
  const create = (...more: string[]) =>
    coldwatch(
      'shipment',
      'create',
      given('wrong.json', JSON.stringify({ shipment: 'CP-9', ...plan })),
      ...more,
    );
  expect((await create('--product', 'Vaccine A')).output).toMatch(
    /^coldwatch: --product "Vaccine A": "Vaccine A" has no field before it; write it as 'name=Vaccine A,/,
  );
  expect((await create('--product', 'name=A,profile=controlled-cold,gtin=9506000134353')).output).toContain(
    'products[0].gtin: the check digit of 9506000134353 must be 2: a digit is wrong',
  );
  expect((await create('--product', insulin, '--lot', 'A1')).output).toContain(
    'lots: must be left out where there are products: each product has its own',
  );
  expect((await create('--product', 'name=A,profile=nothing')).output).toContain('nothing');
  expect(await ledgerOf('CP-9')).toEqual([]);
});

test('a table plans products in lines of their own', { timeout: 120_000 }, async () => {
  const table = given(
    'mixed.csv',
    [
      'number,product,gtin,lot,quantity,expiry,limits,from,to',
      'CP-3,Vaccine A,9506000134352,A1,120,2027-03-31,controlled-cold@1,Cambridge,Ely',
      'CP-3,Insulin,,K9,40,,insulin-unopened@3,,',
      'CP-4,Insulin,,,,,insulin-unopened@3,Ely,Cambridge',
    ].join('\n'),
  );
  expect((await coldwatch('shipment', 'import', table, '--site', 'north')).output).toContain(
    '2 shipments are planned: CP-3, CP-4',
  );
  expect(shipmentOf(await ledgerOf('CP-3')).products).toMatchObject([
    { name: 'Vaccine A', lots: [{ number: 'A1', quantity: 120 }] },
    { name: 'Insulin', lots: [{ number: 'K9', quantity: 40 }] },
  ]);
  expect(shipmentOf(await ledgerOf('CP-4'))).not.toHaveProperty('products');
});
