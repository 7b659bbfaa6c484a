import * as z from 'zod/mini';
import { phases } from '../enumerations.ts';
import { must, oneOf } from '../problems.ts';
import type { ReadOnly } from '../read-only.ts';
import { scalarChannels } from '../reading.ts';
import { limitFields, limitOf, limitProblems } from './limit-fields.ts';
import { duration, durationOf, id, journeyRuleKinds, severity } from './rule-fields.ts';

export type { Limit } from './limit-fields.ts';

const limitRuleFields = z.strictObject(
  {
    id,
    channel: z.enum(
      scalarChannels,
      `must be ${oneOf(scalarChannels)}; location takes ${oneOf(journeyRuleKinds)}`,
    ),
    ...limitFields,
    ratePerMinuteOver: z._default(z.nullable(duration), null),
    mode: z.enum(
      ['instant', 'consecutive', 'cumulative'],
      must('must be instant, consecutive or cumulative'),
    ),
    for: z.optional(duration),
    longerThan: z.optional(duration),
    severity,
    clearAfter: z.optional(durationOf('none')),
    rejects: z._default(z.boolean(must('must be true or false')), false),
    judges: z._default(z.boolean(must('must be true or false')), true),
    phases: z._default(
      z.nullable(
        z
          .array(z.enum(phases, must(`must be ${oneOf(phases)}`)))
          .check(z.minLength(1, 'must name a phase; leave it out for all of them')),
      ),
      null,
    ),
  },
  must('must be an object'),
);

/** A limit on one channel, or on its rate of change, and how long values may be outside it. */
export const limitRule = z.pipe(
  limitRuleFields.check((context) => {
    for (const message of contradictionsOf(context.value))
      context.issues.push({ code: 'custom', message, input: context.value });
  }),
  z.transform((fields) => ({
    id: fields.id,
    channel: fields.channel,
    limit: limitOf(fields),
    /**
     * Null: the limit applies to the value. Otherwise it applies to the mean change per minute over this window, where
     * a fall is negative.
     */
    rateWindowMs: fields.ratePerMinuteOver,
    allowance: allowanceOf(fields),
    severity: fields.severity,
    /** If the rule fires, rejection is recommended. */
    rejects: fields.rejects,
    /** False: the rule only warns and does not affect the verdict. */
    judges: fields.judges,
    /** Null: the rule applies to the whole journey. */
    phases: fields.phases,
    /**
     * How long the rule must be in range before people are notified that it is. If values leave the range sooner, no
     * notification is sent.
     */
    clearAfterMs: fields.clearAfter,
  })),
);

type RuleFields = z.output<typeof limitRuleFields>;

function contradictionsOf(fields: RuleFields): string[] {
  const times = (['for', 'longerThan'] as const).filter((name) => fields[name] !== undefined);
  const found = limitProblems(fields);
  if (fields.mode === 'instant' && times.length > 0)
    found.push(`mode instant takes no time, found ${times.join(' and ')}`);
  if (fields.mode !== 'instant' && times.length !== 1)
    found.push(
      `mode ${fields.mode} needs exactly one of for, longerThan, found ${times.length === 0 ? 'none' : 'both'}`,
    );
  if (fields.rejects && !fields.judges) found.push('rejects and "judges": false contradict each other');
  return found;
}

/**
 * The allowed time outside a limit: none, one run, or all runs together. `reached` fires at the duration, otherwise
 * beyond it.
 */
export type Allowance = ReadOnly<ReturnType<typeof allowanceOf>>;

function allowanceOf(fields: RuleFields) {
  if (fields.mode === 'instant') return { mode: 'instant' as const };
  return {
    mode: fields.mode,
    milliseconds: (fields.for ?? fields.longerThan)!,
    firesWhen: fields.for === undefined ? ('exceeded' as const) : ('reached' as const),
  };
}
