import * as z from 'zod/mini';
import { text } from './fields.ts';
import { must } from './problems.ts';

/** A telephone number as people write it: an optional "+", then digits with spaces, hyphens, dots or brackets. */
const phone = z
  .string(must('must be a text'))
  .check(
    z.regex(
      /^\+?(?=(?:\D*\d){5})[\d ()./-]{5,40}$/,
      'must be a telephone number: digits, which may begin with "+" and be separated by spaces',
    ),
  );

const email = z
  .string(must('must be a text'))
  .check(z.maxLength(200, 'must have at most 200 characters'))
  .check(z.regex(/^[^\s@]+@[^\s@]+\.[^\s@]+$/, 'must be a mail address'));

/** Who transports the goods, and how to reach them while the goods are on the way. */
export const carrierSchema = z.strictObject(
  {
    name: text,
    phone: z._default(z.nullable(phone), null),
    email: z._default(z.nullable(email), null),
  },
  must('must be an object'),
);

export type Carrier = z.output<typeof carrierSchema>;
