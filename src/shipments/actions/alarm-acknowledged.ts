import { plainRuleId } from '../../model/combined-profile.ts';
import type { RefusalOf } from './refusal-of.ts';

/** An alarm that was raised is acknowledged. */
export const alarmAcknowledged: RefusalOf<'alarm-acknowledged'> = (step, { entries }) =>
  entries.some(({ fact }) => 'excursion' in fact && fact.excursion.rule === step.rule)
    ? null
    : `no alarm of rule ${plainRuleId(step.rule)} was ever raised`;
