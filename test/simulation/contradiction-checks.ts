import type { Entry } from '../../src/shipments/ledger.ts';
import { judgeIndependently } from '../independent/judge.ts';
import { type ProfileAsWritten, isJudging } from '../independent/profile-as-written.ts';
import { timesWithGoods } from './times-with-goods.ts';
import type { Heard } from './traffic.ts';
import { understoodOf } from './understood.ts';
import { codes, csvOf } from './verdict-checks.ts';

const ranks = ['release', 'quarantine', 'reject'] as const;
type Receipt = Extract<Entry['fact'], { kind: 'receipt-signed' }>;
type Contradiction = Extract<Entry['fact'], { kind: 'release-contradicted' }>;

/**
 * What does not hold of what speaks against signed releases: each contradiction has a new reason (another rule, or a worse
 * recommendation), and where the independent judge finds one in what was sent, as of the signing, there is an entry of it.
 */
export function contradictionViolations(
  entries: readonly Entry[],
  heard: readonly Heard[],
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
    const news = [...rulesOf(fact)].filter((rule) => before?.rules.has(rule) === false);
    if (before === undefined || (news.length === 0 && rank <= before.rank))
      violations.push(`entry ${sequence} contradicts a release, and has no new reason`);
    known.set(fact.signed, {
      rank: Math.max(rank, before?.rank ?? 0),
      rules: new Set([...(before?.rules ?? []), ...news]),
    });
  }
  if (last === null || !last.fact.decision.endsWith('released')) return violations;
  const { rank, rules } = known.get(last.sequence)!;
  const found = foundAgainst(entries, last.fact, heard, profile);
  const missing = [...found.rules].filter((rule) => !rules.has(rule));
  if (missing.length > 0)
    violations.push(`${missing.join()} fails against the release, and no entry says so`);
  if (found.rank > rank)
    violations.push(`the release is contradicted by "${ranks[found.rank]}", and no entry says so`);
  return violations;
}

/** Reasons are rules, whichever of the devices they fail for. */
function rulesOf({ failed }: Receipt | Contradiction): Set<string> {
  return new Set(failed.map(({ rule }) => rule));
}

/** What all that was sent says of the goods as they were known at a signing. Phases are beyond the independent judge. */
function foundAgainst(
  entries: readonly Entry[],
  { judgedAt, ledgerHead }: Receipt,
  heard: readonly Heard[],
  profile: ProfileAsWritten,
): { rank: number; rules: ReadonlySet<string> } {
  let rank = 0;
  const rules = new Set<string>();
  if (profile.rules.some((rule) => 'phases' in rule)) return { rank, rules };
  for (const { device, since, to, isOpen, detachedAt, intervalMs } of timesWithGoods(
    entries.slice(0, ledgerHead),
    judgedAt,
  )) {
    const rows = understoodOf(heard, device).rows.filter(
      ({ at }) => at >= since && at <= (detachedAt ?? Infinity),
    );
    const options = { timeZone: null, from: since, to, isOpen, intervalMs, codes };
    const verdict = judgeIndependently(csvOf(rows), profile, options);
    rank = Math.max(rank, ranks.indexOf(verdict.recommendation));
    for (const rule of profile.rules.filter(isJudging))
      if (verdict.rules.some(({ id, outcome }) => id === rule.id && outcome === 'fail')) rules.add(rule.id);
  }
  return { rank, rules };
}
