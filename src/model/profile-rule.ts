import * as z from 'zod/mini';
import { durationHint, parseDuration } from './duration.ts';
import { phases } from './phase.ts';
import { must, oneOf } from './problems.ts';
import type { ReadOnly } from './read-only.ts';
import { scalarChannels } from './reading.ts';
import { severities } from './severity.ts';

const durationOf = (least: 'some time' | 'none') =>
  z.pipe(
    z.string(must(`must be ${durationHint}`)),
    z.transform((text, context) => {
      const milliseconds = parseDuration(text);
      if (milliseconds !== null && (milliseconds > 0 || least === 'none')) return milliseconds;
      const longer = least === 'none' ? '' : ', longer than zero';
      const message = `must be ${durationHint}${longer}, found ${JSON.stringify(text)}`;
      context.issues.push({ code: 'custom', message, input: text });
      return z.NEVER;
    }),
  );
/** A duration, parsed into milliseconds. */
export const duration = durationOf('some time');
/** The id of a rule or a profile. */
export const id = z
  .string(must('must be a text'))
  .check(
    z.regex(
      /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/,
      'must be letters, digits, dots, hyphens, underscores, at most 64',
    ),
  );
export const number = z.number(must('must be a number'));

const severity = z.enum(severities, must(`must be ${oneOf(severities)}`));

const limitFields = ['above', 'below', 'atLeast', 'atMost', 'outside'] as const;

const limitRuleFields = z.strictObject(
  {
    id,
    channel: z.enum(scalarChannels, `must be ${oneOf(scalarChannels)}; location takes standing or late`),
    above: z.optional(number),
    below: z.optional(number),
    atLeast: z.optional(number),
    atMost: z.optional(number),
    outside: z.optional(z.strictObject({ low: number, high: number }, must('must be an object'))),
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

const limitRule = z.pipe(
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

const stationaryRule = z.pipe(
  z.strictObject(
    {
      id,
      channel: z.literal('location', must('must be location for a rule of standing or late')),
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
const lateRule = z.pipe(
  z.strictObject(
    {
      id,
      channel: z.literal('location', must('must be location for a rule of standing or late')),
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

/** The fields of a rule decide which of the three kinds it is, and that kind's schema reports the problems. */
export const ruleSchema = z.transform((fields: unknown, context) => {
  const has = (name: string): boolean => typeof fields === 'object' && fields !== null && name in fields;
  if (has('standing') && has('late')) {
    context.issues.push({ code: 'custom', message: 'has standing and late; give one', input: fields });
    return z.NEVER;
  }
  const schema = has('standing') ? stationaryRule : has('late') ? lateRule : limitRule;
  const parsed = schema.safeParse(fields);
  if (parsed.success) return parsed.data;
  for (const issue of parsed.error.issues) context.issues.push({ ...issue, input: fields } as never);
  return z.NEVER;
});

type RuleFields = z.output<typeof limitRuleFields>;

function contradictionsOf(fields: RuleFields): string[] {
  const given = limitFields.filter((name) => fields[name] !== undefined);
  const times = (['for', 'longerThan'] as const).filter((name) => fields[name] !== undefined);
  const found: string[] = [];
  if (given.length !== 1)
    found.push(
      `must have exactly one of ${limitFields.join(', ')}, found ${given.length === 0 ? 'none' : given.join(' and ')}`,
    );
  if (fields.outside !== undefined && fields.outside.low >= fields.outside.high)
    found.push('outside: low must be less than high');
  if (fields.mode === 'instant' && times.length > 0)
    found.push(`mode instant takes no time, found ${times.join(' and ')}`);
  if (fields.mode !== 'instant' && times.length !== 1)
    found.push(
      `mode ${fields.mode} needs exactly one of for, longerThan, found ${times.length === 0 ? 'none' : 'both'}`,
    );
  if (fields.rejects && !fields.judges) found.push('rejects and "judges": false contradict each other');
  return found;
}

/** `above`, `below` and `outside` exclude the limit itself from the excursion; `atLeast` and `atMost` include it. */
export type Limit = ReadOnly<ReturnType<typeof limitOf>>;

function limitOf(fields: RuleFields) {
  if (fields.outside !== undefined) return { kind: 'outside' as const, ...fields.outside };
  const kind = (['above', 'below', 'atLeast', 'atMost'] as const).find((name) => fields[name] !== undefined)!;
  return { kind, limit: fields[kind]! };
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
