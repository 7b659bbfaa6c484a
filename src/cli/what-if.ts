import type { Excursion } from '../evaluation/excursion.ts';
import { excursionsOf } from '../evaluation/measure-record.ts';
import { evaluateRecordWithAnswers } from '../evaluation/evaluate-record.ts';
import type { Profile } from '../model/profile.ts';
import { extentOf } from '../evaluation/series.ts';
import { duration, measured, limitInWords, moment } from '../model/wording.ts';
import { findProfile } from './find-profile.ts';
import { type FileOptions, readingOptionsOf } from './options.ts';
import { readFiles } from './read-files.ts';
import { rowsWithoutTime } from './rows-without-time.ts';

export type WhatIfOptions = FileOptions & {
  profile: string;
  against: string;
  json?: boolean;
};

type EvaluatedFiles = { profile: Profile; excursions: readonly Excursion[] };

/** How an alarm of one profile changes under the other. */
type Change = {
  change: 'gained' | 'lost' | 'moved';
  before: Excursion | null;
  after: Excursion | null;
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
  const { record, withoutTime, notes } = await readFiles(paths, readingOptionsOf(options));
  const { first, last } = extentOf(record);
  const span = {
    from: first,
    to: last,
    open: true,
    phases: null,
    recordOnly: { from: true, to: true },
    known: { notUnderstood: rowsWithoutTime(withoutTime) },
  };
  const changes = changesOf(
    { profile: before, excursions: excursionsOf(record, before, span) },
    { profile: after, excursions: excursionsOf(record, after, span) },
  );
  const recommendations = [before, after].map(
    (profile) => evaluateRecordWithAnswers(record, profile, span).judgement.recommendation,
  );
  const output = options.json
    ? JSON.stringify(
        {
          before: { profile: before.id, recommendation: recommendations[0] },
          after: { profile: after.id, recommendation: recommendations[1] },
          changes: changes.map((each) => ({
            ...each,
            before: printed(each.before),
            after: printed(each.after),
          })),
        },
        null,
        2,
      )
    : render(changes, before, after, recommendations as [string, string]);
  return { output, notes };
}

/**
 * Two alarms correspond if they overlap in time and their rules have the same ID, or else concern the same side of the
 * same channel.
 */
function changesOf(before: EvaluatedFiles, after: EvaluatedFiles): Change[] {
  const old = [...before.excursions];
  const now = [...after.excursions];
  const changes: Change[] = [];
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

function startOf({ before, after }: Change): number {
  return (before ?? after)!.from;
}

function touch(a: Excursion, b: Excursion): boolean {
  return a.from <= (b.to ?? Infinity) && b.from <= (a.to ?? Infinity);
}

function render(
  changes: readonly Change[],
  before: Profile,
  after: Profile,
  [was, is]: [string, string],
): string {
  const counted = (kind: Change['change']): number => changes.filter(({ change }) => change === kind).length;
  const line = (profile: Profile, excursion: Excursion): string => {
    const rule = profile.rules.find(({ id }) => id === excursion.rule)!;
    const end = excursion.to === null ? 'still outside' : `to ${moment(excursion.to)}`;
    return `${limitInWords(rule)}, ${moment(excursion.from)} ${end}, ${duration(excursion.observedMs)}, peak ${measured(rule, excursion.peak)}, alarm ${moment(excursion.firedAt)}`;
  };
  return [
    `${before.id}: ${was}; ${after.id}: ${is}`,
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
