import type { AllowanceFinding } from '../../allowances/check-allowances.ts';
import { productsOf } from '../../model/product.ts';
import { type Entry, type NewEntry, lastReceipt, shipmentOf } from '../ledger.ts';
import type { FailedRule } from '../signed-receipt.ts';
import { isReleased, releasedLots } from './contradiction.ts';
import { failedAllowance } from './failed-allowance.ts';

/** What is found now of a product's allowances, for one lot or, with null, for all of it. */
export type LotFinding = {
  readonly product: string;
  readonly lot: string | null;
  readonly finding: AllowanceFinding;
};

/**
 * What later knowledge of earlier legs contradicts in the signed release in force: an allowance or the freeze-thaw cycles
 * of a released lot fail, did not at signing, and nobody was notified of it since. How far they fail does not matter.
 * `legs` are the shipments from which that knowledge comes.
 */
export function legContradictionOf(
  entries: readonly Entry[],
  found: readonly LotFinding[],
  legs: readonly string[],
): NewEntry[] {
  const receipt = lastReceipt(entries);
  if (receipt === null || !isReleased(entries)) return [];
  const { failed: failedThen, signature } = receipt.fact;
  const since = entries.flatMap(({ fact }) =>
    fact.kind === 'release-contradicted' && fact.signed === receipt.sequence ? fact.failed : [],
  );
  const known = new Set([...failedThen, ...since].map(nameOf));
  const failed = new Map<string, FailedRule>();
  const released = releasedLots(entries, receipt);
  const isOnly = productsOf(shipmentOf(entries)).length === 1;
  for (const { product, lot, finding } of found) {
    const isReleasedLot = released.some(
      (each) => (isOnly || each.product.id === product) && (lot === null || each.key === lot),
    );
    if (!isReleasedLot || finding.outcome !== 'fail') continue;
    const failure = failedAllowance(finding, isOnly ? null : product);
    const name = nameOf(failure);
    if (!known.has(name) && !failed.has(name)) failed.set(name, failure);
  }
  if (failed.size === 0) return [];
  const why = `what is known since ${signature.signer.name} signed (entry ${receipt.sequence}) of ${legs.join(', ')} contradicts the release`;
  const rules = [...failed.values()];
  const contradicted = {
    signed: receipt.sequence,
    recommendation: 'quarantine',
    failed: rules,
    legs,
  } as const;
  return [{ why, fact: { kind: 'release-contradicted', device: '', position: null, ...contradicted } }];
}

function nameOf({ rule, product }: FailedRule): string {
  return JSON.stringify([rule, product ?? null]);
}
