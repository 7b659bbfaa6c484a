import * as z from 'zod/mini';
import { durationHint, parseDuration } from '../duration.ts';
import { must, oneOf } from '../problems.ts';
import { severities } from '../enumerations.ts';

// Fields that several rules, or a rule and its profile, share.

/** A duration, parsed into milliseconds; with `none`, it may be zero. */
export const durationOf = (least: 'some time' | 'none') =>
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

export const severity = z.enum(severities, must(`must be ${oneOf(severities)}`));

/** The kinds of rules on the journey. A rule of a kind has a field of that name. */
export const journeyRuleKinds = ['standing', 'late'] as const;
/** The channel of a rule on the journey. */
export const location = z.literal(
  'location',
  must(`must be location for a rule of ${oneOf(journeyRuleKinds)}`),
);
