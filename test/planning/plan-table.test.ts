import { describe, expect, test } from 'vitest';
import type { KnownNames } from '../../src/planning/known-names.ts';
import { planColumns } from '../../src/planning/plan-columns.ts';
import {
  type PlanTable,
  mostLinesOfTable,
  mostPlansOfTable,
  readPlanTable,
} from '../../src/planning/plan-table.ts';
import { styled, typed, workbookOf } from '../support/workbook.ts';

const circle = { latitude: 51.89, longitude: 0.26, radiusMeters: 800 };
const known: KnownNames = {
  site: 'north',
  profiles: [
    { id: 'who-storage', version: 1, name: 'Vaccines in a cold store' },
    { id: 'plasma', version: 1, name: 'Blood plasma' },
    { id: 'plasma', version: 2, name: 'Blood plasma' },
  ],
  places: [{ place: { name: 'Stansted', circle } }, { place: 'Cambridge' }],
  carriers: [{ carrier: { name: 'Swift Carriers', phone: '+44 20 7946 0018', email: null } }],
  zone: 'Europe/London',
};
const read = (given: Uint8Array | string, more: Partial<KnownNames> = {}): Promise<PlanTable> =>
  readPlanTable(given, 'plans.csv', { ...known, ...more });
const heading = 'number,goods,from,to,limits';
const problemsOf = async (given: Uint8Array | string, more?: Partial<KnownNames>) =>
  (await read(given, more)).rows.flatMap(({ line, problems }) =>
    problems.map(({ field, message }) => `${line} ${field}: ${message}`),
  );
/** The problems of one line with one more column. */
const ofCell = (name: string, cell: string, more?: Partial<KnownNames>) =>
  problemsOf(`${heading},${name}\nA-1,x,Ely,Stansted,who-storage,"${cell.replaceAll('"', '""')}"\n`, more);
const bare = { shipment: 'A-1', goods: 'x', origin: 'Cambridge', destination: 'Cambridge' };
const row = 'A-1,x,cambridge,CAMBRIDGE,who-storage';

