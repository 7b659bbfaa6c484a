import type { JourneyRule } from '../../model/profile.ts';
import { journeyAsShown } from '../span.ts';
import type { EvaluationContext } from '../evaluation-context.ts';
import { duration, moment } from '../../model/wording.ts';
import type { Diagnostic } from './diagnostic.ts';

/** Reports departures and arrivals that are later than planned at the given moment. */
export function latenessOf(
  { profile, route, phases }: EvaluationContext,
  asOf: number,
): readonly Diagnostic[] {
  if (route === null) return [];
  const { departureAt, arrivalAt } = route.plan;
  const shown = phases === null ? null : journeyAsShown(phases);
  return profile.journeyRules.flatMap((rule) =>
    rule.kind === 'late'
      ? [
          ...lateness(rule, 'departure', departureAt, shown?.departedAt ?? shown?.arrivedAt ?? null, asOf),
          ...lateness(rule, 'arrival', arrivalAt, shown?.arrivedAt ?? null, asOf),
        ]
      : [],
  );
}

function lateness(
  rule: JourneyRule,
  what: 'departure' | 'arrival',
  planned: number | null,
  happened: number | null,
  asOf: number,
): readonly Diagnostic[] {
  if (planned === null || (happened ?? asOf) - planned <= rule.longerThanMs) return [];
  return [
    {
      kind: 'late',
      subject: `${rule.id} ${what}`,
      severity: rule.severity,
      from: planned + rule.longerThanMs,
      to: happened,
      sentence:
        happened === null
          ? `The ${what} planned for ${moment(planned)} is more than ${duration(rule.longerThanMs)} late.`
          : `The ${what} planned for ${moment(planned)} was ${duration(happened - planned)} late.`,
    },
  ];
}
