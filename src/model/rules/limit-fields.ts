import * as z from 'zod/mini';
import { must } from '../problems.ts';
import type { ReadOnly } from '../read-only.ts';
import { number } from './rule-fields.ts';

const names = ['above', 'below', 'atLeast', 'atMost', 'outside'] as const;

/** The fields of which a limit has exactly one. Values are in the channel's unit. */
export const limitFields = {
  above: z.optional(number),
  below: z.optional(number),
  atLeast: z.optional(number),
  atMost: z.optional(number),
  outside: z.optional(z.strictObject({ low: number, high: number }, must('must be an object'))),
};

type LimitFields = {
  readonly above?: number | undefined;
  readonly below?: number | undefined;
  readonly atLeast?: number | undefined;
  readonly atMost?: number | undefined;
  readonly outside?: { readonly low: number; readonly high: number } | undefined;
};

/** What contradicts itself in the fields of a limit, one message each. */
export function limitProblems(fields: LimitFields): string[] {
  const given = names.filter((name) => fields[name] !== undefined);
  const found: string[] = [];
  if (given.length !== 1)
    found.push(
      `must have exactly one of ${names.join(', ')}, found ${given.length === 0 ? 'none' : given.join(' and ')}`,
    );
  if (fields.outside !== undefined && fields.outside.low >= fields.outside.high)
    found.push('outside: low must be less than high');
  return found;
}

/** `above`, `below` and `outside` exclude the limit itself from the excursion; `atLeast` and `atMost` include it. */
export type Limit = ReadOnly<ReturnType<typeof limitOf>>;

/** The limit that the fields describe, which have no problems. */
export function limitOf(fields: LimitFields) {
  if (fields.outside !== undefined) return { kind: 'outside' as const, ...fields.outside };
  const kind = (['above', 'below', 'atLeast', 'atMost'] as const).find((name) => fields[name] !== undefined)!;
  return { kind, limit: fields[kind]! };
}
