import type { Check } from '../check.ts';
import { allowanceInWords, duration, limitInWords } from '../../model/wording.ts';

/** A judging rule with a duration must also pass if the uncertain gaps are counted as outside its limit. */
export const worstCaseHolds: Check = ({ rules }) =>
  rules.flatMap(({ rule, outcome, worstCase, uncertainMs }) => {
    // For a rule that has already failed, the worst case adds nothing.
    if (!rule.judges || outcome === 'fail' || worstCase !== 'fail') return [];
    return {
      outcome: 'fail',
      sentence: `Rule ${rule.id} may have been broken while nothing was read: up to ${duration(uncertainMs!)} ${limitInWords(rule)}, allowed ${allowanceInWords(rule)}.`,
    };
  });