describe('a table of plans', () => {
  test('gives a plan for each line, with what the site remembers', async () => {
    const table = [
      'Number;Product;Lots;SSCC;Origin;Destination;Via;Planned departure;Arrives;Limits;Ambient profile;Carrier;Vehicle;Packaging;Told;Escalation;Site',
      'CW-1;vaccine;"A1;A2|B3";376104250021234569;cambridge;STANSTED;"Ely | Stansted";2026-11-21 08:00;2026-11-21T17:30+01:00;vaccines in a cold store;who-storage@1;swift carriers;van 7;PCM box;north-desk|lena;chief;',
      '',
      'CW-2;"blood ""AB"" plasma";;;Leeds;Cambridge;;;;plasma@2;;Old Van;;;;;',
    ].join('\r\n');
    expect(await read(table)).toEqual({
      columns: [
        ['Number', 'shipment'],
        ['Product', 'goods'],
        ['Lots', 'lots'],
        ['SSCC', 'sscc'],
        ['Origin', 'origin'],
        ['Destination', 'destination'],
        ['Via', 'waypoints'],
        ['Planned departure', 'plannedDeparture'],
        ['Arrives', 'plannedArrival'],
        ['Limits', 'profile'],
        ['Ambient profile', 'ambientProfile'],
        ['Carrier', 'carrier'],
        ['Vehicle', 'vehicle'],
        ['Packaging', 'packaging'],
        ['Told', 'audience'],
        ['Escalation', 'escalation'],
        ['Site', 'site'],
      ].map(([text, field]) => ({ heading: text, field })),
      rows: [
        {
          line: 2,
          plan: {
            site: 'north',
            shipment: 'CW-1',
            goods: 'vaccine',
            lots: ['A1', 'A2', 'B3'],
            sscc: '376104250021234569',
            origin: 'Cambridge',
            destination: { name: 'Stansted', circle },
            waypoints: ['Ely', { name: 'Stansted', circle }],
            plannedDeparture: '2026-11-21T08:00:00.000Z',
            plannedArrival: '2026-11-21T16:30:00.000Z',
            profile: 'who-storage@1',
            ambientProfile: 'who-storage@1',
            carrier: known.carriers[0]!.carrier,
            vehicle: 'van 7',
            packaging: 'PCM box',
            audience: ['north-desk', 'lena'],
            escalation: ['chief'],
          },
          problems: [],
          notes: [
            {
              field: 'waypoints',
              message:
                'Ely is not in the address book of north: it is planned by its name only, so positions cannot show whether the goods are there',
            },
          ],
        },
        {
          line: 4,
          plan: {
            site: 'north',
            shipment: 'CW-2',
            goods: 'blood "AB" plasma',
            origin: 'Leeds',
            destination: 'Cambridge',
            profile: 'plasma@2',
            carrier: { name: 'Old Van' },
          },
          problems: [],
          notes: [
            {
              field: 'origin',
              message:
                'Leeds is not in the address book of north: it is planned by its name only, so positions cannot show whether the goods are there',
            },
            {
              field: 'carrier',
              message: 'Old Van is not in the address book of north: nobody can be called',
            },
          ],
        },
      ],
    });
  });

  const plain = [
    { line: 2, plan: { site: 'north', ...bare, profile: 'who-storage@1' }, problems: [], notes: [] },
  ];

  test.each<[string, Uint8Array | string]>([
    ['commas', `${heading}\n${row}`],
    ['semicolons', `${heading}\n${row}\n`.replaceAll(',', ';')],
    ['tabs, as pasted from a spreadsheet', `${heading}\r\n${row}\r\n`.replaceAll(',', '\t')],
    ['a byte order mark', `\ufeff${heading}\n${row}`],
    ['a byte order mark in bytes', Buffer.from(`\ufeff${heading}\n${row}`)],
    ['UTF-16', Buffer.from(`\ufeff${heading}\n${row}`.replaceAll(',', '\t'), 'utf16le')],
    ['empty cells at the end', `${heading},,\n${row},,,,`],
    ['old line ends', `${heading}\r${row}\r`],
    ['headings in other cases', `NUMBER,Goods *,From:,_To_,storage-limits\n${row}`],
  ])('is read with %s', async (_, given) => {
    expect((await read(given)).rows).toEqual(plain);
  });

  test('is read in windows-1252, and after a line that names the separator', async () => {
    const latin = Buffer.from(
      `sep=|\n${heading}\nA-1,x,Zürich,Cambridge,who-storage\n`.replaceAll(',', '|'),
      'latin1',
    );
    expect((await read(latin)).rows).toMatchObject([{ line: 3, plan: { origin: 'Zürich' } }]);
  });

  test('may begin with empty lines, and counts them', async () => {
    expect((await read(`\n ,\n${heading}\n${row}`)).rows).toMatchObject([{ line: 4, plan: bare }]);
  });

  test('has a line for a row whose text goes on in the next ones', async () => {
    const table = `${heading},lots\n"A-1",x,Ely,Ely,plasma@2,"L1\nL2\nL3"\nA-2,,Ely,Ely,plasma@2,`;
    expect((await read(table)).rows.map(({ line, plan }) => [line, plan?.['lots']])).toEqual([
      [2, ['L1', 'L2', 'L3']],
      [5, undefined],
    ]);
  });

  test('knows every heading in its list', async () => {
    const named = planColumns.flatMap(({ headings, field }) => headings.map((each) => [each, field]));
    for (const [each, field] of named) {
      const others = planColumns.filter((column) => column.isRequired && column.field !== field);
      const headings = [each!, ...others.map((column) => column.headings[0])];
      const { columns } = await read(`${headings.join(',')}\n`);
      expect(columns[0]).toEqual({ heading: each, field });
    }
  });
});

describe('a workbook of plans', () => {
  const formats = ['yyyy\\-mm\\-dd\\ hh:mm'];
  const headings = heading.split(',');

  test('is read with its date cells, and with the values of formulas as they are stored', async () => {
    const workbook = workbookOf({
      formats,
      sheets: {
        Notes: [['How to fill this in']],
        Plans: [
          [...headings, 'departs', 'vehicle'],
          [
            'A-1',
            'x',
            'cambridge',
            'Cambridge',
            'who-storage',
            styled(46_347.375, 1),
            { xml: '<c t="str"><f>WEBSERVICE("https://example.org")</f><v>van 7</v></c>' },
          ],
        ],
      },
    });
    expect((await read(workbook)).rows).toEqual([
      {
        line: 2,
        plan: {
          site: 'north',
          ...bare,
          profile: 'who-storage@1',
          plannedDeparture: '2026-11-21T09:00:00.000Z',
          vehicle: 'van 7',
        },
        problems: [],
        notes: [],
      },
    ]);
  });

  test('is refused where a cell holds an error, or a label that lost its last digits', async () => {
    const workbook = workbookOf({
      sheets: {
        Plans: [
          [...headings, 'label', 'vehicle'],
          [
            'A-1',
            'x',
            'Ely',
            'Ely',
            'who-storage',
            { xml: '<c><v>340123450000000017</v></c>' },
            typed('e', '#N/A'),
          ],
          ['A-2', 'x', 'Ely', 'Ely', 'who-storage', '(00)340123450000000017'],
        ],
      },
    });
    expect(await problemsOf(workbook)).toEqual([
      '2 sscc: 340123450000000000 ends with three zeros, as spreadsheets write numbers of more than 15 digits: give the cells the format Text and enter the labels again, with (00) before this one if it is right',
      '2 vehicle: the cell holds the error #N/A of the spreadsheet; mend its formula',
    ]);
    expect((await read(workbook)).rows[1]!.plan).toMatchObject({ sscc: '(00)340123450000000017' });
  });

  test('with several sheets of plans asks which is meant', async () => {
    const rows = [headings, row.split(',')];
    expect(await problemsOf(workbookOf({ sheets: { May: rows, June: rows } }))).toEqual([
      '1 : plans.csv cannot be read: several of its sheets hold shipments, "May", "June": leave one of them, or save the one that is meant as CSV',
    ]);
  });
});

