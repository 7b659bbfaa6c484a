import * as z from 'zod/mini';
import { readGtin, readSscc } from './gs1.ts';
import { isPrintable, printableHint } from './printable.ts';
import { readDeviceTime } from './device-time.ts';
import { id } from './rules/rule-fields.ts';
import { must } from './problems.ts';

// Fields of what people enter, each with the sentence that says what it must be.

/** A text with a maximum length, because texts in the ledger appear in every message and report about it. */
const textOf = (most: number) =>
  z.string(must('must be a text')).check(
    z.minLength(1, 'must not be empty'),
    z.maxLength(most, `must have at most ${most} characters`),
    z.refine((given: string) => given.isWellFormed(), 'must be well-formed Unicode'),
    z.refine(isPrintable, printableHint),
  );
/** The name of goods, a place, a lot or an audience, for example. */
export const text = textOf(200);
/** A reason or a comment. */
export const reason = textOf(1000);
/** A list of names. */
export const texts = z
  .array(text, must('must be a list'))
  .check(z.maxLength(50, 'must have at most 50 items'));
/** ISO 8601 spells later years differently. */
const latest = Date.UTC(10_000, 0, 1);
/** A time with its zone, parsed into epoch milliseconds. */
export const time = z.pipe(
  z.string(must('must be a time')),
  z.transform((given, context) => {
    const read = readDeviceTime(given, null);
    if (read.ok && read.at < latest) return read.at;
    const message = read.ok ? 'must be before the year 10000' : read.reason;
    context.issues.push({ code: 'custom', message, input: given });
    return z.NEVER;
  }),
);

/** A serial shipping container code, as scanned or typed. */
export const sscc = z.pipe(
  z.string(must('must be a text')),
  z.transform((given, context) => {
    const read = readSscc(given);
    if (read.ok) return read.sscc;
    context.issues.push({ code: 'custom', message: read.reason, input: given });
    return z.NEVER;
  }),
);

/** A global trade item number, as scanned or typed; 14 digits in its parsed form. */
export const gtin = z.pipe(
  z.string(must('must be a text')),
  z.transform((given, context) => {
    const read = readGtin(given);
    if (read.ok) return read.gtin;
    context.issues.push({ code: 'custom', message: read.reason, input: given });
    return z.NEVER;
  }),
);

/** A profile version such as "who-storage@1"; without a version, the first. */
export const profileVersion = z.pipe(
  z.string(must('must be a profile, as who-storage or who-storage@1')),
  z.transform((given, context) => {
    const match = /^(.*?)(?:@(\d{1,9}))?$/.exec(given)!;
    const parsed = id.safeParse(match[1]);
    if (parsed.success) return { id: parsed.data, version: Number(match[2] ?? 1) };
    context.issues.push({
      code: 'custom',
      message: 'must be the id of a profile, as who-storage or who-storage@1',
      input: given,
    });
    return z.NEVER;
  }),
);
