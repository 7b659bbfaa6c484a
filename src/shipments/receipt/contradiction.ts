import { type Attachment, type Entry, type NewEntry, attachmentsRecorded, lastReceipt } from '../ledger.ts';
import { fileDevice } from '../file-device.ts';
import { isFileAppended } from '../files.ts';
import { isFileDevice } from '../../model/attached-file.ts';
import { evaluateSensors } from '../shipment-verdict.ts';
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
  const verdict = evaluateSensors(withLaterFiles(entries, ledgerHead, recordOf), recordOf, judgedAt);
  const known = entries.flatMap(({ fact }) =>
    fact.kind === 'release-contradicted' && fact.signed === receipt.sequence ? [fact] : [],
  );
  const ranks = [evaluated, ...known.map(({ recommendation }) => recommendation)].map((each) =>
    recommendations.indexOf(each),
  );
  const before = [...failedThen, ...known.flatMap(({ failed }) => failed)];
  const failed = failedRules(verdict).filter((now) =>
    before.every(({ rule, product }) => rule !== now.rule || product !== now.product),
  );
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
 * journey. A file that was attached before the decision and set aside after it still counts, and one that is still
 * being appended does not yet: its gaps would contradict the release for good.
 */
function withLaterFiles(
  entries: readonly Entry[],
  ledgerHead: number,
  recordOf: (attachment: Attachment) => Record,
): readonly Entry[] {
  const [known, later] = [entries.slice(0, ledgerHead), entries.slice(ledgerHead)];
  const attachedThen = new Set(attachmentsRecorded(known).map(({ device }) => device));
  const whole = new Set(
    attachmentsRecorded(entries)
      .filter((each) => isFileDevice(each.device) && !attachedThen.has(each.device))
      .filter((each) => isFileAppended(entries, each, recordOf(each).readings))
      .map(({ device }) => device),
  );
  const ofFiles = later.filter(({ fact, shipment }) => {
    if (fact.kind === 'file-received') return whole.has(fileDevice(shipment, fact.file.sha256));
    const isOfFile =
      fact.kind === 'file-attached' || fact.kind === 'device-attached' || fact.kind === 'file-set-aside';
    return isOfFile && whole.has(fact.device);
  });
  return [...known, ...ofFiles];
}
