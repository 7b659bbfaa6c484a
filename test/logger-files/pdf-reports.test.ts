import { describe, expect, test } from 'vitest';
import { UnusableFile } from '../../src/logger-files/logger-file.ts';
import { openFile } from '../../src/logger-files/open-file.ts';
import { type Placed, pdfOf } from '../support/pdf-report.ts';

const title: readonly Placed[] = [
  ['Elitech', 40, 30],
  ['Serial Number:', 40, 60],
  ['EFX12345678', 130, 60],
  ['First Reading: 26/11/21 08:00:00', 40, 75],
];
/** A column of readings begins every 140 points, and has its date, time and values at these places. */
const groupWidth = 140;
const at = [0, 34, 70, 100] as const;

/** The texts of one reading, in a group of columns and on a line of the page; a value of null is missing. */
function reading(group: number, row: number, time: string, values: readonly (string | null)[]): Placed[] {
  const [x, y] = [40 + group * groupWidth, 120 + row * 12];
  return [
    ['26/11/21', x + at[0], y],
    [time, x + at[1], y],
    ...values.flatMap((value, index): Placed[] =>
      value === null ? [] : [[value, x + at[index === 0 ? 2 : 3], y]],
    ),
  ];
}

function headings(groups: number, names: readonly string[]): Placed[] {
  return Array.from({ length: groups }, (_, group) =>
    ['Date', 'Time', ...names].map((name, index): Placed => [
      name,
      40 + group * groupWidth + at[index]!,
      105,
    ]),
  ).flat();
}

const time = (index: number): string => `08:${String(index).padStart(2, '0')}:00`;
const celsius = (index: number): string => (4 + (index % 30) / 10).toFixed(1);

/** Readings in groups of columns, each filled from top to bottom. */
function downwards(from: number, count: number, perGroup: number): Placed[] {
  return Array.from({ length: count }, (_, index) =>
    reading(Math.floor(index / perGroup), index % perGroup, time(from + index), [celsius(from + index)]),
  ).flat();
}

async function rowsOf(...pages: (readonly Placed[])[]) {
  const { tables, kind } = await openFile([await pdfOf([title, ...pages])]);
  expect([kind, tables!.length]).toEqual(['PDF report of Elitech', 1]);
  return tables![0]!.rows;
}

const cellsOf = async (...pages: (readonly Placed[])[]) => (await rowsOf(...pages)).map(({ cells }) => cells);
const expected = (count: number): string[][] =>
  Array.from({ length: count }, (_, index) => [`26/11/21 ${time(index)}`, celsius(index), 'EFX12345678']);

async function refusal(bytes: Uint8Array): Promise<string> {
  const error = await openFile([bytes]).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(UnusableFile);
  return (error as Error).message;
}

const refusalOf = async (...page: readonly Placed[]): Promise<string> => refusal(await pdfOf([title, page]));

