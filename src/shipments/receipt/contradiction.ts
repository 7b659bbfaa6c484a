import { type Attachment, type Entry, type NewEntry, lastReceipt } from '../ledger.ts';
import { isFileDevice } from '../../model/attached-file.ts';
import { evaluateShipment } from '../shipment-verdict.ts';
import { isRelease, recommendations } from '../../model/enumerations.ts';
import { failedRules } from './receipt.ts';
import type { Record } from '../sensor-verdict.ts';

/** Whether goods were released by the decision in force. */
export function isReleased(entries: readonly Entry[]): boolean {
  const decision = lastReceipt(entries)?.fact.decision;
  return decision !== undefined && isRelease(decision);
}

/** Whether later data contradict the decision in force. */
export function isContradicted(entries: readonly Entry[]): boolean {
  const signed = lastReceipt(entries)?.sequence;
  return entries.some(({ fact }) => fact.kind === 'release-contradicted' && fact.signed === signed);
}

/**
 * What readings contradict in the signed release in force, beyond what was known at signing or recorded since: a
 * worse verdict, or another rule that failed. How far a known rule failed does not matter. Everything else stays as
 * it was at signing: the moment of evaluation, the sensors and the journey. A sensor declared broken afterwards
 * changes nothing about the goods, and the signed decision itself is never changed.
 */
export function contradictionOf(
  entries: readonly Entry[],
  recordOf: (attachment: Attachment) => Record,
): NewEntry[] {
  const receipt = lastReceipt(entries);
  if (receipt === null || !isReleased(entries)) return [];
  const { judged: evaluated, failed: failedThen, judgedAt, ledgerHead, signature } = receipt.fact;
  const verdict = evaluateShipment(withLaterFiles(entries, ledgerHead), recordOf, judgedAt);
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
      why: `readings received after ${signature.signer.name} signed (entry ${receipt.sequence}) contradict the release`,
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

/**
 * The entries up to a decision, with the files that came after it: their readings are late readings of the same
 * journey. A file that was attached before the decision and set aside after it still counts.
 */
function withLaterFiles(entries: readonly Entry[], ledgerHead: number): readonly Entry[] {
  const [known, later] = [entries.slice(0, ledgerHead), entries.slice(ledgerHead)];
  const attached = new Set<string>();
  const ofFiles = later.filter(({ fact }) => {
    if (fact.kind === 'file-received' || fact.kind === 'file-attached') return true;
    if (fact.kind === 'device-attached' && isFileDevice(fact.device)) attached.add(fact.device);
    const isOfFile = fact.kind === 'device-attached' || fact.kind === 'file-set-aside';
    return isOfFile && attached.has(fact.device);
  });
  return [...known, ...ofFiles];
}
