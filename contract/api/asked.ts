import * as z from 'zod/mini';
import { durationHint, parseDuration } from '../duration.ts';
import { time } from '../fields.ts';
import { must } from '../problems.ts';

// Fields that several routes ask for.

export const object = must('must be an object');
export const list = must('must be a list');
/** The ledger sequence that the person had seen. */
export const basedOn = z
  .int(must('must be the sequence of the last ledger entry that you have seen'))
  .check(z.gte(1, 'must be at least 1'));
export const cursor = z.optional(z.string());
export const limit = z.optional(
  z.coerce
    .number('must be a number')
    .check(
      z.int('must be a whole number'),
      z.gte(1, 'must be from 1 to 100'),
      z.lte(100, 'must be from 1 to 100'),
    ),
);
export const interval = z.pipe(
  z.string(must(`must be ${durationHint}`)),
  z.transform((given, context) => {
    const milliseconds = parseDuration(given);
    if (milliseconds !== null && milliseconds > 0) return milliseconds;
    context.issues.push({
      code: 'custom',
      message: `must be ${durationHint}, longer than zero`,
      input: given,
    });
    return z.NEVER;
  }),
);
export const at = z.optional(time);
export const page = z.object({ cursor, limit });
export const channel = z.enum(
  ['temperature', 'pressure', 'humidity', 'battery', 'location'],
  must('must be temperature, pressure, humidity, battery or location'),
);
export const span = { device: z.optional(z.string()), from: z.optional(time), to: z.optional(time) };
export const step = <Fields extends z.core.$ZodLooseShape>(fields: Fields) =>
  z.strictObject({ ...fields, basedOn }, object);
