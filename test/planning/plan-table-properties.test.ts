import fc from 'fast-check';
import { expect, test } from 'vitest';
import { shipmentSchema } from '../../src/model/shipment.ts';
import { isPrintable } from '../../src/model/printable.ts';
import type { KnownNames } from '../../src/planning/known-names.ts';
import { type PlanField, planColumns } from '../../src/planning/plan-columns.ts';
import { readPlanTable } from '../../src/planning/plan-table.ts';
import { checkDigit } from '../../src/model/gs1.ts';
import { styled, workbookOf } from '../support/workbook.ts';

const places = [
  { place: { name: 'Stansted', circle: { latitude: 51.89, longitude: 0.26, radiusMeters: 800 } } },
  { place: 'Cambridge' },
];
const carriers = [{ carrier: { name: 'Swift Carriers', phone: '+44 20 7946 0018', email: null } }];
const known: KnownNames = {
  site: 'north',
  profiles: [
    { id: 'who-storage', version: 1, name: 'Vaccines in a cold store' },
    { id: 'plasma', version: 2, name: 'Blood plasma' },
  ],
  places,
  carriers,
  zone: 'UTC',
};

// What a cell cannot hold: outer spaces, separators of lists, errors of a spreadsheet; and what XML cannot.
const isOfCell = (text: string): boolean =>
  text !== '' &&
  text === text.trim() &&
  text.length <= 200 &&
  text.isWellFormed() &&
  isPrintable(text) &&
  !/[;|\ufeff\ufffe\uffff]|_x[0-9a-f]{4}_|^#/i.test(text);
const text = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 12 }).filter(isOfCell),
  fc.constantFrom('O’Neill, "Ltd"', 'a\'b,"c"', '=1+1', '2–8 °C', '001', '1e5', 'Zürich', 'TRUE', '"', '""'),
);
const unknownName = text.filter((each) => !/^(stansted|cambridge|swift carriers)$/i.test(each));
const sscc = fc.stringMatching(/^\d{17}$/).map((digits) => `(00)${digits}${checkDigit(digits)}`);
const place = fc.oneof(unknownName, fc.constantFrom(...places.map((each) => each.place)));
const minutes = fc.integer({ min: Date.UTC(2020, 0, 1) / 60_000, max: Date.UTC(2040, 0, 1) / 60_000 });
const optional = {
  requiredKeys: ['shipment', 'goods', 'origin', 'destination', 'site', 'profile'] as never[],
};

/** Plans as the API accepts them, as far as a table can hold them. */
const plan = fc
  .record(
    {
      shipment: fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._-]{0,20}$/),
      goods: text,
      lots: fc.array(text, { minLength: 1, maxLength: 5 }),
      sscc,
      origin: place,
      destination: place,
      waypoints: fc.array(place, { minLength: 1, maxLength: 3 }),
      plannedDeparture: minutes,
      plannedArrival: minutes,
      site: fc.constant('north'),
      profile: fc.constantFrom('who-storage@1', 'plasma@2'),
      ambientProfile: fc.constantFrom('who-storage@1', 'plasma@2'),
      carrier: fc.oneof(
        unknownName.map((name) => ({ name })),
        fc.constant(carriers[0]!.carrier),
      ),
      vehicle: text,
      packaging: text,
      audience: fc.array(text, { minLength: 1, maxLength: 3 }),
      escalation: fc.array(text, { minLength: 1, maxLength: 3 }),
    },
    optional,
  )
  .map(({ plannedDeparture: first, plannedArrival: second, ...rest }) => {
    const inOrder = [first, second].filter((each) => each !== undefined).toSorted((a, b) => a - b);
    const [departure, arrival] = [inOrder[0], inOrder.at(-1)].map((each) =>
      new Date((each ?? 0) * 60_000).toISOString(),
    );
    const own: Record<string, unknown> = {
      ...rest,
      ...(first !== undefined && { plannedDeparture: departure }),
      ...(second !== undefined && { plannedArrival: arrival }),
    };
    return own;
  })
  .filter((each) => shipmentSchema.safeParse(each).success);
const plans = fc.uniqueArray(plan, {
  minLength: 1,
  maxLength: 8,
  selector: (each) => each['shipment'],
});

/** The columns of a table in any order, each with one of its headings; all of them, so that each plan fits. */
const columns = fc
  .shuffledSubarray([...planColumns], { minLength: planColumns.length })
  .chain((chosen) =>
    fc.tuple(
      ...chosen.map(({ field, headings }) => fc.tuple(fc.constant(field), fc.constantFrom(...headings))),
    ),
  );

function cellOf(value: unknown, separator: string): string {
  if (value === undefined || value === null) return '';
  if (Array.isArray(value)) return value.map((each) => cellOf(each, separator)).join(separator);
  return typeof value === 'object' ? (value as { name: string }).name : (value as string);
}

const quoted = (cell: string): string => `"${cell.replaceAll('"', '""')}"`;
const quotedIfNeeded = (delimiter: string) => (cell: string) =>
  cell.includes('"') || cell.includes(delimiter) ? quoted(cell) : cell;