describe('the readings in a report of an Elitech logger', () => {
  test('are rows below one heading, of several columns and pages, in order of time', async () => {
    const first = [...headings(3, ['Temp(°C)']), ...downwards(0, 30, 10)];
    const second = [...headings(3, ['Temp(°C)']), ...downwards(30, 13, 10)];
    expect(await cellsOf(first, second)).toEqual([['time', 'Temp(°C)', 'serial number'], ...expected(43)]);
  });

  test('may continue from one column to the next on the same line', async () => {
    const page = Array.from({ length: 9 }, (_, index) =>
      reading(index % 3, Math.floor(index / 3), time(index), [celsius(index)]),
    ).flat();
    expect((await cellsOf([...headings(3, ['Temp(°C)']), ...page])).slice(1)).toEqual(expected(9));
  });

  test('may be one text each', async () => {
    const page = Array.from({ length: 10 }, (_, index): Placed => {
      const [x, y] = [40 + Math.floor(index / 5) * groupWidth, 120 + (index % 5) * 12];
      return [`26/11/21 ${time(index)} ${celsius(index)}`, x, y];
    });
    const names = [40, 40 + groupWidth].map((x): Placed => ['Date Time Temp(°C)', x, 105]);
    expect((await cellsOf([...names, ...page])).slice(1)).toEqual(expected(10));
  });

  test('have the line of the report, and headings from the page before where a page has none', async () => {
    const rows = await rowsOf([...headings(1, ['Temp(°C)']), ...downwards(0, 2, 9)], downwards(2, 2, 9));
    expect(rows.map(({ line }) => line)).toEqual([4, 5, 6, 7, 8]);
  });

  test('stay empty where a value is missing, whichever it is', async () => {
    const names = ['Temp(°C)', 'Humi(%RH)'];
    const values: (string | null)[][] = [
      ['4.1', '40.5'],
      [null, '41.5'],
      ['-12.3', null],
      [null, null],
      ['4.4', '42'],
    ];
    const rows = (first: number) =>
      values.flatMap((each, index) => reading(first, index, time(first * 5 + index), each));
    const cells = values.map((each) => each.map((value) => value ?? ''));
    const found = await cellsOf([...headings(2, names), ...rows(0), ...rows(1)]);
    expect(found[0]).toEqual(['time', ...names, 'serial number']);
    expect(found.slice(1).map(([, ...rest]) => rest.slice(0, 2))).toEqual([...cells, ...cells]);
  });

  test('stay empty at the top and bottom of a page too', async () => {
    const page = [
      ...headings(1, ['Temp(°C)']),
      ...reading(0, 0, time(0), [null]),
      ...reading(0, 1, time(1), ['4.1']),
      ...reading(0, 2, time(2), [null]),
    ];
    expect((await cellsOf(page)).slice(1).map(([, value]) => value)).toEqual(['', '4.1', '']);
  });

  test('keep texts in place of values, and times of half days', async () => {
    const page = [
      ...headings(1, ['Temp(°C)']),
      ...reading(0, 0, '11:50 AM', ['4.1']),
      ...reading(0, 1, '12:10 PM', ['OL']),
      ...reading(0, 2, '1:10 PM', ['----']),
    ];
    expect((await cellsOf(page)).slice(1).map((cells) => cells.slice(0, 2))).toEqual([
      ['26/11/21 11:50 AM', '4.1'],
      ['26/11/21 12:10 PM', 'OL'],
      ['26/11/21 1:10 PM', '----'],
    ]);
  });
});

describe('a report of an Elitech logger is refused', () => {
  test('if the readings of a page are not understood', async () => {
    const page = downwards(20, 20, 40);
    const numbers = Array.from({ length: 20 }, (_, index): Placed => [`${index + 21}`, 20, 120 + index * 12]);
    const first = [...headings(1, ['Temp(°C)']), ...downwards(0, 20, 40)];
    expect(await refusal(await pdfOf([title, first, [...page, ...numbers]]))).toContain('not understood');
  });

  const one = headings(1, ['Temp(°C)']);
  const two = headings(2, ['Temp(°C)']);
  const both = headings(1, ['Temp(°C)', 'Humi(%RH)']);

  test.each<[string, readonly Placed[], string]>([
    ['its readings have no headings', downwards(0, 3, 9), 'no headings'],
    ['it has no readings', one, 'no table of readings'],
    [
      'its columns have different headings',
      [
        ...one,
        ...headings(1, ['Temp(°F)']).map(([text, x, y]): Placed => [text, x + 140, y]),
        ...downwards(0, 4, 2),
      ],
      'not the same',
    ],
    [
      'a value has no time',
      [...two, ...downwards(0, 4, 2), ['5.5', 250, 144], ...reading(0, 2, time(9), ['4'])],
      'without a time',
    ],
    [
      'a line has no date',
      [...one, ...downwards(0, 2, 9), ['5.5', 110, 144], ...reading(0, 3, time(9), ['4'])],
      'no line of readings',
    ],
    [
      'a text stands below the last line',
      [...one, ...downwards(0, 2, 9), ['5.5', 110, 144]],
      'close to its table',
    ],
    ['a line has a value too many', [...one, ...downwards(0, 2, 9), ['5.5', 140, 132]], 'cannot be assigned'],
    [
      'a value is between two columns',
      [
        ...both,
        ...reading(0, 0, time(0), ['4.1', '40.5']),
        ...reading(0, 1, time(1), []),
        ['4444.4444', 120, 132],
      ],
      'cannot be assigned',
    ],
    [
      'no line has all values',
      [...both, ...reading(0, 0, time(0), ['4.1', null]), ...reading(0, 1, time(1), ['4.2', null])],
      'cannot be assigned',
    ],
    [
      'time goes back',
      [...one, ...reading(0, 0, time(5), ['4.1']), ...reading(0, 1, time(4), ['4.2'])],
      'order of time',
    ],
  ])('if %s', async (_, page, what) => {
    const message = await refusalOf(...page);
    expect(message).toContain(what);
    expect(message).toContain('export CSV');
  });
});

