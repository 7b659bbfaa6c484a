import fc from 'fast-check';
import type { FileAnswers } from '../../src/logger-files/logger-file.ts';

/** A table of readings as a logger may have recorded it, in UTC and degrees Celsius. */
type Recorded = { readonly at: number; readonly tenths: number; readonly humidity: number };

const words = {
  en: {
    time: 'Time',
    date: 'Date',
    clock: 'Time of day',
    temperature: 'Temperature',
    humidity: 'Humidity (%RH)',
  },
  de: {
    time: 'Zeitpunkt',
    date: 'Datum',
    clock: 'Uhrzeit',
    temperature: 'Temperatur',
    humidity: 'Luftfeuchte [%rF]',
  },
  fr: {
    time: 'Horodatage',
    date: 'Date',
    clock: 'Heure',
    temperature: 'Température',
    humidity: 'Humidité (%HR)',
  },
  pl: {
    time: 'Data i czas',
    date: 'Data',
    clock: 'Godzina',
    temperature: 'Temperatura',
    humidity: 'Wilgotność [%RH]',
  },
} as const;
const english = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

const two = (number: number): string => String(number).padStart(2, '0');

/** How dates are written; `order` is what a person would answer. */
const dates = {
  iso: { order: 'YMD', text: (y: number, m: number, d: number) => `${y}-${two(m)}-${two(d)}` },
  dmy: { order: 'DMY', text: (y: number, m: number, d: number) => `${two(d)}/${two(m)}/${y}` },
  mdy: { order: 'MDY', text: (y: number, m: number, d: number) => `${m}/${d}/${y}` },
  dotted: { order: 'DMY', text: (y: number, m: number, d: number) => `${two(d)}.${two(m)}.${y}` },
  shortDmy: {
    order: 'DMY',
    text: (y: number, m: number, d: number) => `${two(d)}-${two(m)}-${two(y % 100)}`,
  },
  shortYmd: {
    order: 'YMD',
    text: (y: number, m: number, d: number) => `${two(y % 100)}.${two(m)}.${two(d)}`,
  },
  named: { order: 'DMY', text: (y: number, m: number, d: number) => `${two(d)}-${english[m - 1]}-${y}` },
} as const;

/** How a temperature is written in each unit, and what a reader must make of it. */
const units = {
  degC: { sign: '°C', of: (celsius: number) => celsius, back: (value: number) => value },
  degF: {
    sign: '°F',
    of: (celsius: number) => celsius * 1.8 + 32,
    back: (value: number) => (value - 32) / 1.8,
  },
  K: { sign: 'K', of: (celsius: number) => celsius + 273.15, back: (value: number) => value - 273.15 },
} as const;

const recorded: fc.Arbitrary<readonly Recorded[]> = fc
  .record({
    minutes: fc.integer({ min: Date.UTC(2021, 0, 1) / 60_000, max: Date.UTC(2029, 11, 1) / 60_000 }),
    step: fc.constantFrom(1, 5, 10, 15, 30, 60, 90),
    values: fc.array(fc.tuple(fc.integer({ min: -300, max: 400 }), fc.integer({ min: 100, max: 990 })), {
      minLength: 2,
      maxLength: 60,
    }),
  })
  .map(({ minutes, step, values }) =>
    values.map(([tenths, humidity], index) => ({
      at: (minutes + index * step) * 60_000,
      tenths,
      humidity: humidity / 10,
    })),
  );

const form = fc.record({
  language: fc.constantFrom(...(Object.keys(words) as (keyof typeof words)[])),
  date: fc.constantFrom(...(Object.keys(dates) as (keyof typeof dates)[])),
  unit: fc.constantFrom(...(Object.keys(units) as (keyof typeof units)[])),
  hasUnit: fc.boolean(),
  delimiter: fc.constantFrom(',', ';', '\t', '|'),
  decimal: fc.constantFrom('.', ','),
  isQuoted: fc.boolean(),
  isApart: fc.boolean(),
  isTwelveHours: fc.boolean(),
  hasSeconds: fc.boolean(),
  zone: fc.constantFrom(null, ' (UTC)', ' GMT+02:00', ' UTC-05:00'),
  columns: fc.shuffledSubarray(['time', 'temperature', 'humidity', 'note'] as const, { minLength: 4 }),
  hasHumidity: fc.boolean(),
  preamble: fc.constantFrom(
    '',
    'Export of a logger\n',
    'Serial number: 4711\nModel: X-1\n\n',
    'Logger X-1;4711\n',
  ),
  lineEnd: fc.constantFrom('\n', '\r\n', '\r'),
  endsWithLine: fc.boolean(),
  encoding: fc.constantFrom('utf-8', 'utf-8 with mark', 'utf-16le', 'windows-1252'),
  cut: fc.oneof(
    { weight: 3, arbitrary: fc.constant(0) },
    { weight: 1, arbitrary: fc.integer({ min: 1, max: 30 }) },
  ),
});
type Form = typeof form extends fc.Arbitrary<infer Each> ? Each : never;