type Table = { readonly headings: string[]; readonly cells: string[][] };
type Chosen = readonly (readonly [PlanField, string])[];

function tableOf(given: readonly Record<string, unknown>[], chosen: Chosen, separator: string): Table {
  return {
    headings: chosen.map(([, heading]) => heading),
    cells: given.map((each) => chosen.map(([field]) => cellOf(each[field], separator))),
  };
}

/** 1970-01-01 is day 25 569 of a workbook. */
const dayOf = (iso: string): number => 25_569 + Date.parse(iso) / 86_400_000;
const isoForm = /^\d{4}-\d\d-\d\dT/;

const writers: { readonly [form: string]: (table: Table) => Uint8Array | string } = {
  csv: ({ headings, cells }) =>
    [headings, ...cells].map((row) => row.map(quotedIfNeeded(',')).join(',')).join('\r\n'),
  'csv, all quoted': ({ headings, cells }) =>
    Buffer.from(`\ufeff${[headings, ...cells].map((row) => row.map(quoted).join(',')).join('\n')}\n`),
  semicolons: ({ headings, cells }) =>
    [headings, ...cells].map((row) => row.map(quotedIfNeeded(';')).join(';')).join('\n'),
  'pasted tabs': ({ headings, cells }) =>
    [headings, ...cells].map((row) => row.map(quotedIfNeeded('\t')).join('\t')).join('\r\n'),
  'UTF-16 with tabs': ({ headings, cells }) =>
    Buffer.from(
      `\ufeff${[headings, ...cells].map((row) => row.map(quotedIfNeeded('\t')).join('\t')).join('\r\n')}`,
      'utf16le',
    ),
  xlsx: ({ headings, cells }) => workbookOf({ sheets: { Plans: [headings, ...cells] } }),
  'xlsx with date cells': ({ headings, cells }) =>
    workbookOf({
      formats: ['dd/mm/yyyy hh:mm'],
      sheets: {
        Plans: [
          headings,
          ...cells.map((row) => row.map((cell) => (isoForm.test(cell) ? styled(dayOf(cell), 1) : cell))),
        ],
      },
    }),
};

test.each(Object.keys(writers))('plans that are written as %s are read back as they were', async (form) => {
  await fc.assert(
    fc.asyncProperty(plans, columns, fc.constantFrom(';', ' | ', '\n'), async (given, chosen, separator) => {
      // A pasted line break within a cell would end the line of a text without quotation marks.
      const between = separator === '\n' && !form.startsWith('xlsx') ? ';' : separator;
      const { rows } = await readPlanTable(writers[form]!(tableOf(given, chosen, between)), form, known);
      expect(rows.flatMap(({ problems }) => problems)).toEqual([]);
      expect(rows.map(({ plan: read }) => shipmentSchema.parse(read))).toEqual(
        given.map((each) => shipmentSchema.parse(each)),
      );
      expect(rows.map(({ line }) => line)).toEqual(given.map((_, index) => index + 2));
    }),
    { numRuns: 60 },
  );
});

/** A change of a file: some bytes are replaced, inserted or removed, or the file is cut. */
const change = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  removed: fc.integer({ min: 0, max: 12 }),
  inserted: fc.oneof(
    fc.uint8Array({ maxLength: 6 }),
    fc.constantFrom(
      ...['"', ',', ';', '\n', '\t', '\0', '\ufeff', '00', '<', '&#0;', 'é'].map((each) => Buffer.from(each)),
    ),
  ),
  isCut: fc.boolean(),
});

test.each(['csv', 'semicolons', 'pasted tabs', 'xlsx'])(
  'a %s table that was changed anywhere is read, or says in which line what is wrong',
  async (form) => {
    await fc.assert(
      fc.asyncProperty(
        plans,
        columns,
        fc.array(change, { minLength: 1, maxLength: 4 }),
        async (given, chosen, changes) => {
          let bytes = Buffer.from(writers[form]!(tableOf(given, chosen, ';')));
          for (const { at, removed, inserted, isCut } of changes) {
            const begin = Math.floor(at * bytes.length);
            const rest = isCut && changes.length === 1 ? Buffer.alloc(0) : bytes.subarray(begin + removed);
            bytes = Buffer.concat([bytes.subarray(0, begin), inserted, rest]);
          }
          for (const whole of form === 'xlsx' ? [bytes] : [bytes, bytes.toString('utf8')]) {
            const { columns: read, rows } = await readPlanTable(whole, 'changed', known);
            expect(rows.length).toBeGreaterThan(0);
            for (const { line, plan: own, problems } of rows) {
              expect(line).toBeGreaterThan(0);
              // Each line is a plan, or has a sentence.
              expect(own === null).toBe(problems.length > 0);
              for (const { field, message } of problems) {
                expect(message).toMatch(/\S{2}/);
                expect(message).not.toMatch(/undefined|\[object|NaN/);
                expect(typeof field).toBe('string');
              }
              if (own !== null) expect(shipmentSchema.safeParse(own).success).toBe(true);
            }
            expect(new Set(read.map(({ field }) => field)).size).toBe(read.length);
          }
        },
      ),
      { numRuns: 150 },
    );
  },
);
