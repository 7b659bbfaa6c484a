import * as z from 'zod/mini';
import { must } from '../problems.ts';
import { limitFields, limitOf, limitProblems } from './limit-fields.ts';
import { duration, id, number } from './rule-fields.ts';

/** The time in its whole life that a unit may spend outside a limit of temperature (°C). */
export const lifetimeAllowance = z.pipe(
  z.strictObject({ id, ...limitFields, total: duration }, must('must be an object')).check((context) => {
    for (const message of limitProblems(context.value))
      context.issues.push({ code: 'custom', message, input: context.value });
  }),
  z.transform((fields) => ({ id: fields.id, limit: limitOf(fields), totalMs: fields.total })),
);

/** What freeze-thaw cycles are called among rules that failed. */
export const freezeThawRule = 'freeze-thaw';

/**
 * How often a unit may freeze and thaw in its life. It freezes at or below `freezesBelow` and thaws above `thawsAbove`
 * (°C); in between it stays what it was.
 */
export const freezeThaw = z
  .strictObject(
    {
      freezesBelow: number,
      thawsAbove: number,
      cycles: z.int(must('must be a whole number')).check(z.gte(0, 'must be at least 0')),
    },
    must('must be an object'),
  )
  .check(
    z.refine(({ freezesBelow, thawsAbove }) => freezesBelow < thawsAbove, {
      message: 'freezesBelow must be less than thawsAbove',
    }),
  );
