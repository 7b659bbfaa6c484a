import type { Recommendation } from '../model/enumerations.ts';
import type { Entry } from '../shipments/ledger.ts';
import { findingsByLot } from '../shipments/receipt/allowances.ts';
import { failedAllowance } from '../shipments/receipt/failed-allowance.ts';
import { failedInWords, failedRules } from '../shipments/receipt/receipt.ts';
import { verdictWithAllowances } from '../shipments/receipt/verdict-with-allowances.ts';
import { evaluateShipment } from '../shipments/shipment-verdict.ts';
import type { ProfileOf } from '../storage/evaluation-contexts.ts';
import { legsOfProducts } from '../storage/legs-behind.ts';
import type { RecordOf } from '../storage/shipment-record.ts';
import type { Database } from '../storage/tables.ts';

/** What a shipment's records amount to by some profiles, allowances included. */
export type Judged = {
  readonly recommendation: Recommendation;
  /** The rules that failed at deciding sensors, and the allowances that failed for any lot, in words. */
  readonly failed: readonly string[];
  /** The recommendation for each product, by its id. */
  readonly products: ReadonlyMap<string, Recommendation>;
};

/**
 * Judges a shipment and its allowances, with the legs behind them, as of a moment (epoch milliseconds). `recordOf` gives
 * the records with the profiles of the rules; `profileOf` the profiles of the allowances.
 */
export async function judgedBy(
  database: Database,
  entries: readonly Entry[],
  recordOf: RecordOf,
  profileOf: ProfileOf,
  asOf: number,
): Promise<Judged> {
  const legs = await legsOfProducts(database, entries, asOf, profileOf);
  const verdict = verdictWithAllowances(evaluateShipment(entries, recordOf, asOf), legs);
  const usedUp = legs.flatMap((own) =>
    findingsByLot(own)
      .flatMap(({ findings }) => findings)
      .filter(({ outcome }) => outcome === 'fail')
      .map((finding) => failedAllowance(finding, verdict.products.length > 1 ? own.product : null)),
  );
  return {
    recommendation: verdict.recommendation,
    failed: [...new Set(failedInWords([...failedRules(verdict), ...usedUp]))],
    products: new Map(verdict.products.map(({ product, recommendation }) => [product.id, recommendation])),
  };
}
