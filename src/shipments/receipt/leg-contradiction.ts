import type { AllowanceFinding } from '../../allowances/check-allowances.ts';
import { productsOf } from '../../model/product.ts';
import { type Entry, type NewEntry, type ReceiptEntry, lastReceipt, shipmentOf } from '../ledger.ts';
import type { FailedAllowance, FailedRule } from '../signed-receipt.ts';
import { isReleased, releasedLots } from './contradiction.ts';
import { allowanceRule, failedAllowance } from './failed-allowance.ts';

/** What is found now of a product's allowances, for one lot or, with null, for all of it. */
export type LotFinding = {
  readonly product: string;
  readonly lot: string | null;
  readonly finding: AllowanceFinding;
};

/**
 * What later knowledge of earlier legs contradicts in the signed release in force: an allowance or the freeze-thaw cycles
 * of a released lot fail, did not for that lot at signing, and nobody was notified of it since. How far they fail does
 * not matter. `legs` are the shipments from which that knowledge comes.
 */
export function legContradictionOf(
  entries: readonly Entry[],
  found: readonly LotFinding[],
  legs: readonly string[],
): NewEntry[] {
  const receipt = lastReceipt(entries);
  if (receipt === null || !isReleased(entries)) return [];
  const { signature } = receipt.fact;
  const products = productsOf(shipmentOf(entries));
  const isOnly = products.length === 1;
  const isKnown = knownFailures(entries, receipt, isOnly ? products[0]!.id : null);
  const released = releasedLots(entries, receipt);
  const failed = new Map<string, { readonly failure: FailedRule; readonly lots: Set<string | null> }>();
  for (const { product, lot, finding } of found) {
    const isReleasedLot = released.some(
      (each) => (isOnly || each.product.id === product) && (lot === null || each.key === lot),
    );
    const rule = allowanceRule(finding.allowance);
    if (!isReleasedLot || finding.outcome !== 'fail' || isKnown({ product, lot, rule })) continue;
    const name = JSON.stringify([product, rule]);
    const failure = failedAllowance(finding, isOnly ? null : product);
    failed.set(name, { failure, lots: (failed.get(name)?.lots ?? new Set()).add(lot) });
  }
  if (failed.size === 0) return [];
  const why = `what is known since ${signature.signer.name} signed (entry ${receipt.sequence}) of ${legs.join(', ')} contradicts the release`;
  const contradicted = {
    signed: receipt.sequence,
    recommendation: 'quarantine',
    failed: [...failed].map(([name, each]) => withLots(each.failure, each.lots, lotsFound(name, found))),
    legs,
  } as const;
  return [{ why, fact: { kind: 'release-contradicted', device: '', position: null, ...contradicted } }];
}

/** Tells what was known to fail at signing, and of what people were notified since. `only` is the one product's id. */
function knownFailures(
  entries: readonly Entry[],
  { fact, sequence }: ReceiptEntry,
  only: string | null,
): (failure: FailedAllowance) => boolean {
  const { allowancesFailed, failed: failedThen } = fact;
  const since = entries.flatMap((entry) =>
    entry.fact.kind === 'release-contradicted' && entry.fact.signed === sequence ? entry.fact.failed : [],
  );
  // What an older entry names had failed for every lot.
  const notified = [...(allowancesFailed === undefined ? failedThen : []), ...since];
  return ({ product, lot, rule }) =>
    (allowancesFailed ?? []).some(
      (each) => each.product === product && each.lot === lot && each.rule === rule,
    ) ||
    notified.some(
      (each) =>
        each.device === '' &&
        each.rule === rule &&
        (each.product ?? only) === product &&
        (each.lots === undefined || (lot !== null && each.lots.includes(lot))),
    );
}

/** The lots of a product, as far as anything was found of an allowance. */
function lotsFound(name: string, found: readonly LotFinding[]): readonly (string | null)[] {
  return found.flatMap(({ product, lot, finding }) =>
    JSON.stringify([product, allowanceRule(finding.allowance)]) === name ? [lot] : [],
  );
}

/** A failure with the lots that it is about, where these are not all of them. */
function withLots(
  failure: FailedRule,
  lots: ReadonlySet<string | null>,
  all: readonly (string | null)[],
): FailedRule {
  if (all.every((lot) => lots.has(lot))) return failure;
  return { ...failure, lots: [...lots].filter((lot) => lot !== null) };
}
