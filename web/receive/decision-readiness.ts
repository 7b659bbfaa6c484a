import type { Answer } from '../api/answer.ts';
import type { DecisionAsked } from './pending.ts';

export type Decision = DecisionAsked['decision'];
export type Receipt = Answer<'getReceipt'>;

/** The decision that follows each recommendation. */
export const recommended = { release: 'released', quarantine: 'quarantined', reject: 'rejected' } as const;

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
    label,
    corrects,
  }: Pick<DecisionAsked, 'reason' | 'lots' | 'label' | 'corrects'> & { decision: Decision | null },
) {
  const isIncomplete = receipt.checks.some(
    ({ id, outcome }) => id === 'record-complete' && outcome === 'fail',
  );
  const isAsRecommended = decision === recommended[receipt.recommendation];
  const isCalibrationMissing = decision === 'released' && receipt.calibrationMissing.length > 0;
  const needsReason =
    decision !== null && (!isAsRecommended || isIncomplete || corrects !== null || isCalibrationMissing);
  const hasLots = decision !== 'partly-released' || lots.length > 0;
  return {
    needsReason,
    isCalibrationMissing,
    isReady: decision !== null && (!needsReason || reason.trim() !== '') && hasLots,
    batchLabel:
      receipt.recommendation === 'release' &&
      corrects === null &&
      decision === 'released' &&
      !isCalibrationMissing
        ? label
        : null,
  };
}
