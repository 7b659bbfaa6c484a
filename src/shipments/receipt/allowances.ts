import { type AllowanceFinding, checkAllowances } from '../../allowances/check-allowances.ts';
import { type ShownAs, byNumber } from '../../allowances/paths.ts';
import type { FailedRule } from '../signed-receipt.ts';
import { failedAllowance } from './failed-allowance.ts';
import type { LegsOfProduct, ReceiptCheck, ReceiptOutcome, ReceiptRecord } from './receipt-record.ts';

/** What is found of a product's allowances for one of its lots, or with null where it has no lots. */
export type LotFindings = { readonly lot: string | null; readonly findings: readonly AllowanceFinding[] };

/**
 * Checks the allowances of a product for each of its lots; for goods without lots, for all of them. The first leg is
 * this shipment's own; `shown` is how sentences name a shipment.
 */
export function findingsByLot(
  { profile, legs }: Pick<LegsOfProduct, 'profile' | 'legs'>,
  shown: ShownAs = byNumber,
): LotFindings[] {
  const [last] = legs;
  if (last === undefined) return [];
  const lots = last.lots.length === 0 ? [null] : last.lots;
  return lots.map((lot) => ({ lot, findings: checkAllowances(profile, last, legs, lot, shown) }));
}

/** The allowances of the product that a record is about, by lot; empty where it has none. */
export function allowancesOf({ legs = [], product }: ReceiptRecord): LotFindings[] {
  const own = product === undefined ? legs[0] : legs.find((each) => each.product === product.id);
  return own === undefined ? [] : findingsByLot(own);
}

/**
 * No lot has used more of an allowance than a unit may bear in its life. Where it is not known what was used before,
 * using any of it on this journey fails.
 */
export const allowancesHeld: ReceiptCheck = (record) => allowancesInWords(allowancesOf(record));

/** The worst outcome of the allowances of all lots, in a sentence that names the lots where it is not that of all. */
export function allowancesInWords(all: readonly LotFindings[]): ReturnType<ReceiptCheck> {
  const found = all.flatMap(({ lot, findings }) =>
    findings.map(({ outcome, sentence }) => ({ lot, outcome: outcomeOf(outcome), sentence })),
  );
  if (found.length === 0)
    return {
      outcome: 'not-applicable',
      sentence: 'The storage limits have no allowance for the whole life.',
    };
  const outcome = (['fail', 'not-known', 'pass'] as const).find((each) =>
    found.some((one) => one.outcome === each),
  )!;
  const every = new Set(found.map(({ lot }) => lot)).size;
  const said = Map.groupBy(
    found.filter((each) => each.outcome === outcome),
    ({ sentence }) => sentence,
  );
  return {
    outcome,
    sentence: [...said]
      .map(([sentence, lots]) => (lots.length === every ? sentence : `${lotsInWords(lots)}: ${sentence}`))
      .join(' '),
  };
}

/** What is unknown and was not used on this journey neither passes nor fails. */
export function outcomeOf(outcome: AllowanceFinding['outcome']): ReceiptOutcome {
  return outcome === 'note' ? 'not-known' : outcome;
}

function lotsInWords(lots: readonly { readonly lot: string | null }[]): string {
  return `${lots.length === 1 ? 'Lot' : 'Lots'} ${lots.map(({ lot }) => lot).join(', ')}`;
}

/** The allowances that fail for every lot of a product, as a decision names them. */
export function failedAllowances({ legs = [], verdict }: ReceiptRecord): FailedRule[] {
  return legs.flatMap((each) => {
    const byLot = findingsByLot(each);
    return (byLot[0]?.findings ?? []).flatMap((finding, index) =>
      byLot.every(({ findings }) => findings[index]!.outcome === 'fail')
        ? [failedAllowance(finding, verdict.products.length > 1 ? each.product : null)]
        : [],
    );
  });
}
