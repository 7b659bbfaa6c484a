import * as z from 'zod/mini';
import { time } from '../../model/fields.ts';
import { must, oneOf } from '../../model/problems.ts';
import { measuredChannels } from '../../model/reading.ts';

// Request fields that several routes share.

export const object = must('must be an object');
export const list = must('must be a list');
/** The sequence of the last ledger entry that the person had seen. */
export const basedOn = z
  .int(must('must be the sequence of the last ledger entry that you have seen'))
  .check(z.gte(1, 'must be at least 1'));
export const cursor = z.optional(z.string());
/** A whole number in the query. */
export const wholeNumber = (least: number, most: number) => {
  const message = `must be from ${least} to ${most}`;
  return z.coerce
    .number('must be a number')
    .check(z.int('must be a whole number'), z.gte(least, message), z.lte(most, message));
};
const limit = z.optional(wholeNumber(1, 100));
export const at = z.optional(time);
export const page = z.object({ cursor, limit });
export const channel = z.enum(measuredChannels, must(`must be ${oneOf(measuredChannels)}`));
export const span = { device: z.optional(z.string()), from: z.optional(time), to: z.optional(time) };
export const step = <Fields extends z.core.$ZodLooseShape>(fields: Fields) =>
  z.strictObject({ ...fields, basedOn }, object);
/** The ID token of a step-up. */
export const idToken = z
  .string(must('must be a text'))
  .check(z.minLength(1, 'must not be empty'), z.maxLength(20_000, 'must be an ID token'));