describe('what is wrong with a table', () => {
  test.each<[string, Uint8Array | string, string[]]>([
    [
      'an unknown heading',
      `${heading},Wight,vehicle\n${row},1,v`,
      [
        '1 : the heading "Wight" is unknown; known are number, goods, GTIN, lots, quantity, expiry, label, from, to, via, departs, arrives, site, limits, ambient limits, carrier, vehicle, packaging, told, escalation',
      ],
    ],
    [
      'a heading twice',
      `${heading},origin\n${row},x`,
      ['1 origin: the headings "from" and "origin" name the same: leave one of them out'],
    ],
    [
      'a column without a heading',
      `${heading},\n${row},x`,
      ['1 : column 6 has no heading, and line 2 has a value in it: name it, or leave it out'],
    ],
    [
      'no heading at all',
      'number,goods\nA-1,x',
      [
        '1 origin: no column has the heading "from" or "origin"; the first line names the columns',
        '1 destination: no column has the heading "to" or "destination"; the first line names the columns',
        '1 profile: no column has the heading "limits" or "storage limits" or "profile"; the first line names the columns',
      ],
    ],
    ['no line below the heading', `${heading}\n,,,\n`, ['1 : no shipment is below the heading']],
    [
      'nothing',
      ' \n',
      [
        '1 : plans.csv cannot be read: nothing is in it; the first line names the columns, such as number, goods, GTIN, lots, quantity, expiry, label, from, to, via, departs, arrives, site, limits, ambient limits, carrier, vehicle, packaging, told, escalation',
      ],
    ],
    [
      'too many cells in a line',
      `${heading}\nA-1,x,Ely, Cambs,Stansted,who-storage`,
      [
        '2 : the line has 6 cells, and the heading has 5: put a text that has the separator of the cells in it between quotation marks',
      ],
    ],
    [
      'more columns than anybody would name, in the heading',
      `${heading},a${',a'.repeat(200)}\n${row}`,
      ['1 : plans.csv cannot be read: it has 206 columns, far more than the 20 that are known'],
    ],
    [
      'more columns than anybody would name, in a line',
      `${heading}${','.repeat(300)}\n${row}${','.repeat(250)}x`,
      ['1 : plans.csv cannot be read: it has 255 columns, far more than the 20 that are known'],
    ],
    [
      'a number twice',
      `${heading}\n${row}\n${row}`,
      [
        '3 shipment: A-1 is in line 2 already, with this product; give each shipment its own number, and each line of one a product or a lot of its own',
      ],
    ],
    [
      'empty cells',
      `${heading},departs\nA-1,,Ely,,,\n,x,Ely,Ely,plasma@1,`,
      [
        '2 destination: the cell is empty',
        '2 goods: the cell is empty',
        '2 profile: the cell is empty',
        '3 shipment: the cell is empty',
      ],
    ],
    [
      'a PDF',
      Buffer.from('%PDF-1.7\n'),
      ['1 : plans.csv cannot be read: it is a PDF: export the table as CSV or XLSX'],
    ],
    [
      'bytes',
      Uint8Array.of(1, 2, 3, 4),
      ['1 : plans.csv cannot be read: it is no text: export the table as CSV or XLSX'],
    ],
    [
      'a packed file',
      Uint8Array.of(0x1f, 0x8b, 8, 0),
      ['1 : plans.csv cannot be read: it is compressed by gzip: unpack it'],
    ],
  ])('is said in its line: %s', async (_, given, problems) => {
    expect(await problemsOf(given)).toEqual(problems);
  });

  test('includes more lines than are planned at once', async () => {
    const lines = Array.from({ length: mostPlansOfTable + 2 }, (_, index) =>
      row.replace('A-1', `A-${index}`),
    );
    const { rows } = await read(`${heading}\n${lines.join('\n')}`);
    expect(rows).toHaveLength(mostPlansOfTable + 1);
    expect(rows.filter(({ plan }) => plan === null)).toEqual([
      {
        line: 102,
        plan: null,
        notes: [],
        problems: [
          {
            field: '',
            message: 'the table has 102 shipments, and at most 100 are planned at once: divide it',
          },
        ],
      },
    ]);
  });

  test('is found at once in a file that was made to keep the page busy', async () => {
    const begunAt = performance.now();
    const table = `${heading}${','.repeat(20_000)}\n${'a\n'.repeat(20_000)}`;
    expect((await read(table)).rows).toHaveLength(mostLinesOfTable + 1);
    expect(performance.now() - begunAt).toBeLessThan(3000);
  });

  test('includes a zone that does not exist', async () => {
    expect(await problemsOf(`${heading}\n${row}`, { zone: 'Mars/Base' })).toEqual([
      '1 : plans.csv cannot be read: --time-zone Mars/Base is not a zone; write a name as Europe/Berlin or an offset as +01:00',
    ]);
  });
});

