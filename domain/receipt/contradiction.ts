import { type Entry, type NewEntry, lastReceipt } from '../ledger.ts';
import type { ShipmentVerdict } from '../shipment-verdict.ts';
import { recommendations } from '../verdict.ts';
import { failedRules } from './receipt.ts';

/** Whether goods went out on the decision in force. */
export function isReleased(entries: readonly Entry[]): boolean {
  const decision = lastReceipt(entries)?.fact.decision;
  return decision === 'released' || decision === 'partly-released';
}

/** Whether data that came after the decision in force speak against it. */
export function isContradicted(entries: readonly Entry[]): boolean {
  const signed = lastReceipt(entries)?.sequence;
  return entries.some(({ fact }) => fact.kind === 'release-contradicted' && fact.signed === signed);
}

/**
 * What a verdict says against the signed release in force that was not known when it was signed, nor recorded since:
 * a worse recommendation, or a rule that failed. Nothing signed is changed by it.
 */
export function contradictionOf(entries: readonly Entry[], verdict: ShipmentVerdict): NewEntry[] {
  const receipt = lastReceipt(entries);
  if (receipt === null || !isReleased(entries)) return [];
  const { recommendation } = verdict;
  const known = entries
    .filter(({ fact }) => fact.kind === 'release-contradicted' && fact.signed === receipt.sequence)
    .map(
      ({ fact }) => fact as { recommendation: ShipmentVerdict['recommendation']; failed: readonly string[] },
    );
  const before = [receipt.fact, ...known];
  const worst = Math.max(...before.map((each) => recommendations.indexOf(each.recommendation)));
  const failed = failedRules(verdict).filter((rule) => !before.some((each) => each.failed.includes(rule)));
  if (recommendations.indexOf(recommendation) <= worst && failed.length === 0) return [];
  const { signer } = receipt.fact.signature;
  return [
    {
      why: `data that came after ${signer.name} signed (entry ${receipt.sequence}) speak against the release`,
      fact: {
        kind: 'release-contradicted',
        device: verdict.worst ?? '',
        position: null,
        signed: receipt.sequence,
        recommendation,
        failed,
      },
    },
  ];
}
