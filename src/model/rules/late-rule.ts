import * as z from 'zod/mini';
import { must } from '../problems.ts';
import { duration, id, location, severity } from './rule-fields.ts';

/** The goods must not arrive too long after the planned arrival. */
export const lateRule = z.pipe(
  z.strictObject(
    {
      id,
      channel: location,
      late: z.strictObject({ longerThan: duration }, must('must be an object')),
      severity,
    },
    must('must be an object'),
  ),
  z.transform(({ id: ruleId, late, severity: effectiveSeverity }) => ({
    id: ruleId,
    severity: effectiveSeverity,
    kind: 'late' as const,
    longerThanMs: late.longerThan,
  })),
);
