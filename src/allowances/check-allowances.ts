import type { Answer } from '../evaluation/check.ts';
import type { Profile } from '../model/profile.ts';
import type { LegAccount } from './leg-account.ts';
import { cycleMeasure, timeMeasure } from './measure.ts';
import { type ShownAs, byNumber } from './paths.ts';
import { type AllowanceWords, cycleWords, knownInWords, timeWords, unknownInWords } from './used-in-words.ts';
import { type WorstPath, worstPathOf } from './worst-path.ts';

/** What a check found about one allowance. */
export type AllowanceFinding = Answer & {
  /** The allowance's id; null: the freeze-thaw cycles. */
  readonly allowance: string | null;
  /** What is allowed in a unit's life, in milliseconds or cycles. */
  readonly total: number;
  readonly used: WorstPath;
};

/**
 * Checks a profile's allowances and freeze-thaw cycles at the end of a leg, for one of its lots or, with null, for all
 * of them together. `legs` are all legs that are known, in any order. What is unknown forbids a release if anything may
 * have been used on this journey. `shown` is how sentences name a shipment.
 */
export function checkAllowances(
  { allowances, freezeThaw }: Pick<Profile, 'allowances' | 'freezeThaw'>,
  last: LegAccount,
  legs: readonly LegAccount[],
  lot: string | null,
  shown: ShownAs = byNumber,
): readonly AllowanceFinding[] {
  const times = allowances.map((allowance): AllowanceFinding => {
    const used = worstPathOf(last, legs, lot, timeMeasure(allowance), shown);
    const answer = answerOf(timeWords(allowance), used);
    return { ...answer, allowance: allowance.id, total: allowance.totalMs, used };
  });
  if (freezeThaw === null) return times;
  const used = worstPathOf(last, legs, lot, cycleMeasure(freezeThaw), shown);
  const answer = answerOf(cycleWords(freezeThaw), used);
  return [...times, { ...answer, allowance: null, total: freezeThaw.cycles, used }];
}

function answerOf(words: AllowanceWords, used: WorstPath): Answer {
  // Even if more was used before, what is known is too much.
  if (used.left < 0) return { outcome: 'fail', sentence: knownInWords(words, used) };
  if (used.unknown.length > 0)
    return { outcome: used.mostHere > 0 ? 'fail' : 'note', sentence: unknownInWords(words, used) };
  return { outcome: 'pass', sentence: knownInWords(words, used) };
}
