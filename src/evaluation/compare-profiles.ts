import type { Recommendation } from '../model/enumerations.ts';
import type { Profile } from '../model/profile.ts';
import { evaluateRecordWithAnswers } from './evaluate-record.ts';
import type { Excursion } from './excursion.ts';
import { type EvaluatedSpan, excursionsOf } from './measure-record.ts';
import type { DeviceRecord } from './series.ts';

type EvaluatedFiles = { readonly profile: Profile; readonly excursions: readonly Excursion[] };

/** How an alarm of one profile changes under the other. */
export type AlarmChange = {
  readonly change: 'gained' | 'lost' | 'moved';
  readonly before: Excursion | null;
  readonly after: Excursion | null;
};

/** What two profiles make of one record: the recommendations, and the alarms that differ, by time. */
export type ProfileComparison = {
  readonly recommendations: { readonly before: Recommendation; readonly after: Recommendation };
  readonly changes: readonly AlarmChange[];
};

/** Evaluates one record by two profiles. The function is pure. */
export function compareProfiles(
  record: DeviceRecord,
  before: Profile,
  after: Profile,
  span: EvaluatedSpan,
): ProfileComparison {
  const recommendationBy = (profile: Profile): Recommendation =>
    evaluateRecordWithAnswers(record, profile, span).judgement.recommendation;
  return {
    recommendations: { before: recommendationBy(before), after: recommendationBy(after) },
    changes: changesOf(
      { profile: before, excursions: excursionsOf(record, before, span) },
      { profile: after, excursions: excursionsOf(record, after, span) },
    ),
  };
}

/**
 * Two alarms correspond if they overlap in time and their rules have the same ID, or else concern the same side of the
 * same channel.
 */
function changesOf(before: EvaluatedFiles, after: EvaluatedFiles): AlarmChange[] {
  const old = [...before.excursions];
  const now = [...after.excursions];
  const changes: AlarmChange[] = [];
  const match = (isSame: (one: Excursion, other: Excursion) => boolean): void => {
    for (const one of old.slice()) {
      const other = now.find((each) => touch(one, each) && isSame(one, each));
      if (other === undefined) continue;
      old.splice(old.indexOf(one), 1);
      now.splice(now.indexOf(other), 1);
      const isMoved =
        one.rule !== other.rule ||
        one.firedAt !== other.firedAt ||
        one.from !== other.from ||
        one.to !== other.to;
      if (isMoved) changes.push({ change: 'moved', before: one, after: other });
    }
  };
  match((one, other) => one.rule === other.rule);
  match((one, other) => sideOf(before.profile, one) === sideOf(after.profile, other));
  for (const each of old) changes.push({ change: 'lost', before: each, after: null });
  for (const each of now) changes.push({ change: 'gained', before: null, after: each });
  return changes.sort((a, b) => startOf(a) - startOf(b));
}

function sideOf({ rules }: Profile, { rule }: Excursion): string {
  const { channel, limit, rateWindowMs } = rules.find(({ id }) => id === rule)!;
  const side = { above: 'high', atLeast: 'high', below: 'low', atMost: 'low', outside: 'both' }[limit.kind];
  return `${channel} ${side} ${rateWindowMs === null ? 'value' : 'rate'}`;
}

function startOf({ before, after }: AlarmChange): number {
  return (before ?? after)!.from;
}

function touch(a: Excursion, b: Excursion): boolean {
  return a.from <= (b.to ?? Infinity) && b.from <= (a.to ?? Infinity);
}
