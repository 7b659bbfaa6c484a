import { type Attachment, type Entry, type NewEntry, lastReceipt } from '../ledger.ts';
import { type Record, evaluateShipment } from '../shipment-verdict.ts';
import { recommendations } from '../../evaluation/verdict.ts';
import { failedRules } from './receipt.ts';
import { isRelease } from '../../model/decision.ts';

/** Whether goods went out on the decision in force. */
export function isReleased(entries: readonly Entry[]): boolean {
  const decision = lastReceipt(entries)?.fact.decision;
  return decision !== undefined && isRelease(decision);
}

/** Whether data that came after the decision in force speak against it. */
export function isContradicted(entries: readonly Entry[]): boolean {
  const signed = lastReceipt(entries)?.sequence;
  return entries.some(({ fact }) => fact.kind === 'release-contradicted' && fact.signed === signed);
}

/**
 * What readings say against the signed release in force that was not known when it was signed, nor recorded since: a
 * worse verdict, or another rule that failed; how far a known one failed is no news. All else is as it was then: the moment of judging, the sensors, the journey; a
 * sensor that is declared broken afterwards is no news about the goods. Nothing signed is changed by it.
 */
export function contradictionOf(
  entries: readonly Entry[],
  recordOf: (attachment: Attachment) => Record,
): NewEntry[] {
  const receipt = lastReceipt(entries);
  if (receipt === null || !isReleased(entries)) return [];
  const { judged: evaluated, failed: failedThen, judgedAt, ledgerHead, signature } = receipt.fact;
  const verdict = evaluateShipment(entries.slice(0, ledgerHead), recordOf, judgedAt);
  const known = entries.flatMap(({ fact }) =>
    fact.kind === 'release-contradicted' && fact.signed === receipt.sequence ? [fact] : [],
  );
  const ranks = [evaluated, ...known.map(({ recommendation }) => recommendation)].map((each) =>
    recommendations.indexOf(each),
  );
  const before = [...failedThen, ...known.flatMap(({ failed }) => failed)];
  const failed = failedRules(verdict).filter((now) => before.every(({ rule }) => rule !== now.rule));
  const { recommendation } = verdict;
  if (recommendations.indexOf(recommendation) <= Math.max(...ranks) && failed.length === 0) return [];
  return [
    {
      why: `data that came after ${signature.signer.name} signed (entry ${receipt.sequence}) speak against the release`,
      fact: {
        kind: 'release-contradicted',
        device: failed[0]?.device ?? verdict.worst ?? '',
        position: null,
        signed: receipt.sequence,
        recommendation,
        failed,
      },
    },
  ];
}
