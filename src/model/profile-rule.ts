import * as z from 'zod/mini';
import { lateRule } from './rules/late-rule.ts';
import { limitRule } from './rules/limit-rule.ts';
import { journeyRuleKinds } from './rules/rule-fields.ts';
import { stationaryRule } from './rules/stationary-rule.ts';

/** The schema of each kind of rule on the journey. */
const journeyRules = { standing: stationaryRule, late: lateRule } satisfies Record<
  (typeof journeyRuleKinds)[number],
  z.core.$ZodType
>;

/** The fields of a rule decide of which kind it is, and that kind's schema reports the problems. */
export const ruleSchema = z.transform((fields: unknown, context) => {
  const given = journeyRuleKinds.filter(
    (kind) => typeof fields === 'object' && fields !== null && kind in fields,
  );
  if (given.length > 1) {
    context.issues.push({ code: 'custom', message: `has ${given.join(' and ')}; give one`, input: fields });
    return z.NEVER;
  }
  const schema = given[0] === undefined ? limitRule : journeyRules[given[0]];
  const parsed = schema.safeParse(fields);
  if (parsed.success) return parsed.data;
  for (const issue of parsed.error.issues) context.issues.push({ ...issue, input: fields } as never);
  return z.NEVER;
});
