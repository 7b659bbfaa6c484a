import { describe, expect, test } from 'vitest';
import { shipmentSchema } from '../../src/model/shipment.ts';
import type { KnownNames } from '../../src/planning/known-names.ts';
import { readPlanTable } from '../../src/planning/plan-table.ts';
import { styled, workbookOf } from '../support/workbook.ts';

const known: KnownNames = {
  site: 'north',
  profiles: [
    { id: 'who-storage', version: 1, name: 'Vaccines in a cold store' },
    { id: 'plasma', version: 2, name: 'Blood plasma' },
  ],
  places: [{ place: 'Cambridge' }, { place: 'Ely' }],
  carriers: [],
  zone: 'Europe/London',
};
const heading = 'number,product,gtin,lot,quantity,expiry,limits,from,to';
const read = (...lines: string[]) => readPlanTable([heading, ...lines].join('\n'), 'plans.csv', known);
const problemsOf = async (...lines: string[]) =>
  (await read(...lines)).rows.flatMap(({ line, problems }) =>
    problems.map(({ field, message }) => `${line} ${field}: ${message}`),
  );
const a1 = 'P-1,Vaccine A,9506000134352,A1,120,2027-03-31,who-storage,Cambridge,Ely';

describe('lines of one number', () => {
  test('are products of one shipment, with their lots, in any order', async () => {
    const { rows } = await read(
      a1,
      'P-2,plasma,,,,,plasma,Ely,Cambridge',
      'P-1,Insulin,,K1;K2,,,plasma,,',
      'P-1,Vaccine A,,A2,,30/11/2027,,Cambridge,',
    );
    expect(rows.map(({ line, partOf, problems }) => [line, partOf, problems])).toEqual([
      [2, undefined, []],
      [3, undefined, []],
      [4, 2, []],
      [5, 2, []],
    ]);
    expect(rows.map(({ plan }) => plan)).toEqual([
      {
        site: 'north',
        shipment: 'P-1',
        origin: 'Cambridge',
        destination: 'Ely',
        products: [
          {
            name: 'Vaccine A',
            gtin: '09506000134352',
            profile: 'who-storage@1',
            lots: [
              { number: 'A1', quantity: 120, expiry: '2027-03-31' },
              { number: 'A2', quantity: null, expiry: '2027-11-30' },
            ],
          },
          {
            name: 'Insulin',
            gtin: null,
            profile: 'plasma@2',
            lots: [
              { number: 'K1', quantity: null, expiry: null },
              { number: 'K2', quantity: null, expiry: null },
            ],
          },
        ],
      },
      {
        site: 'north',
        shipment: 'P-2',
        goods: 'plasma',
        profile: 'plasma@2',
        origin: 'Ely',
        destination: 'Cambridge',
      },
      null,
      null,
    ]);
    expect(shipmentSchema.parse(rows[0]!.plan).goods).toBe('Vaccine A; Insulin');
  });

  test('are two products where their trade item numbers differ', async () => {
    const { rows } = await read(a1, 'P-1,Vaccine A,12345670,A1,,,who-storage,,');
    const { products = [] } = shipmentSchema.parse(rows[0]!.plan);
    expect(products.map(({ id, gtin }) => [id, gtin])).toEqual([
      ['vaccine-a', '09506000134352'],
      ['vaccine-a-2', '00000012345670'],
    ]);
  });

  test('have what is wrong with the shipment at the line that says it', async () => {
    const { rows } = await readPlanTable(
      [`${heading},sscc`, `${a1},`, 'P-1,Insulin,,K1,,,plasma,,,340123450000000018'].join('\n'),
      'plans.csv',
      known,
    );
    expect(rows.map(({ line, problems }) => [line, problems.map(({ field }) => field)])).toEqual([
      [2, []],
      [3, ['sscc']],
    ]);
  });

  test('are not needed for one product with a GTIN', async () => {
    const { rows } = await read(a1);
    expect(rows).toMatchObject([{ line: 2, plan: { products: [{ name: 'Vaccine A' }] } }]);
  });

  test('come from a workbook too, with a cell for the day', async () => {
    const day = 25_569 + Date.parse('2027-03-31') / 86_400_000;
    const cells = a1.split(',').map((cell) => (cell === '2027-03-31' ? styled(day, 1) : cell));
    const table = workbookOf({ formats: ['dd/mm/yyyy'], sheets: { Plans: [heading.split(','), cells] } });
    const { rows } = await readPlanTable(table, 'plans.xlsx', known);
    expect(rows).toMatchObject([
      { problems: [], plan: { products: [{ lots: [{ expiry: '2027-03-31' }] }] } },
    ]);
  });
});

test.each<[string, string[], string[]]>([
  [
    'another destination',
    [a1, 'P-1,Insulin,,K1,,,plasma,,Leeds'],
    [
      '3 destination: "Leeds" here, and "Ely" in line 2: the lines of one shipment say the same, or leave the cell empty; give another shipment its own number',
    ],
  ],
  [
    'other limits of one product',
    [a1, 'P-1,Vaccine A,,A2,,,plasma,,'],
    ['3 profile: plasma@2 here, and who-storage@1 in line 2: a product has one set of storage limits'],
  ],
  [
    'no limits, and no name',
    [a1, 'P-1,Insulin,,K1,,,,,', 'P-1,,,K2,,,,,'],
    ['3 profile: the cell is empty', '4 goods: the cell is empty'],
  ],
  [
    'nothing new',
    [a1, 'P-1,Vaccine A,,,,,,,'],
    [
      '3 shipment: P-1 is in line 2 already, with this product; give each shipment its own number, and each line of one a product or a lot of its own',
    ],
  ],
  ['a lot twice', [a1, 'P-1,Vaccine A,,A1,,,,,'], ['3 lots: the lot A1 is there twice']],
  [
    'a quantity of several lots, and of none',
    [a1, 'P-1,Insulin,,K1;K2,9,,plasma,,', 'P-1,Saline,,,,2027-03-31,plasma,,'],
    [
      '3 lots: 2 lots are in the cell, and the quantity is that of one: give each lot a line of its own',
      '4 lots: the cell is empty, and the line has the expiry day of a lot',
    ],
  ],
  [
    'cells that cannot be read',
    ['P-1,Vaccine A,9506000134353,A1,12.5,March,#REF!,Cambridge,Ely'],
    [
      '2 gtin: the check digit of 9506000134353 must be 2: a digit is wrong',
      '2 profile: the cell holds the error #REF! of the spreadsheet; mend its formula',
      '2 quantity: must be a whole number of units, such as 120, found "12.5"',
      '2 expiry: "March" is no day; write it as 2027-03-31',
    ],
  ],
  [
    'a day of an open order',
    ['P-1,Vaccine A,,A1,,05/06/2027,who-storage,Cambridge,Ely'],
    ['2 expiry: "05/06/2027" may be 2027-06-05 or 2027-05-06: which one is meant? Write it that way'],
  ],
  [
    'a shipment without an origin',
    ['P-1,Vaccine A,,A1,1,,who-storage,,Ely'],
    ['2 origin: the cell is empty'],
  ],
])('what is wrong is said in its line, and nothing is planned: %s', async (_, lines, problems) => {
  expect(await problemsOf(...lines)).toEqual(problems);
  expect((await read(...lines)).rows.filter(({ plan }) => plan !== null)).toEqual([]);
});
