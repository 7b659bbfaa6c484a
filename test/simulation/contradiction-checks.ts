import type { Entry } from '../../src/shipments/ledger.ts';
import { judgeIndependently } from '../independent/judge.ts';
import { type ProfileAsWritten, isJudging } from '../independent/profile-as-written.ts';
import { type AssignmentByDesign, assignmentsByDesign } from './assignments-by-design.ts';
import { isReleasedByDesign } from './goods.ts';
import { assignmentsOf, hasPhases, productsByDesign } from './products-by-design.ts';
import type { TracedMessage } from './traffic.ts';
import { understoodMessagesOf } from './understood-messages.ts';
import { codes, csvOf } from './verdict-checks.ts';

const ranks = ['release', 'quarantine', 'reject'] as const;
type Receipt = Extract<Entry['fact'], { kind: 'receipt-signed' }>;
type Contradiction = Extract<Entry['fact'], { kind: 'release-contradicted' }>;

/**
 * Checks contradictions of signed releases. Each must have a new reason (another rule, or a worse recommendation), and
 * each that the independent judge finds in what was sent, as of the signature, must be in the ledger.
 */
export function contradictionViolations(
  entries: readonly Entry[],
  received: readonly TracedMessage[],
  profile: ProfileAsWritten,
): string[] {
  const violations: string[] = [];
  const known = new Map<number, { rank: number; rules: Set<string> }>();
  let last: { sequence: number; fact: Receipt } | null = null;
  for (const { sequence, fact } of entries) {
    if (fact.kind === 'receipt-signed') {
      last = { sequence, fact };
      known.set(sequence, { rank: ranks.indexOf(fact.judged), rules: rulesOf(fact) });
    }
    if (fact.kind !== 'release-contradicted') continue;
    const before = known.get(fact.signed);
    const rank = ranks.indexOf(fact.recommendation);
    const newRules = [...rulesOf(fact)].filter((rule) => before?.rules.has(rule) === false);
    const about = fact.product ?? null;
    if (about !== null && last !== null && !isReleasedByDesign(productsByDesign(entries), about, last.fact))
      violations.push(`entry ${sequence} contradicts a release of ${about}, which was not released`);
    if (before === undefined || (newRules.length === 0 && rank <= before.rank))
      violations.push(`entry ${sequence} contradicts a release without a new reason`);
    known.set(fact.signed, {
      rank: Math.max(rank, before?.rank ?? 0),
      rules: new Set([...(before?.rules ?? []), ...newRules]),
    });
  }
  if (last === null || !last.fact.decision.endsWith('released')) return violations;
  const { rank, rules } = known.get(last.sequence)!;
  const found = contradictionsIn(entries, last.fact, received, profile);
  const missing = [...found.rules].filter((rule) => !rules.has(rule));
  if (missing.length > 0)
    violations.push(`${missing.join()} fails against the release, and no entry says so`);
  if (found.rank > rank)
    violations.push(`the release is contradicted by "${ranks[found.rank]}", and no entry says so`);
  return violations;
}

/** A reason is a rule of a product, whichever device it failed on. */
function rulesOf({ failed }: Receipt | Contradiction): Set<string> {
  return new Set(failed.map(({ rule, product }) => named(rule, product)));
}

function named(rule: string, product: string | undefined): string {
  return product === undefined ? rule : `${product}: ${rule}`;
}

/**
 * What everything that was sent says about the goods, with the ledger as it was when the receipt was signed. The
 * independent judge knows no phases, so profiles with phases are skipped.
 */
function contradictionsIn(
  entries: readonly Entry[],
  { judgedAt, ledgerHead, decision, lots }: Receipt,
  received: readonly TracedMessage[],
  profile: ProfileAsWritten,
): { rank: number; rules: ReadonlySet<string> } {
  let rank = 0;
  const rules = new Set<string>();
  const then = entries.slice(0, ledgerHead);
  for (const { profile: own, product, times } of judgedIn(then, judgedAt, profile)) {
    if (product !== null && !isReleasedByDesign(productsByDesign(then), product, { decision, lots }))
      continue;
    if (hasPhases(own)) continue;
    for (const { device, since, to, isOpen, detachedAt, intervalMs } of times) {
      const rows = understoodMessagesOf(received, device).rows.filter(
        ({ at }) => at >= since && at <= (detachedAt ?? Infinity),
      );
      const options = { timeZone: null, from: since, to, isOpen, intervalMs, codes };
      const verdict = judgeIndependently(csvOf(rows), own, options);
      const fails = verdict.rules.filter(({ outcome }) => outcome === 'fail').map(({ id }) => id);
      // A sensor that was there for less than one interval decides only where a rule fails.
      if (product !== null && !isOpen && to - since < intervalMs && fails.length === 0) continue;
      rank = Math.max(rank, ranks.indexOf(verdict.recommendation));
      for (const rule of own.rules.filter(isJudging))
        if (fails.includes(rule.id)) rules.add(named(rule.id, product ?? undefined));
    }
  }
  return { rank, rules };
}

type JudgedPart = {
  readonly profile: ProfileAsWritten;
  /** Null where the shipment has one product or none. */
  readonly product: string | null;
  readonly times: readonly AssignmentByDesign[];
};

/** What is judged by which profile, on which sensors. */
function judgedIn(entries: readonly Entry[], asOf: number, profile: ProfileAsWritten): readonly JudgedPart[] {
  const products = productsByDesign(entries);
  if (products.length === 0) return [{ profile, product: null, times: assignmentsByDesign(entries, asOf) }];
  return products.map((each) => ({
    profile: { ...each.profile, rules: [...each.profile.rules] },
    product: products.length === 1 ? null : each.id,
    times: assignmentsOf(entries, each, asOf),
  }));
}
