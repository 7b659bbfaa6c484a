import {
  type Excluded,
  type SensorRecord,
  evaluatedOf,
  excludesInWords,
  excursionsUnder,
  touches,
} from './excluded-excursions.ts';
import type { Entry } from './ledger.ts';
import { type ReplacedDeclaration, declarationsReplaced, milestones } from './milestones.ts';
import type { PhaseBoundaries } from '../evaluation/span.ts';
import { moment } from '../model/wording.ts';

/**
 * Says which excursions of a sensor had fired while a declared departure or arrival was in force, and are not evaluated
 * since another one replaced it, or since it was taken back. `known` are those that the declarations in force exclude.
 */
export function contestedReplacements(
  entries: readonly Entry[],
  sensor: SensorRecord,
  known: readonly Excluded[],
  phases: PhaseBoundaries,
  asOf: number,
): string[] {
  const isEvaluated = evaluatedOf(sensor, phases, asOf);
  const found: Excluded[] = [...known];
  return milestones.flatMap((milestone) =>
    declarationsReplaced(entries, milestone).flatMap((replaced) => {
      const { at } = replaced.declaration.fact;
      const boundaries = { ...phases, [milestone === 'departed' ? 'departedAt' : 'arrivedAt']: at };
      const excluded = excursionsUnder(sensor, boundaries, asOf)
        .filter(({ firedAt }) => firedAt <= replaced.replacedBy.recordedAt)
        .filter((excursion) => !isEvaluated(excursion) && !found.some((each) => touches(each, excursion)));
      found.push(...excluded);
      return excluded.map((excursion) => excludesInWords(inWords(replaced), sensor, excursion));
    }),
  );
}

function inWords({ declaration: { fact }, replacedBy }: ReplacedDeclaration<Entry>): string {
  const { by, why, recordedAt, fact: next } = replacedBy;
  const what = fact.kind === 'departed' ? 'departure' : 'arrival';
  const did =
    next.kind === fact.kind
      ? `declared the ${what} as of ${moment(next.at)} in place of ${moment(fact.at)}`
      : `took back the ${what} that was declared as of ${moment(fact.at)}`;
  return `On ${moment(recordedAt)} ${by} ${did} (${why.replace(/\.$/, '')}).`;
}
