import type { LimitRule, Profile } from '../model/profile.ts';
import { type PhaseBoundaries, type Span, firstDepartureOf } from './span.ts';

// A rule of a combined profile is evaluated in the span and with the gaps of its own profile, whatever those of the
// other parts are.

/** When the time begins in which a rule is evaluated; `from` is the beginning for the whole profile. */
export function startOfRule({ own }: LimitRule, from: number, phases: PhaseBoundaries | null): number {
  if (own === undefined) return from;
  const departedAt = phases === null ? null : firstDepartureOf(phases);
  return Math.max(from, Math.min(from + own.extraStartDelayMs, departedAt ?? Infinity));
}

/** When the time ends in which a rule is evaluated, or null while it is open; `until` is the end for the whole profile. */
export function endOfRule(
  { own }: Pick<LimitRule, 'own'>,
  until: number | null,
  phases: PhaseBoundaries | null,
): number | null {
  const arrivedAt = own?.endsAtArrival === true ? (phases?.arrivedAt ?? null) : null;
  return arrivedAt === null ? until : Math.min(arrivedAt, until ?? Infinity);
}

/** The first end of the time in which any rule is evaluated: later readings up to it change what was evaluated. */
export function firstEnd(
  { rules }: Pick<Profile, 'rules'>,
  until: number | null,
  phases: PhaseBoundaries | null,
): number | null {
  return endOfRule({ own: rules.find(({ own }) => own?.endsAtArrival === true)?.own }, until, phases);
}

/** The span in which a rule is evaluated, within that of the whole profile. */
export function spanOfRule<Given extends Span>(rule: LimitRule, span: Given): Given {
  if (rule.own === undefined) return span;
  const from = startOfRule(rule, span.from, span.phases);
  const end = endOfRule(rule, span.open ? null : span.to, span.phases);
  return end === null || end > span.to ? { ...span, from } : { ...span, from, to: end, open: false };
}

/** How long readings are valid for a rule. */
export function cadenceOfRule({ own }: Pick<LimitRule, 'own'>, profile: Profile) {
  const { reportingIntervalMs, maxGapMs } = profile;
  return { reportingIntervalMs, maxGapMs: own?.maxGapMs ?? maxGapMs };
}
