import { allowanceLimitInWords, cycleInWords, cyclesInWords } from '../model/allowance-in-words.ts';
import type { FreezeThawLimit, LifetimeAllowance } from '../model/profile.ts';
import { duration } from '../model/wording.ts';
import type { Readmission } from './leg-account.ts';
import type { Used, WorstPath } from './worst-path.ts';

/** The words of one allowance. */
export type AllowanceWords = {
  /** An amount, as "3 h" or "2". */
  readonly amount: (amount: number) => string;
  /** An amount of the total, as "above 8 °C, 3 h of 12 h" or "2 of 3 freeze-thaw cycles". */
  readonly share: (amount: string) => string;
  /** An amount that nobody knows. */
  readonly unknown: string;
  /** What counts, in a sentence of its own. */
  readonly name: string;
};

/** The words of an allowance of time. */
export function timeWords(allowance: LifetimeAllowance): AllowanceWords {
  return {
    amount: duration,
    share: (amount) => `${allowanceLimitInWords(allowance)}, ${amount} of ${duration(allowance.totalMs)}`,
    unknown: 'an unknown time',
    name: `Allowance ${allowance.id}.`,
  };
}

/** The words of freeze-thaw cycles. */
export function cycleWords(limit: FreezeThawLimit): AllowanceWords {
  return {
    amount: String,
    share: (amount) => `${amount} of ${cyclesInWords(limit.cycles)}`,
    unknown: 'an unknown number',
    name: `A cycle is to be ${cycleInWords(limit)}.`,
  };
}

/**
 * What was used where that is known, or enough is known to be too much: "3 h 40 min of 12 h used before (CW-87), 1 h 10 min
 * on this journey, 7 h 10 min left".
 */
export function knownInWords(words: AllowanceWords, used: WorstPath): string {
  const before = used.unknown.length > 0 ? unknownBefore(words, used) : some(words, used.before);
  const parts = [
    `${words.share(before)} used before${sourcesOf(words, used)}`,
    `${some(words, used.here)} on this journey${inGaps(words, used.here - used.hereObserved, '()')}`,
    ...readmittedInWords(words, used),
    used.left < 0 ? `${words.amount(-used.left)} more than allowed` : `${some(words, used.left)} left`,
  ];
  const label = used.left < 0 ? 'Allowance exceeded' : 'Within limits';
  return sentenceOf(label, parts.join(', '), words, used);
}

/** What was used where more may have been used before, with the causes. */
export function unknownInWords(words: AllowanceWords, used: WorstPath): string {
  const otherwise =
    used.here === 0 && used.mostHere > 0
      ? ` (${words.amount(used.mostHere)} on another path or by another sensor)`
      : '';
  const parts = [
    `${words.share(some(words, used.here))} on this journey${inGaps(words, used.here - used.hereObserved, '()')}${otherwise}`,
    ...readmittedInWords(words, used),
    `and ${unknownBefore(words, used)} before${sourcesOf(words, used)}`,
  ];
  const label = used.mostHere > 0 ? 'Allowance unknown' : 'Not used on this journey';
  return sentenceOf(label, `${parts.join(', ')}: ${used.unknown.join('; ')}`, words, used);
}

/** What was used before where more may have been. */
function unknownBefore({ amount, unknown }: AllowanceWords, { before }: Used): string {
  return before > 0 ? `at least ${amount(before)}` : unknown;
}

function sentenceOf(label: string, says: string, { name }: AllowanceWords, { between }: Used): string {
  const away = between.map(
    ({ after, before, ms }) => ` Between ${after} and ${before}, ${duration(ms)} are on no record.`,
  );
  return `${label}: ${says}. ${name}${away.join('')}`;
}

function some({ amount }: AllowanceWords, given: number): string {
  return given === 0 ? 'none' : amount(given);
}

/** Where the amount used before comes from: the shipments, what was entered, and how much of it are gaps. */
function sourcesOf(words: AllowanceWords, used: Used): string {
  const gaps = inGaps(words, used.before - used.beforeObserved, '');
  const sources = [
    ...(used.shipments.length === 0 ? [] : [used.shipments.join(', ')]),
    ...used.openings.map(({ shipment, amount, source }) =>
      amount === 0
        ? `unused before ${shipment} according to ${source}`
        : `${words.amount(amount)} entered for ${shipment} according to ${source}`,
    ),
    ...(gaps === '' ? [] : [gaps]),
  ];
  return sources.length === 0 ? '' : ` (${sources.join('; ')})`;
}

function inGaps({ amount }: AllowanceWords, inThem: number, around: '()' | ''): string {
  if (inThem <= 0) return '';
  const says = `up to ${amount(inThem)} in gaps`;
  return around === '' ? says : ` (${says})`;
}

/** What was re-admitted beside all that was spent, with each signed entry. */
function readmittedInWords(words: AllowanceWords, used: Used): string[] {
  if (used.readmissions.length === 0) return [];
  const signed = used.readmissions.map(
    (each) => `${words.amount(amountOf(each))} re-admitted by ${each.by} (${each.document})`,
  );
  const none =
    used.notUsedByThen > 0
      ? [`${words.amount(used.notUsedByThen)} of it to no effect, because it had not been used by then`]
      : [];
  return [`${words.amount(used.before + used.here)} spent`, ...signed, ...none];
}

function amountOf(readmission: Readmission): number {
  return 'ms' in readmission ? readmission.ms : readmission.cycles;
}
