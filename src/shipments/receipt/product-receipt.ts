import { type Recommendation, recommendations } from '../../model/enumerations.ts';
import { type Product, lotKeysOf, productsOf } from '../../model/product.ts';
import { atLeastQuarantine } from '../goods-verdict.ts';
import { shipmentOf } from '../ledger.ts';
import type { FailedAllowance, RecommendedProduct } from '../signed-receipt.ts';
import { allowancesOf, outcomeOf } from './allowances.ts';
import { keptOf } from './earlier-decisions.ts';
import { lotsExpired } from './lots-in-date.ts';
import { allowanceRule } from './failed-allowance.ts';
import type { ReceiptAnswer, ReceiptOutcome, ReceiptRecord } from './receipt-record.ts';

/** What a lot has used of one allowance, in milliseconds or, where `allowance` is null, in freeze-thaw cycles. */
export type AllowanceUsed = {
  readonly allowance: string | null;
  readonly outcome: ReceiptOutcome;
  readonly sentence: string;
  readonly total: number;
  readonly before: number;
  readonly here: number;
  readonly readmitted: number;
  readonly left: number;
};

/** What is recommended for a lot. Its name is its key; null stands for goods of which no lot is named. */
export type LotReceipt = {
  readonly lot: string | null;
  readonly recommendation: Recommendation;
  readonly allowances: readonly AllowanceUsed[];
};

/** What the checks on receipt amount to for one product. */
export type ProductReceipt = {
  readonly product: string;
  readonly name: string;
  /** The most careful of its lots. */
  readonly recommendation: Recommendation;
  /** The verdict's own recommendation. */
  readonly judged: Recommendation;
  /** The checks that are about this product alone. */
  readonly checks: readonly ReceiptAnswer[];
  readonly lots: readonly LotReceipt[];
};

/**
 * What is recommended for a product and each of its lots. `isOtherwiseClean` says whether no check has failed, apart
 * from those in which lots can differ.
 */
export function productReceiptOf(
  record: ReceiptRecord,
  checks: readonly ReceiptAnswer[],
  isOtherwiseClean: boolean,
): ProductReceipt {
  const products = productsOf(shipmentOf(record.entries));
  const product = record.product ?? products[0]!;
  const judged = record.verdict.recommendation;
  const without = judged === 'release' && !isOtherwiseClean ? 'quarantine' : judged;
  const lots = lotsOf(record, products, product, without);
  return {
    product: product.id,
    name: product.name,
    recommendation: mostCareful(lots.map(({ recommendation }) => recommendation)),
    judged,
    checks,
    lots,
  };
}

/** The most careful of some recommendations. */
export function mostCareful(all: readonly Recommendation[]): Recommendation {
  return recommendations[Math.max(...all.map((each) => recommendations.indexOf(each)))]!;
}

function lotsOf(
  record: ReceiptRecord,
  products: readonly Product[],
  product: Product,
  otherwise: Recommendation,
): LotReceipt[] {
  const [found, decided] = [allowancesOf(record), keptOf(record)];
  const expired = new Set(lotsExpired(record).map(({ key }) => key));
  const keys = lotKeysOf(products).flatMap((each) => (each.product.id === product.id ? [each.key] : []));
  return (keys.length === 0 ? [null] : keys).map((lot) => {
    const findings = found.find((each) => each.lot === lot)?.findings ?? [];
    const isUsedUp = findings.some(({ outcome }) => outcome === 'fail');
    const isKeptBefore = decided.some((each) => each.lot === lot && each.kept.length > 0);
    return {
      lot,
      recommendation: atLeastQuarantine(
        otherwise,
        isUsedUp || isKeptBefore || (lot !== null && expired.has(lot)),
      ),
      allowances: findings.map(({ allowance, outcome, sentence, total, used }) => {
        const { before, here, readmitted, left } = used;
        return { allowance, outcome: outcomeOf(outcome), sentence, total, before, here, readmitted, left };
      }),
    };
  });
}

/** What a signed decision says of each product; absent where the receipt has no products. */
export function recommendedOf({
  products,
}: {
  readonly products?: readonly ProductReceipt[] | undefined;
}): readonly RecommendedProduct[] | undefined {
  return products?.map(({ product, recommendation, judged, lots }) => ({
    product,
    recommendation,
    judged,
    lots: lots.map(({ lot, recommendation: own }) => ({ lot, recommendation: own })),
  }));
}

/** What fails of the lots themselves, whatever is recommended for their products: that they expired, or were kept before. */
export function lotsFailedOf({
  checks,
}: {
  readonly checks: readonly Pick<ReceiptAnswer, 'id' | 'outcome' | 'sentence'>[];
}): readonly string[] {
  return checks
    .filter(({ id, outcome }) => (id === 'lots-in-date' || id === 'earlier-decisions') && outcome === 'fail')
    .map(({ sentence }) => sentence);
}

/** The allowances that fail, lot by lot, as a signed decision names them; absent where no product has allowances. */
export function allowancesFailedOf({
  products = [],
}: {
  readonly products?: readonly ProductReceipt[] | undefined;
}): readonly FailedAllowance[] | undefined {
  const lots = products.flatMap(({ product, lots: own }) => own.map((each) => ({ product, ...each })));
  if (lots.every(({ allowances }) => allowances.length === 0)) return undefined;
  return lots.flatMap(({ product, lot, allowances }) =>
    allowances
      .filter(({ outcome }) => outcome === 'fail')
      .map(({ allowance }) => ({ product, lot, rule: allowanceRule(allowance) })),
  );
}
