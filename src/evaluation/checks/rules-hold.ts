import type { Check } from '../check.ts';
import type { LimitRule } from '../../model/profile.ts';
import { type Span, firstArrivalOf, firstDepartureOf } from '../span.ts';
import { allowanceInWords, duration, limitInWords, moment } from '../../model/wording.ts';

/** Every judging rule must pass on observed time. If a rule that rejects fires, the check recommends rejection. */
export const rulesHold: Check = ({ rules, channels, span }) =>
  rules.map(({ rule, outcome, observedMs, firedAt, isByLoneReadings }) => {
    const name = `Rule ${rule.id}`;
    const allowed = `allowed ${allowanceInWords(rule)}`;
    if (outcome === 'not-applicable') {
      const reason =
        channels.get(rule.channel)!.readings === 0
          ? `the record has no ${rule.channel}`
          : rule.phases === null
            ? `the record is too short for a change over ${duration(rule.rateWindowMs!)}`
            : `its phase (${rule.phases.join(', ')}) has no part in the time judged`;
      if (rule.judges && isNeverRecorded(rule, span))
        return {
          outcome: 'fail',
          sentence: `${name} could not be judged: its phase (${rule.phases!.join(', ')}) was never recorded; declare departure and arrival.`,
        };
      const sentence = `${name} could not be judged: ${reason}.`;
      return { outcome: rule.judges ? 'not-applicable' : 'note', sentence };
    }
    if (outcome === 'pass')
      return {
        outcome: rule.judges ? 'pass' : 'note',
        sentence: `${name} held: ${limitInWords(rule)} for ${duration(observedMs!)}, ${allowed}.`,
      };
    const sentence = `${name} was broken: ${limitInWords(rule)} for ${duration(observedMs!)}, ${allowed}; fired ${moment(firedAt!)}.`;
    if (!rule.judges) return { outcome: 'note', sentence: `${sentence} This rule only warns.` };
    if (isByLoneReadings)
      return {
        outcome: 'fail',
        sentence: `${sentence} Without lone readings it would not have fired: look at the goods and at the sensor before you reject them.`,
      };
    return rule.rejects ? { outcome: 'fail', rejects: true, sentence } : { outcome: 'fail', sentence };
  });

/**
 * The journey ended without the boundary that would have started the rule's phase, so the phase may have been at any
 * time.
 */
function isNeverRecorded({ phases }: LimitRule, { open, phases: boundaries }: Span): boolean {
  if (phases === null || boundaries === null || open) return false;
  const arrivedAt = firstArrivalOf(boundaries);
  return (
    (phases.includes('in-transit') && firstDepartureOf(boundaries) === null && arrivedAt === null) ||
    (phases.includes('destination') && arrivedAt === null)
  );
}