/** A file in any of the forms in which loggers write, with what it says. */
export type RenderedTable = {
  readonly bytes: Buffer;
  readonly text: string;
  /** The readings of temperature: epoch milliseconds and degrees Celsius. */
  readonly readings: readonly (readonly [number, number])[];
  /** Whether the last line was cut short. */
  readonly isCut: boolean;
  /** Whether commas separate cells and decimals, unquoted: such a file must not be read. */
  readonly isUndecidable: boolean;
  /** What a person who knows the logger answers. */
  readonly answers: { readonly timeZone: string } & Required<
    Pick<FileAnswers, 'unit' | 'dateOrder' | 'decimal' | 'columns'>
  >;
};

/** Any table of readings in any form. */
export const renderedTable: fc.Arbitrary<RenderedTable> = fc
  .tuple(recorded, form)
  .map(([rows, of]) => rendered(rows, of));

const offsets: { readonly [zone: string]: number } = { ' GMT+02:00': 120, ' UTC-05:00': -300 };

function rendered(rows: readonly Recorded[], of: Form): RenderedTable {
  const { sign, of: inUnit, back } = units[of.unit];
  const named = words[of.language];
  const offset = offsets[of.zone ?? ''] ?? 0;
  const numbers = rows.map(({ tenths }) => inUnit(tenths / 10).toFixed(2));
  const temperature = named.temperature + (of.hasUnit ? ` (${sign})` : '');
  const asDecimal = (number: string): string => number.replace('.', of.decimal);
  const headings = of.columns.flatMap((column) => {
    if (column === 'time')
      return of.isApart ? [named.date, named.clock + (of.zone ?? '')] : [named.time + (of.zone ?? '')];
    if (column === 'temperature') return [temperature];
    if (column === 'humidity') return of.hasHumidity ? [named.humidity] : [];
    return ['Remark'];
  });
  const lines = rows.map(({ at, humidity }, index) =>
    of.columns.flatMap((column) => {
      if (column === 'time') {
        const [date, clock] = stampOf(at + offset * 60_000, of);
        return of.isApart ? [date, clock] : [`${date} ${clock}`];
      }
      if (column === 'temperature') return [asDecimal(numbers[index]!)];
      if (column === 'humidity') return of.hasHumidity ? [asDecimal(humidity.toFixed(1))] : [];
      return [index % 7 === 0 ? 'ok' : ''];
    }),
  );
  const quote = (cell: string): string => (of.isQuoted ? `"${cell}"` : cell);
  const table = [headings, ...lines].map((cells) => cells.map(quote).join(of.delimiter)).join('\n');
  const whole = (of.preamble + table + (of.endsWithLine ? '\n' : '')).replaceAll('\n', of.lineEnd);
  const text = of.cut === 0 ? whole : whole.slice(0, -of.cut);
  return {
    bytes: encoded(text, of.encoding),
    text,
    readings: rows.map(({ at }, index) => [at, back(Number(numbers[index]))]),
    isCut: of.cut > 0,
    isUndecidable: of.delimiter === ',' && of.decimal === ',' && !of.isQuoted,
    answers: {
      timeZone: 'UTC',
      unit: of.unit,
      dateOrder: dates[of.date].order,
      decimal: of.decimal === ',' ? 'comma' : 'point',
      columns: { temperature },
    },
  };
}

function stampOf(wallMs: number, { date, isTwelveHours, hasSeconds }: Form): [string, string] {
  const wall = new Date(wallMs);
  const [hour, minute] = [wall.getUTCHours(), wall.getUTCMinutes()];
  const shown = isTwelveHours ? String(hour % 12 || 12) : two(hour);
  const clock = `${shown}:${two(minute)}${hasSeconds ? ':00' : ''}${isTwelveHours ? (hour < 12 ? ' AM' : ' PM') : ''}`;
  return [dates[date].text(wall.getUTCFullYear(), wall.getUTCMonth() + 1, wall.getUTCDate()), clock];
}

function encoded(text: string, encoding: Form['encoding']): Buffer {
  if (encoding === 'utf-16le') return Buffer.from(`\ufeff${text}`, 'utf16le');
  if (encoding === 'utf-8 with mark') return Buffer.from(`\ufeff${text}`);
  // Letters of Poland are not in windows-1252.
  const isLatin = Buffer.from(text, 'latin1').toString('latin1') === text;
  return encoding === 'windows-1252' && isLatin ? Buffer.from(text, 'latin1') : Buffer.from(text);
}
