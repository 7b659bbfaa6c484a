import * as z from 'zod/mini';
import { must } from '../problems.ts';
import { duration, id, location, number, severity } from './rule-fields.ts';

/** The goods must not stay too long outside a known place. */
export const stationaryRule = z.pipe(
  z.strictObject(
    {
      id,
      channel: location,
      standing: z.strictObject(
        {
          longerThan: duration,
          // The size of a truck park plus the error of its receiver.
          withinMeters: z._default(number.check(z.gt(0, 'must be more than 0 m')), 250),
        },
        must('must be an object'),
      ),
      severity,
    },
    must('must be an object'),
  ),
  z.transform(({ id: ruleId, standing: { longerThan, withinMeters }, severity: effectiveSeverity }) => ({
    id: ruleId,
    severity: effectiveSeverity,
    kind: 'standing' as const,
    longerThanMs: longerThan,
    withinMeters,
  })),
);