describe('what is wrong with a cell', () => {
  test.each<[string, string, string]>([
    ['vehicle', 'x'.repeat(201), 'vehicle: must have at most 200 characters'],
    ['lots', Array.from({ length: 51 }, (_, index) => index).join('|'), 'lots: must have at most 50 items'],
    [
      'label',
      '376104250021234560',
      'sscc: the check digit of 376104250021234560 must be 9: a digit is wrong',
    ],
    ['carrier', 'x'.repeat(201), 'carrier.name: must have at most 200 characters'],
    [
      'ambient limits',
      'Blood plasma',
      'ambientProfile: "Blood plasma" may be plasma@1 or plasma@2: write the one that is meant',
    ],
    [
      'ambient limits',
      'plasma',
      'ambientProfile: "plasma" may be plasma@1 or plasma@2: write the one that is meant',
    ],
    [
      'ambient limits',
      'plasma@3',
      'ambientProfile: there are no storage limits "plasma@3"; known are plasma@1, plasma@2, who-storage@1',
    ],
    ['vehicle', '=1+1', ''],
  ])('is said with its field: %s %s', async (name, cell, problem) => {
    expect(await ofCell(name, cell)).toEqual(problem === '' ? [] : [`2 ${problem}`]);
  });

  test('includes places and carriers of another site, which are not looked up', async () => {
    const line = `${row.replace('CAMBRIDGE', 'Stansted')},south,Swift Carriers`;
    const { rows } = await read(`${heading},site,carrier\n${line}`);
    const carrier = { name: 'Swift Carriers' };
    expect(rows[0]!.plan).toMatchObject({ site: 'south', destination: 'Stansted' });
    expect(rows[0]!.plan?.['carrier']).toEqual(carrier);
    expect(rows[0]!.notes[1]!.message).toMatch(/^Stansted is not in the address book of south/);
    expect(rows[0]!.notes[2]!.message).toMatch(/^Swift Carriers is not in the address book of south/);
  });

  test('stands alone: notes are only for a line that can be planned', async () => {
    const [refused] = (await read(`${heading}\nA-1,x,Ely,Stansted,none`)).rows;
    expect([refused!.plan, refused!.problems.length, refused!.notes]).toEqual([null, 1, []]);
  });

  test('includes an arrival before the departure', async () => {
    const table = `${heading},departs,arrives\n${row},2026-11-21 08:00,2026-11-21 07:59`;
    expect(await problemsOf(table)).toEqual(['2 : plannedArrival must not be before plannedDeparture']);
  });
});

