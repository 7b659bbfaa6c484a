import type { CheckedReceipt } from './receipt.ts';
import { type Decision, type Recommendation, isRelease } from '../../model/enumerations.ts';
export { meaningOf } from '../../model/meaning-of-decision.ts';

const recommended = {
  release: 'released',
  quarantine: 'quarantined',
  reject: 'rejected',
} as const satisfies Record<Recommendation, Decision>;
/** A decision as it is proposed, before it is signed. */
export type Decided = {
  readonly decision: Decision;
  readonly lots: readonly string[];
  readonly reason: string;
  readonly corrects: number | null;
};

/** Says why a decision may not be signed in this form. Null where it may. `known`: the lots of the shipment. */
export function refusalOfDecision(
  { decision, lots, reason, corrects }: Decided,
  { recommendation, checks, calibrationMissing }: CheckedReceipt,
  known: readonly string[],
): string | null {
  if (decision === 'partly-released') {
    if (lots.length === 0) return 'say which lots are released: "lots"';
    const unknown = lots.find((lot) => !known.includes(lot));
    if (known.length > 0 && unknown !== undefined)
      return `lot ${unknown} is not of this shipment; its lots are ${known.join(', ')}`;
    if (known.length > 0 && known.every((lot) => lots.includes(lot)))
      return 'these are all lots of the shipment: it is released, not partly released';
  } else if (lots.length > 0) return `leave "lots" out: all lots are ${decision}`;
  if (reason.trim() !== '') return null;
  if (corrects !== null) return 'say why the signed decision is corrected: "reason"';
  if (checks.some(({ id, outcome }) => id === 'record-complete' && outcome === 'fail'))
    return 'the record is not complete; wait for it, or say why you decide without: "reason"';
  if (isRelease(decision) && calibrationMissing.length > 0)
    return `the calibration of ${calibrationMissing.join(', ')} is unknown and the profile requires it; say why you release without it: "reason"`;
  return decision === recommended[recommendation]
    ? null
    : `${recommendation} is recommended; say why the goods are ${decision.replace('-', ' ')}: "reason"`;
}