test('no value of a report slips into another column, whichever texts are missing', async () => {
  const names = ['Temp(°C)', 'Humi(%RH)'];
  const texts = [0, 1, 2, 3].flatMap((index) =>
    reading(index % 2, Math.floor(index / 2), time(index), [`4.${index}`, `4${index}.5`]),
  );
  const whole = await cellsOf([...headings(2, names), ...texts]);
  const byTime = new Map(whole.map(([own, ...values]) => [own, values]));
  // One and two missing texts, and some larger sets of them.
  const sets = new Set(texts.flatMap((_, one) => texts.map((__, other) => (1 << one) | (1 << other))));
  for (let set = 0; set < 2 ** texts.length; set += 389) sets.add(set);
  let read = 0;
  for (const missing of sets) {
    const left = texts.filter((_, index) => ((missing >> index) & 1) === 0);
    const bytes = await pdfOf([title, [...headings(2, names), ...left]]);
    const opened = await openFile([bytes]).catch((error: unknown) => error);
    if (opened instanceof UnusableFile) continue;
    read++;
    for (const { cells } of (opened as Awaited<ReturnType<typeof openFile>>).tables![0]!.rows)
      cells.slice(1).forEach((cell, index) => {
        expect(['', byTime.get(cells[0])?.[index]]).toContain(cell);
      });
  }
  expect(read).toBeGreaterThan(20);
});

test('a report with a damaged page is refused, and not read as far as the damage', async () => {
  const pages = [title, [...headings(1, ['Temp(°C)']), ...downwards(0, 20, 40)]];
  const bytes = new Uint8Array(await pdfOf(pages, { compress: false }));
  expect((await openFile([bytes])).tables![0]!.rows).toHaveLength(21);
  // An array of glyphs in the middle of the page is not closed.
  bytes[Buffer.from(bytes).indexOf(']', bytes.length / 2)] = 32;
  expect(await refusal(bytes)).toContain('damaged');
});

describe('another PDF is refused with what to do instead', () => {
  const text: Placed = ['26/11/21 08:00:00 4.1', 40, 40];

  test.each<[string, () => Promise<Uint8Array>, string]>([
    ['of an unknown maker', () => pdfOf([[text]]), 'made for reading by people'],
    ['of a Fridge-tag', () => pdfOf([[['Fridge-tag 2', 40, 20], text]]), 'text file that the logger writes'],
    ['of a Q-tag', () => pdfOf([[['Q-tag CLm doc', 40, 20], text]]), 'text file that the logger writes'],
    ['of pictures', () => pdfOf([null]), 'of pictures'],
    ['with a password', () => pdfOf([[text]], { userPassword: 'secret' }), 'encrypted'],
    ['cut off', async () => (await pdfOf([[text]])).subarray(0, 60), 'damaged'],
    ['of its first bytes', async () => Buffer.from('%PDF-1.7\n'), 'damaged'],
  ])('if it is one %s', async (_, make, what) => {
    expect(await refusal(await make())).toContain(what);
  });
});
