import type { AllowanceFinding } from '../../allowances/check-allowances.ts';
import { productsOf } from '../../model/product.ts';
import { type Entry, type NewEntry, type ReceiptEntry, lastReceipt, shipmentOf } from '../ledger.ts';
import type { FailedAllowance, FailedRule } from '../signed-receipt.ts';
import { isReleased, releasedLots } from './contradiction.ts';
import type { LotKept } from './earlier-decisions.ts';
import { allowanceRule, failedAllowance } from './failed-allowance.ts';

/** What is found now of a product's allowances, for one lot or, with null, for all of it. */
export type LotFinding = {
  readonly product: string;
  readonly lot: string | null;
  readonly finding: AllowanceFinding;
};

/** What is known now of earlier legs: of allowances, and of what their decisions did not release. */
export type LegFindings = {
  readonly found: readonly LotFinding[];
  readonly kept: readonly LotKeptOfProduct[];
};

/** What earlier decisions did not release of a lot, and what of that was known when the decision in force was prepared. */
export type LotKeptOfProduct = LotKept & { readonly product: string; readonly known: LotKept['kept'] };

/** How a contradiction calls a decision on an earlier leg; no rule can have that id. */
export const earlierDecision = 'earlier decision';

/** Something that may fail for a lot, or with null for all of a product. */
type OfLot = FailedAllowance & { readonly fails: boolean; readonly failure: FailedRule };

/**
 * What later knowledge of earlier legs contradicts in the signed release in force: an allowance or the freeze-thaw cycles
 * of a released lot fail and did not for that lot at signing, or a decision on an earlier leg, of which the signer could
 * not know, did not release it; and nobody was notified of it since. How far an allowance fails does not matter. `legs`
 * are the shipments from which that knowledge comes.
 */
export function legContradictionOf(
  entries: readonly Entry[],
  findings: LegFindings,
  legs: readonly string[],
): NewEntry[] {
  const receipt = lastReceipt(entries);
  if (receipt === null || !isReleased(entries)) return [];
  const { signature } = receipt.fact;
  const products = productsOf(shipmentOf(entries));
  const isOnly = products.length === 1;
  const isKnown = knownFailures(entries, receipt, isOnly ? products[0]!.id : null);
  const released = releasedLots(entries, receipt);
  const ofLots = inOneList(findings, isOnly);
  const failed = new Map<string, { readonly failure: FailedRule; readonly lots: Set<string | null> }>();
  for (const own of ofLots) {
    const { product, lot, fails, failure } = own;
    const isReleasedLot = released.some(
      (each) => (isOnly || each.product.id === product) && (lot === null || each.key === lot),
    );
    if (!isReleasedLot || !fails || isKnown(own)) continue;
    const name = nameOf(own);
    failed.set(name, { failure, lots: (failed.get(name)?.lots ?? new Set()).add(lot) });
  }
  if (failed.size === 0) return [];
  const why = `what is known since ${signature.signer.name} signed (entry ${receipt.sequence}) of ${legs.join(', ')} contradicts the release`;
  const contradicted = {
    signed: receipt.sequence,
    recommendation: 'quarantine',
    failed: [...failed].map(([name, each]) => withLots(each.failure, each.lots, lotsNamed(name, ofLots))),
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

function inOneList({ found, kept }: LegFindings, isOnly: boolean): OfLot[] {
  return [
    ...found.map(({ product, lot, finding }) => ({
      product,
      lot,
      rule: allowanceRule(finding.allowance),
      fails: finding.outcome === 'fail',
      failure: failedAllowance(finding, isOnly ? null : product),
    })),
    ...kept.map(({ product, lot, kept: decisions, known }) => ({
      product,
      lot,
      rule: earlierDecision,
      fails: decisions.some(
        ({ shipment, fate }) => !known.some((each) => each.shipment === shipment && each.fate === fate),
      ),
      failure: { device: '', rule: earlierDecision, seconds: 0, worst: 0, ...(!isOnly && { product }) },
    })),
  ];
}

function nameOf({ product, rule }: Pick<OfLot, 'product' | 'rule'>): string {
  return JSON.stringify([product, rule]);
}

/** The lots of a product for which the same may fail. */
function lotsNamed(name: string, ofLots: readonly OfLot[]): readonly (string | null)[] {
  return ofLots.filter((each) => nameOf(each) === name).map(({ lot }) => lot);
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
