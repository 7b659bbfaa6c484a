import type { LedgerEvent } from './ledger-event.ts';
import type { Facts } from './ledger.ts';
import type { JourneyTimes, PhaseBoundaries } from '../evaluation/span.ts';

/** What a shipment's way is divided by, as its ledger names it. */
export const milestones = ['departed', 'arrived'] as const;
export type Milestone = (typeof milestones)[number];

type MilestoneFact = Extract<LedgerEvent, { kind: Milestone }>;

/** Entries that declare a milestone and were not taken back, the one in force last. */
export function declarationsOf<Each extends { readonly fact: LedgerEvent }>(
  entries: readonly Each[],
  milestone: Milestone,
): readonly (Each & { readonly fact: MilestoneFact })[] {
  const standing: (Each & { readonly fact: MilestoneFact })[] = [];
  for (const entry of entries)
    if (isDeclaration(entry, milestone)) standing.push(entry);
    else if (isTakenBack(entry.fact, milestone)) standing.pop();
  return standing;
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

/** A milestone that the positions of a device show now, as the ledger has it. */
export type InferenceRecorded = { readonly device: string; readonly since: number; readonly at: number };

/** What the positions of each device show now of a milestone, one for each of its times with the shipment. */
export function inferencesRecorded(entries: Facts, milestone: Milestone): readonly InferenceRecorded[] {
  // A device may come back: what it shows belongs to the time that it shows it of.
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

/** When the goods departed and arrived: as people declared it, and what positions show and ever showed. */
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
