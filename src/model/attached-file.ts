import * as z from 'zod/mini';
import { allProducts } from './all-products.ts';
import { parseDuration } from './duration.ts';
import { readDeviceTime } from './device-time.ts';
import { must, oneOf } from './problems.ts';

// A logger's file at a shipment: what the API answers of it, and what people answer about it.

/** The states of a file at a shipment. */
export const fileStates = ['uploading', 'reading', 'asks', 'attached', 'refused', 'set-aside'] as const;
export type FileState = (typeof fileStates)[number];

/** The most bytes of a file at a shipment: 20 MB. */
export const mostFileBytes = 20 * 1024 * 1024;
/** The most points of a file's chart. */
export const mostChartPoints = 500;

/** What can be asked about a file; each is answered under the same name in `FileReadingAnswers`. */
export const fileQuestions = [
  'time-zone',
  'column',
  'unit',
  'decimal',
  'date-order',
  'device',
  'sheet',
  'product',
  'interval',
  'since',
  'source-of-record',
] as const;
export type FileQuestionOption = (typeof fileQuestions)[number];

/** The answer to `source-of-record` that prefers the file that asks; the other candidates name an earlier file. */
export const thisFile = 'this file';
/** The beginning of a candidate of `source-of-record` that names an earlier file: "the earlier file a.csv". */
export const earlierFile = 'the earlier file ';

/** The answer to `source-of-record` where the two files are of different loggers after all, so that both count. */
export const bothFiles = 'both, they are of different loggers';

/** The SHA-256 of a file, in lower-case hexadecimal: its name at a shipment. */
export const fileSha256 = z
  .string(must('must be a text'))
  .check(z.regex(/^[0-9a-f]{64}$/, 'must be a SHA-256 in lower-case hexadecimal'));

const short = z
  .string(must('must be a text'))
  .check(z.minLength(1, 'must not be empty'), z.maxLength(200, 'must have at most 200 characters'));
const columnOf = z.optional(short);
const answer = <const Values extends readonly [string, ...string[]]>(values: Values) =>
  z.optional(z.enum(values, `must be ${oneOf(values)}`));

/** What people answered about a file. Durations and times are texts, as they were given. */
export const fileReadingAnswers = z.strictObject(
  {
    'time-zone': z.optional(short),
    column: z.optional(
      z.strictObject(
        {
          time: columnOf,
          temperature: columnOf,
          humidity: columnOf,
          pressure: columnOf,
          battery: columnOf,
          latitude: columnOf,
          longitude: columnOf,
          accuracy: columnOf,
        },
        must('must be an object with a heading or number for each quantity'),
      ),
    ),
    unit: answer(['degC', 'degF', 'K']),
    decimal: answer(['point', 'comma']),
    'date-order': answer(['DMY', 'MDY', 'YMD']),
    device: z.optional(short),
    sheet: z.optional(short),
    /** The ids of the products that the logger stood with, or `allProducts` alone. */
    product: z.optional(
      z.array(short, must('must be a list of products')).check(
        z.minLength(1, 'must name a product'),
        z.refine(
          (given: string[]) => given.length === 1 || !given.includes(allProducts),
          `must name products, or be ["${allProducts}"]`,
        ),
      ),
    ),
    /** The logger's interval, as "PT10M". */
    interval: z.optional(
      short.check(
        z.refine((given: string) => (parseDuration(given) ?? 0) > 0, 'must be a duration, as "PT10M"'),
      ),
    ),
    /** From when on the logger was with the goods, ISO 8601 with an offset. */
    since: z.optional(
      short.check(
        z.refine(
          (given: string) => readDeviceTime(given, null).ok,
          'must be a time with an offset, as 2026-11-21T08:00:00Z',
        ),
      ),
    ),
    'source-of-record': z.optional(short),
  },
  must('must be an object'),
);
export type FileReadingAnswers = z.output<typeof fileReadingAnswers>;

const instant = z.iso.datetime({ precision: 3 });

/** What a file leaves open: the option that answers it, and the possible answers, where they are known. */
export const fileQuestion = z.strictObject({
  option: z.enum(fileQuestions),
  sentence: z.string(),
  candidates: z.array(z.string()),
  /** For `column`: what the column in question holds. */
  quantity: z.nullable(z.string()),
});
export type FileQuestion = z.output<typeof fileQuestion>;

/** The beginning of a file as a table of text. */
export const filePreview = z.strictObject({
  headings: z.array(z.string()),
  rows: z.array(z.array(z.string())),
});
export type FilePreview = z.output<typeof filePreview>;

/** A channel of a file, thinned for drawing; each point is a time in epoch milliseconds and a value. */
export const fileChart = z.strictObject({
  channel: z.string(),
  points: z.array(z.tuple([z.number(), z.number()])).check(z.maxLength(mostChartPoints)),
});
export type FileChart = z.output<typeof fileChart>;

/** What a logger says of one of its own alarms, and whether it went off. */
export const fileLoggerAlarm = z.strictObject({ text: z.string(), isAlarm: z.boolean() });

/** A file at a shipment as the API answers it. Times are ISO 8601 in UTC; what has no value is null. */
export const attachedFile = z.strictObject({
  sha256: fileSha256,
  name: z.string(),
  bytes: z.int(),
  receivedAt: instant,
  by: z.string(),
  state: z.enum(fileStates),
  /** Why it was refused or set aside. */
  reason: z.nullable(z.string()),
  question: z.nullable(fileQuestion),
  preview: z.nullable(filePreview),
  chart: z.nullable(fileChart),
  device: z.nullable(z.string()),
  /** The products that it stands for, null for all of them; only where that was said. */
  products: z.optional(z.nullable(z.array(z.string()))),
  serial: z.nullable(z.string()),
  intervalSeconds: z.nullable(z.number()),
  timeZone: z.nullable(z.string()),
  /** One sentence on how it was read. */
  format: z.nullable(z.string()),
  readings: z.nullable(z.int()),
  from: z.nullable(instant),
  to: z.nullable(instant),
  loggerAlarms: z.array(fileLoggerAlarm),
  /** How the logger's own alarms differ from the verdict. */
  loggerAlarmsDiffer: z.nullable(z.string()),
  rowsWithoutTime: z.int(),
});
export type AttachedFile = z.output<typeof attachedFile>;

/** The answer of `GET /api/shipments/{shipment}/files`, in the order in which the files came. */
export const attachedFiles = z.strictObject({ files: z.array(attachedFile) });

const fileDevicePattern = /^file-[0-9a-f]{16}$/;

/** Whether a device is a file at a shipment. Such a device never sends anything, so it is never offline. */
export function isFileDevice(device: string): boolean {
  return fileDevicePattern.test(device);
}