describe('a time', () => {
  const timeOf = async (cell: string, zone = 'Europe/London') => {
    const { rows } = await read(`${heading},departs\n${row},"${cell}"`, { zone });
    return rows[0]!.plan?.['plannedDeparture'] ?? rows[0]!.problems.map(({ message }) => message).join();
  };

  test.each([
    ['2026-07-01 08:00', '2026-07-01T07:00:00.000Z'],
    ['2026-07-01T08:00Z', '2026-07-01T08:00:00.000Z'],
    ['2026-07-01T08:00:30.5-05:00', '2026-07-01T13:00:30.500Z'],
    ['1 July 2026 8:00 pm', '2026-07-01T19:00:00.000Z'],
    ['31.7.2026 08:00', '2026-07-31T07:00:00.000Z'],
    ['7/31/2026 8:00 AM', '2026-07-31T07:00:00.000Z'],
    ['5/5/2026 08:00', '2026-05-05T07:00:00.000Z'],
    ['2026/07/01 08:00', '2026-07-01T07:00:00.000Z'],
  ])('is read as it is written: %s', async (cell, at) => {
    expect(await timeOf(cell)).toBe(at);
  });

  const how = 'write it as 2026-11-21 08:00, or with its offset as 2026-11-21T08:00+01:00';
  test.each([
    ['2026-07-01', `"2026-07-01" has no time of day; ${how}`],
    ['tomorrow', `"tomorrow" is no date with a time of day; ${how}`],
    ['46347.375', `"46347.375" is no date with a time of day; ${how}`],
    ['08:00', `"08:00" is no date with a time of day; ${how}`],
    [
      '2026-07-01 08:00 CST',
      `"2026-07-01 08:00 CST" ends with CST, which is the name of several zones; ${how}`,
    ],
    ['1999-07-01 08:00', expect.stringContaining('time is before 2000')],
    [
      '05/06/2026 08:00',
      '"05/06/2026 08:00" may be 2026-06-05 or 2026-05-06: which one is meant? Write the day that way, with the time behind it',
    ],
    [
      '01.02.03 08:00',
      '"01.02.03 08:00" may be 2003-02-01 or 2003-01-02 or 2001-02-03: which one is meant? Write the day that way, with the time behind it',
    ],
    [
      '2026-03-29 01:30',
      '2026-03-29 01:30 does not exist in Europe/London, where clocks went forward over it: write the time that is meant with its offset, +00:00 before the change or +01:00 after it',
    ],
    [
      '2026-10-25 01:30',
      '2026-10-25 01:30 comes twice in Europe/London, where clocks went back: write it with its offset, +01:00 or +00:00',
    ],
  ])('is asked for where it can be read in two ways, or in none: %s', async (cell, problem) => {
    expect(await timeOf(cell)).toEqual(problem);
  });

  test('without an offset needs a zone', async () => {
    const table = `${heading},departs,arrives\n${row},2026-07-01 08:00,2026-07-01T12:00+02:00`;
    expect(await problemsOf(table, { zone: null })).toEqual([
      `2 plannedDeparture: "2026-07-01 08:00" has no offset, and the time zone of the table is not given; ${how}`,
    ]);
  });

  test('of an hour that comes twice is read with its offset', async () => {
    expect(await timeOf('2026-10-25 01:30+01:00')).toBe('2026-10-25T00:30:00.000Z');
    expect(await timeOf('2026-03-29 01:30', '+02:00')).toBe('2026-03-28T23:30:00.000Z');
  });

  test('has day and month in the only order that fits the whole table', async () => {
    const table = (other: string) =>
      `${heading},departs\n${row},05/06/2026 08:00\nA-2,x,Ely,Ely,plasma@1,${other}`;
    const departures = async (other: string) =>
      (await read(table(other))).rows.map(({ plan }) => plan?.['plannedDeparture'] ?? null);
    expect(await departures('25/06/2026 08:00')).toEqual([
      '2026-06-05T07:00:00.000Z',
      '2026-06-25T07:00:00.000Z',
    ]);
    expect(await departures('06/25/2026 08:00')).toEqual([
      '2026-05-06T07:00:00.000Z',
      '2026-06-25T07:00:00.000Z',
    ]);
    expect(await departures('07/06/2026 08:00')).toEqual([null, null]);
    const arrives = `${heading},departs,arrives\n${row},05/06/2026 08:00,25/06/2026 08:00`;
    expect((await read(arrives)).rows[0]!.plan).toMatchObject({
      plannedDeparture: '2026-06-05T07:00:00.000Z',
      plannedArrival: '2026-06-25T07:00:00.000Z',
    });
    const mixed = `${table('25/06/2026 08:00')}\nA-3,x,Ely,Ely,plasma@1,06/25/2026 08:00`;
    expect((await problemsOf(mixed))[0]).toBe(
      `2 plannedDeparture: "05/06/2026 08:00" is written in another order of day and month than other dates of this table; ${how}`,
    );
  });
});
