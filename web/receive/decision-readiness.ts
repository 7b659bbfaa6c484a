import { isRelease } from '../../src/model/enumerations.ts';
import { isSameDecision, proposalOf } from '../../src/model/proposed-decision.ts';
import type { Answer } from '../api/answer.ts';
import type { DecisionAsked } from './pending.ts';

export type Decision = DecisionAsked['decision'];
export type Receipt = Answer<'getReceipt'>;

/** Why a decision needs a reason. */
export type ReasonNeeded = 'correction' | 'incomplete' | 'calibration' | 'against';

/**
 * Returns what a decision on a receipt still needs. `batchLabel` is the label of a box that can be signed together with
 * others: scanned, and released as recommended, without anything to explain; null for other boxes.
 */
export function readinessOf(
  receipt: Receipt,
  {
    decision,
    reason,
    lots,
    rejected,
    label,
    corrects,
  }: Pick<DecisionAsked, 'reason' | 'lots' | 'rejected' | 'label' | 'corrects'> & {
    decision: Decision | null;
  },
): {
  readonly needsReason: ReasonNeeded | null;
  readonly isCalibrationMissing: boolean;
  /** What is missing before it can be signed; null where nothing is. */
  readonly lacks: 'decision' | 'reason' | 'lots' | null;
  readonly batchLabel: string | null;
} {
  const isIncomplete = receipt.checks.some(
    ({ id, outcome }) => id === 'record-complete' && outcome === 'fail',
  );
  const isCalibrationMissing =
    decision !== null && isRelease(decision) && receipt.calibrationMissing.length > 0;
  const isProposed = decision !== null && isSameDecision({ decision, lots, rejected }, proposalOf(receipt));
  const needsReason: ReasonNeeded | null =
    decision === null
      ? null
      : corrects !== null
        ? 'correction'
        : isIncomplete
          ? 'incomplete'
          : isCalibrationMissing
            ? 'calibration'
            : isProposed
              ? null
              : 'against';
  const isBatchable =
    receipt.recommendation === 'release' &&
    corrects === null &&
    decision === 'released' &&
    !isCalibrationMissing;
  return {
    needsReason,
    isCalibrationMissing,
    lacks:
      decision === null
        ? 'decision'
        : decision === 'partly-released' && lots.length === 0
          ? 'lots'
          : needsReason !== null && reason.trim() === ''
            ? 'reason'
            : null,
    batchLabel: isBatchable ? label : null,
  };
}
