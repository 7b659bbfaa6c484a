import type { LedgerEvent } from './ledger-event.ts';
import type { Facts } from './ledger.ts';
import type { JourneyTimes, PhaseBoundaries } from '../evaluation/span.ts';

/** The milestones that divide a journey into phases, by their names in the ledger. */
export const milestones = ['departed', 'arrived'] as const;
export type Milestone = (typeof milestones)[number];

type MilestoneFact = Extract<LedgerEvent, { kind: Milestone }>;

/** The entries that declare a milestone and were not withdrawn. The last one is in force. */
export function declarationsOf<Each extends { readonly fact: LedgerEvent }>(
  entries: readonly Each[],
  milestone: Milestone,
): readonly (Each & { readonly fact: MilestoneFact })[] {
  const declarations: (Each & { readonly fact: MilestoneFact })[] = [];
  for (const entry of entries)
    if (isDeclaration(entry, milestone)) declarations.push(entry);
    else if (isTakenBack(entry.fact, milestone)) declarations.pop();
  return declarations;
}

/** A declaration that was in force once, with the entry that replaced it or took it back. */
export type ReplacedDeclaration<Each> = {
  readonly declaration: Each & { readonly fact: MilestoneFact };
  readonly replacedBy: Each;
};

/** The declarations of a milestone that are not in force any more, in the order of the ledger. */
export function declarationsReplaced<Each extends { readonly fact: LedgerEvent }>(
  entries: readonly Each[],
  milestone: Milestone,
): readonly ReplacedDeclaration<Each>[] {
  const inForce: ReplacedDeclaration<Each>['declaration'][] = [];
  const ended = new Map<ReplacedDeclaration<Each>['declaration'], Each>();
  for (const entry of entries) {
    const isNext = isDeclaration(entry, milestone);
    if (!isNext && !isTakenBack(entry.fact, milestone)) continue;
    const before = isNext ? inForce.at(-1) : inForce.pop();
    if (before !== undefined) ended.set(before, entry);
    if (isNext) inForce.push(entry);
    // What was taken back had replaced an earlier one, which counts again.
    else if (inForce.length > 0) ended.delete(inForce.at(-1)!);
  }
  return [...ended].map(([declaration, replacedBy]) => ({ declaration, replacedBy }));
}

/**
 * The earliest departure in device time that anybody ever declared or positions ever showed, even if it was taken back;
 * null where there is none. From then on the goods may have been under way.
 */
export function earliestDepartureOf(entries: Facts, { firstInferred }: PhaseBoundaries): number | null {
  const declared = entries.flatMap(({ fact }) =>
    fact.kind === 'departed' && fact.detectedBy === null ? [fact.at] : [],
  );
  return earliest([...declared, firstInferred?.departedAt ?? null]);
}

function isDeclaration<Each extends { readonly fact: LedgerEvent }>(
  entry: Each,
  milestone: Milestone,
): entry is Each & { readonly fact: MilestoneFact } {
  return entry.fact.kind === milestone && entry.fact.detectedBy === null;
}

function isTakenBack(fact: LedgerEvent, milestone: Milestone): boolean {
  return fact.kind === 'milestone-withdrawn' && fact.milestone === milestone && fact.detectedBy === null;
}

/** A milestone that a device's positions currently show, according to the ledger. */
type InferenceRecorded = { readonly device: string; readonly since: number; readonly at: number };

/** The milestone that each device's positions currently show, one for each of its attachments. */
export function inferencesRecorded(entries: Facts, milestone: Milestone): readonly InferenceRecorded[] {
  // A device may come back, so an inferred milestone belongs to the attachment at its time.
  const sinceOf = (device: string, at: number): number =>
    entries.reduce(
      (since, { fact }) =>
        fact.kind === 'device-attached' && fact.device === device && fact.since <= at
          ? Math.max(since, fact.since)
          : since,
      -Infinity,
    );
  let shown: InferenceRecorded[] = [];
  for (const { fact } of entries) {
    const isInferred = fact.kind === milestone && fact.detectedBy !== null;
    const isUndone =
      fact.kind === 'milestone-withdrawn' && fact.milestone === milestone && fact.detectedBy !== null;
    if (!isInferred && !isUndone) continue;
    const [device, since] = [fact.detectedBy, sinceOf(fact.detectedBy, fact.at)];
    shown = shown.filter((each) => each.device !== device || each.since !== since);
    if (isInferred) shown.push({ device, since, at: fact.at });
  }
  return shown;
}

/**
 * When the goods departed and arrived: as people declared it, as positions show it now, and as they first showed it.
 */
export function journeyRecorded(entries: Facts): Required<PhaseBoundaries> {
  const both = (timeOf: (milestone: Milestone) => number | null): JourneyTimes => ({
    departedAt: timeOf('departed'),
    arrivedAt: timeOf('arrived'),
  });
  return {
    ...both((milestone) => declarationsOf(entries, milestone).at(-1)?.fact.at ?? null),
    inferred: both((milestone) => earliest(inferencesRecorded(entries, milestone).map(({ at }) => at))),
    firstInferred: both((milestone) =>
      earliest(
        entries.flatMap(({ fact }) => (fact.kind === milestone && fact.detectedBy !== null ? [fact.at] : [])),
      ),
    ),
  };
}

/** The earliest of several times; null where there is none. */
export function earliest(times: readonly (number | null)[]): number | null {
  const known = times.filter((at) => at !== null);
  return known.length === 0 ? null : Math.min(...known);
}
