import { type LotFate, lotFatesOf } from '../../model/lot-fates.ts';
import { productsOf } from '../../model/product.ts';
import type { GoodsVerdict } from '../goods-verdict.ts';
import {
  type Attachment,
  type Entry,
  type NewEntry,
  type ReceiptEntry,
  attachmentsRecorded,
  lastReceipt,
  shipmentOf,
} from '../ledger.ts';
import { fileDevice } from '../file-device.ts';
import { isFileAppended } from '../files.ts';
import { isFileDevice } from '../../model/attached-file.ts';
import { evaluateSensors } from '../shipment-verdict.ts';
import { type Recommendation, isRelease, recommendations } from '../../model/enumerations.ts';
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
  const { judged, failed: failedThen, judgedAt, ledgerHead, signature, products = [] } = receipt.fact;
  const verdict = evaluateSensors(withLaterFiles(entries, ledgerHead, recordOf), recordOf, judgedAt);
  const failedNow = failedRules(verdict);
  const known = entries.flatMap(({ fact }) =>
    fact.kind === 'release-contradicted' && fact.signed === receipt.sequence ? [fact] : [],
  );
  const goods: readonly ReleasedGoods[] =
    verdict.products.length === 1
      ? [{ product: undefined, verdict, judged }]
      : releasedProducts(entries, receipt).flatMap((id) => {
          const own = verdict.products.find(({ product }) => product.id === id);
          const then = products.find(({ product }) => product === id);
          return own === undefined ? [] : [{ product: id, verdict: own, judged: then?.judged ?? judged }];
        });
  return goods.flatMap(({ product, verdict: { recommendation, worst }, judged: evaluated }): NewEntry[] => {
    const ofProduct = known.filter((each) => each.product === product);
    const ranks = [evaluated, ...ofProduct.map((each) => each.recommendation)].map((each) =>
      recommendations.indexOf(each),
    );
    const before = [...failedThen, ...ofProduct.flatMap(({ failed }) => failed)];
    const failed = failedNow.filter(
      (now) =>
        now.product === product &&
        before.every((each) => each.rule !== now.rule || each.product !== now.product),
    );
    if (recommendations.indexOf(recommendation) <= Math.max(...ranks) && failed.length === 0) return [];
    return [
      {
        why: `readings received after ${signature.signer.name} signed (entry ${receipt.sequence}) contradict the release`,
        fact: {
          kind: 'release-contradicted',
          device: failed[0]?.device ?? worst ?? '',
          position: null,
          signed: receipt.sequence,
          ...(product !== undefined && { product }),
          recommendation,
          failed,
        },
      },
    ];
  });
}

/** Goods of which some were released; `product` is its id where there are several. */
type ReleasedGoods = {
  readonly product: string | undefined;
  readonly verdict: Pick<GoodsVerdict, 'recommendation' | 'worst'>;
  /** What the verdict recommended at signing. */
  readonly judged: Recommendation;
};

/** The lots that a decision released, by the plan that the signer saw. */
export function releasedLots(entries: readonly Entry[], { fact }: ReceiptEntry): LotFate[] {
  const products = productsOf(shipmentOf(entries.slice(0, fact.ledgerHead)));
  return lotFatesOf(products, fact).filter(({ fate }) => fate === 'released');
}

/** The ids of the products of which a decision released anything. */
export function releasedProducts(entries: readonly Entry[], receipt: ReceiptEntry): string[] {
  return [...new Set(releasedLots(entries, receipt).map(({ product }) => product.id))];
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
