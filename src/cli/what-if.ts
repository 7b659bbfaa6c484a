import type { Excursion } from '../evaluation/excursion.ts';
import { compareWithAllowances } from '../allowances/judge-record.ts';
import type { AlarmChange, ProfileComparison } from '../evaluation/compare-profiles.ts';
import { spanOf, wholeRecord } from '../evaluation/judge-files.ts';
import type { Profile } from '../model/profile.ts';
import { roundedDuration, measured, limitInWords, moment } from '../model/wording.ts';
import { findProfile } from './find-profile.ts';
import { type FileOptions, readingOptionsOf } from './options.ts';
import { readFiles } from './read-files.ts';

export type WhatIfOptions = FileOptions & {
  profile: string;
  against: string;
  json?: boolean;
};

/**
 * Evaluates the same logs with two profiles: which alarms are gained, lost or moved, and how the recommendation
 * changes.
 *
 * @throws {CommandError} when arguments or files are unusable.
 */
export async function whatIf(
  paths: readonly string[],
  options: WhatIfOptions,
): Promise<{ output: string; notes: string[] }> {
  const [before, after] = [findProfile(options.profile).profile, findProfile(options.against).profile];
  const input = await readFiles(paths, readingOptionsOf(options));
  const { recommendations, changes } = compareWithAllowances(
    input.record,
    before,
    after,
    spanOf(input, wholeRecord),
  );
  const output = options.json
    ? JSON.stringify(
        {
          before: { profile: before.id, recommendation: recommendations.before },
          after: { profile: after.id, recommendation: recommendations.after },
          changes: changes.map((each) => ({
            ...each,
            before: printed(each.before),
            after: printed(each.after),
          })),
        },
        null,
        2,
      )
    : render(changes, before, after, recommendations);
  return { output, notes: input.notes };
}

function render(
  changes: readonly AlarmChange[],
  before: Profile,
  after: Profile,
  recommendations: ProfileComparison['recommendations'],
): string {
  const counted = (kind: AlarmChange['change']): number =>
    changes.filter(({ change }) => change === kind).length;
  const line = (profile: Profile, excursion: Excursion): string => {
    const rule = profile.rules.find(({ id }) => id === excursion.rule)!;
    const end = excursion.to === null ? 'still outside' : `to ${moment(excursion.to)}`;
    return `${limitInWords(rule)}, ${moment(excursion.from)} ${end}, ${roundedDuration(excursion.observedMs)}, peak ${measured(rule, excursion.peak)}, alarm ${moment(excursion.firedAt)}`;
  };
  return [
    `${before.id}: ${recommendations.before}; ${after.id}: ${recommendations.after}`,
    `alarms: ${counted('gained')} gained, ${counted('lost')} lost, ${counted('moved')} moved`,
    ...changes.flatMap(({ change, before: old, after: now }) => [
      '',
      `${change}: ${[...new Set([old?.rule, now?.rule])].filter(Boolean).join(' -> ')}`,
      ...(old === null ? [] : [`  ${before.id}: ${line(before, old)}`]),
      ...(now === null ? [] : [`  ${after.id}: ${line(after, now)}`]),
    ]),
  ].join('\n');
}

function printed(excursion: Excursion | null) {
  if (excursion === null) return null;
  const iso = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());
  return {
    rule: excursion.rule,
    from: iso(excursion.from),
    to: iso(excursion.to),
    firedAt: iso(excursion.firedAt),
    observedSeconds: excursion.observedMs / 1000,
    peak: excursion.peak,
  };
}
