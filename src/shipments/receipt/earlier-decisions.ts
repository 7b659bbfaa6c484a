import { type KeptBefore, isKept, keptBefore } from '../../allowances/kept-before.ts';
import { fatesInWords, lotsInWords } from '../../model/lot-fates.ts';
import { namesInWords } from '../../model/names-in-words.ts';
import { type ShownAs, byNumber } from '../../allowances/paths.ts';
import type { LegsOfProduct, ReceiptCheck, ReceiptRecord } from './receipt-record.ts';

/** Where one of a product's lots, or with null any of it, was decided before and not released. */
export type LotKept = { readonly lot: string | null; readonly kept: readonly KeptBefore[] };

/** Whether a decision on an earlier leg did not release some lot. */
export function haveEarlierDecisions({ legs = [] }: Pick<ReceiptRecord, 'legs'>): boolean {
  return legs.some((each) => each.legs.some(isKept));
}

/** What earlier decisions did not release of a product, by lot; for goods without lots, of all. */
export function keptByLot({ legs }: Pick<LegsOfProduct, 'legs'>): LotKept[] {
  const [last] = legs;
  if (last === undefined) return [];
  const lots = last.lots.length === 0 ? [null] : last.lots;
  return lots.map((lot) => ({ lot, kept: keptBefore(last, legs, lot) }));
}

/** The same for the product that a record is about; empty where nothing is known of earlier legs. */
export function keptOf({ legs = [], product }: ReceiptRecord): LotKept[] {
  const own = product === undefined ? legs[0] : legs.find((each) => each.product === product.id);
  return own === undefined ? [] : keptByLot(own);
}

/** No lot was quarantined or rejected on an earlier leg by the last decision on it. */
export const earlierDecisionsHeld: ReceiptCheck = (record) => earlierDecisionsInWords(keptOf(record));

/** What earlier decisions did not release, in sentences that name the lots. */
export function earlierDecisionsInWords(
  all: readonly LotKept[],
  shown: ShownAs = byNumber,
): ReturnType<ReceiptCheck> {
  const kept = all.filter((each) => each.kept.length > 0);
  if (kept.length === 0)
    return { outcome: 'pass', sentence: 'No earlier decision keeps a lot from being released.' };
  const said = Map.groupBy(kept, (each) =>
    namesInWords(each.kept.map(({ shipment, fate }) => `${fatesInWords[fate]} with ${shown(shipment)}`)),
  );
  const sentences = [...said].map(([decided, own]) => {
    const lots = own.flatMap(({ lot }) => lot ?? []);
    const what = lots.length === 0 ? 'the goods' : lotsInWords(lots);
    const subject = `${what.charAt(0).toUpperCase()}${what.slice(1)}`;
    return `${subject} ${lots.length === 1 ? 'was' : 'were'} decided before: ${decided}.`;
  });
  return { outcome: 'fail', sentence: sentences.join(' ') };
}
